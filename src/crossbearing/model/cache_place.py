"""Where the program keeps what it has built."""

from __future__ import annotations

import os
from pathlib import Path

from crossbearing.model.errors import GazetteerError


def cache_dir() -> Path:
    """Return the directory of built files, absolute: `$CROSSBEARING_CACHE`, else `crossbearing` in the user's cache.

    Raises GazetteerError where neither says a directory (`~nobody`, no home).
    """
    given = os.environ.get("CROSSBEARING_CACHE")
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        if given:
            return Path(given).expanduser().absolute()
        return ((Path(base) if base else Path.home() / ".cache") / "crossbearing").absolute()
    except RuntimeError as error:
        raise GazetteerError(f"no directory for built files ({error}); set CROSSBEARING_CACHE to one") from error
