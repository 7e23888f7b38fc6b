"""Families, control, agreements and stories on small made-up cases."""

from __future__ import annotations

from dataclasses import replace

from crossbearing.model.claim import ActorRole, Attribution, Claim, DateRange, PlaceRole, Relation, Source
from crossbearing.model.derived import ControlState, DocumentFingerprint, Record, SideTable
from crossbearing.model.mention import Mention
from crossbearing.reconcile import reconcile
from crossbearing.reconcile.copies import copied_pairs
from crossbearing.text.shingles import terms
from tests.reconcile.made import count_of, document_of, strike

TOWN = PlaceRole("location", "Town", None, 35.0, 37.0, 2.0)
REGION = PlaceRole("location", "Region", None, 35.02, 37.02, 15.0)


def claim(
    claim_id: str,
    cls: str,
    day: str | None,
    *,
    text: str = "it was so",
    source: str | None = "monitor",
    **fields: object,
) -> Claim:
    base = Claim(
        id=claim_id,
        document=claim_id.partition(":")[0],
        cls=cls,
        evidence=Mention(int(claim_id[-1]) * 50, int(claim_id[-1]) * 50 + len(text), text),
        attribution=Attribution(
            "indirect" if source else "unattributed", "report", None, (Source(source, None),) if source else ()
        ),
        places=(TOWN,),
        time=DateRange(None, day, day) if day else None,
    )
    return replace(base, **fields)  # type: ignore[arg-type]


def actor(role: str, name: str) -> ActorRole:
    return ActorRole(role, name, None)


def control_of(*claims: Claim, published: str = "2020-06-01") -> list[ControlState]:
    documents = [document_of(d, published) for d in sorted({c.document for c in claims})]
    return list(reconcile(claims, documents, SideTable()).control)


def reconciled(rows: list[ControlState]) -> list[tuple[str, str | None, str | None]]:
    chosen = sorted((r for r in rows if r.timeline == "reconciled"), key=lambda r: r.start or "")
    return [(r.state, r.holder, r.start) for r in chosen]


def test_partial_gain_contests_and_full_gain_takes() -> None:
    hold = claim("a:c1", "control.hold", "2020-04-01", actors=(actor("holder", "rebels"),))
    advance = claim("a:c2", "control.advance", "2020-04-10", extent="partial", actors=(actor("gainer", "army"),))
    gain = claim("a:c3", "control.gain", "2020-04-20", extent="full", actors=(actor("gainer", "army"),))
    assert reconciled(control_of(hold, advance, gain)) == [
        ("held", "rebels", "2020-04-01"),
        ("contested", "rebels", "2020-04-10"),
        ("held", "army", "2020-04-20"),
    ]


def test_a_clash_contests_only_where_a_holder_is_known_and_lapses() -> None:
    clash = claim("a:c1", "combat.clash", "2020-04-10", actors=(actor("party", "army"), actor("party", "rebels")))
    assert control_of(clash) == []
    hold = claim("a:c0", "control.hold", "2020-04-01", actors=(actor("holder", "rebels"),))
    rows = [r for r in control_of(hold, clash) if r.timeline == "reconciled" and r.state == "contested"]
    assert [(r.holder, r.contender, r.end) for r in rows] == [("rebels", "army", "2020-04-24")]


def test_gaining_what_one_holds_is_an_impossible_transition() -> None:
    first = claim("a:c1", "control.gain", "2020-04-01", extent="full", actors=(actor("gainer", "army"),))
    between = claim("a:c2", "control.besiege", "2020-04-10", actors=(actor("besieged", "army"),))
    again = claim("a:c3", "control.gain", "2020-04-20", extent="full", actors=(actor("gainer", "army"),))
    rows = control_of(first, between, again)
    assert any("impossible transition" in (r.contradiction or "") for r in rows)


def test_whose_fighters_they_are_is_no_party_whatever_they_did() -> None:
    for cls, role in (("control.gain", "gainer"), ("control.loss", "loser"), ("control.besiege", "besieger")):
        his = claim("a:c1", cls, "2020-04-01", extent="full", actors=(actor(role, "his fighters"),))
        assert control_of(his) == [], cls
        theirs = claim("a:c1", cls, "2020-04-01", extent="full", actors=(actor(role, "rebels"),))
        assert control_of(theirs) != [], cls
    both = (actor("gainer", "rebels"), actor("loser", "his fighters"))
    found = reconciled(control_of(claim("a:c1", "control.gain", "2020-04-01", extent="full", actors=both)))
    assert [(state, holder) for state, holder, _ in found] == [("held", "rebels")]


def test_whole_and_part_by_different_holders_contradict() -> None:
    whole = claim(
        "a:c1", "control.gain", "2020-04-01", extent="full", places=(REGION,), actors=(actor("gainer", "army"),)
    )
    part = claim("b:c1", "control.hold", "2020-04-20", source="other", actors=(actor("holder", "rebels"),))
    rows = control_of(whole, part)
    assert rows
    assert all("part-whole" in (r.contradiction or "") for r in rows)
    point = replace(part, extent="point")
    assert not any(r.contradiction for r in control_of(whole, point))


def test_pending_transfer_is_overdue_when_its_day_has_passed() -> None:
    origin = replace(TOWN, role="origin")
    leave = claim(
        "a:c1", "movement.evacuation", None, modality="agreed", places=(origin,), actors=(actor("mover", "rebels"),)
    )
    leave = replace(leave, time=DateRange(None, "2020-05-01", "2020-05-03"))
    late = [r for r in control_of(leave) if r.timeline == "reconciled"]
    assert [(r.state, r.holder) for r in late] == [("transfer_pending", "rebels")]
    assert "overdue" in (late[0].note or "")
    early = [r for r in control_of(leave, published="2020-05-02") if r.timeline == "reconciled"]
    assert "overdue" not in (early[0].note or "")


def agreements_of(*claims: Claim, published: str = "2020-05-02") -> Record:
    documents = [document_of(d, published) for d in sorted({c.document for c in claims})]
    return reconcile(claims, documents, SideTable(sides={"army": "state", "ministry": "state", "rebels": "rebels"}))


def test_a_term_is_open_then_fulfilled_or_overdue() -> None:
    deal = claim(
        "a:c1",
        "agreement.reached",
        "2020-05-01",
        source="ministry",
        actors=(actor("party", "army"), actor("party", "rebels")),
    )
    release = claim(
        "a:c2", "custody.release", None, modality="agreed", actors=(actor("captor", "rebels"),),
        relations=(Relation("term_of", "a:c1"),),
    )  # fmt: skip
    release = replace(release, time=DateRange(None, "2020-05-01", "2020-05-04"))
    done = claim(
        "b:c1",
        "custody.release",
        "2020-05-03",
        actors=(actor("captor", "rebels"),),
        relations=(Relation("realises", "a:c2"),),
    )
    now = agreements_of(deal, release).agreements
    assert [(a.status, a.terms[0].status, a.silent) for a in now] == [("announced_one_side", "open", ("rebels",))]
    later = agreements_of(deal, release, published="2020-05-20").agreements
    assert [(a.status, a.terms[0].status) for a in later] == [("overdue", "overdue")]
    kept = agreements_of(deal, release, done, published="2020-05-20").agreements
    assert [(a.status, a.terms[0].status, a.terms[0].claims) for a in kept] == [("implemented", "fulfilled", ("b:c1",))]
    # What the judge alone guessed at, less than half sure, fulfils nothing.
    guessed = replace(done, rule="judge.custody.release", confidence=0.1)
    open_still = agreements_of(deal, release, guessed, published="2020-05-03").agreements
    assert [(a.terms[0].status, a.terms[0].claims) for a in open_still] == [("open", ())]
    # A guess that stands beside it in the same happening fulfils nothing, and costs the agreement nothing.
    guess = replace(done, id="b:c2", rule="judge.custody", confidence=0.2, relations=())
    told = agreements_of(deal, release, done, guess, published="2020-05-20")
    assert [e.claims for e in told.events if "b:c1" in e.claims] == [("b:c1", "b:c2")]
    assert told.agreements == kept


def test_a_breach_says_by_whom_and_who_alleges_it() -> None:
    truce = claim("a:c1", "ceasefire.start", "2020-05-01", actors=(actor("party", "army"), actor("party", "rebels")))
    breach = claim("a:c2", "ceasefire.breach", "2020-05-02", source="ministry", actors=(actor("violator", "rebels"),))
    found = agreements_of(truce, breach).agreements
    assert len(found) == 1
    assert (found[0].type, found[0].status) == ("ceasefire", "breached")
    assert [(b.by, b.alleged_by) for b in found[0].breaches] == [("rebels", "ministry")]


def test_an_earlier_agreement_is_another_agreement() -> None:
    deal = claim("a:c1", "agreement.reached", "2020-05-01", actors=(actor("party", "rebels"),))
    earlier = claim(
        "a:c2",
        "agreement.violated",
        None,
        text="they had broken a previous accord",
        actors=(actor("violator", "rebels"),),
    )
    found = {a.status: a for a in agreements_of(deal, earlier).agreements}
    assert found["breached"].successor == found[next(s for s in found if s != "breached")].id


def test_shared_rare_figures_tie_an_unattributed_claim_to_their_source() -> None:
    counts = (count_of("n1", 79, category="combatants"), count_of("n2", 68, category="civilians"))
    told = claim("a:c1", "casualty.report", "2020-05-01", counts=counts)
    reprinted = claim("b:c1", "casualty.report", "2020-05-01", source=None, counts=counts)
    documents = [document_of("a", "2020-05-01", "one"), document_of("b", "2020-05-01", "two")]
    record = reconcile([told, reprinted], documents, SideTable())
    assert record.claim_families == {"a:c1": "monitor", "b:c1": "monitor"}
    assert record.events[0].grade == "C2"
    edges = [e for f in record.families for e in f.edges if e.kind == "numbers"]
    assert [(e.from_, e.to) for e in edges] == [("b", "monitor")]
    assert "68, 79" in edges[0].evidence


def test_an_agency_credit_makes_two_outlets_one_family() -> None:
    documents = [
        replace(document_of("a", "2020-05-01", "one"), credits=("afp",)),
        replace(document_of("b", "2020-05-01", "two"), credits=("afp",)),
    ]
    record = reconcile([strike("a:c1", source=None), strike("b:c1", source=None)], documents, SideTable())
    assert set(record.claim_families.values()) == {"afp"}


def test_short_texts_are_not_called_copies_for_a_few_shared_words() -> None:
    one = DocumentFingerprint("a", shingles=frozenset(range(20)))
    other = DocumentFingerprint("b", shingles=frozenset(range(5, 30)))
    pairs, passages = copied_pairs([one, other])
    assert pairs == {}
    assert [e.kind for e in passages] == ["passage"]


def test_reports_that_share_rare_names_are_one_story() -> None:
    texts = {
        "a": "Police said that Ann Smith was shot at the Oak Lane flats.",
        "b": "The funeral of Ann Smith, shot near Oak Lane, is on Friday.",
        "c": "In another town Bob Jones was hurt by a falling wall at the mill.",
        "d": "Council members heard that Mary Brown will build the new bridge.",
    }
    documents = [DocumentFingerprint(d, None, "2020-05-01", terms=terms(text)) for d, text in texts.items()]
    stories = reconcile([], documents, SideTable()).document_stories
    assert stories["a"] == stories["b"]
    assert len({stories[d] for d in texts}) == 3


def leaving(claim_id: str, **fields: object) -> Claim:
    mover = (actor("mover", "rebels"),)
    return claim(claim_id, "movement.evacuation", None, modality="agreed", actors=mover, **fields)


def test_a_term_that_is_told_twice_stands_once_with_its_deadline() -> None:
    deal = claim("a:c1", "agreement.reached", "2020-05-01", actors=(actor("party", "rebels"),))
    plain = leaving("a:c2")
    dated = replace(leaving("a:c3"), time=DateRange(None, "2020-05-01", "2020-05-03"))
    [found] = agreements_of(deal, plain, dated).agreements
    assert [(t.claim, t.also, t.deadline) for t in found.terms] == [("a:c3", ("a:c2",), "2020-05-03")]
    elsewhere = replace(plain, places=(replace(TOWN, place="other", name="Other", lat=10.0),), id="a:c4")
    named = replace(dated, places=(replace(TOWN, place="town"),))
    [found] = agreements_of(deal, elsewhere, named).agreements
    assert len(found.terms) == 2


def test_buses_that_come_begin_the_leaving_and_nothing_else() -> None:
    deal = claim("a:c1", "agreement.reached", "2020-05-01", actors=(actor("party", "rebels"),))
    release = claim("a:c3", "custody.release", None, modality="agreed", actors=(actor("captor", "rebels"),))
    buses = claim("a:c4", "agreement.implemented", "2020-05-02", source=None)
    [found] = agreements_of(deal, leaving("a:c2"), release, buses).agreements
    assert {t.claim: (t.status, t.claims) for t in found.terms} == {"a:c2": ("begun", ("a:c4",)), "a:c3": ("open", ())}
    assert found.status == "partly_implemented"
    [before] = agreements_of(deal, leaving("a:c2"), release, replace(buses, modality="planned")).agreements
    assert {t.status for t in before.terms} == {"open"}


def test_what_a_party_will_do_is_a_term_only_where_the_deal_is_told() -> None:
    deal = claim("a:c1", "agreement.reached", "2020-05-01", actors=(actor("party", "rebels"),))
    next_to_it = replace(leaving("a:c2"), modality="planned")
    before = replace(next_to_it, id="a:c0", evidence=Mention(0, 9, "it was so"))
    stranger = replace(next_to_it, id="a:c3", actors=(actor("mover", "villagers"),))
    attack = replace(next_to_it, id="a:c4", cls="combat.offensive", actors=(actor("initiator", "rebels"),))
    far = replace(next_to_it, id="a:c5", evidence=Mention(900, 909, "it was so"))
    [found] = agreements_of(deal, next_to_it).agreements
    assert [t.claim for t in found.terms] == ["a:c2"]
    for other in (before, stranger, attack, far):
        [found] = agreements_of(deal, other).agreements
        assert found.terms == ()


def test_a_breach_told_elsewhere_is_news_of_the_truce_made_there() -> None:
    def party(name: str, side: str) -> ActorRole:
        return ActorRole("violator", name, None, side=side)

    truce = claim("a:c1", "ceasefire.start", "2020-05-01", actors=(replace(party("army", "state"), role="party"),))
    breach = claim("b:c1", "ceasefire.breach", "2020-05-02", source="council", actors=(party("police", "state"),))
    [found] = agreements_of(truce, breach).agreements
    assert (found.status, [b.by for b in found.breaches]) == ("breached", ["police"])
    stranger = replace(breach, actors=(party("tribesmen", "tribes"),))
    before = replace(breach, time=DateRange(None, "2020-04-20", "2020-04-20"))
    elsewhere = replace(breach, places=(replace(TOWN, name="Other", lat=10.0),))
    for other in (stranger, before, elsewhere):
        assert len(agreements_of(truce, other).agreements) == 2
