"""From label rows to what a head is fitted on."""

from __future__ import annotations

import pytest

from framing.errors import InputError
from framing.refit import labelled
from framing.refit.labelled import NO_TEXT
from framing.types import Annotation, content_hash

Row = tuple[str, str | None, int | None]


def row(
    article: str, text: str | None, answer: int | None, who: str = "anna", outlet: str = "Fjord Post"
) -> Annotation:
    return Annotation(
        who, "2025-03-01T10:00:00Z", "1", article, None, 0, len(text or "x"), None, answer,
        text=text, outlet=outlet, id=content_hash(article, text or "none"),
    )  # fmt: skip


def plenty() -> list[Annotation]:
    """Six of either answer."""
    return [row(f"a{n}", f"The ferry left at {n} o'clock.", n % 2) for n in range(12)]


def test_the_majority_answers_and_a_tie_is_left_out() -> None:
    text = "The budget is a joke."
    rows = [
        *plenty(),
        *(row("b", text, answer, who) for who, answer in (("anna", 1), ("ben", 1), ("cleo", 0))),
    ]
    rows += [row("c", "The sea was calm.", answer, who) for who, answer in (("anna", 1), ("ben", 0))]
    found = labelled(rows, "editorial")
    assert dict(zip(found.texts, found.labels, strict=True))[text] == 1
    assert found.left_out == {"tie": 1}


def test_an_adjudicator_settles_a_tie() -> None:
    rows = [*plenty(), row("c", "The sea was calm.", 1, "anna"), row("c", "The sea was calm.", 0, "judge")]
    found = labelled(rows, "editorial", adjudicator="judge")
    assert dict(zip(found.texts, found.labels, strict=True))["The sea was calm."] == 0


def test_what_cannot_teach_is_counted_by_its_reason() -> None:
    rows = [*plenty(), row("d", None, 1), row("e", '"A disgrace," he said.', 0), row("f", "It rained.", None)]
    found = labelled(rows, "editorial")
    assert found.left_out == {NO_TEXT: 1, "no words of the outlet's own": 1, "no answer to 'editorial'": 1}
    assert len(found) == 12


def test_the_same_words_in_two_articles_are_not_parted() -> None:
    rows = [*plenty(), row("x", "A reprint.", 1), row("y", "A reprint.", 1)]
    found = labelled(rows, "editorial")
    groups = found.groups()
    same = [place for place, text in enumerate(found.texts) if text == "A reprint."]
    assert len(same) == 2
    assert groups[same[0]] == groups[same[1]]


def test_outlets_are_kept_apart_where_asked() -> None:
    rows = [row(f"a{n}", f"The ferry left at {n}.", n % 2, outlet="AB"[n // 6]) for n in range(12)]
    found = labelled(rows, "editorial")
    assert len(set(found.groups().tolist())) == 12
    assert len(set(found.groups(outlets_apart=True).tolist())) == 2


def test_too_few_of_an_answer_are_refused_with_what_was_found() -> None:
    rows = [row(f"a{n}", f"The ferry left at {n}.", 0) for n in range(12)]
    with pytest.raises(InputError, match=r"mine\.jsonl: .*found 0 labelled 1 and 12 labelled 0"):
        labelled(rows, "editorial", "mine.jsonl")
