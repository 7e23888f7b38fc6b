"""``crossbearing accounts``: a password comes from a prompt or a pipe and is never seen again."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from crossbearing.cli import codes
from crossbearing.cli.app import run_command
from crossbearing.store.store import Store

PASSWORD = "seven grey herons"


@pytest.fixture
def db(tmp_path: Path) -> str:
    url = str(tmp_path / "record.db")
    Store(url, create=True)
    return url


def typed(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words))


def test_accounts_are_added_changed_listed_and_logged(
    db: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, role in (("ada", "admin"), ("bo", "reader")):
        typed(monkeypatch, f"{PASSWORD}\nnot this\n")
        assert run_command(["accounts", "add", name, "--role", role, "--db", db, "--who", "root"]) == codes.DONE
    assert run_command(["accounts", "role", "bo", "coder", "--db", db]) == codes.DONE
    assert run_command(["accounts", "disable", "bo", "--db", db]) == codes.DONE
    assert run_command(["accounts", "disable", "bo", "--undo", "--db", db]) == codes.DONE
    typed(monkeypatch, "nine brown owls at night\n")
    assert run_command(["accounts", "password", "bo", "--db", db]) == codes.DONE
    capsys.readouterr()
    assert run_command(["accounts", "list", "--db", db, "--json"]) == codes.DONE
    found = json.loads(capsys.readouterr().out)["accounts"]
    assert [(a["name"], a["role"], a["disabled"]) for a in found] == [("ada", "admin", False), ("bo", "coder", False)]
    assert not {"password", "number"} & set(found[0])
    assert run_command(["accounts", "log", "--db", db, "--json"]) == codes.DONE
    rows = json.loads(capsys.readouterr().out)["log"]
    assert [row["what"] for row in rows] == [
        "password_changed", "account_enabled", "account_disabled", "role_changed", "account_added", "account_added",
    ]  # fmt: skip
    assert (rows[-1]["who"], rows[-1]["address"]) == ("root", "command line")
    assert run_command(["accounts", "list", "--db", db]) == codes.DONE
    assert run_command(["accounts", "log", "--most", "1", "--db", db]) == codes.DONE
    shown = capsys.readouterr().out
    assert "ada" in shown
    assert "password_changed" in shown
    assert "account_added" not in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "ada", "--role", "reader"], "first account is that of an admin"),
        (["add", "ada", "--role", "king"], "no role"),
        (["role", "nobody", "coder"], "there is no account"),
        (["disable", "nobody"], "there is no account"),
        (["password", "nobody"], "there is no account"),
    ],
)
def test_what_is_wrong_is_one_line_without_the_password(
    db: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    typed(monkeypatch, PASSWORD + "\n")
    assert run_command(["accounts", *arguments, "--db", db]) == codes.FAILED
    shown = capsys.readouterr().err
    assert said in shown
    assert PASSWORD not in shown
    assert shown.count("\n") == 1


def test_a_password_is_no_option(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["accounts", "add", "ada", "--password", PASSWORD, "--db", db]) == codes.USAGE
    assert run_command(["accounts", "add", "ada", PASSWORD, "--db", db]) == codes.USAGE
