"""The processor time that one document may take: a last resort behind the limits of `text`, which no report ever meets.

It is counted in processor seconds, since a busy machine is no fault of a document, and grows with the words. Where the
system cannot interrupt (Windows, threads other than the main one) there is no such budget; the limits still hold.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class OverBudgetError(Exception):
    """A document took more processor time than it was given; ``str`` says how much, in words for a user."""


SECONDS = 30.0
"""Processor seconds that every document may take; a report of 400 words takes a tenth of one."""
WORDS_A_SECOND = 100
"""Long documents may take longer: one second for so many words, thirty times what reading them takes."""


def seconds_for(text: str, least: float = SECONDS) -> float:
    """Return the budget of a text in processor seconds; about five characters and a space are a word.

    >>> seconds_for("War ended."), seconds_for("w" * 6_000_000)
    (30.0, 10000.0)
    """
    return max(least, len(text) / 6 / WORDS_A_SECOND)


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Raise OverBudgetError in the block once it has taken ``seconds`` of processor time.

    >>> with processor_time(5):
    ...     print("done")
    done
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(_number: int, _frame: FrameType | None) -> None:
        raise OverBudgetError(f"took over {seconds:g} seconds of processor time and was left out; split the text")

    before = signal.signal(signal.SIGPROF, over)
    # It fires again, should a library swallow the first.
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
