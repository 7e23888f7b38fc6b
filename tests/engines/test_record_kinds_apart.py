"""The kinds of faults of `test_record_kinds`, the other way round: what is said to be so still counts."""

from __future__ import annotations

import pytest

from tests.engines.test_record_kinds import held, run, the_event, told, tolls


@pytest.mark.parametrize(
    ("day", "text", "place"),
    [
        ("2023-11-07", "The Rapid Support Forces captured El Fasher on Monday, 60 km south of Karnoi.", "El Fasher"),
        ("2018-06-06", "Government troops captured Aleppo, 50 km from Idlib, on Tuesday.", "Aleppo"),
        (
            "2018-03-05",
            "Government troops captured Harasta, near the road from Douma to Damascus, on Sunday.",
            "Harasta",
        ),
    ],
)
def test_a_place_that_was_taken_is_held_whatever_else_it_is_measured_from(day: str, text: str, place: str) -> None:
    assert held(told(day, text))[place].state == "held"


@pytest.mark.parametrize(
    "text",
    [
        "The army spokesman confirmed that Russian troops had taken Bakhmut on Tuesday.",
        "Ukrainian officials admitted that Russian troops had taken Bakhmut on Tuesday.",
    ],
)
def test_what_is_confirmed_changes_hands(text: str) -> None:
    assert any(row.state == "held" for row in told("2023-05-24", text).ledgers.control)


def test_who_was_driven_out_of_one_place_keeps_the_other() -> None:
    text = "Insurgents captured Bariire and Awdheegle on Sunday, but later lost Awdheegle."
    standing = {(row.name, row.state) for row in told("2017-10-05", text).ledgers.control if row.end is None}
    assert standing == {("Bariire", "held"), ("Awdheegle", "lost")}


@pytest.mark.parametrize(
    ("day", "text", "low"),
    [
        ("2019-05-05", "The raid on Kutuk was the deadliest since 2012, leaving 21 dead on 3 May.", 21),
        ("2021-06-07", "Gunmen killed 45 people in Solhan on 5 June, in the worst raid since 2016.", 45),
    ],
)
def test_a_year_that_only_compares_makes_no_sum_of_the_toll_of_a_day(day: str, text: str, low: int) -> None:
    found = tolls(told(day, text))
    assert found["incident", "people"].low == low
    assert not [key for key in found if key[0] == "cumulative"]


@pytest.mark.parametrize(
    ("day", "text", "voices"),
    [
        ("2022-09-14", "The Azerbaijani Defence Ministry said three soldiers were killed near Jermuk on Tuesday. The "
         "Armenian Defence Ministry said three soldiers were killed near Jermuk on Tuesday.", {"gov:AZ", "gov:AM"}),
        ("2017-06-02", "The Syrian Network for Human Rights said 12 people were killed in Raqqa on Monday. The Syrian "
         "Observatory for Human Rights said 12 people were killed in Raqqa on Monday.", {"sy:snhr", "sy:sohr"}),
    ],
)  # fmt: skip
def test_two_bodies_with_like_names_are_two_voices(day: str, text: str, voices: set[str]) -> None:
    [event] = told(day, text).ledgers.events
    assert {voice.id for voice in event.families} == voices


def test_a_lead_and_another_report_are_two_voices() -> None:
    lead = "Shelling killed four people in Saraqib on Monday."
    quoted = "The shelling killed four people in Saraqib on Monday, the White Helmets said."
    event = the_event(run(("2018-06-05", "Herald", lead), ("2018-06-05", "Post", quoted)), "strike.")
    assert {voice.id for voice in event.families} == {"herald", "sy:white-helmets"}


@pytest.mark.parametrize("line", ["Alpha Daily was not available for comment.", "Alpha Daily reporters were held."])
def test_an_outlet_that_is_only_named_is_no_origin(line: str) -> None:
    first = "A blast killed seven people in Tarin Kowt on Monday. The town was quiet on Tuesday."
    second = f"A blast killed nine people in a market of Tarin Kowt on Monday, doctors said. {line}"
    found = run(("2012-03-06", "Alpha Daily", first), ("2012-03-07", "Beta", second))
    assert {d.family for d in found.documents} == {"alpha-daily", "beta"}


def test_voices_that_give_one_number_agree() -> None:
    text = "Shells hit the market of Saraqib on Monday. Nine people died, SANA said. The White Helmets said nine died."
    assert {t.status for t in told("2018-06-05", text).ledgers.tolls} == {"consistent"}


def test_the_part_of_one_voice_hangs_under_no_whole_of_another() -> None:
    first = "Shells hit Saraqib on Monday. Nine people were killed, among them two women, SANA said."
    other = "Shells hit Saraqib on Monday, killing 34 people, the White Helmets said."
    found = run(("2018-06-05", "Herald", first), ("2018-06-05", "Post", other))
    rows = tolls(found)
    assert rows["incident", "women"].families == ("outlet:sana",)
    people = rows["incident", "people"]
    assert (people.low, people.high) == (9, 34)
    # Seven of the nine are no women; of the thirty-four nobody says how many are.
    assert (people.residual_low, people.residual_high) == (7, 7)


def test_a_year_that_the_words_name_is_the_period() -> None:
    text = "In 2013, 60 soldiers died in Saraqib. 36 civilians were killed in the same year, the monitor said."
    found = tolls(told("2018-06-05", text))
    assert {(t.start, t.end) for t in found.values()} == {("2013-01-01", "2013-12-31")}


@pytest.mark.parametrize(
    ("day", "text", "deadline"),
    [
        ("2018-06-05", "The army and Jaish al-Islam reached a deal in Douma on Monday. Under the deal, the fighters of "
         "Jaish al-Islam will release 40 soldiers within 48 hours. An earlier truce between the army and Faylaq "
         "al-Rahman in Arbin collapsed in May.", "2018-06-07"),
        ("2023-05-21", "Sudan's army and the Rapid Support Forces signed a truce in Jeddah on Saturday. Under the "
         "truce the Rapid Support Forces will withdraw from Bahri within 48 hours. A previous truce between the army "
         "and the SPLM-N in Kadugli collapsed in March.", "2023-05-23"),
        ("2016-12-14", "Rebels and the government reached a deal in Aleppo on Tuesday. Under the deal, rebels will "
         "leave Aleppo within two days. An earlier agreement on Madaya was broken by the army.", "2016-12-16"),
    ],
)  # fmt: skip
def test_a_term_and_its_deadline_are_of_their_own_deal(day: str, text: str, deadline: str) -> None:
    first, *others = sorted(told(day, text).ledgers.agreements, key=lambda a: not a.terms)
    assert [term.deadline for term in first.terms] == [deadline]
    assert not first.breaches
    assert others
    assert not any(deal.terms for deal in others)


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("The Islamic State still held the town of Hajin, its spokesman said on Sunday.", "is"),
        ("Al-Shabab said on Sunday it still held the town of Galcad.", "so:shabaab"),
    ],
)
def test_a_group_holds_what_its_spokesman_says_it_holds(text: str, holder: str) -> None:
    assert {row.holder for row in told("2023-01-24", text).ledgers.control if row.state == "held"} == {holder}


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Hajin and its surroundings are now the Islamic State's largest stronghold in Syria and Iraq.", {"Hajin"}),
        ("The rebels still hold Saraqeb, their main base in Idlib province.", {"Saraqeb"}),
        ("The army retook Shusha, the rebels' last stronghold in the enclave, on Sunday.", set()),
        ("Government troops seized Harasta on Sunday, the last stronghold of the rebels near Damascus.", {"Harasta"}),
        ("Idlib is the last stronghold of the rebels.", {"Idlib province"}),
        ("Fighters of Jaish al-Islam would not leave their stronghold of Douma.", {"Douma"}),
    ],
)
def test_a_region_is_not_held_because_a_stronghold_in_it_is(text: str, standing: set[str]) -> None:
    rows = told("2018-06-12", text).ledgers.control
    assert {row.name for row in rows if row.state == "held" and row.end is None} == standing


def test_what_is_so_now_did_not_end_when_what_was_said_with_a_day_began() -> None:
    text = (
        "The Islamic State has held parts of Hajin since 2015. Hajin and its surroundings are now the Islamic State's "
        "largest stronghold in Syria."
    )
    rows = [row for row in run((None, "Post", text)).ledgers.control if row.timeline == "reconciled"]
    assert {row.start for row in rows} == {None, "2015-01-01"}
    assert {row.end for row in rows} == {None}
