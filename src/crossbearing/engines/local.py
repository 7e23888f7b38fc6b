"""The run in one process: documents through the pipeline, then everything that is derived from their claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from crossbearing.engines.dated import anchors_of, date_documents
from crossbearing.engines.pool import LOST, WorkerPool
from crossbearing.engines.unfinished import Unfinished
from crossbearing.llm.faults import UNREAD
from crossbearing.model.derived import DocumentFingerprint, SideTable
from crossbearing.model.document import Document, Problem
from crossbearing.model.faults import Faults
from crossbearing.model.finished import Finished
from crossbearing.pipeline import Pipeline, Read
from crossbearing.readings.reader import Reader
from crossbearing.reconcile import reconcile
from crossbearing.reconcile.bonds import NO_BONDS, Bonds
from crossbearing.reconcile.comparison import slug
from crossbearing.reconcile.inside import Weights
from crossbearing.reconcile.run import Elsewhere
from crossbearing.resolve.packs import Packs
from crossbearing.text.languages.detect import reading_language
from crossbearing.text.relevance import PASSED_OVER, Relevance
from crossbearing.text.shingles import fingerprint


def side_table(packs: Packs) -> SideTable:
    """Return who stands where in the loaded packs, by id and by name; a side in one conflict is not one in another.

    >>> from crossbearing.resolve.packs import load_packs
    >>> side_table(load_packs(["global", "syria"])).side("sy:jaish-al-islam") is None
    False
    """
    sides: dict[str, str] = {}
    bodies: dict[str, str] = {}
    stances: dict[str, dict[str, str]] = {}
    for actor in sorted(packs.actors.values(), key=lambda a: a.id):
        taken = {pack.id: side for pack in packs.packs if (side := packs.side_of(actor.id, pack.id))}
        stands = set(taken.values())
        for key in (actor.id, slug(actor.name), *(slug(alias.text) for alias in actor.aliases)):
            if len(stands) == 1:
                sides.setdefault(key, *stands)
            elif taken:
                stances.setdefault(key, dict(taken))
        for alias in actor.aliases:
            bodies.setdefault(slug(alias.text), actor.id)
    for outlet in sorted(packs.outlets.values(), key=lambda o: o.id):
        for key in (outlet.id, slug(outlet.name), *(slug(alias.text) for alias in outlet.aliases)):
            if outlet.side:
                sides.setdefault(key, outlet.side)
            # "sana" that published a report and the SANA it quotes are one voice.
            bodies.setdefault(key, outlet.id)
    for person in sorted(packs.persons.values(), key=lambda p: p.id):
        bodies[person.id] = person.actor
        bodies[slug(person.name)] = person.actor
    opposed = tuple(sorted({(a, b) for pack in packs.packs for a, b in pack.opposed}))
    monitors = tuple(
        sorted({key for a in packs.actors.values() if a.type == "monitor_ngo" for key in (a.id, slug(a.name))})
    )
    wars = {side.id: (pack.id,) for pack in packs.packs for side in pack.sides}
    for pack in packs.packs:
        for standing in pack.sides:  # a state that speaks through its media alone may be no actor of the pack
            for state in standing.actors:
                stances.setdefault(state, {})[pack.id] = standing.id
        for country in pack.countries:
            wars[f"country:{country}"] = (*wars.get(f"country:{country}", ()), pack.id)
    return SideTable(
        sides,
        opposed,
        {k: v for k, v in sorted(bodies.items()) if k != v},
        monitors=monitors,
        stances=stances,
        wars=wars,
    )


def _fingerprints(
    reads: Sequence[Read], faults: Faults, known: Mapping[str, DocumentFingerprint]
) -> list[DocumentFingerprint]:
    found = []
    for read in reads:
        with faults.costing_only(read.document.id, "fingerprint"):
            found.append(known.get(read.document.id) or fingerprint(read.document))
    return found


def finish(
    reads: Sequence[Read],
    sides: SideTable,
    faults: Faults | None = None,
    by: Weights | None = None,
    bonds: Bonds = NO_BONDS,
    elsewhere: Elsewhere | None = None,
) -> Finished:
    """Derive families, events and ledgers from documents that were read, and write the families into both.

    A fault costs the row or document that it met and is one of the document's problems; without ``faults`` the first
    one raises FaultError. ``by`` are weights to join claims by instead of those that ship, ``bonds`` what people
    said of claims being one event or two, ``elsewhere`` is what was done before, or other machines did or may do of it.

    >>> finish([], SideTable()).claims
    ()
    """
    faults = faults or Faults(strict=True)
    claims = [claim for read in reads for claim in read.claims]
    fingerprints = _fingerprints(reads, faults, elsewhere.fingerprints if elsewhere else {})
    ledgers = reconcile(claims, fingerprints, sides, faults, by, bonds, elsewhere)
    documents = (
        replace(
            read.document,
            family=ledgers.document_families.get(read.document.id, read.document.family),
            problems=tuple(dict.fromkeys((*read.document.problems, *faults.of(read.document.id)))),
        )
        for read in reads
    )
    with_family = (replace(c, family=ledgers.claim_families.get(c.id, c.family)) for c in claims)
    return Finished(
        tuple(sorted(documents, key=lambda d: d.id)),
        tuple(sorted(with_family, key=lambda c: c.id)),
        ledgers,
    )


def _is_other_news(document: Document, relevance: Relevance) -> bool:
    """Say whether a report is in English, which alone can be judged, and tells of no armed conflict."""
    return not relevance.is_read(document.text) and reading_language(document) == "en"


def _passed_over(document: Document) -> Read:
    message = "passed over: it does not tell of an armed conflict; --all reads everything"
    return Read(replace(document, problems=(*document.problems, Problem(PASSED_OVER, message, "relevance"))), ())


def read_documents(
    documents: Sequence[Document],
    pipeline: Pipeline,
    step: Callable[[], None] = lambda: None,
    as_of: date | None = None,
    anchors: Sequence[str] = (),
    faults: Faults | None = None,
    unfinished: Unfinished | None = None,
    readers: Sequence[Reader] = (),
    pool: WorkerPool | None = None,
    relevance: Relevance | None = None,
) -> list[Read]:
    """Date documents and read them to claims, sorted by id; ``step`` is called once a document.

    ``as_of`` is the last day on which an undated report may have been published, ``anchors`` names packs whose dated
    facts may help to date it. What ``unfinished`` holds is not read again, and what is read is kept there at once,
    unless a server or a worker failed on it: that is asked again. ``readers`` are the rules where none is given; in a
    ``pool`` of workers the rules read, and ``readers`` and the pipeline's own tools are not used. What tells of no
    armed conflict by ``relevance`` is passed over, and says so; without it all are read.
    """
    faults = faults or Faults(strict=True)
    dated = date_documents(documents, pipeline.packs, as_of, anchors_of(pipeline.packs, anchors), faults)
    others = {d.id for d in dated if relevance is not None and _is_other_news(d, relevance)}
    found = {d.id: _passed_over(d) for d in dated if d.id in others}
    dated = tuple(d for d in dated if d.id not in others)
    found |= {d.id: read for d in dated if unfinished is not None and (read := unfinished.get(d)) is not None}
    missing = [d for d in dated if d.id not in found]
    for _ in found:
        step()
    reads = pipeline.read(missing, faults, readers) if pool is None else pool.read(missing, faults)
    for document, read in zip(missing, reads, strict=True):
        found[document.id] = read
        if unfinished is not None and not any(problem.code in UNREAD | {LOST} for problem in read.document.problems):
            unfinished.put(document, read)
        step()
    return [found[identity] for identity in sorted(found)]


def run_documents(
    documents: Sequence[Document],
    pipeline: Pipeline,
    step: Callable[[], None] = lambda: None,
    as_of: date | None = None,
    anchors: Sequence[str] = (),
    faults: Faults | None = None,
    unfinished: Unfinished | None = None,
    readers: Sequence[Reader] = (),
    pool: WorkerPool | None = None,
    relevance: Relevance | None = None,
) -> Finished:
    """Read documents to claims as ``read_documents`` does and derive the rest. Any order gives the same."""
    faults = faults or Faults(strict=True)
    reads = read_documents(documents, pipeline, step, as_of, anchors, faults, unfinished, readers, pool, relevance)
    return finish(reads, side_table(pipeline.packs), faults)
