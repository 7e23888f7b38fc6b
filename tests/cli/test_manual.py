"""What is not in the manual does not exist: every command, option, exit code, file and error code is documented."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import typer

from crossbearing.cli import codes
from crossbearing.cli.app import COMMANDS as LISTED
from crossbearing.cli.app import app_with
from crossbearing.export.outputs import FILES

ROOT = Path(__file__).parents[2]
COMMANDS = (ROOT / "docs/commands.md").read_text(encoding="utf-8")


def lines(group: typer.Typer, path: str = "crossbearing") -> list[tuple[str, str]]:
    """Return (command, option) for everything a user can type; the option is empty for the command itself."""
    found = []
    for name, command in typer.main.get_command(group).commands.items():  # type: ignore[attr-defined]
        whole = f"{path} {name}"
        if hasattr(command, "commands"):
            found += [
                (f"{whole} {inner}", option) for inner, sub in command.commands.items() for option in options(sub)
            ]
        else:
            found += [(whole, option) for option in options(command)]
    return found


def options(command: object) -> list[str]:
    opts = [opt for p in command.params for opt in p.opts if opt.startswith("--") and opt != "--help"]  # type: ignore[attr-defined]
    return ["", *opts]


@pytest.mark.parametrize(("command", "option"), lines(app_with(*(listed.name for listed in LISTED))))
def test_every_command_and_option_is_documented(command: str, option: str) -> None:
    match = re.search(rf"^## `{re.escape(command)}\b.*?(?=^## |\Z)", COMMANDS, re.MULTILINE | re.DOTALL)
    assert match, f"{command} has no section"
    assert option in match[0]


def test_every_command_line_of_the_readme_is_one() -> None:
    known: dict[str, set[str]] = {}
    for command, option in lines(app_with(*(listed.name for listed in LISTED))):
        known.setdefault(command, set()).add(option)
    printed = re.findall(r"^    (crossbearing .*?)(?:\s+#.*)?$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert printed
    for line in printed:
        command = next(one for one in sorted(known, key=len, reverse=True) if f"{line} ".startswith(f"{one} "))
        assert set(re.findall(r" (--[\w-]+)", line)) <= known[command], line


def test_what_the_readme_reads_is_installed_by_make_demo() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE))
    wanted = {re.split(r"[<>=\[]", one)[0] for extra in ("formats", "web") for one in extras[extra]}
    assert wanted <= locked


def test_every_exit_code_is_documented() -> None:
    values = {value for name, value in vars(codes).items() if name.isupper()}
    assert values == {int(n) for n in re.findall(r"^\| (\d+) \|", COMMANDS, re.MULTILINE)}


def test_every_reading_error_is_documented() -> None:
    page = (ROOT / "docs/read.md").read_text(encoding="utf-8")
    source = "".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "src/crossbearing/readers").glob("*.py")))
    raised = set(re.findall(r'UnreadableDocumentError\(\s*"(\w+)"', source))
    assert raised
    assert raised <= set(re.findall(r"`(\w+)`", page))


def test_every_file_is_documented() -> None:
    page = (ROOT / "docs/outputs.md").read_text(encoding="utf-8")
    for name in (*FILES, "claims.jsonl", "documents.jsonl", "unread.jsonl", "report.html"):
        assert f"`{name}`" in page
