"""Spoiled reports by the hundred, with the same seed every time; ``make fuzz N=20000`` for more of them.

``CROSSBEARING_FUZZ`` is how many documents are read (four make a run), ``CROSSBEARING_FUZZ_SEED`` which ones.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from crossbearing.engines.local import Finished, run_documents
from crossbearing.model.document import Document
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.model.faults import Faults
from crossbearing.pipeline import default_pipeline
from crossbearing.readers.jsonl import article
from tests.fuzz.invariants import broken
from tests.fuzz.mutations import Report, as_line, reports

DOCUMENTS = int(os.environ.get("CROSSBEARING_FUZZ", "400"))
SEED = int(os.environ.get("CROSSBEARING_FUZZ_SEED", "20261128"))
SECONDS = 5.0
"""Processor time that no spoiled report of at most some ten thousand words may take."""
MEGABYTES = 1_000
met: Counter[str] = Counter()


def documents_of(drawn: list[Report]) -> list[Document]:
    """Read the reports as a feed is read; what is no report (empty, endless lines) is refused with a reason."""
    found = []
    for number, report in enumerate(drawn):
        try:
            found.append(article(as_line(report, number), f"d{number}", f"feed:{number}"))
        except UnreadableDocumentError as error:
            met[f"refused: {error.code}"] += 1
    return found


def run(documents: list[Document]) -> Finished:
    begun = time.process_time()
    done = run_documents(documents, default_pipeline(), faults=Faults())
    took = time.process_time() - begun
    met["documents"] += len(documents)
    met["claims"] += len(done.claims)
    assert took < SECONDS * max(1, len(documents)), (
        f"{took:.1f} seconds for {[len(d.text) for d in documents]} characters"
    )
    return done


@pytest.mark.slow
@seed(SEED)
@settings(
    max_examples=max(1, DOCUMENTS // 4),
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
    database=None,
)
@given(st.lists(reports(), min_size=4, max_size=4))
def test_no_report_breaks_an_invariant(drawn: list[Report]) -> None:
    documents = documents_of(drawn)
    done = run(documents)
    met["runs"] += 1
    length = sum(len(document.text) for document in documents)  # so that a fault comes up again when it is shrunk
    assert broken(done, with_report=length % 25 == 0) == []
    if length % 10 == 0:
        assert run(documents[::-1]) == done


@pytest.mark.slow
def test_the_reports_said_something_and_took_no_more_memory_than_they_may() -> None:
    assert met["documents"] >= DOCUMENTS // 2
    assert met["claims"] > met["documents"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if os.environ.get("CROSSBEARING_FUZZ"):  # alone in its process: in the whole suite others have been before
        assert peak < MEGABYTES
        sys.stdout.write(f"\n{dict(sorted(met.items()))}, peak {peak:.0f} MB\n")
