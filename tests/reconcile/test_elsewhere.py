"""What other machines did of reconciliation changes nothing in what comes of it."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator

from crossbearing.evaluate.reconciling import made_up_war
from crossbearing.model.derived import SideTable
from crossbearing.reconcile import reconcile
from crossbearing.reconcile.events import Outcome, Pairs
from crossbearing.reconcile.run import Elsewhere, happenings_in


def test_blocks_compared_and_reports_joined_elsewhere_give_the_same_record() -> None:
    claims, documents = made_up_war(2400)
    sent: list[int] = []

    def spread(compare: Callable[[Pairs], list[Outcome]], blocks: Iterable[Pairs]) -> Iterator[list[Outcome]]:
        for block in blocks:
            letter = pickle.dumps(block)
            sent.append(len(letter))
            yield pickle.loads(pickle.dumps(compare(pickle.loads(letter))))

    published = {document.id: document.published for document in documents}
    of_document = {d: [c for c in claims if c.document == d] for d in published}
    happenings = {d: happenings_in(some, published[d]) for d, some in of_document.items()}
    here = reconcile(claims, documents, SideTable())
    assert len(here.events) > 100
    assert reconcile(claims, documents, SideTable(), elsewhere=Elsewhere(happenings, spread)) == here
    assert sent
    assert max(sent) < 20_000_000
