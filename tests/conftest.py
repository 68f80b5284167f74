"""What holds for all tests."""

from __future__ import annotations

from uuid import uuid4

import pytest


@pytest.fixture(autouse=True)
def own_caches(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has caches of its own, which are empty, and leaves those of the user alone."""
    monkeypatch.setenv("CITETOOL_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "caches" / uuid4().hex))
    monkeypatch.delenv("CITETOOL_NO_CACHE", raising=False)
