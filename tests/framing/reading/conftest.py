"""Helpers for the tests of reading: a corpus from files made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from framing.reading import ReadOptions, open_corpus
from framing.types import Article, Reject

Read = Callable[..., tuple[list[Article], list[Reject]]]
SENTENCE = "The council of Harrow Vale agreed on Monday to repair the old bridge before the winter comes."


@pytest.fixture
def sentence() -> str:
    """A sentence with nothing special about it."""
    return SENTENCE


@pytest.fixture
def article_text() -> str:
    """An article that is long enough for its language to be told."""
    return "\n\n".join(
        [
            SENTENCE,
            "The work is to cost four million crowns, of which the county pays a third.",
            "Residents had asked for a footbridge since the flood of 2019, when the ferry sank at its mooring.",
            "A tender will be published in spring, the mayor said after the meeting.",
        ]
    )


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write files given as name -> bytes or text, read them all in order of name, split what comes out."""

    def write_and_read(
        files: dict[str, bytes | str], **options: object
    ) -> tuple[list[Article], list[Reject]]:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        inputs = [str(tmp_path / name) for name in files]
        units = list(open_corpus(inputs, ReadOptions(**options)))  # type: ignore[arg-type]
        return [u for u in units if isinstance(u, Article)], [u for u in units if isinstance(u, Reject)]

    return write_and_read
