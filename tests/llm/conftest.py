"""Tests that need a language model are left out unless `make test-llm` says where it is."""

from __future__ import annotations

import os

import pytest

SERVER = "CROSSBEARING_TEST_LLM_SERVER"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get(SERVER):
        return
    left_out = [test for test in items if test.get_closest_marker("llm_server")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [test for test in items if test not in left_out]
