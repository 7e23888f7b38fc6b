"""One system call that exchanges two folders, where the system has it: Python's library does not offer it."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are relative to the current folder
_LINUX_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_MAC_SWAP = 2  # RENAME_SWAP of renamex_np(2)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two entries of one file system in one step; False where that cannot be done here, and nothing was.

    >>> exchange(Path("no/such/folder"), Path("no/other"))
    False
    """
    try:
        library = ctypes.CDLL(None, use_errno=True)
        first, second = os.fsencode(one), os.fsencode(other)
        if sys.platform == "darwin":
            return bool(library.renamex_np(first, second, _MAC_SWAP) == 0)
        return bool(library.renameat2(_HERE, first, _HERE, second, _LINUX_EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):
        return False
