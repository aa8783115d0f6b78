"""Fixtures every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of research data and real articles that lies beside a development checkout."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the research data folder ../shared is not here; it is not part of the project")
    return folder
