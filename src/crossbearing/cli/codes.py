"""Exit codes of every command; they are part of the interface and do not change."""

from __future__ import annotations

DONE = 0
"""Everything asked for was done."""

FAILED = 1
"""Nothing useful came of it: something of ours is missing or broke, or there was nothing to read."""

PARTLY = 2
"""Some input could not be read; the rest was processed and the messages name what was not."""

CHECK_FAILED = 3
"""A check said no: doctor found a fault, a pack breaks its form, no place bears the name."""

USAGE = 64
"""The command line itself is wrong."""

INTERRUPTED = 130
"""Stopped from the keyboard."""
