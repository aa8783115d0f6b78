"""The page of disagreements: the sentences that annotators should talk about, each answer beside the others.

One file, no script, nothing fetched; every text escaped by the template.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from framing.labels.agreement import EVERYBODY, Agreement
from framing.labels.disputes import Dispute
from framing.output.device_names import device_name
from framing.output.page import page
from framing.output.whole import WholeFile, check_ending
from framing.types import Annotation, DeviceSpan

# More than anybody talks through; the command says how many there are.
MOST = 200
_YES_NO = ("no", "yes")
_ANSWERS, _WORDS = "Krippendorff's alpha", "span alpha, characters"
_QUESTIONS = ("voice", "editorial", "charged")
# Beyond so many names the headline counts them.
_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class CoefficientView:
    """One question's alphas; empty where there is none."""

    name: str
    answers: str
    answers_interval: str
    words: str
    words_interval: str
    marked: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One annotator's row on the page: cells by question, the devices with their words."""

    annotator: str
    cells: dict[str, str]
    devices: tuple[tuple[str, str], ...]
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class DisputeView:
    """One sentence on the page."""

    text: str
    place: str
    about: str
    questions: tuple[str, ...]
    answers: tuple[AnswerView, ...]


def write_page(
    path: Path, disputes: Sequence[Dispute], coefficients: Sequence[Agreement], labels: Sequence[Annotation]
) -> None:
    """Write the page: agreement at a glance, then the first `MOST` disputes. Raises `OutputError`."""
    check_ending(path, (".html", ".htm"))
    with WholeFile(path) as file:
        for chunk in _page(disputes, coefficients, labels):
            file.write(chunk.encode("utf-8", "replace"))


def _page(
    disputes: Sequence[Dispute], coefficients: Sequence[Agreement], labels: Sequence[Annotation]
) -> Iterator[str]:
    who = sorted({one.annotator for one in labels})
    return page(
        "disagreements.html",
        ("report.css", "disagreements.css"),
        total=len(disputes),
        sentences=len({one.sentence for one in labels}),
        who=", ".join(who) if len(who) <= _MOST_NAMES else f"{len(who)} annotators",
        coefficients=_rows(coefficients),
        disputes=[_view(one) for one in disputes[:MOST]],
    )


def _rows(coefficients: Sequence[Agreement]) -> list[CoefficientView]:
    """A row a question: alpha of the answers, and of the marked words where there are any."""
    answers = {
        one.question: one for one in coefficients if one.coefficient == _ANSWERS and one.among == EVERYBODY
    }
    words = {one.question: one for one in coefficients if one.coefficient == _WORDS}
    return [
        CoefficientView(
            name if name in _QUESTIONS or name not in words else device_name(name),
            *_value(answers.get(name)),
            *_value(words.get(name)),
            next((str(one.marked) for one in (answers.get(name), words.get(name)) if one and one.marked), ""),
        )
        for name in [*answers, *(name for name in words if name not in answers)]
    ]


def _value(one: Agreement | None) -> tuple[str, str]:
    """The coefficient and its interval, empty where there is none."""
    value = one.estimate if one else None
    if value is None:
        return "", ""
    if value.low is None or value.high is None:
        return f"{value.value:.2f}", ""
    return f"{value.value:.2f}", f"{value.low:.2f} to {value.high:.2f}"


def _view(dispute: Dispute) -> DisputeView:
    first = dispute.labels[0]
    outlet = next((one.outlet for one in dispute.labels if one.outlet), None)
    return DisputeView(
        text=dispute.text or "",
        place=f"{first.article}, {first.start} to {first.end}" + (f" ({outlet})" if outlet else ""),
        about=", ".join(dispute.questions),
        questions=dispute.questions,
        answers=tuple(_answer(one, dispute.text) for one in dispute.labels),
    )


def _answer(one: Annotation, text: str | None) -> AnswerView:
    return AnswerView(
        one.annotator,
        {
            "editorial": "" if one.editorial is None else _YES_NO[one.editorial],
            "charged": "" if one.charged is None else _YES_NO[one.charged],
            "voice": (one.voice or "").replace("_", " "),
        },
        tuple(_words(device, text) for device in one.devices or ()),
        "" if one.confidence is None else str(one.confidence),
        one.note or "",
    )


def _words(device: DeviceSpan, text: str | None) -> tuple[str, str]:
    if device.span is None or text is None:
        return device_name(device.device), ""
    return device_name(device.device), text[device.span.start : device.span.end]
