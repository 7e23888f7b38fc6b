"""Every answer of the routes is one that the OpenAPI document describes, whatever is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from crossbearing.web.api.routes import router
from crossbearing.web.app import create_app
from crossbearing.web.settings import Settings
from tests.web.browsing import signed_in

schemathesis = pytest.importorskip("schemathesis", reason="the dev extra has schemathesis")
GenerationMode = schemathesis.GenerationMode

PATHS = sorted({route.path for route in router.routes})
ASKED = [path for path in PATHS if "{" not in path and not path.endswith(("/", "/voices"))]
"""Routes whose parameters can be wrong: any text may be an id."""
CASES = [(path, GenerationMode.POSITIVE) for path in PATHS] + [(path, GenerationMode.NEGATIVE) for path in ASKED]
schemathesis.checks.load_all_checks()
LEFT_OUT = [schemathesis.checks.CHECKS.get_one("positive_data_acceptance")]
"""A cursor is a word that a list gave: no form tells which words these are, so that some of its form are refused."""


@pytest.fixture(scope="module")
def described(demo: Path) -> Any:
    """The OpenAPI document of the application over the sample reports, and the application to ask."""
    app = create_app(Settings(str(demo)))
    found = schemathesis.openapi.from_dict(signed_in(app).get("/api/v1/openapi.json").json())
    found.app = app
    return found


@pytest.mark.parametrize(("path", "mode"), CASES, ids=[f"{mode.value} {path}" for path, mode in CASES])
def test_a_route_answers_what_is_described(described: Any, path: str, mode: Any) -> None:
    known = {"host": "127.0.0.1:8000", "authorization": f"Bearer {described.app.state.keys.single.token}"}
    route = described[path.replace(":path", "")]["GET"]

    @settings(max_examples=10, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=route.as_strategy(generation_mode=mode))
    def asked(case: Any) -> None:
        case.call_and_validate(headers=known, excluded_checks=LEFT_OUT)

    asked()
