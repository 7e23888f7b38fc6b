"""What becomes of counts before tolls are made: numbers read twice, sums of a claim, sums over time, origins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossbearing.model.claim import Claim, DateRange, PlaceRole, Source
from crossbearing.model.mention import Mention
from crossbearing.reconcile.claim_counts import read_once, with_wholes
from crossbearing.reconcile.origins import by_origin
from crossbearing.reconcile.spans import on_the_way, scoped
from crossbearing.reconcile.stands import Statement
from tests.reconcile.made import at, count_of, strike


def test_people_of_one_category_side_by_side_are_summed() -> None:
    women = [count_of(f"n{n}", 1, category="women") for n in range(2)]
    assert [c.low for c in with_wholes(women)] == [2]


def test_a_line_that_scraped_copy_says_twice_is_counted_once() -> None:
    told = replace(count_of("n1", 30, category="combatants"), mention=Mention(0, 12, "30 militants"))
    again = replace(told, id="n2", mention=Mention(80, 92, "30 militants"))
    more = replace(told, id="n3", mention=Mention(120, 135, "30 more gunmen"))
    assert [c.low for c in with_wholes([told, again])] == [30]
    assert [c.low for c in with_wholes([told, again, more])] == [60]


def test_a_number_read_twice_from_one_claim_is_one_count() -> None:
    """A noisy reading takes the figure of heading and lead for two kinds of people, or the number for a person too."""
    soldiers = replace(count_of("n1", 31, category="combatants"), mention=at(0, "31"))
    people = replace(count_of("n2", 31), mention=at(60, "31 people"))
    assert [(c.category, c.low) for c in with_wholes([soldiers, people])] == [("people", 31)]
    person = replace(count_of("n3", 1), mention=at(58, "at 31 people in Osk"))
    assert [c.low for c in with_wholes([people, person])] == [31]
    three = [
        replace(count_of(f"n{n}", 3, category=c), mention=at(9 * n, c)) for n, c in ((4, "people"), (6, "children"))
    ]
    assert sorted((c.category, c.low) for c in with_wholes(three)) == [("children", 3), ("people", 6)]


def test_a_number_read_into_two_claims_is_the_tighter_ones() -> None:
    """The reading of a long sentence may give its number to the raid and to the shelling that it answers."""
    number = replace(count_of("n1", 45), mention=at(10, "45 people"))
    tight = replace(strike("a:c1"), counts=(number,), evidence=at(10, "45 people died in the raids"))
    wide = replace(
        tight, id="a:c2", cls="strike.shelling", evidence=at(10, "45 people died in the raids after a barrage")
    )
    wide = replace(wide, counts=(replace(number, id="n2"),))
    assert read_once([tight, wide]) == {"a:c2": []}
    assert read_once([tight, replace(wide, document="b", id="b:c2")]) == {}


def test_whom_a_claim_quotes_is_not_whom_it_counts() -> None:
    official = replace(count_of("n1", 1), mention=at(60, "a rescue official"))
    killed = replace(count_of("n2", 84, category="civilians"), mention=at(0, "84 civilians"))
    told = strike("a:c1")
    source = Source("a rescue official", at(60, "a rescue official"), True)
    told = replace(told, counts=(killed, official), attribution=replace(told.attribution, sources=(source,)))
    assert [c.low for c in read_once([told])["a:c1"]] == [84]


def test_who_was_shot_in_a_report_of_dead_is_not_counted_once_more_as_hurt() -> None:
    boy = replace(count_of("n1", 1, quantity="injured"), mention=at(0, "a boy"))
    shot = replace(strike("a:c1"), counts=(boy,), evidence=at(0, "a boy was shot in the chest"))
    dead = replace(strike("a:c2"), counts=(count_of("n2", 1),), evidence=at(90, "he died in hospital"))
    assert read_once([shot, dead]) == {"a:c1": []}
    assert read_once([shot, replace(dead, document="b")]) == {}
    assert read_once([replace(shot, evidence=at(0, "a boy was shot and wounded")), dead]) == {}
    three = replace(boy, low=3, best=3, high=3, mention=at(0, "three boys"))
    assert read_once([replace(shot, counts=(three,)), dead]) == {}


def test_the_year_of_a_date_counts_nobody() -> None:
    read = replace(count_of("n1", 2016), mention=at(6, "2016 Teen"))
    told = replace(strike("a:c1"), counts=(read,), time=DateRange(at(0, "May 1 2016"), "2016-05-01", "2016-05-01"))
    assert read_once([told]) == {"a:c1": []}
    assert read_once([replace(told, counts=(replace(read, low=2010),))]) == {}


@pytest.mark.parametrize(
    ("low", "scopes"), [(43, {"incident"}), (20_000, {"incident", "cumulative"}), (9, {"incident", "cumulative"})]
)
def test_dead_so_far_beside_the_dead_of_a_blow_are_of_the_blow_where_near(low: int, scopes: set[str]) -> None:
    so_far = replace(strike("b:c1"), time=None, counts=(count_of("b:c1n1", low, scope="cumulative"),))
    told = {
        ("e", claim.counts[0].scope, "killed", "people", ""): [
            Statement(claim.counts[0], claim, claim.id, None, heading=False, interested=False)
        ]
        for claim in (strike("a:c1", 23), so_far)
    }
    assert {key[1] for key in on_the_way(told)} == scopes


@pytest.mark.parametrize(
    ("text", "low", "scopes"),
    [
        ("Shelling has killed at least 84 civilians", 84, {"incident", "cumulative"}),
        ("Shelling killed at least 84 civilians", 84, {"incident"}),
        ("Shelling has killed at least 20 civilians", 20, {"incident"}),
    ],
)
def test_what_has_come_about_by_now_is_no_toll_of_a_day_that_has_a_smaller_one(
    text: str, low: int, scopes: set[str]
) -> None:
    today, by_now = strike("a:c1", 13), strike("a:c2", low, source="ministry")
    by_now = replace(by_now, evidence=at(0, text))
    told = scoped(
        {
            ("e", "incident", "killed", "people", ""): [
                Statement(claim.counts[0], claim, claim.id, None, heading=False, interested=False)
                for claim in (today, by_now)
            ]
        }
    )
    assert {key[1] for key in told} == scopes


def test_a_vague_word_of_another_origin_is_no_row_beside_those_who_were_counted() -> None:
    def left(claim_id: str, low: int, bound: str, origin: str) -> Claim:
        place = PlaceRole("origin", origin, None, 35.0, 37.0, 2.0)
        counts = (count_of(f"{claim_id}n1", low, bound, quantity="evacuated"),)
        return replace(strike(claim_id), cls="movement.evacuation", counts=counts, actors=(), places=(place,))

    counted, thousands = left("a:c1", 3000, "exact", "Town"), left("b:c1", 2000, "vague", "Four towns")
    statements = [Statement(c.counts[0], c, c.id, None, heading=False, interested=False) for c in (counted, thousands)]
    rows = by_origin({("e", "incident", "evacuated", "people", ""): statements})
    assert [len(members) for members in rows.values()] == [2]
    number = left("c:c1", 300, "exact", "Four towns")
    statements.append(Statement(number.counts[0], number, number.id, None, heading=False, interested=False))
    rows = by_origin({("e", "incident", "evacuated", "people", ""): statements})
    assert sorted(len(members) for members in rows.values()) == [1, 2]
