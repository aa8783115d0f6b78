"""The founding example: five tellings of one event, and what each did to the wire copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from eval.store import Result
from framing.annotator import Annotator
from framing.profiles import profile_tally
from framing.profiles.counts import Tally
from framing.reading import open_corpus
from framing.types import AnnotatedArticle, Reject

# The sentence of the mission, and how far into it one must read to know it.
NAMED = "one of the worst human rights records"


def annotate_folder(annotator: Annotator, folder: Path) -> Iterator[AnnotatedArticle]:
    """The annotated articles of a folder's manifest, in order; its other files are left out."""
    units = [u for u in open_corpus([str(folder)]) if not isinstance(u, Reject) and u.event]
    return annotator.annotate_many(units)


def measure_founding(annotator: Annotator, folder: Path) -> Result:
    """Each outlet's raw rate, and the score of the sentence that the program was made for."""
    rows, named = [], []
    for annotated in annotate_folder(annotator, folder):
        tally = Tally()
        tally.add(annotated)
        profile = profile_tally(tally)[0]
        rate = profile.editorial_rate
        rows.append(
            {
                "page": Path(annotated.article.source).stem,
                "sentences": profile.sentences,
                "own voice": profile.own_voice_sentences,
                "editorial": sum(s.editorial_label or 0 for s in annotated.sentences),
                "raw rate": rate.value if rate else None,
            }
        )
        named += [s.prediction.editorial for s in annotated.sentences if NAMED in s.sentence.text]
    return Result(
        name="founding",
        title="The founding example: one event, five pages (none of them trained on)",
        command="framing evaluate founding",
        rows=rows,
        note=f"The sentence with “{NAMED}” scores "
        + " and ".join(f"{x:.2f}" for x in named if x is not None),
        signature=str(annotator.signature),
    )
