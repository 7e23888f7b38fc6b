"""Nothing of support is left that frames cannot say."""

from __future__ import annotations

from crossbearing.extract.rule import Rule

RULES: tuple[Rule, ...] = ()
