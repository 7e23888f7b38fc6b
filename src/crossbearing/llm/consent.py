"""Nothing leaves the machine without a word: who gets how much is said, and permitted, before the first call."""

from __future__ import annotations

import sys
from collections.abc import Callable

from crossbearing.llm.costs import Estimate
from crossbearing.llm.settings import Address
from crossbearing.model.errors import LanguageModelError

Say = Callable[[str], None]
Confirm = Callable[[str], bool | None]


def say_on_stderr(line: str) -> None:
    """Write one line on standard error."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def confirm_on_terminal(question: str) -> bool | None:
    """Return what a person at the terminal answers, None where standard input is none."""
    if not sys.stdin or not sys.stdin.isatty():
        return None
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def permit(address: Address, planned: Estimate, masked: bool, yes: bool, say: Say, confirm: Confirm) -> None:
    """Say which host gets how much; return where it may. Raises LanguageModelError where nobody said yes.

    This machine's own server needs no word, nor does a run that asks nothing.

    >>> here = Address("127.0.0.1", 8080, "/v1/chat/completions", False, True)
    >>> permit(here, Estimate(1, 1, 0, 10, 10, 10), False, False, print, lambda question: None)
    """
    if address.loopback or not planned.requests:
        return
    way = "over https" if address.secure else "NOT encrypted (http)"
    names = "; names of private persons and ages are masked as far as they are found" if masked else ""
    say(f"{address.shown} gets the text of {_reports(planned.documents)} {way}{names}: {planned.sentence()}")
    if yes:
        return
    answer = confirm(f"Send {_reports(planned.documents)} to {address.shown}?")
    if answer is None:
        raise LanguageModelError(
            "llm_not_permitted",
            f"{address.shown} is not this machine, and nobody is there to ask: give --llm-yes to send it the reports",
        )
    if not answer:
        raise LanguageModelError("llm_not_permitted", f"nothing was sent to {address.shown}")


def _reports(number: int) -> str:
    return "1 report" if number == 1 else f"{number:,} reports"
