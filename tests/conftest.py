"""What all tests share: folders of their own, and skips that can be forbidden.

``MTKIT_REQUIRE=model,torch,hub`` (names of marks) turns a skip under such a mark into a failure, so
that a machine that should be able to run everything cannot skip it in silence.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtkit import paths
from mtkit.store.manifest import Model
from mtkit.store.shelf import Shelf

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's models, memory and cache out of the tests, and the tests out of theirs."""
    home = tmp_path_factory.mktemp("mtkit")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MTKIT_HOME", str(home / "data"))
        patch.setenv("MTKIT_CACHE", str(home / "cache"))
        patch.setenv("HF_HUB_OFFLINE", "1")
        for name in [name for name in os.environ if name.startswith("MTKIT_MODEL")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def embedded() -> Model:
    """The model that ships with mtkit."""
    models = [model for model in Shelf().list() if model.origin == "shipped"]
    if not models:
        pytest.skip("no model ships with this checkout")
    return Shelf().choose("en", "ar").model


@pytest.fixture(scope="session")
def seed() -> Path:
    """The article that the project began with."""
    return next(iter(sorted(paths.shipped("seeds").glob("*.txt"))))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Evaluation files that are not part of the project."""
    folder = Path(os.environ.get("MTKIT_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("no evaluation files beside the checkout (MTKIT_SHARED)")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    required = set(filter(None, os.environ.get("MTKIT_REQUIRE", "").split(",")))
    missing = sorted(required & {mark.name for mark in item.iter_markers()})
    if report.skipped and missing and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, though MTKIT_REQUIRE names {', '.join(missing)}"
    return report
