"""The commands and what becomes of errors; every command returns its exit code."""

from __future__ import annotations

import sys

import typer
from typer.exceptions import TyperException

from crossbearing.cli import (
    ablation,
    bench,
    codes,
    coverage,
    doctor,
    evaluate,
    explain,
    gazetteer,
    judge,
    llm,
    output,
    pack,
    run,
)
from crossbearing.model.errors import CrossbearingError

app = typer.Typer(
    name="crossbearing",
    help="Reads reports of an armed conflict from every side and keeps who says that who did what to whom.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Exit codes: 0 done; 1 failed; 2 some input could not be read, the rest was done; 3 a check said no; "
    "64 wrong command line; 130 stopped from the keyboard.",
)
app.command("demo")(run.demo)
app.command("run")(run.run)
app.command("extract")(run.extract)
app.command("explain")(explain.explain)
app.command("doctor")(doctor.doctor)
app.command("evaluate")(evaluate.evaluate)
app.command("coverage")(coverage.coverage)
app.command("judge")(judge.judge)
app.command("ablation")(ablation.ablation)
app.command("bench")(bench.bench)
app.add_typer(gazetteer.app, name="gazetteer")
app.add_typer(pack.app, name="pack")
app.add_typer(llm.app, name="llm")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        output.write(version("crossbearing"))
        raise typer.Exit(codes.DONE)


@app.callback()
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
    try:
        result = app(given or ["--help"], standalone_mode=False)
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
