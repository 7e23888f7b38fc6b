"""Kinds of faults that a record must not have, each shown by the shortest reports of several wars."""

from __future__ import annotations

from functools import cache

import pytest

from crossbearing.engines.local import Finished, run_documents
from crossbearing.model.derived import ControlState, Event, Toll
from crossbearing.model.document import Document
from crossbearing.pipeline import default_pipeline

Report = tuple[str | None, str, str]


@cache
def run(*reports: Report) -> Finished:
    documents = [Document(f"d{n}", text, outlet, published=day) for n, (day, outlet, text) in enumerate(reports)]
    return run_documents(documents, default_pipeline())


def told(day: str, text: str) -> Finished:
    return run((day, "Post", text))


def held(found: Finished) -> dict[str | None, ControlState]:
    """Return the last row of each place in the timeline taken together."""
    return {row.name: row for row in found.ledgers.control if row.timeline == "reconciled"}


def tolls(found: Finished, quantity: str = "killed") -> dict[tuple[str, str], Toll]:
    return {(t.scope, t.category): t for t in found.ledgers.tolls if t.quantity == quantity}


def the_event(found: Finished, family: str) -> Event:
    [event] = [e for e in found.ledgers.events if e.cls.startswith(family)]
    return event


@pytest.mark.parametrize(
    ("day", "text", "taken", "apart"),
    [
        ("2023-01-20", "Wagner units seized the village of Klishchiivka, eight kilometres south of Bakhmut, on "
         "Thursday.",
         "Klishchiivka", "Bakhmut"),
        ("2018-06-06", "Government troops seized the village of Tell Rifaat near Aleppo on Tuesday.",
         "Tal Rifaat", "Aleppo"),
        ("2018-03-05", "Rebels took a hill overlooking the road from Douma to Harasta on Sunday.", "a hill", "Douma"),
        ("2018-03-05", "Rebels took a hill overlooking the road from Douma to Harasta on Sunday.", "a hill",
         "Harasta"),
    ],
)  # fmt: skip
def test_a_place_that_something_is_measured_from_never_changes_hands(
    day: str, text: str, taken: str, apart: str
) -> None:
    rows = held(told(day, text))
    assert taken in rows
    assert apart not in rows


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2020-08-15", "The army spokesman denied claims that insurgents had captured Mocimboa da Praia on Friday."),
        ("2024-02-10", "The general staff dismissed reports that Ukrainian forces had lost Avdiivka."),
        ("2023-03-02", "A commander rejected reports that Russian troops had taken Bakhmut on Tuesday."),
    ],
)
def test_what_is_refuted_changes_nothing(day: str, text: str) -> None:
    assert not told(day, text).ledgers.control
    [event] = told(day, text).ledgers.events
    assert event.polarity == "negative"


def test_a_capture_that_nobody_refutes_does_change_the_ledger() -> None:
    text = "The army spokesman said that insurgents had captured Mocimboa da Praia on Friday."
    assert held(told("2020-08-15", text))


@pytest.mark.parametrize(
    ("day", "text", "lost", "apart"),
    [
        ("2018-06-06", "Insurgents had briefly captured a position known as the Mill near Aleppo, but later lost it.",
         "a position", "Aleppo"),
        ("2017-10-05", "Fighters of al-Shabab captured the village of Bariire near Afgooye, but lost it two "
         "days later.",
         "Bariire", "Afgoye"),
    ],
)  # fmt: skip
def test_lost_it_is_of_what_was_gained(day: str, text: str, lost: str, apart: str) -> None:
    rows = [row for row in told(day, text).ledgers.control if row.state == "lost"]
    assert {row.name for row in rows} == {lost}
    assert apart not in held(told(day, text))


@pytest.mark.parametrize(
    ("day", "text", "least", "summed", "since"),
    [
        ("2019-05-05", "Gunmen killed at least 21 people in a raid on Kutuk on 3 May. The raid on Kutuk was the "
         "deadliest since "
         "the uprising began in 2012, leaving at least 900 dead.", 21, 900, "2012-01-01"),
        ("2021-06-07", "At least 45 people were killed in the raid on Solhan on 5 June. The raid on Solhan was "
         "the worst since the "
         "revolt began in 2016, leaving at least 700 dead.", 45, 700, "2016-01-01"),
    ],
)  # fmt: skip
def test_a_sum_over_years_is_never_the_toll_of_a_day(day: str, text: str, least: int, summed: int, since: str) -> None:
    found = tolls(told(day, text))
    assert found["incident", "people"].low == least
    assert (found["cumulative", "people"].low, found["cumulative", "people"].start) == (summed, since)


def test_the_worst_day_in_years_keeps_its_own_toll() -> None:
    text = (
        "A blast killed 40 people in Kabul on Monday. The attack was the deadliest since 2019, leaving dozens wounded."
    )
    found = told("2021-05-11", text)
    assert tolls(found)["incident", "people"].low == 40
    assert tolls(found, "injured")["incident", "people"].start == "2021-05-10"


@pytest.mark.parametrize(
    ("day", "text", "voice"),
    [
        ("2020-12-28", "The Azerbaijani Defence Ministry said a soldier was killed near Hadrut on 27 December. "
         '"An armed group attacked our posts", the Defence Ministry said.', "gov:AZ"),
        ("2021-11-17", "The Defence Ministry of Armenia said two soldiers were killed near Vardenis on Monday. "
         '"Our positions came under fire", the ministry said.', "gov:AM"),
        ("2019-06-04", "The Syrian Observatory for Human Rights said 12 people were killed in Idlib on Monday. "
         "The Observatory said shelling killed them.", "sy:sohr"),
        ("2017-06-02", "The Syrian Network for Human Rights said 80 civilians were killed in Raqqa on Monday. "
         "The Syrian Network said shelling killed them.", "sy:snhr"),
    ],
)  # fmt: skip
def test_short_forms_of_one_body_are_one_voice(day: str, text: str, voice: str) -> None:
    [event] = told(day, text).ledgers.events
    assert [v.id for v in event.families] == [voice]
    assert event.grade == "C2"


@pytest.mark.parametrize(
    "text",
    [
        "Shelling kills four in Saraqib\n\nShelling killed four people in Saraqib on Monday. The shelling "
        "killed four people in "
        "Saraqib on Monday, the White Helmets said.",
        "An air strike killed six people in Saraqib on Monday. The strike killed six people, the White Helmets said.",
    ],
)
def test_a_lead_that_retells_its_source_is_no_second_voice(text: str) -> None:
    event = the_event(told("2018-06-05", text), "strike.")
    assert [v.id for v in event.families] == ["sy:white-helmets"]
    assert event.grade == "C2"
    assert [t.families for t in told("2018-06-05", text).ledgers.tolls] == [("sy:white-helmets",)]


def test_one_report_is_never_two_families_unless_they_are_opposed() -> None:
    text = (
        "A strike killed six people in Saraqib on Monday, a doctor, Omar Said, said. Hassan Ali, a farmer, "
        "said a strike killed six."
    )
    assert all(e.grade <= "C2" for e in told("2018-06-05", text).ledgers.events)


@pytest.mark.parametrize("credit", ["Story supplied by Alpha Daily.", "Via Alpha Daily", "(Source: Alpha Daily)"])
def test_a_credit_makes_the_credited_outlet_the_origin(credit: str) -> None:
    first = "A blast killed seven people in Tarin Kowt on Monday. The town was quiet on Tuesday."
    second = f"A blast killed seven people in Tarin Kowt on Monday. Shops were shut.\n\n{credit}"
    found = run(("2012-03-06", "Alpha Daily", first), ("2012-03-07", "Beta", second))
    assert {d.family for d in found.documents} == {"alpha-daily"}
    plain = run(("2012-03-06", "Alpha Daily", first), ("2012-03-07", "Beta", second.partition("\n")[0]))
    assert {d.family for d in plain.documents} == {"alpha-daily", "beta"}


@pytest.mark.parametrize(
    ("reports", "low", "high"),
    [
        ((("2018-06-05", "Post", "Shells hit the market of Saraqib on Monday. Nine civilians died in the "
         "shelling, SANA said. The "
           "White Helmets said 34 people were killed."),), 9, 34),
        ((("2022-03-05", "Post", "A strike hit a school in Chernihiv on Monday. Eleven civilians died, the "
         "Ukrainian General Staff "
           "said. The Russian Defence Ministry said three civilians died."),), 3, 11),
        ((("2018-06-05", "Post", "Five people were killed in shelling of Saraqib on Monday, the Syrian "
         "Observatory for Human Rights "
           "said."), ("2018-06-05", "Herald", "Two residents were killed in shelling of Saraqib on Monday, SANA "
            "said.")), 2, 5),
    ],
)  # fmt: skip
def test_rivals_dispute_and_none_is_part_of_the_other(reports: tuple[Report, ...], low: int, high: int) -> None:
    found = run(*reports)
    [disputed] = [t for t in found.ledgers.tolls if t.status == "disputed"]
    assert (disputed.low, disputed.high, disputed.parent) == (low, high, None)
    [event] = [e for e in found.ledgers.events if e.id == disputed.event]
    assert "contested" in event.flags


@pytest.mark.parametrize(
    ("day", "text", "whole", "parts"),
    [
        ("2018-06-05", "Shells hit Saraqib on Monday. Nine people were killed, among them two women and a "
         "child, SANA said.",
         9, {"women": 2, "children": 1}),
        ("2016-08-09", "A bomb went off in Quetta on Monday. Twelve people were killed, including three "
         "children and a woman, "
         "police said.", 12, {"women": 1, "children": 3}),
    ],
)  # fmt: skip
def test_parts_of_one_voice_stand_under_its_whole_and_contradict_nothing(
    day: str, text: str, whole: int, parts: dict[str, int]
) -> None:
    found = tolls(told(day, text))
    assert (found["incident", "people"].low, found["incident", "people"].status) == (whole, "single")
    for category, number in parts.items():
        assert (found["incident", category].low, found["incident", category].parent) == (
            number, found["incident", "people"].id
        )  # fmt: skip
    assert not any("contested" in e.flags for e in told(day, text).ledgers.events)


@pytest.mark.parametrize(
    ("day", "text", "start", "end"),
    [
        ("2018-06-05", "The insurgency began in 2015. In nine days of fighting in Saraqib, 60 soldiers died. 36 "
         "civilians were killed "
         "during the same period, the Syrian Observatory for Human Rights said.", "2018-05-27", "2018-06-05"),
        ("2015-02-10", "The war began in 2014. In five days of fighting in Debaltseve, 30 soldiers were killed. "
         "Eleven civilians were "
         "killed during the same period, the United Nations said.", "2015-02-05", "2015-02-10"),
    ],
)  # fmt: skip
def test_the_same_period_is_the_one_just_named(day: str, text: str, start: str, end: str) -> None:
    found = tolls(told(day, text))
    civilians, soldiers = found["cumulative", "civilians"], found["cumulative", "combatants"]
    assert (civilians.start, civilians.end) == (soldiers.start, soldiers.end) == (start, end)
    assert ("cumulative", "people") not in found, "the figures of two voices are never added"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2018-06-07", "Rebels were to leave Douma for Idlib on Friday under a deal reached on Wednesday."),
        ("2016-12-16", "The evacuees were to leave Aleppo on Saturday."),
        ("2019-05-10", "Government forces were to withdraw from Hodeidah on Monday."),
    ],
)
def test_what_was_to_happen_did_not_happen(day: str, text: str) -> None:
    moves = [c for c in told(day, text).claims if c.cls.startswith("movement.")]
    assert moves
    assert {c.modality for c in moves} <= {"planned", "agreed"}
    assert not any(row.state == "lost" for row in told(day, text).ledgers.control)
    assert not any(e.modality == "real" and e.cls.startswith("movement.") for e in told(day, text).ledgers.events)


def test_who_did_leave_has_left() -> None:
    [event] = told("2018-04-07", "Rebels left Douma for Idlib on Friday.").ledgers.events
    assert (event.cls, event.modality) == ("movement.evacuation", "real")


@pytest.mark.parametrize(
    ("day", "text", "parties", "earlier"),
    [
        ("2018-06-05", "The army and Jaish al-Islam reached a deal in Douma on Monday. The fighters must hand over "
         "their tanks within 48 hours. An earlier truce between the army and Faylaq al-Rahman in Arbin collapsed in "
         "May.", ("forces:SY", "sy:jaish-al-islam"), ("forces:SY", "sy:faylaq-al-rahman")),
        ("2023-05-21", "Sudan's army and the Rapid Support Forces signed a truce in Jeddah on Saturday. It will start "
         "within 48 hours. A previous truce between the army and the SPLM-N collapsed in March.",
         ("forces:SD", "sd:rsf"), ("forces:SD", "sd:splm-n")),
    ],
)  # fmt: skip
def test_an_earlier_deal_keeps_its_own_parties(
    day: str, text: str, parties: tuple[str, ...], earlier: tuple[str, ...]
) -> None:
    deals = {a.parties: a for a in told(day, text).ledgers.agreements}
    assert set(deals) == {parties, earlier}
    assert not deals[earlier].terms


@pytest.mark.parametrize(
    ("day", "text", "holder"),
    [
        ("2018-06-05", "Fighters of the Islamic State withdrew from parts of Hajin on Sunday. Its spokesman "
         "said the group still "
         "held the town.", "is"),
        ("2023-01-24", "Al-Shabab fighters left part of Galcad on Sunday. Its spokesman said the group still "
         "controlled the town.",
         "so:shabaab"),
    ],
)  # fmt: skip
def test_a_spokesman_holds_nothing(day: str, text: str, holder: str) -> None:
    holders = {row.holder for row in told(day, text).ledgers.control if row.state == "held"}
    assert holders == {holder}


@pytest.mark.parametrize(
    "text",
    [
        "The Islamic State has lost much of the territory it once controlled in Hajin.",
        "The army took a base that rebels previously held in Saraqib on Sunday.",
    ],
)
def test_what_was_once_held_is_held_no_more(text: str) -> None:
    rows = [row for row in told("2018-06-05", text).ledgers.control if row.state == "held"]
    assert not {row.holder for row in rows} & {"is", "sy:rebels"}


@pytest.mark.parametrize(
    "text",
    [
        "Rebels shelled the market in Saraqib on Monday, killing nine people. Government troops killed 14 rebels near "
        "Saraqib.",
        "Taliban fighters attacked a checkpoint in Ghazni on Monday and killed six policemen. Afghan government forces "
        "killed 11 Taliban fighters in Ghazni.",
    ],
)
def test_those_who_strike_in_one_blow_are_struck_in_another(text: str) -> None:
    found = told("2016-08-02", text)
    violent = [c for c in found.claims if c.counts]
    assert len(violent) == 2
    events = [e for e in found.ledgers.events if {c.id for c in violent} & set(e.claims)]
    assert len(events) == 2


@pytest.mark.parametrize(
    "text",
    [
        "The group has held Hajin since 2015. In nine days of fighting in Saraqib, 60 soldiers died. 36 civilians were "
        "killed during the same period, the Syrian Observatory for Human Rights said.",
        "The camp has been besieged since 2013. Over six days of clashes in Saraqib, 40 soldiers died. Twelve "
        "civilians were killed in the same period, the Syrian Observatory for Human Rights said.",
    ],
)
def test_the_same_period_of_an_undated_report_is_no_year_named_before(text: str) -> None:
    found = run((None, "Post", text))
    assert {(t.start, t.end) for t in found.ledgers.tolls if t.quantity == "killed"} == {(None, None)}


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Government troops regained the road between Douma and Harasta on Sunday.", ("Douma", "Harasta")),
        ("Rebels captured the road between Saraqeb and Ariha on Sunday.", ("Saraqeb", "Ariha")),
    ],
)
def test_a_road_that_is_taken_is_a_line_and_neither_of_its_ends(text: str, ends: tuple[str, str]) -> None:
    found = told("2018-03-05", text)
    place = the_event(found, "control.gain").place
    assert place is not None
    assert all(end in (place.name or "") for end in ends)
    towns = {p.place: (p.lat, p.lon) for c in found.claims for p in c.places if p.role == "endpoint"}
    assert (place.lat, place.lon) not in towns.values()
    assert not set(held(found)) & set(ends)


def test_two_places_gained_by_two_sides_are_no_dispute_and_one_is() -> None:
    road = "Government troops regained the road between Douma and Harasta on Sunday."
    quarter = "Islamic State fighters overran Qadam on Sunday."
    other = "Government troops seized Qadam on Sunday."

    def disputed(*texts: str) -> bool:
        found = run(*(("2018-03-05", f"Post {n}", text) for n, text in enumerate(texts)))
        return any(tie.type == "disputes" for e in found.ledgers.events for tie in e.related)

    assert not disputed(road, quarter)
    assert disputed(other, quarter)


def test_what_a_deal_was_for_is_its_term_and_who_broke_the_deal_did_not_keep_it() -> None:
    text = "Fighters of Jaish al-Islam broke a previous agreement for their evacuation from Douma."
    [deal] = told("2018-06-05", text).ledgers.agreements
    assert [t.status for t in deal.terms] == ["refused"]
    assert not [e for e in told("2018-06-05", text).ledgers.events if e.cls.startswith("movement.")]
