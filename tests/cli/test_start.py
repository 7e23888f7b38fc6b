"""The list of commands is shown at once: no module of a command is loaded for it, nor what prints in colours."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crossbearing.cli.app import COMMANDS, Listed, app_with

_SEEN = """
import sys
from crossbearing.cli import main
sys.argv = ["crossbearing", *{arguments!r}]
try:
    main()
finally:
    print("loaded:", *sorted(sys.modules), file=sys.stderr)
"""


def loaded(*arguments: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", _SEEN.format(arguments=list(arguments))], capture_output=True, text=True, check=True
    )
    return set(ran.stderr.rpartition("loaded:")[2].split())


def test_the_list_of_commands_loads_none_of_them() -> None:
    seen = loaded("--help")
    assert not {name for name in seen if name.partition(".")[0] in {"rich", "spacy", "numpy", "sqlite3", "yaml"}}
    own = {name for name in seen if name.startswith("crossbearing.")}
    assert own == {"crossbearing.cli", "crossbearing.model", "crossbearing.model.errors"} | {
        f"crossbearing.cli.{name}" for name in ("app", "codes", "output")
    }


def test_help_of_a_command_loads_neither_parser_nor_packs() -> None:
    seen = loaded("run", "--help")
    assert "crossbearing.cli.run" in seen
    assert not seen & {"spacy", "numpy", "crossbearing.pipeline", "crossbearing.resolve.packs"}


@pytest.mark.parametrize("listed", COMMANDS, ids=lambda listed: listed.name)
def test_the_list_says_of_a_command_what_the_command_says(listed: Listed) -> None:
    app = app_with(listed.name)
    if listed.group:
        [group] = app.registered_groups
        assert group.typer_instance is not None
        assert group.typer_instance.info.help == listed.does
        return
    [command] = [c for c in app.registered_commands if c.name == listed.name]
    assert command.callback is not None
    assert (command.callback.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ") == listed.does
