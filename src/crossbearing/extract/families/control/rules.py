"""Control is told by frames alone."""

from __future__ import annotations

from crossbearing.extract.rule import Rule

RULES: tuple[Rule, ...] = ()
