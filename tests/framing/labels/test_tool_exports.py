"""What Label Studio and doccano themselves exported comes home: every answer, span, annotator and time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from framing.labels.formats import find, read
from framing.labels.tasks import Origin
from framing.types import Annotation

FIXTURES = Path(__file__).parent / "fixtures"
# When doccano's files are read: it exports no time.
READ = "2030-01-01T00:00:00Z"
WENT_OUT = "2025-01-02T03:04:05Z"
FEES = [("loaded_wording", "shamefully"), ("sensational_ironic", None)]
LINES = [("loaded_attribution", "line\r\nthe so-called"), ("sensational_ironic", "“reform” 😄")]
# What doccano 1.8.4 exported of the two plain kinds of project: their own column, and what went out as metadata.
SENT = {
    "task": {"article": "harbour/1", "start": 308, "end": 348, "id": "a8c638cb176e797e"},
    "annotator": "clara", "time": WENT_OUT, "codebook": "1", "blind": True, "devices_asked": True,
    "said": "2cfcdccf174aae55", "note": None, "hidden": [],
}  # fmt: skip
SLUNK = {"id": 42, "text": "Officials slunk away from the 🧨 inquiry.", "framing": SENT, "Comments": []}


def imported(name: str, path: Path) -> tuple[dict[tuple[str, str], Annotation], int]:
    """Labels by annotator and the sentence's beginning, and how many rows had no answer."""
    unanswered: list[str] = []

    def refuse(place: str, error: Exception | None) -> None:
        assert error is None, error
        unanswered.append(place)

    labels = list(read(find(name), path, Origin(time=READ), refuse))
    found = {(one.annotator, (one.text or "")[:7]): one for one in labels}
    assert len(found) == len(labels)
    return found, len(unanswered)


def marks(one: Annotation) -> list[tuple[str, str | None]]:
    """Each device with the words it covers, in the order of names."""
    text = one.text or ""
    found = [(d.device, text[d.span.start : d.span.end] if d.span else None) for d in one.devices or ()]
    return sorted(found, key=lambda pair: (pair[0], pair[1] or ""))


def answers(one: Annotation) -> tuple[Any, ...]:
    """Voice, editorial, charged, confidence and note."""
    return (one.voice, one.editorial, one.charged, one.confidence, one.note)


def test_label_studio() -> None:
    found, unanswered = imported("label-studio", FIXTURES / "label_studio.json")
    assert {key: one.time for key, one in found.items()} == {
        ("clara", "The fee"): WENT_OUT,
        ("clara", "Officia"): "2026-11-23T13:03:07Z",
        ("user1", "The cou"): "2026-11-23T13:03:00Z",
        ("user1", "“A rack"): "2026-11-23T13:02:42Z",
        ("user1", "First l"): "2026-11-23T13:02:32Z",
        ("user1", "It's th"): "2026-11-23T13:02:49Z",
        ("user4", "The fee"): "2026-11-23T13:03:22Z",
    }
    assert unanswered == 2  # one skipped, one never opened
    assert answers(found["user1", "The cou"]) == ("outlet", 0, 0, 3, None)
    racket = found["user1", "“A rack"]
    assert answers(racket) == ("mixed", 1, 1, 2, "“racket” is hers… 👩‍👩‍👧")
    # Its editor widens what is dragged to whole words, and takes a comma behind an emoji for part of one.
    assert marks(racket) == [
        ("labelling", "racket"),
        ("loaded_wording", "cafe\u0301 levy 👩‍👩‍👧,"),
        ("vague_source", None),
    ]
    assert marks(found["user1", "First l"]) == LINES
    assert marks(found["user1", "It's th"]) == [("loaded_wording", '"biggest" swindle <b>ever</b> & it \\n')]
    assert {(one.design, one.article, one.outlet) for one in found.values()} == {
        ("0123456789abcdef", "harbour/1", "Sund Post")
    }


def test_label_studio_tells_answers_that_went_out_from_changed_and_copied_ones() -> None:
    found, _ = imported("label-studio", FIXTURES / "label_studio.json")
    same, changed, copied = (
        found[key] for key in (("clara", "The fee"), ("clara", "Officia"), ("user4", "The fee"))
    )
    assert (answers(same), marks(same)) == (("outlet", 1, 1, 2, "why “shame”? 😄"), FEES)
    assert answers(changed) == ("outlet", 1, 1, 3, None)
    assert marks(changed) == [("loaded_wording", "slunk"), ("loaded_wording", "🧨 inquiry")]
    assert (answers(copied), marks(copied)) == (("outlet", 0, 1, 2, "why “shame”? 😄"), FEES)
    assert [one.blind for one in (same, changed, copied)] == [True, True, False]
    assert [one.codebook for one in (same, changed, copied)] == ["1", "1", "unstated"]


def test_label_studio_suggestions() -> None:
    found, _ = imported("label-studio", FIXTURES / "label_studio_suggested.json")
    assert {(*key, one.charged, one.blind) for key, one in found.items()} == {
        ("user1", "The fee", 1, False),
        ("user1", "Officia", 1, False),
    }
    assert marks(found["user1", "The fee"]) == FEES


@pytest.mark.parametrize(("folder", "who"), [("doccano", "anna"), ("doccano_shared", "doccano")])
def test_doccano(folder: str, who: str) -> None:
    found, _ = imported("doccano", FIXTURES / folder)
    assert answers(found[who, "The cou"]) == ("outlet", 0, 0, 3, None)
    racket = found[who, "“A rack"]
    assert answers(racket) == ("mixed", 1, 1, 2, "2nd: 👩‍👩‍👧\n“racket” is hers…")
    assert marks(racket) == [
        ("labelling", "racket"),
        ("loaded_wording", "cafe\u0301 levy 👩‍👩‍👧"),
        ("tangential_context", None),
        ("vague_source", None),
    ]
    assert marks(found[who, "First l"]) == LINES
    assert answers(found[who, "It's th"]) == (None, 0, 0, None, None)
    same, changed = found["clara", "The fee"], found["clara", "Officia"]
    assert (answers(same), marks(same)) == (("outlet", 1, 1, 2, "why “shame”? 😄"), FEES)
    assert marks(changed) == [("loaded_wording", "slunk"), ("loaded_wording", "🧨 inquiry")]
    assert (same.time, changed.time, changed.codebook) == (WENT_OUT, READ, "1")
    others = {name for name, _ in found} - {who, "clara"}
    assert others == ({"ben"} if folder == "doccano" else set())


def test_doccano_does_not_give_one_users_answer_to_whose_answer_went_out() -> None:
    found, _ = imported("doccano", FIXTURES / "doccano" / "ben.jsonl")
    assert {key: (answers(one), marks(one)) for key, one in found.items()} == {
        ("ben", "The fee"): ((None, 0, None, None, None), []),
        ("ben", "“A rack"): ((None, 1, 0, None, None), [("loaded_wording", "𝕬nna")]),
    }


@pytest.mark.parametrize(
    ("columns", "who", "said"),
    [
        ({"entities": [[10, 15, "loaded_wording"]], "label": ["by:clara", "charged:no", "confidence:3", "editorial:yes", "voice:outlet"]},
         "clara", [("loaded_wording", "slunk")]),
        ({"entities": [[10, 15, "loaded_wording"]], "label": ["editorial:yes"]}, "ben", []),
        ({"cats": ["editorial:yes", "by:clara"], "label": [[30, 40, "loaded_wording"]]}, "ben", [("loaded_wording", "🧨 inquiry")]),
        ({"cats": ["editorial:yes", "by:clara"], "relations": [],
          "entities": [{"id": 44, "label": "loaded_wording", "start_offset": 30, "end_offset": 40}]},
         "ben", [("loaded_wording", "🧨 inquiry")]),
    ],
    ids=["classification, who imported", "classification, another", "sequence labelling", "with relations"],
)  # fmt: skip
def test_doccano_in_the_plain_kinds_hears_only_what_the_user_was_asked(
    columns: dict[str, Any], who: str, said: list[tuple[str, str]], tmp_path: Path
) -> None:
    (tmp_path / "ben.jsonl").write_text(json.dumps(SLUNK | columns) + "\n")
    found, _ = imported("doccano", tmp_path / "ben.jsonl")
    ((key, one),) = found.items()
    assert (key[0], marks(one)) == (who, said)
    assert (one.time == WENT_OUT) == (who == "clara")
