"""How hypothesis runs: no deadlines, since a busy machine is no defect, and in CI the same examples every time."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("crossbearing", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("crossbearing")
