"""What a command loads before it works, loaded once in the server that ``started`` forks commands from."""

from __future__ import annotations

import sys

from crossbearing.cli.app import COMMANDS
from crossbearing.model.document import Document
from crossbearing.pipeline import claims_of

if any("forkserver" in word for word in sys.orig_argv):
    for command in COMMANDS:
        if command.name in ("run", "ingest", "reconcile"):
            command.load()
    claims_of([Document("a", "The army seized the town of Harasta on Monday, killing three rebels.")])
