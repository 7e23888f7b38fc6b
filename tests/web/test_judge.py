"""The pages read by the judge that they were started with, and do not mix its readings with those of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossbearing.evaluate.adapting import rows_of
from crossbearing.extract.judge.learned import Origin, write_learned
from crossbearing.extract.judge.weights import shipped_weights
from crossbearing.model.errors import StoreError
from crossbearing.store.store import Given, Store
from crossbearing.web.jobs import Job
from crossbearing.web.reading import pasted, take_in
from crossbearing.web.settings import Settings

TEXT = "Rebels captured Maskana on Monday."


def test_a_record_that_another_judge_read_is_not_read_on(tmp_path: Path) -> None:
    judge = write_learned(rows_of(shipped_weights()), Origin(10, 20, 0.3, True, {}), tmp_path / "model")
    store = Store(str(tmp_path / "r.db"), create=True)
    given = [Given(pasted(TEXT, "", "", "2016-05-04"), "pasted")]
    take_in(Job(1, "ingest", "ann", store.url), store, given, Settings(store.url, judge=judge))
    assert {claim.extractor for claim in store.finished().claims} == {f"crossbearing/judge-{judge.fingerprint[:12]}"}
    with pytest.raises(StoreError, match="name its folder with --judge"):
        take_in(Job(2, "ingest", "ann", store.url), store, [], Settings(store.url))
    take_in(Job(3, "ingest", "ann", store.url), store, [], Settings(store.url, judge=judge))
