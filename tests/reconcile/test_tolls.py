"""The invariants of toll arithmetic, over made-up statements of made-up families."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossbearing.model.claim import ActorRole, Claim, DateRange, PlaceRole, Source
from crossbearing.model.derived import Record, SideTable, Toll
from crossbearing.model.mention import Mention
from crossbearing.reconcile import reconcile
from crossbearing.reconcile.comparison import view_of
from crossbearing.reconcile.document_events import DocumentEvent, account_of
from crossbearing.reconcile.families import originator
from crossbearing.reconcile.scoring import compare
from tests.reconcile.made import at, claim_sets, count_of, document_of, strike

DAYS = ("2020-05-01", "2020-05-02", "2020-05-03", "2020-05-05")
Told = tuple[str, int, str, str]


def told() -> st.SearchStrategy[Told]:
    """Family, figure, bound word and day of publication; figures near enough to be of one event."""
    return st.tuples(
        st.sampled_from(["monitor", "agency", "ministry"]),
        st.integers(30, 80),
        st.sampled_from(["exact", "at_least", "vague", "up_to"]),
        st.sampled_from(DAYS),
    )


def record_of(statements: list[Told]) -> Record:
    claims = [
        strike(f"d{n:02}:c1", low, bound=bound, source=source) for n, (source, low, bound, _) in enumerate(statements)
    ]
    documents = [document_of(f"d{n:02}", day) for n, (_, _, _, day) in enumerate(statements)]
    return reconcile(claims, documents, SideTable())


def only(record: Record) -> Toll:
    assert len(record.tolls) == 1
    return record.tolls[0]


def figures(toll: Toll) -> tuple[object, ...]:
    return (toll.low, toll.best, toll.high, toll.status, toll.families)


@given(claim_sets())
def test_bounds_are_ordered_and_every_number_has_a_claim(drawn: tuple[list[Claim], list[object]]) -> None:
    claims, documents = drawn
    record = reconcile(claims, documents, SideTable())  # type: ignore[arg-type]
    ids = {t.id for t in record.tolls}
    for toll in record.tolls:
        assert toll.best is not None
        assert 0 <= toll.low <= toll.best
        assert toll.high is None or toll.best <= toll.high
        assert toll.claims
        assert toll.families
        assert toll.status in ("single", "consistent", "growing", "disputed")
        assert toll.parent is None or toll.parent in ids
        if toll.residual_high is not None and toll.residual_low is not None:
            assert 0 <= toll.residual_low <= toll.residual_high or toll.status == "disputed"
    assert {p.toll for p in record.positions} <= ids


@given(claim_sets())
def test_parents_form_a_forest(drawn: tuple[list[Claim], list[object]]) -> None:
    claims, documents = drawn
    record = reconcile(claims, documents, SideTable())  # type: ignore[arg-type]
    parents = {t.id: t.parent for t in record.tolls}
    for start, parent in parents.items():
        seen = {start}
        up = parent
        while up is not None:
            assert up not in seen
            seen.add(up)
            up = parents[up]


@given(st.lists(told(), min_size=1, max_size=7), told())
def test_a_further_voice_never_narrows_a_row_from_below(statements: list[Told], more: Told) -> None:
    _, low, _, day = more
    # "Dozens" counts only where nobody has a number: a number takes its place.
    numbered = [s for s in statements if s[2] != "vague"]
    if not numbered:
        return
    before = only(record_of(numbered))
    after = only(record_of([*numbered, ("another", low, "at_least", day)]))
    assert after.low == min(before.low, low)


@given(st.lists(told(), min_size=1, max_size=7), st.data())
def test_a_family_that_repeats_its_last_word_changes_nothing(statements: list[Told], data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(sorted({s[0] for s in statements})))
    own = [s for s in statements if s[0] == source]
    last_day = max(s[3] for s in own)
    last = [s for s in own if s[3] == last_day]
    if len(last) != 1 or any(s[1] > last[0][1] for s in own):
        return
    before = only(record_of(statements))
    after = only(record_of([*statements, last[0]]))
    assert figures(after) == figures(before)


@given(st.lists(told(), min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_totals_do_not_depend_on_the_order_of_documents(statements: list[Told], chance: object) -> None:
    shuffled = list(statements)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = only(record_of(statements)), only(record_of(shuffled))
    assert figures(one) == figures(other)


@pytest.mark.parametrize("earlier", [30, 31])
def test_a_figure_said_again_with_another_bound_gives_one_toll_in_any_order(earlier: int) -> None:
    """Found by hypothesis: no id may decide on which day, and with which bound, a figure was said last."""
    first, next_day = "2020-05-01", "2020-05-02"
    said = [(30, "exact", first), (earlier, "exact", first), (30, "exact", next_day), (30, "at_least", next_day)]
    found = set()
    for order in permutations(said):
        found.add(figures(only(record_of([("monitor", low, bound, day) for low, bound, day in order]))))
    assert len(found) == 1


def test_a_growing_toll_is_one_toll() -> None:
    days = ["2020-05-01", "2020-05-01", "2020-05-02", "2020-05-03"]
    record = record_of([("monitor", n, "at_least", d) for n, d in zip((43, 70, 112, 126), days, strict=True)])
    toll = only(record)
    assert (toll.low, toll.high, toll.status) == (126, None, "single")
    assert [p.low for p in record.positions if p.superseded_by is None] == [126]


def test_a_drop_is_a_revision_that_keeps_both_values() -> None:
    record = record_of([("monitor", 50, "exact", "2020-05-01"), ("monitor", 30, "exact", "2020-05-03")])
    assert only(record).low == 30
    assert [(p.low, p.revision) for p in record.positions] == [(50, False), (30, True)]


UNKNOWN = SideTable()
OPPOSED = SideTable(sides={"monitor": "rebels", "ministry": "state"}, opposed=(("rebels", "state"),))


def told_by_two(one: int, other: int, later: str = "2020-05-01", sides: SideTable = UNKNOWN) -> Record:
    claims = [strike("d0:c1", one, source="monitor"), strike("d1:c1", other, source="ministry")]
    return reconcile(claims, [document_of("d0", "2020-05-01"), document_of("d1", later)], sides)


def told_side_by_side(one: int, other: int, sides: SideTable = UNKNOWN) -> Record:
    claims = [strike("d0:c1", one, source="monitor"), strike("d0:c2", other, source="ministry")]
    return reconcile(claims, [document_of("d0", "2020-05-01")], sides)


def test_figures_that_do_not_meet_keep_every_position_and_span_the_row() -> None:
    record = told_by_two(20, 31)
    toll = only(record)
    assert (toll.low, toll.high, toll.status) == (20, 31, "growing")
    assert len(record.positions) == 2
    assert "contested" not in record.events[0].flags


@pytest.mark.parametrize(
    ("record", "status"),
    [
        (told_by_two(12, 55), "growing"),
        (told_by_two(12, 55, sides=OPPOSED), "disputed"),
        (told_by_two(20, 31, sides=OPPOSED), "growing"),
        (told_by_two(55, 20, later="2020-05-04"), "disputed"),
        (told_by_two(20, 55, later="2020-05-04"), "growing"),
        (told_side_by_side(34, 9), "disputed"),
        (told_side_by_side(34, 20), "growing"),
        (told_side_by_side(34, 20, OPPOSED), "disputed"),
    ],
)
def test_rivals_dispute_and_counts_on_the_way_grow(record: Record, status: str) -> None:
    toll = only(record)
    assert toll.status == status
    assert ("contested" in record.events[0].flags) == (status == "disputed")


def test_a_belligerent_does_not_settle_a_dispute_about_its_own_dead() -> None:
    table = SideTable(
        sides={"ministry": "state", "army": "state", "rebel-media": "rebels"}, opposed=(("state", "rebels"),)
    )
    claims = []
    for n, (source, low) in enumerate((("ministry", 4), ("monitor", 9))):
        claim = strike(f"d{n}:c1", None, source=source)
        count = count_of(f"d{n}:c1n1", low, category="combatants", side="army")
        claims.append(Claim(**{**{f: getattr(claim, f) for f in claim.__slots__}, "counts": (count,)}))
    toll = only(reconcile(claims, [], table))
    assert (toll.status, toll.best) == ("growing", 9)
    assert toll.best_basis == "position of monitor"


def test_scopes_are_never_mixed() -> None:
    claim = strike("d:c1", 5)
    war = Claim(
        id="d:c2",
        document="d",
        cls="casualty.report",
        evidence=claim.evidence,
        places=claim.places,
        counts=(count_of("d:c2n1", 350_000, "at_least", scope="cumulative"),),
    )
    record = reconcile([claim, war], [], SideTable())
    assert sorted((t.scope, t.low) for t in record.tolls) == [("cumulative", 350_000), ("incident", 5)]


def account(claim: Claim) -> DocumentEvent:
    view = view_of(claim, None)
    assert view is not None
    return account_of([view])


def test_that_nobody_died_is_as_far_from_five_dead_in_either_order() -> None:
    none, five = account(strike("a:c1", 0)), account(strike("b:c1", 5, bound="at_least"))
    assert compare(none, five) == compare(five, none)
    assert {name: value for name, value, _ in compare(none, five).features}["counts"] == 0.0


def test_one_person_named_later_takes_back_no_higher_figure() -> None:
    first = strike("d00:c1", 2)
    later = strike("d01:c1", 1)
    person = replace(later, counts=(replace(later.counts[0], mention=Mention(0, 9, "Omar Said")),))
    numbered = replace(later, counts=(replace(later.counts[0], mention=Mention(0, 7, "one man")),))
    days = [document_of("d00", DAYS[0]), document_of("d01", DAYS[1])]
    assert only(reconcile([first, person], days, SideTable())).best == 2
    assert only(reconcile([first, numbered], days, SideTable())).best == 1


def test_parts_of_an_unread_whole_make_no_closed_total() -> None:
    parts = [replace(count_of(f"n{n}", n, category=c), scope="subset") for n, c in ((22, "children"), (148, "women"))]
    record = reconcile([replace(strike("a:c1"), counts=tuple(parts))], [], SideTable())
    [total] = [t for t in record.tolls if t.best_basis == "sum"]
    assert (total.low, total.high) == (170, None)


def test_a_part_without_its_whole_is_not_added_to_others() -> None:
    part = replace(count_of("n1", 40, category="civilians"), scope="subset")
    record = reconcile(
        [replace(strike("a:c1"), counts=(count_of("n2", 2, category="combatants"), part))], [], SideTable()
    )
    assert [t for t in record.tolls if t.best_basis == "sum"] == []
    assert sorted(t.low for t in record.tolls) == [2, 40]


def test_a_part_above_its_whole_is_a_dispute() -> None:
    whole = count_of("n1", 9, category="combatants")
    part = replace(count_of("n2", 40, category="medics"), scope="subset", parent="n1")
    record = reconcile([replace(strike("a:c1"), counts=(whole, part))], [], SideTable())
    found = {t.category: t for t in record.tolls}
    assert (found["medics"].parent, found["medics"].status) == (None, "disputed")
    assert "people" not in found


def test_a_part_is_held_to_its_whole() -> None:
    whole = replace(count_of("n1", 3, category="combatants"), bound="vague", high=5)
    part = replace(count_of("n2", 7, "up_to", category="medics"), scope="subset", parent="n1")
    record = reconcile([replace(strike("a:c1"), counts=(whole, part))], [], SideTable())
    found = {t.category: t for t in record.tolls}
    assert found["medics"].parent == found["combatants"].id
    assert (found["medics"].low, found["medics"].best, found["medics"].high) == (1, 5, 5)


def test_one_voice_that_said_more_before_is_in_order() -> None:
    more = replace(count_of("n1", 101, "at_least"), bound="more_than")
    about = replace(count_of("n2", 100), bound="about", low=90, high=110)
    claims = [replace(strike("a:c1"), counts=(more,)), replace(strike("b:c1"), counts=(about,))]
    documents = [document_of("a", "2020-05-01"), document_of("b", "2020-05-02")]
    toll = only(reconcile(claims, documents, SideTable()))
    assert (toll.low, toll.best, toll.high) == (90, 100, 110)


def test_undated_claims_with_and_without_a_side_are_sorted() -> None:
    bare = replace(strike("a:c1"), time=None, places=())
    sided = replace(bare, id="b:c1", document="b", actors=(replace(bare.actors[0], side="government"),))
    again = replace(bare, id="c:c1", document="c")
    told = [reconcile(claims, [], SideTable()).events for claims in permutations([bare, sided, again])]
    assert all(events == told[0] for events in told)
    assert sum(len(event.claims) for event in told[0]) == 3


def test_some_of_the_dead_of_an_unread_kind_are_no_count_of_all() -> None:
    whole = strike("a:c1", 17, bound="at_least", source=None)
    hurt_too = replace(count_of("a:c2n1", 20), quantity="killed_or_injured")
    some = replace(count_of("a:c2n2", 14), scope="subset", parent="a:c2n1")
    told = replace(strike("a:c2"), counts=(hurt_too, some))
    rows = [t for t in reconcile([whole, told], [], SideTable()).tolls if t.quantity == "killed"]
    assert sorted((t.low, t.status) for t in rows) == [(14, "single"), (17, "single")]


def test_a_rare_figure_in_ones_own_words_is_whose_another_report_quotes_for_it() -> None:
    """So that whoever gave it and revises it has revised it for those who printed it without a name."""
    own = strike("a:c1", 58, bound="at_least", source=None)
    quoted = strike("b:c1", 58, bound="at_least")
    later = strike("c:c1", 86)
    days = [document_of("a", DAYS[0], "post"), document_of("b", DAYS[0]), document_of("c", DAYS[2])]
    toll = only(reconcile([own, quoted, later], days, SideTable()))
    assert (toll.low, toll.high, toll.families) == (86, 86, ("monitor",))
    round_figure = [replace(c, counts=(replace(c.counts[0], low=60, best=60),)) for c in (own, quoted)]
    assert only(reconcile([*round_figure, later], days, SideTable())).families == ("monitor", "post")


def test_vague_words_beside_a_quoted_figure_are_no_voice_of_their_own() -> None:
    several = strike("a:c1", 3, bound="vague", source=None)
    dozens = strike("a:c2", 24, bound="vague")
    toll = only(reconcile([several, dozens], [document_of("a", DAYS[0], "post")], SideTable()))
    assert (toll.low, toll.status, toll.families) == (24, "single", ("monitor",))


def test_what_somebody_named_told_an_outlet_is_theirs() -> None:
    def by(*sources: Source) -> Claim:
        claim = strike("a:c1", 5)
        return replace(claim, attribution=replace(claim.attribution, sources=sources))

    def voice(claim: Claim) -> str:
        return originator(claim, SideTable())[0] or ""

    ministry, agency = Source("ministry", None), Source("Wire", None, False, "outlet:wire")
    assert voice(by(ministry, agency)) == "ministry"
    assert voice(by(Source("A source", None, True), agency)) == "outlet:wire"
    assert voice(by(agency, ministry)) == "ministry"


def test_those_who_left_several_places_are_never_summed() -> None:
    left = tuple(
        replace(count_of(f"n{n}", low, quantity="evacuated"), mention=at(m, str(low)))
        for n, (low, m) in enumerate(((5000, 0), (2200, 40)))
    )
    origin = PlaceRole("origin", "Town", at(20, "Town"), 35.0, 37.0, 2.0)
    move = replace(strike("a:c1"), cls="movement.evacuation", counts=left, actors=(), places=(origin,))
    assert only(reconcile([move], [], SideTable())).low == 5000


def test_one_doer_in_common_is_enough_whoever_else_is_named() -> None:
    """A noisy reading names more doers than there were; those of one report alone speak against nothing."""
    one, other = strike("a:c1"), strike("b:c1")
    more = replace(one, actors=(*one.actors, *(ActorRole("initiator", f"early photos {n}", None) for n in range(3))))
    values = {name: value for name, value, _ in compare(account(more), account(other)).features}
    assert values["actors"] == 1.0


def test_of_one_day_the_best_is_what_most_voices_give_and_then_the_larger() -> None:
    def best(*lows: int) -> int | None:
        claims = [strike(f"d{n}:c1", low, source=f"voice{n}") for n, low in enumerate(lows)]
        return only(reconcile(claims, [document_of(f"d{n}", DAYS[0]) for n in range(len(lows))], SideTable())).best

    assert best(20, 21, 21) == 21
    assert best(20, 20, 21) == 20
    assert best(20, 21) == 21


def test_a_sum_of_a_war_has_not_the_day_of_the_sentence_before_it() -> None:
    war = replace(strike("d:c2"), cls="casualty.report", counts=(count_of("d:c2n1", 90_000, scope="cumulative"),))
    view = view_of(war, None)
    assert view is not None
    assert (view.start, view.level) == (None, "campaign")


def test_what_is_counted_of_years_is_a_sum_and_of_one_unknown_day_of_a_year_is_none() -> None:
    for last, scope in (("2020-12-31", "incident"), ("2023-06-30", "cumulative")):
        killed = replace(strike("d:c1", 40), time=DateRange(at(0, "then"), "2020-01-01", last))
        assert [t.scope for t in reconcile([killed], [document_of("d", "2023-07-01")], SideTable()).tolls] == [scope]
