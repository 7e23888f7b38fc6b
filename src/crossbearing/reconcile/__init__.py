"""From claims to families, events and ledgers. Works on claims and fingerprints alone."""

from crossbearing.reconcile.run import reconcile

__all__ = ["reconcile"]
