"""Whom "the monitor" and "the group" mean, where others acted in between."""

from __future__ import annotations

import pytest

from crossbearing.model.mention import Mention
from crossbearing.resolve.coreference import Memory, Named

MONITOR = Named(0, "new:lakes-monitor", "Lakes Monitor", speaking=True)
FACTION = Named(30, "x:northern-front", "Northern Front", kind="non_state_armed_group")
PEOPLE = Named(60, "civilians", "Civilians", kind="civilians")
CAPTIVES = Named(70, "captured soldiers", "captured soldiers", acting=False)
MINISTRY = Named(80, "x:ministry", "Interior Ministry", kind="government")


@pytest.mark.parametrize(
    ("words", "meant"),
    [("the monitor", "Lakes Monitor"), ("the group", "Northern Front"), ("the ministry", "Interior Ministry")],
)
def test_a_definite_noun_means_the_actor_of_its_kind(words: str, meant: str) -> None:
    memory = Memory([MONITOR, FACTION, PEOPLE, CAPTIVES, MINISTRY])
    found = memory.group_before(Mention(100, 100 + len(words), words), words.split()[1])
    assert found is not None
    assert found.name == meant


def test_civilians_and_descriptions_are_no_group() -> None:
    assert Memory([PEOPLE, CAPTIVES]).group_before(Mention(100, 109, "the group"), "group") is None


def test_the_coalition_is_no_monitor_that_spoke_before() -> None:
    memory = Memory([Named(0, "sy:sohr", "Observatory", kind="monitor_ngo", speaking=True)])
    assert memory.group_before(Mention(90, 103, "the coalition"), "coalition") is None
    found = memory.group_before(Mention(90, 101, "the monitor"), "monitor")
    assert found is not None
    assert found.key == "sy:sohr"
