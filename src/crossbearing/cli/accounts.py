"""``crossbearing accounts``: who may do what in the pages of a store, and the log of it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer
from rich.table import Table

from crossbearing.cli import codes, output
from crossbearing.cli.run import JSON
from crossbearing.cli.store_options import DB, WHO, maker_of, opened

if TYPE_CHECKING:
    from crossbearing.accounts.auditing import By

app = typer.Typer(help="Who may do what in the pages of a store.", rich_markup_mode=None)
NAME = typer.Argument(metavar="NAME", help="The account's name.")
ROLE = "reader, coder, adjudicator or admin; each may do all that the one before may."


@app.command("add")
def add(name: str = NAME, db: str = DB, role: str = typer.Option("reader", "--role", help=ROLE), who: str = WHO) -> int:
    """Add an account; its password is asked for, or is the first line of standard input."""
    from crossbearing.accounts.accounts import add_account
    from crossbearing.accounts.roles import known_role

    store = opened(db)
    known_role(role)
    made = add_account(store, name, role, _password(), _by(who))
    output.write(f"{store.shown}: {made.name} is {made.role}")
    return codes.DONE


@app.command("list")
def show(db: str = DB, json: bool = JSON) -> int:
    """List the accounts of a store."""
    from crossbearing.accounts.accounts import accounts_of

    store = opened(db)
    found = accounts_of(store)
    if json:
        output.write_json({"store": store.shown, "accounts": [asdict(account) for account in found]})
        return codes.DONE
    table = Table("name", "role", "since", "password of", "", box=None)
    for one in found:
        table.add_row(one.name, one.role, one.made_at[:10], one.changed_at[:10], "disabled" if one.disabled else "")
    output.show(table)
    return codes.DONE


@app.command("role")
def role(name: str = NAME, role: str = typer.Argument(metavar="ROLE", help=ROLE), db: str = DB, who: str = WHO) -> int:
    """Give an account another role."""
    from crossbearing.accounts.accounts import set_role

    store = opened(db)
    set_role(store, name, role, _by(who))
    output.write(f"{store.shown}: {name} is {role}")
    return codes.DONE


@app.command("disable")
def disable(
    name: str = NAME,
    db: str = DB,
    undo: bool = typer.Option(False, "--undo", help="Let it log in again."),
    who: str = WHO,
) -> int:
    """Let an account log in no more, and end its sessions; what it did stays in its name."""
    from crossbearing.accounts.accounts import set_disabled

    store = opened(db)
    set_disabled(store, name, not undo, _by(who))
    output.write(f"{store.shown}: {name} {'may log in again' if undo else 'is disabled'}")
    return codes.DONE


@app.command("password")
def password(name: str = NAME, db: str = DB, who: str = WHO) -> int:
    """Give an account another password, asked for or the first line of standard input; its sessions end."""
    from crossbearing.accounts.accounts import set_password

    store = opened(db)
    set_password(store, name, _password(), _by(who))
    output.write(f"{store.shown}: {name} has another password")
    return codes.DONE


@app.command("log")
def log(
    db: str = DB,
    most: int = typer.Option(50, "--most", min=1, help="How many of the newest lines."),
    json: bool = JSON,
) -> int:
    """Print what was done with accounts and in the pages, the newest first."""
    from crossbearing.accounts.auditing import logged

    store = opened(db)
    found = logged(store, most)
    if json:
        output.write_json({"store": store.shown, "log": [asdict(row) for row in found]})
        return codes.DONE
    table = Table("when", "who", "from", "what", "about", "", box=None)
    for row in found:
        table.add_row(row.made_at, row.who, row.address, row.what, row.about, row.said)
    output.show(table)
    return codes.DONE


def _by(who: str) -> By:
    from crossbearing.accounts.auditing import By
    from crossbearing.store import clock

    return By(maker_of(who).who, "command line", clock.now())


def _password() -> str:
    """Return the password that is typed twice, or that a pipe brings in its first line; never an argument."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")
