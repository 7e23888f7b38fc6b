"""A store that grows comes to what one run over all its reports gives, in any order and any number of steps."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crossbearing.engines import local, stored, worked_out
from crossbearing.engines.event_ids import with_lasting_ids
from crossbearing.engines.local import run_documents
from crossbearing.engines.stored import StoreWork, keep_documents
from crossbearing.model.document import Document
from crossbearing.model.finished import Finished
from crossbearing.pipeline import default_pipeline
from crossbearing.readers.paths import read_paths
from crossbearing.reconcile import inside, run
from crossbearing.reconcile.comparison import View
from crossbearing.reconcile.inside import Happenings
from crossbearing.samples import folder
from crossbearing.store.store import Store
from crossbearing.text.shingles import fingerprint
from tests.store.made import MAKER, given, report

# Undated: its day depends on what else is known, so that it is read again when that changes.
UNDATED = report("undated", "Rebels shelled Harasta on Monday, killing four soldiers, the state agency said. " * 2)


def documents() -> list[Document]:
    return [*read_paths([folder()]).documents, UNDATED]


def work_on(url: str) -> StoreWork:
    return StoreWork(Store(url, create=True), default_pipeline(), "program", MAKER)


def grown(work: StoreWork, steps: Sequence[Sequence[Document]]) -> Finished:
    for step in steps:
        keep_documents(work.store, [given(d, d.id) for d in step], MAKER)
        work.read(work.missing())
        work.derive()
    return work.store.finished()


def without_ids(finished: Finished) -> Finished:
    """Return what was derived with events named by the ids of their documents alone, so that orders can be compared."""
    order = {d.id: n for n, d in enumerate(sorted(finished.documents, key=lambda d: d.id))}
    return replace(finished, ledgers=with_lasting_ids(finished.ledgers, order))


def test_any_order_and_any_steps_come_to_what_a_run_gives(store_url: str, tmp_path: Path) -> None:
    all_of_them = documents()
    wanted = without_ids(run_documents(all_of_them, default_pipeline()))
    assert len(wanted.ledgers.events) > 10
    shuffled = random.Random(3).sample(all_of_them, len(all_of_them))
    found = grown(work_on(store_url), [shuffled[:2], shuffled[2:3], shuffled[3:7], shuffled[7:]])
    assert without_ids(found) == wanted
    backwards = grown(work_on(str(tmp_path / "other.db")), [all_of_them[::-1]])
    assert without_ids(backwards) == wanted


def test_a_rebuild_changes_nothing(tmp_path: Path) -> None:
    work = work_on(str(tmp_path / "r.db"))
    all_of_them = documents()
    found = grown(work, [all_of_them[5:], all_of_them[:5]])
    assert work.missing() == []
    again = StoreWork(Store(work.store.url), default_pipeline(), "program", MAKER)
    again.derive()
    assert again.store.finished() == found


def test_what_was_read_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work, all_of_them = work_on(str(tmp_path / "r.db")), documents()[:-1]
    grown(work, [all_of_them[:6]])
    read: list[str] = []
    pipeline = default_pipeline()
    whole = pipeline.read
    monkeypatch.setattr(
        pipeline,
        "read",
        lambda some, *rest: whole((read.append(d.id) or d for d in some), *rest),  # type: ignore[func-returns-value]
    )
    grown(work, [all_of_them])
    assert sorted(read) == sorted(d.id for d in all_of_them[6:])


def test_what_a_report_alone_gives_is_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work, all_of_them = work_on(str(tmp_path / "r.db")), documents()[:-1]
    grown(work, [all_of_them[:6]])
    marked: list[str] = []
    for module in (worked_out, local):
        monkeypatch.setattr(module, "fingerprint", lambda d: marked.append(d.id) or fingerprint(d))  # type: ignore[func-returns-value]
    weighed: list[str] = []
    whole = inside.happenings_of

    def happenings(views: Sequence[View], *rest: Any) -> Happenings:
        weighed.extend({view.claim.document for view in views})
        return whole(views, *rest)

    for module in (inside, run):
        monkeypatch.setattr(module, "happenings_of", happenings)
    found = grown(work, [all_of_them])
    new = sorted(d.id for d in all_of_them[6:])
    assert sorted(marked) == sorted(weighed) == new
    monkeypatch.setattr(stored, "taken_up", lambda texts: worked_out.taken_up(dict.fromkeys(texts)))
    again = StoreWork(Store(work.store.url), default_pipeline(), "program", MAKER)
    again.derive()
    assert sorted(marked) == sorted([*new, *(d.id for d in all_of_them)])
    assert again.store.finished() == found


@pytest.mark.parametrize(
    "kept", [None, "", "[", "[[], [], []]", '[["a", null, null, "AAA", "", [], 0, null, ""], [], []]']
)
def test_what_is_not_as_it_was_kept_is_found_anew(kept: str | None) -> None:
    read = next(iter(default_pipeline().read([documents()[0]])))
    whole = worked_out.taken_up({"a": worked_out.work_out(read), "b": kept})
    assert whole.fingerprints == {"a": fingerprint(read.document)}
    assert whole.happenings == {"a": run.happenings_in(read.claims, read.document.published)}
    assert whole.happenings["a"].joins


def test_an_event_keeps_its_id_when_claims_join_and_merged_ids_lead_on(tmp_path: Path) -> None:
    day = {"published": "2014-03-11"}
    one = report("one", "Shells killed 7 civilians in Douma on Tuesday, the Red Crescent said.", outlet="North", **day)
    two = report("two", "Shelling killed seven civilians in Douma on Tuesday, activists said.", outlet="South", **day)
    work = work_on(str(tmp_path / "r.db"))
    before = grown(work, [[two]])
    [event] = [e for e in before.ledgers.events if e.cls.startswith("strike") or e.cls == "casualty.report"]
    after = grown(work, [[one]])
    [joined] = [e for e in after.ledgers.events if set(event.claims) <= set(e.claims)]
    assert set(joined.documents) == {"one", "two"}
    assert joined.id == event.id
    assert {t.event for t in after.ledgers.tolls} <= {e.id for e in after.ledgers.events}


def test_a_correction_takes_the_place_of_the_old_words(tmp_path: Path) -> None:
    at = {"url": "https://example.org/1", "published": "2014-03-11"}
    work = work_on(str(tmp_path / "r.db"))
    grown(work, [[report("a", "Shells killed 7 civilians in Douma on Tuesday, a monitor said.", **at)]])
    found = grown(work, [[report("b", "Shells killed 9 civilians in Douma on Tuesday, a monitor said.", **at)]])
    assert [d.id for d in found.documents] == ["a"]
    assert {toll.best for toll in found.ledgers.tolls} == {9}
