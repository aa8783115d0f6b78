"""The summary after annotating."""

from __future__ import annotations

import io
from collections.abc import Callable

from rich.console import Console

from framing.output import Summary, print_summary
from framing.types import AnnotatedArticle, Signature, Unit, Voice

Build = Callable[..., AnnotatedArticle]


def shown(summary: Summary, signature: Signature | None = None, unit: Unit = Unit.ARTICLE) -> str:
    out = io.StringIO()
    print_summary(summary, Console(file=out, width=110), signature, unit)
    return out.getvalue()


def test_rates_are_of_own_voice_and_of_quotes(build: Build, signature: Signature) -> None:
    summary = Summary()
    summary.add(build())
    text = shown(summary, signature)
    row = next(line.split() for line in text.splitlines() if "Courier" in line)
    assert row == ["Lindmar", "Courier", "1", "5", "4", "25.0", "%", "50.0", "%"]
    assert "raw model rate, not corrected" in text
    assert str(signature) in text.replace("\n", "")


def test_of_ready_split_sentences_no_articles_are_counted(build: Build) -> None:
    summary = Summary()
    summary.add(build())
    text = shown(summary, unit=Unit.SENTENCE)
    assert "articles" not in text
    row = next(line.split() for line in text.splitlines() if "Courier" in line)
    assert row == ["Lindmar", "Courier", "5", "4", "25.0", "%", "50.0", "%"]


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


def test_devices_and_abstentions_are_told_where_there_are_any(build: Build, told: Build) -> None:
    plain, full = Summary(), Summary()
    plain.add(build())
    full.add(told())
    assert "Devices" not in shown(plain)
    assert "No label" not in shown(plain)
    text = " ".join(shown(full).split())
    assert "Devices in 1 editorial sentences: labelling 1, loaded wording 1." in text
    assert (
        "No label on 1 of 5 scored sentences: the model is not sure enough. Rates are of the others." in text
    )
    row = next(line.split() for line in shown(full).splitlines() if "Courier" in line)
    assert row[2:8] == ["1", "5", "3", "33.3", "%", "50.0"]


def test_the_words_that_carry_a_strong_sentence_are_underlined(told: Build) -> None:
    summary, out = Summary(), io.StringIO()
    summary.add(told())
    print_summary(summary, Console(file=out, width=110, force_terminal=True, color_system="standard"))
    assert "\x1b[4mshameful walkout\x1b[0m" in out.getvalue()


def test_a_long_strong_sentence_is_cut(build: Build) -> None:
    summary = Summary()
    summary.add(build([("What a disgrace\n" * 40, Voice.OUTLET, 0.9, 0.9)]))
    line = next(s for s in shown(summary).replace("\n", " ").split("0.90") if "disgrace" in s)
    assert "…" in line
    assert line.count("disgrace") == 10
