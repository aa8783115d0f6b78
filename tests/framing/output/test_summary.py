"""The summary after annotating."""

from __future__ import annotations

import io
from collections.abc import Callable

from rich.console import Console

from framing.output import Summary, print_summary
from framing.types import AnnotatedArticle, Signature, Voice

Build = Callable[..., AnnotatedArticle]


def shown(summary: Summary, signature: Signature | None = None) -> str:
    out = io.StringIO()
    print_summary(summary, Console(file=out, width=110), signature)
    return out.getvalue()


def test_rates_are_of_own_voice_and_of_quotes(build: Build, signature: Signature) -> None:
    summary = Summary()
    summary.add(build())
    text = shown(summary, signature)
    row = next(line.split() for line in text.splitlines() if "Courier" in line)
    assert row == ["Lindmar", "Courier", "1", "5", "4", "25.0", "%", "50.0", "%"]
    assert "raw model rate, not corrected" in text
    assert str(signature) in text.replace("\n", "")


def test_the_strongest_sentences_come_first_and_once(build: Build) -> None:
    lines = [(f"Sentence number {n} is a disgrace.", Voice.OUTLET, 0.5 + n / 100, 0.1) for n in range(20)]
    summary = Summary(strongest=3)
    summary.add(build(lines))
    summary.add(build(lines, id="reprint", outlet="Another"))
    assert [s.text.split()[2] for s in summary.strongest] == ["19", "18", "17"]


def test_outlets_named_like_markup_are_text(build: Build) -> None:
    summary = Summary()
    summary.add(build(outlet="[bold]Odd[/bold]"))
    assert "[bold]Odd[/bold]" in shown(summary)


def test_nothing_scored_says_so() -> None:
    assert shown(Summary()) == "No sentence was scored.\n"
