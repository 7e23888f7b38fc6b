"""The commands and what becomes of errors; every command returns its exit code.

The module of a command is loaded when that command is asked for: the others stand in the list of commands by their
names and by what they do, so that it is shown at once.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.exceptions import TyperException

from crossbearing.cli import codes, output
from crossbearing.model.errors import CrossbearingError

_WHAT = "Reads reports of an armed conflict from every side and keeps who says that who did what to whom."


@dataclass(frozen=True, slots=True)
class Listed:
    """A command as the list shows it: its name and what it does; ``group`` says that it holds commands of its own.

    Its module bears its name unless ``module`` says another, and so does its function.
    """

    name: str
    does: str
    module: str = ""
    group: bool = False
    function: str = ""

    def load(self) -> Any:
        """Return the function of the command or the app of the group; this loads its module."""
        return getattr(
            import_module(f"crossbearing.cli.{self.module or self.name}"),
            "app" if self.group else self.function or self.name,
        )


COMMANDS = (
    Listed("demo",
           "Run over the bundled sample reports, which were written for this: outlets and events are invented."),
    Listed("run", "Read reports and write claims, events, ledgers and the report into a folder."),
    Listed("extract", "Read reports and print their claims, without comparing them.", "run"),
    Listed("ingest", "Keep reports in a store, read what is new, and derive events and ledgers from all."),
    Listed("reconcile",
           "Derive events and ledgers of a store anew; reports are read again only where program or pack changed.",
           "ingest"),
    Listed("search", "Find reports and claims of a store by words of their text.",
           "ingest"),
    Listed("serve", "Show a store in the browser: map, evidence, sources, review."),
    Listed("export", "Write events, claims and ledgers in a format of the field."),
    Listed("release",
           "Write a Frictionless data package with checksums, licence and method; same record, same bytes.",
           "export"),
    Listed("import",
           "Take what people said of claims in an annotation tool into a store, as judgements beside the claims.",
           "compare", function="take"),
    Listed("review", "What people decided on claims: as gold, and how far they agree.", group=True),
    Listed("forget",
           "Remove a report, its claims, quotes and bytes from a store for good; a tombstone keeps hash and reason.",
           "keeping"),
    Listed("verify",
           "Check a store: hashes, quotes, claims against readings, and whether the ledgers know all that is kept.",
           "keeping"),
    Listed("backup", "Copy a store whole, while others work with it; the copy is a store like any other.",
           "keeping"),
    Listed("accounts", "Who may do what in the pages of a store.", group=True),
    Listed("explain", "Say what becomes of a sentence: names, gate, parse, what fired, what nearly did and why not."),
    Listed("doctor", "Look at everything a run needs and say what is missing; exit code 3 when something is."),
    Listed("evaluate", "Score the program on a benchmark: metrics with 95% intervals over documents."),
    Listed("coverage",
           "List predicates and event nouns that no frame knows, in sentences about a war that yield no claim."),
    Listed("judge", "Score the reading of documents by a judge fitted on the others, or fit the judge that ships."),
    Listed("learn", "Teach the judge with a team's own claims, and say whether it reads better on documents left out."),
    Listed("ablation",
           "Print what is lost without each part, the least first; 3 where one is worth less than nothing."),
    Listed("relevance",
           "Measure, on wars left out, what is kept of reports and passed over of other news, or fit what ships."),
    Listed("bench", "Measure reading against the bare parser, where the time goes, starts, a whole run, and memory."),
    Listed("compare", "Our events beside those of another data set.", group=True),
    Listed("gazetteer", "The index of the world's places.", group=True),
    Listed("pack", "Packs: the facts about one conflict.", group=True),
    Listed("llm", "A language model as a second reader, held to the text.", group=True),
)  # fmt: skip
"""Every command, in the order of the list; a test holds what each does against the words of its own module."""


def _unloaded() -> None:
    raise AssertionError("the module of this command was not loaded")


def app_with(*wanted: str) -> typer.Typer:
    """Return the app with the named commands loaded; the others stand in its list alone.

    >>> len(app_with().registered_commands) == len(COMMANDS)
    True
    """
    app = typer.Typer(
        name="crossbearing",
        help=_WHAT,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        epilog="Exit codes: 0 done; 1 failed; 2 some input could not be read, the rest was done; 3 a check said no; "
        "64 wrong command line; 130 stopped from the keyboard.",
    )
    app.callback()(_options)
    for listed in COMMANDS:
        if listed.name not in wanted:
            app.command(listed.name, help=listed.does)(_unloaded)
        elif listed.group:
            app.add_typer(listed.load(), name=listed.name)
        else:
            app.command(listed.name)(listed.load())
    return app


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        output.write(version("crossbearing"))
        raise typer.Exit(codes.DONE)


def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """Reads reports of an armed conflict from every side and keeps who says that who did what to whom."""


def run_command(arguments: list[str] | None = None) -> int:
    """Run one command line and return its exit code; every error a user can mend is one line on standard error.

    >>> run_command(["--version"])  # doctest: +ELLIPSIS
    0...
    0
    """
    given = sys.argv[1:] if arguments is None else arguments
    output.any_encoding()
    names = {listed.name for listed in COMMANDS}
    try:
        result = app_with(*[word for word in given if word in names][:1])(given or ["--help"], standalone_mode=False)
    except TyperException as error:
        # Our own 2 means "some input could not be read": a wrong command line must not look like it.
        output.say(f"crossbearing: {output.one_line(error.format_message())}; see crossbearing --help")
        return codes.USAGE
    except CrossbearingError as error:
        output.say(f"crossbearing: {output.one_line(str(error))}")
        return codes.FAILED
    except BrokenPipeError:
        sys.stderr.close()
        return codes.FAILED
    except OSError as error:
        output.say(f"crossbearing: {output.one_line(str(error))}")
        return codes.FAILED
    except (typer.Abort, KeyboardInterrupt):
        return codes.INTERRUPTED
    return result if isinstance(result, int) else codes.DONE


def main() -> None:
    """Enter here from the shell."""
    sys.exit(run_command())
