"""Where the time of reading goes, by stage: the program is looked at every few milliseconds of its own processor time.

A look counts for the stage whose code is running, and what a stage has done by shared code (phrases, grammatical
functions) counts for that stage, but for the phrases that a sentence is asked for once.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import PurePath
from types import FrameType

EVERY = 0.002
"""Seconds of the processor between two looks."""

# The first of these that somewhere on the stack is at work has the look: part of the path of a file, functions of it
# (all where none is named), stage. Resolving and the judge call much that others call too, so they stand first.
_STAGES: tuple[tuple[str, frozenset[str], str], ...] = (
    ("crossbearing/resolve/", frozenset(), "resolve"),
    ("spacy/pipeline/tok2vec.py", frozenset(), "tok2vec"),
    ("crossbearing/text/parser.py", frozenset({"_tokenize", "_sentence", "_proxied"}), "tokens and lemmas"),
    ("crossbearing/text/parser.py", frozenset(), "tagger and parser"),
    ("crossbearing/extract/judge/", frozenset(), "judge"),
    ("crossbearing/extract/attribution/", frozenset(), "attribution"),
    ("crossbearing/extract/rule.py", frozenset({"places", "times", "quantities", "links"}), "phrases"),
    ("crossbearing/extract/assembly.py", frozenset(), "assembly"),
    ("crossbearing/extract/", frozenset({"_disposed", "ruled"}), "frames and rules"),
)
REST = "rest"


def stage_of(frame: FrameType | None) -> str:
    """Return the stage that a stack of calls is in.

    >>> stage_of(None)
    'rest'
    """
    seen = list(_stack(frame))
    for path, functions, stage in _STAGES:
        if any(path in file and (not functions or function in functions) for file, function in seen):
            return stage
    return REST


def _stack(frame: FrameType | None) -> Iterator[tuple[str, str]]:
    while frame is not None:
        yield PurePath(frame.f_code.co_filename).as_posix(), frame.f_code.co_name
        frame = frame.f_back


def shares(work: Callable[[], object]) -> dict[str, float]:
    """Return the share of every stage in the processor time of some work, the largest first; empty where none was seen.

    Needs a timer of processor time and the main thread: elsewhere it is empty. The work is done in any case.
    """
    looks: Counter[str] = Counter()

    def look(_number: int, frame: FrameType | None) -> None:
        looks[stage_of(frame)] += 1

    try:
        before = signal.signal(signal.SIGVTALRM, look)
    except (AttributeError, ValueError):
        work()
        return {}
    signal.setitimer(signal.ITIMER_VIRTUAL, EVERY, EVERY)
    try:
        work()
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return {stage: round(number / looks.total(), 3) for stage, number in looks.most_common()}
