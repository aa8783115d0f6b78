"""Invented sentences in two manners, and labels of them."""

from __future__ import annotations

import pytest

CALM = (
    "The harbour board opened the new quay on {}.",
    "Officials counted the ballots on {}.",
    "The school will close for repairs on {}.",
    "Two lifeboats were launched on {}.",
)
LOUD = (
    "Only a fool would trust the harbour board after {}.",
    "It was a shabby stitch-up, like everything since {}.",
    "The minister's pathetic excuses of {} insult us all.",
    "What a glorious day {} was for the spineless.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@pytest.fixture(scope="session")
def sentences() -> tuple[list[str], list[int]]:
    """56 sentences, calm (0) and loud (1) in turn."""
    pairs = [(text.format(day), label) for day in DAYS for both in zip(CALM, LOUD, strict=True)
             for label, text in enumerate(both)]  # fmt: skip
    return [text for text, _ in pairs], [label for _, label in pairs]
