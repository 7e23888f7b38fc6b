"""What holds of every run, whatever the texts: nothing crashes, stands outside its text, is lost or out of order."""

from __future__ import annotations

import json
from collections.abc import Iterator

from crossbearing.engines.local import Finished
from crossbearing.export import outputs
from crossbearing.export.claims import claim_lines, document_lines
from crossbearing.model.claim import Claim, Count, claim_from_json
from crossbearing.model.derived import Position, Toll
from crossbearing.model.faults import FAULT, NO_MEMORY, TOO_SLOW
from crossbearing.model.mention import Mention
from crossbearing.report.page import page
from crossbearing.report.pages import render
from crossbearing.vocab.contract import CLASSES

Row = Count | Toll | Position


def mentions(claim: Claim) -> Iterator[Mention]:
    """Yield every mention of a claim."""
    yield claim.evidence
    said = claim.attribution
    fields = [said.cue, *(s.mention for s in said.sources), *(a.mention for a in claim.actors)]
    fields += [*(p.mention for p in claim.places), *(c.mention for c in claim.counts), *claim.weapons]
    fields += [*(label.mention for label in claim.labels), *(p.mention for p in claim.persons)]
    fields += [claim.time.mention if claim.time else None]
    yield from (mention for mention in fields if mention is not None)


def out_of_order(row: Row) -> bool:
    """Say whether low, best and high do not rise, or are below nought."""
    known = [n for n in (row.low, row.best, row.high) if n is not None]
    return known != sorted(known) or any(n < 0 for n in known)


def above(part: Count | Toll, whole: Count | Toll) -> bool:
    """Say whether a part is larger than what it is part of."""
    if whole.high is None:
        return False
    return (part.low or 0) > whole.high or (part.high is not None and part.high > whole.high)


def broken(done: Finished, with_report: bool) -> list[str]:
    """Return every invariant that a run breaks, in words; the report takes ten times as long as all else."""
    found = [*_faults(done), *_of_claims(done), *_of_ledgers(done), *_of_files(done)]
    return [*found, *_of_report(done)] if with_report else found


def _faults(done: Finished) -> Iterator[str]:
    for document in done.documents:
        for problem in document.problems:
            if problem.code in (FAULT, NO_MEMORY, TOO_SLOW):
                yield f"{problem.stage}: {problem.message}"
            if problem.start is not None and not 0 <= problem.start < (problem.end or 0) <= len(document.text):
                yield f"the problem {problem.code} does not lie in its text"
        if any(not 0 <= s.start < s.end <= len(document.text) for s in document.segments):
            yield "a segment does not lie in its text"


def _of_claims(done: Finished) -> Iterator[str]:
    texts = {document.id: document.text for document in done.documents}
    if len({claim.id for claim in done.claims}) != len(done.claims):
        yield "an id stands twice"
    for claim in done.claims:
        if claim.cls not in CLASSES:
            yield f"the class {claim.cls} is unknown"
        for mention in mentions(claim):
            if texts[claim.document][mention.start : mention.end] != mention.text or not mention.text.strip():
                yield f"{mention} is not what stands in the text"
        counts = {count.id: count for count in claim.counts}
        for count in claim.counts:
            if out_of_order(count):
                yield f"the count {count} is out of order"
            if count.parent in counts and above(count, counts[count.parent]):
                yield f"the count {count} is above its whole"
        time = claim.time
        if time is not None and time.start and time.end and time.start > time.end:
            yield f"the days of {time} run backwards"


def _of_ledgers(done: Finished) -> Iterator[str]:
    record = done.ledgers
    placed = {c for rows in (record.events, record.control, record.agreements) for row in rows for c in row.claims}
    placed |= {unplaced.claim for unplaced in record.unplaced}
    if lost := {claim.id for claim in done.claims} - placed:
        yield f"{sorted(lost)} stand in no ledger and are not said to be left out"
    tolls = {toll.id: toll for toll in record.tolls}
    for row in (*record.tolls, *record.positions):
        if out_of_order(row):
            yield f"{row} is out of order"
    for toll in record.tolls:
        if toll.parent and above(toll, tolls[toll.parent]):
            yield f"{toll} is above its whole"
        if toll.parent and toll.parent not in tolls:
            yield f"the whole of {toll} is missing"


def _of_files(done: Finished) -> Iterator[str]:
    lines = list(claim_lines(done.claims))
    if [claim_from_json(json.loads(line)).id for line in lines] != [claim.id for claim in done.claims]:
        yield "claims do not come back from their lines"
    for line in (*lines, *document_lines(done.documents), *(x for name in outputs.FILES for x in outputs.lines(name, done.ledgers))):  # noqa: E501  # fmt: skip
        line.encode("utf-8")


def _of_report(done: Finished) -> Iterator[str]:
    shown = render(page(done.documents, done.claims, ledgers=done.ledgers))
    # One script is ours; texts bring none.
    if shown.lower().count("<script") != 1 or "\x1b" in shown:
        yield "the report holds what could be run"
