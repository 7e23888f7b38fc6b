"""Stores with reports and readings that no parser made, so that tests of review say what the machine read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from crossbearing.engines.stored import StoreWork, keep_documents
from crossbearing.engines.worked_out import work_out
from crossbearing.model.claim import ActorRole, Claim, Count, DateRange, PlaceRole
from crossbearing.model.document import Document
from crossbearing.model.finished import Finished
from crossbearing.model.mention import Mention
from crossbearing.pipeline import Read, default_pipeline
from crossbearing.review.desk import Act, Done, act, desk
from crossbearing.review.lanes import Lane
from crossbearing.store.clock import Maker
from crossbearing.store.store import Store
from tests.store.made import MAKER, given, report

ADA, BEN, EVE = Maker("ada"), Maker("ben"), Maker("eve")
DOUMA = ("gn:170892", 33.57, 36.4)
TEXT = "Shells killed 7 civilians in Douma on Tuesday. Rebels took Harasta the same day."
STRIKE, GAIN = "Shells killed 7 civilians in Douma", "Rebels took Harasta"


def span(text: str, words: str) -> Mention:
    """Return the first place of words in a text."""
    start = text.index(words)
    return Mention(start, start + len(words), words)


def strike(document: Document, words: str = STRIKE, number: int = 1, cls: str = "strike.shelling") -> Claim:
    """Return a claim of shells on Douma, as the words tell it."""
    evidence = span(document.text, words)
    figure = next(word for word in words.split() if word.isdigit())
    count = span(document.text, figure)
    place, (key, lat, lon) = span(document.text, "Douma"), DOUMA
    killed = int(figure)
    name = f"{document.id}:c{number:02}"
    return Claim(
        id=name,
        document=document.id,
        cls=cls,
        evidence=evidence,
        places=(PlaceRole("location", "Douma", place, lat, lon, 3.0, key, (), 1, 1, None),),
        time=DateRange(None, document.published, document.published, 1, "words"),
        counts=(Count(f"{name}n1", count, "killed", "civilians", None, "incident", "exact", killed, killed, killed),),
        rule="strike",
        confidence=0.5,
    )


def gain(document: Document, words: str = GAIN, number: int = 2) -> Claim:
    """Return a claim of rebels who took a place."""
    evidence = span(document.text, words)
    who, where = span(document.text, words.split(maxsplit=1)[0]), span(document.text, words.rsplit(maxsplit=1)[-1])
    return Claim(
        id=f"{document.id}:c{number:02}",
        document=document.id,
        cls="control.gain",
        evidence=evidence,
        actors=(ActorRole("gainer", who.text, who),),
        places=(PlaceRole("location", where.text, where),),
        rule="gain",
        confidence=0.9,
    )


def told(identity: str = "a", text: str = TEXT, day: str = "2014-03-11", **known: str) -> Document:
    """Return a report of a day."""
    return report(identity, text, published=day, **known)


@dataclass(slots=True)
class Archive:
    """A store with what the machine is to have read of each report, by id."""

    url: str
    reads: dict[str, Sequence[Claim]] = field(default_factory=dict)
    program: str = "program"
    opened: Store | None = None

    @property
    def store(self) -> Store:
        """The store, open."""
        self.opened = self.opened or Store(self.url, create=True)
        return self.opened

    def work(self) -> StoreWork:
        """Return the store with the tools of a run."""
        return StoreWork(self.store, default_pipeline(), self.program, MAKER)

    def keep(
        self, documents: Mapping[Document, Sequence[Claim]] | Sequence[tuple[Document, Sequence[Claim]]]
    ) -> Finished:
        """Keep reports with what the machine read of each, and derive the record."""
        pairs = list(documents.items()) if isinstance(documents, Mapping) else list(documents)
        keep_documents(self.store, [given(d, d.id) for d, _ in pairs], MAKER)
        self.reads.update({d.id: claims for d, claims in pairs})
        return self.derive()

    def derive(self) -> Finished:
        """Read what is not read yet, as ``reads`` says, and derive the record."""
        work = self.work()
        rows = [(key, number, document, tuple(self.reads[document.id])) for key, number, document in work.missing()]
        worked_out = {key: work_out(Read(document, claims)) for key, _, document, claims in rows}
        work.store.put_readings(rows, self.program, MAKER, worked_out)
        return work.derive()

    def read_again(self, program: str, reads: Mapping[str, Sequence[Claim]]) -> Finished:
        """Let a new version of the program read everything."""
        self.program = program
        self.reads.update(reads)
        return self.derive()

    def decide(
        self, document: str, verdict: str, words: str, who: Maker = ADA, lane: Lane | None = None, **more: object
    ) -> Done:
        """Decide on the claim of which the evidence holds the words."""
        there = desk(self.store, document, lane)
        one = next(one for one in there.claims if words in one.shown.evidence.text)
        return act(self.store, Act(document, verdict, one.subject, one.seen, **more), who, lane)  # type: ignore[arg-type]


def held(finished: Finished, document: str = "a") -> list[Claim]:
    """Return the claims of a report in a record."""
    return [claim for claim in finished.claims if claim.document == document]


def planned(claim: Claim) -> Claim:
    """Return a claim that a person says was a plan."""
    return replace(claim, modality="planned")
