"""How sure a claim must be read to count alone."""

from __future__ import annotations

from crossbearing.model.claim import Claim
from crossbearing.reconcile.settings import SETTINGS

_JUDGED = "judge."


def is_unsure(claim: Claim) -> bool:
    """Say whether the judge alone found the claim, and is not even half sure.

    Such a guess opens no row of a ledger in which one claim alone says who holds a town or broke a deal, and brings no
    two reports together; in the events of its own report it stands beside others with its confidence.
    """
    return claim.rule.startswith(_JUDGED) and claim.confidence < SETTINGS["least_sure"]
