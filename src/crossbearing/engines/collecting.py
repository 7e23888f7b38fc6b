"""How often Python looks for cycles while a run goes on: seldom, since what a run makes stays to its end.

Packs, the model and the claims of all documents are millions of values. To look through them time and again for circles
that nobody holds takes an eighth of a run over a long report.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New values between two looks at the newest, and how many such looks until older ones are looked at too: with them a
# look at everything comes after fifty million values more.
_NEW_VALUES, _OLDER, _ALL = 200_000, 25, 10


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for cycles among new values alone, until so many more are held that it may pay to look at all.

    >>> before = gc.get_threshold()
    >>> with seldom_collected():
    ...     gc.get_threshold()
    (200000, 25, 10)
    >>> gc.get_threshold() == before
    True
    """
    before = gc.get_threshold()
    gc.set_threshold(_NEW_VALUES, _OLDER, _ALL)
    try:
        yield
    finally:
        gc.set_threshold(*before)
