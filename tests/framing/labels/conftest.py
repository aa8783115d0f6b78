"""Labels to test with: invented sentences, and a strategy for any label that the form allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import strategies as st

from framing.types import Annotation, DeviceSpan, Span, Voice, content_hash

DEVICES = ("loaded_wording", "labelling", "vague_source", "tangential_context", "semeval:Doubt")
# What offsets go wrong at: pairs of UTF-16 units, joined and combining characters, line breaks of two.
PIECES = (
    "council",
    " ",
    "é",
    "e\u0301",
    "😄",
    "👩‍👩‍👧",
    "\r\n",
    "\n",
    "“",
    '"',
    ",",
    "𝕬",
    "ﬁ",
    "\u2028",
    "=1",
    "ß",
    "\t",
    ";",
)

TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join).filter(str.strip)
NAMES = st.sampled_from(["anna", "ben", "c.d@post.example", "a1"])


@st.composite
def spans(draw: st.DrawFn, length: int) -> Span | None:
    if draw(st.booleans()):
        return None
    start = draw(st.integers(0, length - 1))
    return Span(start, draw(st.integers(start + 1, length)))


@st.composite
def labels(draw: st.DrawFn, with_text: bool = True) -> Annotation:
    text = draw(TEXTS)
    start = draw(st.integers(0, 500))
    voice = draw(st.sampled_from([None, *Voice]))
    answers = [None, 0] if voice is Voice.NON_CONTENT else [None, 0, 1]
    editorial = draw(st.sampled_from(answers))
    devices: tuple[DeviceSpan, ...] | None = draw(st.sampled_from([None, ()])) if editorial != 1 else None
    if editorial == 1 and draw(st.booleans()):
        marks = st.builds(DeviceSpan, st.sampled_from(DEVICES), spans(len(text)))
        devices = tuple(draw(st.lists(marks, min_size=1, max_size=3, unique=True)))
    drawn = draw(st.booleans())
    label = Annotation(
        annotator=draw(NAMES),
        time=draw(st.sampled_from(["2025-01-02T03:04:05Z", "2031-12-31T23:59:59Z"])),
        codebook=draw(st.sampled_from(["1", "2"])),
        article=draw(st.sampled_from(["a/1", "https://post.example/x?y=1", "b"])),
        article_hash=None if drawn else content_hash("Sund Post", text),
        start=start,
        end=start + len(text),
        voice=voice,
        editorial=editorial,
        charged=draw(st.sampled_from(answers)),
        devices=devices,
        confidence=draw(st.sampled_from([None, 1, 2, 3])),
        note=draw(st.sampled_from([None, 'a close call; "so-called"\nsee rule 4', "=2+3 😄"])),
        blind=draw(st.booleans()),
        text=text if with_text else None,
        outlet=draw(st.sampled_from([None, "Sund Post"])),
        id=content_hash(text, str(start)) if drawn else None,
        chosen_by="articles-then-sentences" if drawn else None,
        design="0123456789abcdef" if drawn else None,
    )
    # A row without any answer is no label, to no tool.
    return (
        label if (label.voice, label.editorial, label.charged) != (None,) * 3 else replace(label, charged=1)
    )


def make(**changes: Any) -> Annotation:
    """A label with what a test cares about."""
    text = changes.get("text") or "The council caved in again."
    base: dict[str, Any] = {
        "annotator": "anna", "time": "2025-01-02T03:04:05Z", "codebook": "1", "article": "x",
        "article_hash": content_hash("Sund Post", text), "start": 0, "end": len(text), "voice": Voice.OUTLET,
        "editorial": 1, "charged": 1, "devices": (DeviceSpan("loaded_wording", Span(12, 17)),),
        "confidence": 3, "text": text, "outlet": "Sund Post",
    }  # fmt: skip
    return Annotation(**(base | changes))


@pytest.fixture
def label() -> Callable[..., Annotation]:
    """Makes a label; keywords change its fields."""
    return make


@pytest.fixture(scope="session")
def any_label() -> Callable[..., st.SearchStrategy[Annotation]]:
    """The strategy of labels that the form allows."""
    return labels
