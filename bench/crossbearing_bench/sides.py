"""Whether a state or its armed opponents act, as the engine itself knows it: no words of any public set."""

from __future__ import annotations

from crossbearing.model.claim import ActorRole
from crossbearing.pipeline import default_pipeline
from crossbearing.resolve.actor_words import actor_nouns

STATE = frozenset(
    ("government", "state_forces", "state_aligned_forces", "police", "foreign_state", "foreign_state_forces")
)
REBEL = frozenset(("non_state_armed_group",))


def resolved_side(role: ActorRole) -> str:
    """Return "state" or "rebel", "" where it is neither: by the type of the resolved actor, else by its last noun.

    >>> resolved_side(ActorRole("gainer", "Taliban", None, actor="af:taliban"))
    'rebel'
    >>> [resolved_side(ActorRole("initiator", name, None)) for name in ("riot police", "strangers")]
    ['state', '']
    """
    actor = default_pipeline().packs.actors.get(role.actor or "")
    if actor is not None:
        return "state" if actor.type in STATE else "rebel" if actor.type in REBEL else ""
    words = ((role.mention.text if role.mention else role.name) or "").lower().split()
    nouns, last = actor_nouns(), words[-1] if words else ""
    state = nouns["army"] | nouns["government"] | nouns["police"]
    return "state" if last in state else "rebel" if last in nouns["foes"] else ""
