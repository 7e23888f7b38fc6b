"""The formats that ``export`` knows: a module of this folder with NAME, MEDIA_TYPE and ``write`` is one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import ModuleType

from crossbearing import export
from crossbearing.export.facts import NO_FACTS, Facts
from crossbearing.model.errors import ExportError
from crossbearing.model.finished import Finished


@cache
def formats() -> dict[str, ModuleType]:
    """Return the module of every format by name.

    >>> sorted(formats())[:3]
    ['acled', 'claims_csv', 'events_csv']
    """
    found = {}
    for info in pkgutil.iter_modules(export.__path__, export.__name__ + "."):
        module = importlib.import_module(info.name)
        if hasattr(module, "NAME") and hasattr(module, "write"):
            found[module.NAME] = module
    return dict(sorted(found.items()))


def written(name: str, finished: Finished, facts: Facts = NO_FACTS) -> Mapping[str, bytes]:
    """Return the files of a format, name to bytes; raise ExportError for one that is not known or not installed.

    >>> from crossbearing.model.derived import Record
    >>> list(written("geojson", Finished((), (), Record())))
    ['events.geojson']
    """
    module = formats().get(name)
    if module is None:
        raise ExportError(f"no format {name!r}; known: {', '.join(formats())}")
    found: Mapping[str, bytes] = module.write(finished, facts)
    return found
