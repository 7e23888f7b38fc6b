"""The command line; thin, and the only place that may import everything."""

from __future__ import annotations

from crossbearing.cli.app import main

__all__ = ["main"]
