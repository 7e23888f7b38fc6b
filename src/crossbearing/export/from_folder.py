"""The folder of a run, or of a native export, read back: documents without their texts, claims, and every ledger."""

from __future__ import annotations

import csv
import dataclasses
import json
import typing
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from crossbearing.model.claim import claim_from_json
from crossbearing.model.derived import (
    Agreement,
    Breach,
    ControlState,
    Crowd,
    Edge,
    Event,
    EventActor,
    EventPlace,
    Family,
    FamilyVoice,
    Inherited,
    MergeDecision,
    Position,
    Record,
    RelatedEvent,
    SourceProfile,
    Term,
    Toll,
    Unplaced,
)
from crossbearing.model.document import DateCandidate, Document, Problem, Provenance, Segment
from crossbearing.model.errors import ExportError
from crossbearing.model.finished import Finished

T = TypeVar("T")


def from_folder(folder: Path) -> Finished:
    """Return what a run has written into ``folder``; raise ExportError that names the file and the line.

    Texts of reports are in no folder of a run: those of the documents are empty.
    """
    documents = tuple(_lines(folder / "documents.jsonl", _document))
    claims = tuple(_lines(folder / "claims.jsonl", claim_from_json))
    record = Record(
        families=tuple(_lines(folder / "families.jsonl", _family)),
        events=tuple(_lines(folder / "events.jsonl", _event)),
        tolls=tuple(_table(folder / "tolls.csv", Toll)),
        positions=tuple(_table(folder / "positions.csv", Position)),
        control=tuple(_table(folder / "control.csv", ControlState)),
        agreements=tuple(_lines(folder / "agreements.jsonl", _agreement)),
        sources=tuple(_table(folder / "sources.csv", SourceProfile, _profile)),
        merges=tuple(_lines(folder / "merges.jsonl", _merge)),
        unplaced=tuple(_lines(folder / "unplaced.jsonl", lambda v: Unplaced(v["claim"], v["code"], v["reason"]))),
        claim_families={claim.id: claim.family for claim in claims if claim.family},
        document_families={document.id: document.family for document in documents if document.family},
    )
    return Finished(documents, claims, record)


def _lines(path: Path, made: Callable[[Any], T]) -> Iterator[T]:
    number = 1
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                yield made(json.loads(line))
                number += 1
    except OSError as error:
        raise ExportError(
            f"{path}: {error.strerror or error}; --run names a folder that crossbearing run wrote"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ExportError(f"{path}:{number}: is not as a run writes it: {type(error).__name__}: {error}") from error


def _table(path: Path, form: type[T], made: Callable[[dict[str, Any]], T] | None = None) -> Iterator[T]:
    hints = typing.get_type_hints(form)
    names = [field.name for field in dataclasses.fields(form)]  # type: ignore[arg-type]
    number = 2
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if made is not None:
                    yield made(row)
                else:
                    yield form(**{name: _value(row[name], hints[name]) for name in names})
                number += 1
    except OSError as error:
        raise ExportError(
            f"{path}: {error.strerror or error}; --run names a folder that crossbearing run wrote"
        ) from error
    except (ValueError, KeyError, TypeError, csv.Error) as error:
        raise ExportError(f"{path}:{number}: is not as a run writes it: {type(error).__name__}: {error}") from error


def _value(cell: str, form: Any) -> Any:
    """Return the value of a cell: an apostrophe that kept a spreadsheet from running it is taken off again."""
    options = typing.get_args(form) or (form,)
    if form == tuple[str, ...]:
        return tuple(_bare(cell).split("|")) if cell else ()
    if bool in options:
        return cell == "true"
    if int in options:
        return int(cell) if cell else None
    return _bare(cell) if cell else (None if type(None) in options else "")


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell


def _document(value: Mapping[str, Any]) -> Document:
    fields = ("id", "outlet", "published", "title", "url", "language", "retrieved", "published_basis", "sha256")
    return Document(
        **{name: value[name] for name in (*fields, "raw_sha256", "family")},
        text="",
        date_candidates=tuple(
            DateCandidate(c["day"], tuple(c["satisfied"]), tuple(c["violated"])) for c in value["date_candidates"]
        ),
        segments=tuple(Segment(s["kind"], s["start"], s["end"]) for s in value["segments"]),
        problems=tuple(
            Problem(p["code"], p["message"], p.get("stage", ""), p.get("start"), p.get("end"))
            for p in value["problems"]
        ),
        metadata=tuple(sorted(value["metadata"].items())),
        provenance=_provenance(value["provenance"]),
    )


def _provenance(value: Mapping[str, Any] | None) -> Provenance | None:
    return None if value is None else Provenance(**{**value, "pages": tuple(value.get("pages", ()))})


def _family(value: Mapping[str, Any]) -> Family:
    edges = tuple(Edge(e["from"], e["to"], e["kind"], e["evidence"]) for e in value["edges"])
    return Family(value["id"], tuple(value["members"]), edges, value["side"])


def _event(value: Mapping[str, Any]) -> Event:
    plain = (
        "id",
        "level",
        "modality",
        "polarity",
        "start",
        "end",
        "date_prec",
        "grade",
        "part_of",
        "summary",
        "airwars",
    )
    return Event(
        **{name: value[name] for name in plain},
        cls=value["class"],
        place=EventPlace(**value["place"]) if value["place"] else None,
        actors=tuple(EventActor(a["role"], a["actor"], a["name"], a["side"]) for a in value["actors"]),
        claims=tuple(value["claims"]),
        documents=tuple(value["documents"]),
        families=tuple(FamilyVoice(v["id"], v["side"], tuple(v["claims"]), v["position"]) for v in value["families"]),
        flags=tuple(value["flags"]),
        related=tuple(RelatedEvent(r["type"], r["event"], r["reason"]) for r in value["related"]),
        crowd=Crowd(**value["crowd"]) if value["crowd"] else None,
        inherited=tuple(Inherited(i["claim"], tuple(i["fields"])) for i in value["inherited"]),
    )


def _agreement(value: Mapping[str, Any]) -> Agreement:
    lists = ("parties", "announced_by", "silent", "mediator", "claims", "flags", "places")
    plain: dict[str, Any] = {
        name: value[name] for name in ("id", "type", "status", "predecessor", "successor", "start")
    }
    return Agreement(
        **plain | {name: tuple(value[name]) for name in lists},
        terms=tuple(
            Term(t["claim"], t["what"], t["deadline"], t["status"], tuple(t["claims"]), tuple(t["also"]))
            for t in value["terms"]
        ),
        breaches=tuple(Breach(b["claim"], b["by"], b["alleged_by"]) for b in value["breaches"]),
    )


def _merge(value: Mapping[str, Any]) -> MergeDecision:
    return MergeDecision(
        value["event"], tuple(value["claims"]), value["decision"], value["score"], tuple(value["reasons"])
    )


def _profile(row: dict[str, Any]) -> SourceProfile:
    numbers = ("documents", "claims", "only_here", "shared", "contradicted", "leads", "lags", "omits")
    parts = [one.rsplit("=", 2) for one in _bare(row["label_counts"]).split(";") if one]
    labels = tuple((actor, word, int(times)) for actor, word, times in parts)
    counts = {name: int(row[name]) for name in numbers}
    return SourceProfile(_bare(row["id"]), row["kind"], labels=labels, side=_bare(row["side"]) or None, **counts)
