"""Answers as names of categories, for tools that know categories only: `editorial:yes`, `voice:quote`."""

from __future__ import annotations

from collections.abc import Iterable

from framing.errors import InputError
from framing.labels.tasks import Answer
from framing.types import Annotation, DeviceSpan, Voice

YES_NO = ("no", "yes")
DEVICE = "device:"
CATEGORIES = (
    "editorial:yes", "editorial:no", "charged:yes", "charged:no",
    *(f"voice:{voice}" for voice in Voice), "confidence:1", "confidence:2", "confidence:3",
)  # fmt: skip


def to_categories(label: Annotation) -> list[str]:
    """The label's answers but for spans and note."""
    found = [f"voice:{label.voice}"] if label.voice else []
    for name, said in (("editorial", label.editorial), ("charged", label.charged)):
        found += [f"{name}:{YES_NO[said]}"] if said is not None else []
    found += [f"confidence:{label.confidence}"] if label.confidence else []
    return found + [DEVICE + d.device for d in label.devices or () if d.span is None]


def from_categories(names: Iterable[str], place: str) -> Answer:
    """The answers that categories give; `EDITORIAL` alone is a yes. Raises `InputError` for others."""
    said: dict[str, str] = {}
    devices = []
    for name in names:
        question, _, value = name.partition(":")
        question = question.strip().lower()
        if question == "device":
            devices.append(DeviceSpan(value))
            continue
        value = value.strip().lower() or "yes"
        if said.setdefault(question, value) != value:
            raise InputError(place, f"'{question}' must have one answer", f"{said[question]} and {value}")
    rule = f"a category must be one of {', '.join(CATEGORIES)} or device:NAME"
    try:
        answer = Answer(
            voice=Voice(said.pop("voice")) if "voice" in said else None,
            editorial=_yes_no(said, "editorial"),
            charged=_yes_no(said, "charged"),
            confidence=int(said.pop("confidence")) if "confidence" in said else None,
            devices=tuple(devices),
        )
    except ValueError as error:
        raise InputError(place, rule, str(error)) from error
    if said:
        raise InputError(place, rule, ", ".join(said))
    return answer


def _yes_no(said: dict[str, str], name: str) -> int | None:
    value = said.pop(name, None)
    if value is None:
        return None
    if value in ("yes", "1", "true"):
        return 1
    if value in ("no", "0", "false"):
        return 0
    raise ValueError(f"{name}:{value}")
