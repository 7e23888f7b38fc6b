"""Fifty people at once: no decision is lost, none is kept twice, and who came second is told so."""

from __future__ import annotations

import os
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from crossbearing.review.desk import ADDED, CONFLICT, Act, act, desk
from crossbearing.store.clock import Maker
from crossbearing.store.judging import SAME, judgements_on
from crossbearing.store.store import Store
from tests.review.made import GAIN, STRIKE, TEXT, Archive, gain, strike, told

PEOPLE, SERVERS = 50, 5
EACH = 100 if os.environ.get("CROSSBEARING_ALL_REVIEWERS") else 10


def _session(store: Store, person: int) -> Counter[str]:
    """Decide on claims as one person does: look, decide, send it twice now and then, decide anew where one was late."""
    maker, draw = Maker(f"p{person:02}"), random.Random(person)
    told_of: Counter[str] = Counter()
    while told_of[ADDED] < EACH:
        document = f"d{draw.randrange(40)}"
        one = draw.choice(desk(store, document).claims)
        verdict = draw.choice(("accept", "reject"))
        wanted = Act(document, verdict, one.subject, one.seen, machine=True)
        done = act(store, wanted, maker)
        told_of[done.what] += 1
        if done.what == ADDED and draw.random() < 0.2:
            told_of["sent twice"] += act(store, wanted, maker).what == SAME
        if done.what == CONFLICT:
            assert done.other is not None
            told_of["told by whom"] += done.other.who != maker.who
    return told_of


def test_fifty_reviewers_lose_nothing_and_keep_nothing_twice(store_url: str) -> None:
    archive = Archive(store_url)
    documents = [told(f"d{n}", f"Report {n}. {TEXT}") for n in range(40)]
    archive.keep([(d, [strike(d, STRIKE), gain(d, GAIN)]) for d in documents])
    servers = [Store(store_url) for _ in range(SERVERS)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        found = list(pool.map(lambda person: _session(servers[person % SERVERS], person), range(PEOPLE)))
    total: Counter[str] = sum(found, Counter())
    rows = judgements_on(archive.store)
    assert len(rows) == total[ADDED] == PEOPLE * EACH
    assert Counter(row.who for row in rows) == {f"p{n:02}": EACH for n in range(PEOPLE)}
    turns = Counter((row.document, row.subject) for row in rows)
    assert {(row.document, row.subject, row.turn) for row in rows} == {
        (document, subject, turn) for (document, subject), last in turns.items() for turn in range(1, last + 1)
    }
    assert total[CONFLICT] == total["told by whom"]
    assert total[CONFLICT] > 0
    assert total["sent twice"] > 0
