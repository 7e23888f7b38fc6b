"""How often Python looks for cycles while a run goes on: seldom, since what a run makes stays to its end.

Packs, the model and the claims of all documents are millions of values. To look through them time and again for circles
that nobody holds takes an eighth of a run over a long report.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New values between two looks at the newest; all are looked at when a hundred times as many more are held, some 0.5 GB.
_NEW_VALUES = 50_000


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for cycles among new values alone, until so many more are held that it may pay to look at all.

    >>> before = gc.get_threshold()
    >>> with seldom_collected():
    ...     gc.get_threshold()
    (50000, 10, 10)
    >>> gc.get_threshold() == before
    True
    """
    before = gc.get_threshold()
    gc.set_threshold(_NEW_VALUES, 10, 10)
    try:
        yield
    finally:
        gc.set_threshold(*before)
