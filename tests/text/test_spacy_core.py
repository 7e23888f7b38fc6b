"""spaCy is imported without its command line, and that is there again for whoever wants it."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from crossbearing.text.spacy_core import spacy
assert not [name for name in sys.modules if name.startswith("spacy.cli")], "the command line was imported"
assert "requests" not in sys.modules
assert not hasattr(spacy, "cli")
from spacy.cli import info
print(info.__module__, len(spacy.blank("en")("War ended.")))
"""


def test_the_command_line_of_spacy_is_not_imported_until_it_is_wanted() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["spacy.cli.info", "3"]
