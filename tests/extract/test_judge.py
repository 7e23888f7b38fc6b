"""The judge: its table is strict, it drops what its weights doubt, adds what they expect, and says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossbearing.extract.engine import Extraction, Extractor
from crossbearing.extract.judge.judge import KEPT, NEW
from crossbearing.extract.judge.weighing import Weighing
from crossbearing.extract.judge.weights import CLAIM, Row, load_weights, shipped_weights, weights_of
from crossbearing.model.document import Document
from crossbearing.model.errors import VocabularyError
from tests.extract.corpus_reader import extractor, read_all

ROUTED = "The rebels routed the brigade near Maskana on Monday, the army said."
SHELLED = "The army shelled the town of Maskana on Monday."
DOUBT = ("claim", "bias", -6.0)


def read(text: str, *rows: Row) -> Extraction:
    plain = extractor()
    judged = Extractor(plain.matcher, plain.parser, plain.families, weights=weights_of(rows))
    return next(iter(judged.extract([Document(id="one", text=text)])))


def told(extraction: Extraction) -> list[tuple[str, str]]:
    return [(claim.cls, claim.evidence.text) for claim in extraction.claims]


def test_a_word_that_no_rule_knows_carries_the_claim_that_the_weights_expect() -> None:
    known = ("claim", "lemma=rout", 9.0), ("combat.clash", "lemma=rout", 9.0), ("strike.air", "bias", 0.0)
    found = read(ROUTED, DOUBT, *known)
    [claim] = [c for c in found.claims if c.rule == "judge.combat.clash"]
    assert claim.evidence.text == "The rebels routed the brigade near Maskana on Monday"
    assert claim.actors[0].mention.text == "The rebels"
    assert "Maskana" in [p.mention.text for p in claim.places]
    assert claim.time.mention is not None
    assert [s.mention.text for s in claim.attribution.sources if s.mention] == ["the army"]
    assert claim.confidence > 0.9
    assert any("the judge gives it" in reason and "lemma=rout +9.0" in reason for reason in claim.reasons)


@pytest.mark.parametrize(
    ("doer", "stands"),
    [("Jets", True), ("Gunmen", True), ("Medics", False), ("Signs of gas", False), ("The brigade", True)],
)
def test_a_claim_of_its_own_names_no_doer_who_cannot_be(doer: str, stands: bool) -> None:
    weights = ("claim", "lemma=wreathe", 9.0), ("strike.chemical", "lemma=wreathe", 9.0), ("strike.air", "bias", 0.0)
    found = read(f"{doer} wreathed the town of Maskana on Monday, the army said.", DOUBT, *weights)
    [claim] = [c for c in found.claims if c.rule == "judge.strike.chemical"]
    assert [a.mention.text for a in claim.actors if a.role == "initiator"] == ([doer] if stands else [])


def test_a_blow_that_is_named_within_a_claim_of_harm_is_that_claim() -> None:
    known = [(answer, "lemma=bombardment", 9.0) for answer in ("claim", "strike.unspecified")]
    sure = DOUBT, *known, ("claim", "kept", 15.0), ("strike.air", "bias", 0.0)
    inside = read("Some 20 traders have been killed in regime bombardment during the same week, a medic said.", *sure)
    assert len(inside.claims) == 1, told(inside)
    apart = read("Some 20 traders have been killed, and regime bombardment goes on, a medic said.", *sure)
    assert "strike.unspecified" in {cls for cls, _ in told(apart)}


def test_who_announces_an_attack_attacks_nobody() -> None:
    weights = ("claim", "lemma=announce", 9.0), ("combat.offensive", "lemma=announce", 9.0), ("strike.air", "bias", 0.0)
    said = "The brigade announced on Monday that rebels had routed its men near Maskana."
    assert not [c for c in read(said, DOUBT, *weights).claims if c.rule.startswith("judge.")]
    done = "The brigade pounded Maskana on Monday."
    other = ("claim", "lemma=pound", 9.0), ("combat.offensive", "lemma=pound", 9.0), ("strike.air", "bias", 0.0)
    assert read(done, DOUBT, *other).claims


def test_without_those_weights_the_word_carries_none() -> None:
    assert told(read(ROUTED, DOUBT, ("strike.air", "bias", 0.0))) == []


def test_a_claim_of_the_rules_that_the_weights_doubt_is_dropped_and_says_why() -> None:
    [kept] = read(SHELLED, DOUBT, ("claim", "kept", 11.0), ("strike.shelling", "bias", 0.0)).claims
    assert (kept.cls, kept.confidence) == ("strike.shelling", 0.99)
    lost = read(SHELLED, DOUBT, ("claim", "kept=strike.shelling", -1.0), ("strike.air", "bias", 0.0))
    assert lost.claims == ()
    assert any(d.reason == "the judge gives it 0.00 by kept=strike.shelling -1.0" for d in lost.dropped)


ANOTHER = ("claim", "kept", 11.0), ("combat.offensive", "kept=strike.shelling", 2.0), ("strike.shelling", "bias", 0.0)


def test_a_claim_of_the_rules_is_of_another_class_of_its_group_where_the_weights_are_sure() -> None:
    [claim] = read(SHELLED, DOUBT, *ANOTHER).claims
    assert (claim.cls, claim.rule) == ("combat.offensive", "strike.shell")
    assert [(a.role, a.mention.text) for a in claim.actors] == [("initiator", "The army")]
    assert "Maskana" in [p.mention.text for p in claim.places]
    assert any(reason == "by 0.88 the judge takes it for combat.offensive" for reason in claim.reasons)


def test_it_keeps_its_class_where_the_weights_waver_or_the_other_is_of_another_group() -> None:
    wavering = ("combat.offensive", "kept=strike.shelling", 0.5), ("strike.shelling", "bias", 0.0)
    [claim] = read(SHELLED, DOUBT, ANOTHER[0], *wavering).claims
    assert claim.cls == "strike.shelling"
    elsewhere = ("statement.declaration", "kept=strike.shelling", 9.0), ("strike.shelling", "bias", 0.0)
    [claim] = read(SHELLED, DOUBT, ANOTHER[0], *elsewhere).claims
    assert claim.cls == "strike.shelling"


def test_it_is_of_another_class_of_its_family_where_the_weights_are_sure() -> None:
    sure = ("strike.drone", "kept=strike.shelling", 2.0), ("strike.shelling", "bias", 0.0)
    [claim] = read(SHELLED, DOUBT, ANOTHER[0], *sure).claims
    assert (claim.cls, claim.rule) == ("strike.drone", "strike.shell")
    wavering = ("strike.drone", "kept=strike.shelling", 0.5), ("strike.shelling", "bias", 0.0)
    [claim] = read(SHELLED, DOUBT, ANOTHER[0], *wavering).claims
    assert claim.cls == "strike.shelling"


HARMED = ("claim", "kept", 20.0), ("casualty.report", "kept", 6.0)
FIRED = ("strike.shelling", "lemma=drubbing", 4.0), ("strike.air", "bias", 0.0)


@pytest.mark.parametrize(
    ("text", "odds", "cls"),
    [  # with those odds the noun is too unlikely to tell a claim by itself, but not to name a blow
        ("Nine villagers were killed in a drubbing of Maskana.", 3.6, "strike.shelling"),
        ("Nine villagers were killed. A drubbing of Maskana was heard.", 3.6, "casualty.report"),
        ("Nine villagers were killed in a drubbing of Maskana.", -2.4, "casualty.report"),
    ],
)
def test_harm_is_told_by_the_blow_that_its_clause_names(text: str, odds: float, cls: str) -> None:
    found = read(text, DOUBT, *HARMED, *FIRED, ("claim", "lemma=drubbing", odds))
    assert [c for c, _ in told(found)] == [cls]


SAID = 'The army shelled Maskana on Monday. "Our hour draws near," the commander said.'
LIKELIER = DOUBT, ("claim", "kept", 15.0), ("claim", "lemma=draw", 2.0), ("statement.threat", "lemma=draw", 9.0)


def test_a_speech_of_which_nothing_is_told_tells_the_likeliest() -> None:
    found = read(SAID, *LIKELIER, ("strike.shelling", "kept", 9.0))
    assert [cls for cls, _ in told(found)] == ["strike.shelling", "statement.threat"]
    [speech] = [c for c in found.claims if c.cls == "statement.threat"]
    assert "draws" in speech.evidence.text
    assert speech.confidence < NEW
    assert [s.mention.text for s in speech.attribution.sources if s.mention] == ["the commander"]


@pytest.mark.parametrize(
    "text",
    [
        '"Our hour draws near," the commander said.',  # nothing else in the document tells of a war
        SAID + " It rained. The harvest was good. Prices fell. Buses ran again. Nobody complained. All was as before.",
        "The army shelled Maskana on Monday. His hour draws near.",  # nobody says it, and a tenth is asked then
    ],
)
def test_elsewhere_it_tells_nothing(text: str) -> None:
    found = read(text, *LIKELIER, ("strike.shelling", "kept", 9.0))
    assert "statement.threat" not in {cls for cls, _ in told(found)}


def test_the_likeliest_family_is_chosen_before_the_class() -> None:
    rows = [("claim", "lemma=rout", 5.0), ("combat.clash", "lemma=rout", 1.0), ("combat.raid", "lemma=rout", 1.1)]
    found = read(ROUTED, DOUBT, ("claim", "bias", 6.0), *rows, ("strike.air", "lemma=rout", 1.5))
    assert "judge.combat.raid" in {c.rule for c in found.claims}


def test_two_claims_never_share_their_words() -> None:
    found = read(SHELLED, ("claim", "bias", 9.0), ("strike.shelling", "bias", 5.0))
    spans = [(c.evidence.start, c.evidence.end) for c in found.claims]
    assert len(spans) == len(set(spans))
    assert ("strike.shelling", "The army shelled the town of Maskana on Monday") in told(found)


def test_the_judge_leaves_the_corpora_as_they_are() -> None:
    plain = extractor()
    judged = Extractor(plain.matcher, plain.parser, plain.families, weights=shipped_weights())
    before = read_all()  # read once for all tests of a session
    added = dropped = 0
    for after in judged.extract(one.document for one in before.values()):
        rules, left = ({(c.rule, c.evidence.start) for c in one.claims} for one in (before[after.document.id], after))
        dropped += len(rules - left)
        added += len(left - rules)
    assert dropped <= 0.01 * len(before)
    # 119 of 2,403, a third of them claims that the example does not ask about ("Nine children died of hunger"); 58
    # before the network read beside the weights, which says more of such short sentences (docs/quality.md).
    assert added <= 0.05 * len(before)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("feature\tanswer\tweight\n", "weights.tsv:1: the columns are answer, feature, weight"),
        ("answer\tfeature\tweight\nclaim\tbias\n", "weights.tsv:2: not answer, feature, weight"),
        ("answer\tfeature\tweight\nclaim\tbias\tmuch\n", "weights.tsv:2: not answer, feature, weight"),
        ("answer\tfeature\tweight\nstrike.ray\tbias\t1.0\n", "'strike.ray' is no class of claims"),
    ],
)
def test_the_table_is_strict(tmp_path: Path, lines: str, said: str) -> None:
    file = tmp_path / "weights.tsv"
    file.write_text(lines, encoding="utf-8")
    with pytest.raises(VocabularyError, match=said):
        load_weights(file)


def test_the_shipped_table_is_sorted_and_fits_the_classes() -> None:
    weights = shipped_weights()
    assert weights.claim["kept"] > 1
    assert 0 < KEPT < 1
    assert 0 < NEW < 1
    weighing = Weighing(weights)
    assert weighing.likely(weighing.seen([(iter, ("bias",))])) < 0.5
    assert CLAIM not in weights.classes


def test_what_a_speaker_denies_as_his_own_deed_is_no_claim_by_any_likelihood() -> None:
    sure = ("claim", "lemma=lose", 9.0), ("control.loss", "lemma=lose", 9.0), ("claim", "kept", 11.0)
    found = read("The rebels denied losing the town.", DOUBT, *sure, ("statement.denial", "kept", 9.0))
    assert told(found) == [("statement.denial", "The rebels denied losing the town")]


def test_a_statement_of_which_an_added_claim_is_the_content_is_not_told_twice() -> None:
    sure = ("claim", "lemma=crumble", 9.0), ("control.loss", "lemma=crumble", 9.0), ("claim", "kept", 11.0)
    found = read("The rebels denied that the town had crumbled.", DOUBT, *sure, ("statement.denial", "kept", 9.0))
    [claim] = found.claims
    assert (claim.cls, claim.polarity, claim.evidence.text) == ("control.loss", "negative", "the town had crumbled")
    assert any(d.reason == "judge.control.loss is what was said" for d in found.dropped)


def test_a_statement_stands_where_the_judge_drops_the_claim_that_it_had_stood_back_for() -> None:
    text = "The accord requires a withdrawal of troops."
    rows = DOUBT, ("claim", "kept", 11.0), ("movement.withdrawal", "kept", 1.0)
    assert [cls for cls, _ in told(read(text, *rows))] == ["movement.withdrawal"]
    found = read(text, *rows, ("claim", "lemma=withdrawal", -20.0), ("agreement.term", "kept", 1.0))
    assert told(found) == [("agreement.term", text[:-1])]
    assert [d.candidate.rule for d in found.dropped if "what was said" in d.reason] == []
