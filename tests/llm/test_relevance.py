"""Which reports are not worth a call, and that it is said of each."""

from __future__ import annotations

import pytest

from crossbearing.extract.gate import Gate
from crossbearing.llm.relevance import sift
from crossbearing.model.document import Document, Segment

GATE = Gate(frozenset({"shell"}), lambda word, tag: {"shelled": "shell"}.get(word, word))


@pytest.mark.parametrize(
    ("document", "sent"),
    [
        (Document("a", "It rained.\n\nRebels shelled the port."), True),
        (Document("a", "It rained all day.\n\nThe match ended in a draw."), False),
        (Document("a", ""), False),
        (Document("a", "Il a plu.", language="fr"), True),
        (Document("a", "Шёл дождь."), True),
        (Document("a", "It rained. They shelled.", segments=(Segment("paragraph", 0, 10),)), False),
        (Document("a", "They shelled.", segments=(Segment("boilerplate", 0, 13),)), False),
    ],
)
def test_report_without_a_word_of_the_gate_is_not_sent(document: Document, sent: bool) -> None:
    [(same, problem)] = sift([document], GATE)
    assert same is document
    assert (problem is None) == sent
    if problem:
        assert (problem.code, problem.stage) == ("llm_not_relevant", "llm")
        assert "--llm-only-relevant" in problem.message
