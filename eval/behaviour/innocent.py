"""Sentences in which the outlet takes no side: ugly facts plainly told, and other people's opinions."""

from __future__ import annotations

from eval.behaviour.sentences import plain
from eval.scored import sentences
from eval.store import Result
from framing.annotator import Annotator


def called(annotator: Annotator, name: str) -> dict[str, list[int]]:
    """Labels `editorial` of the sentences of `name`.toml, by group."""
    found = plain(name)
    labels: dict[str, list[int]] = {}
    for (group, _), scored in zip(found, sentences(annotator, [text for _, text in found]), strict=True):
        labels.setdefault(group, []).append(scored.editorial_label or 0)
    return labels


def measure_innocent(annotator: Annotator) -> Result:
    """Share called editorial, by group; it should be none."""
    rows = []
    for name, title in (("facts", "ugly facts"), ("quoted", "quoted opinion")):
        labels = called(annotator, name)
        every = [label for found in labels.values() for label in found]
        for group, found in {**labels, "all": every}.items():
            rows.append(
                {
                    "sentences": title,
                    "group": group,
                    "n": len(found),
                    "called editorial": sum(found),
                    "share": sum(found) / len(found),
                }
            )
    return Result(
        name="behaviour-innocent",
        title="Ugly facts plainly told, and opinion that is somebody else's",
        command="framing evaluate behaviour",
        rows=rows,
        note="By the codebook none of them is editorial; most of the quoted opinion is charged.",
        signature=str(annotator.signature),
    )
