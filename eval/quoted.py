"""Opinion inside quotation marks, on real sentences: is it ever laid at the outlet's door?

Marks are paired here by a pattern of this file's own, not by the program's rules, so that a quotation which the
program misses is counted. Annotators of a corpus do not mark all that an outlet says around a quotation: two passes by
the codebook (annotations/quoted) say of each sentence of SemEval-2023 whether it does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from eval.corpora import babe, outlets, semeval
from eval.scored import OUTLETS, PASSES, SEMEVAL, sentences
from eval.store import Result
from framing.annotator import Annotator
from framing.types import Article, ScoredSentence, Span

QUOTATION = re.compile(r"“[^“”]+”|\"[^\"]+\"")
# Shorter stretches in marks may be scare quotes, which are the outlet's own wording by the codebook.
FEWEST_WORDS = 3
# A sentence of SemEval-2023: its article's id, and where it starts.
Place = tuple[str, int]
READ_AGAIN = Path(__file__).parents[1] / "annotations" / "quoted"


def measure_quoted(annotator: Annotator, data: Path) -> Result:
    """Share called editorial of the sentences whose marked words all stand inside quotation marks."""
    examples = [e for e in babe.read(data) if e.label == 1 and all_quoted(e.text, e.rationale_spans)]
    read = _semeval(annotator, data)
    plain = {key for key, passes in outside_quotation().items() if not any(passes)}
    groups = {
        "BABE, all of it": sentences(annotator, [e.text for e in examples]),
        SEMEVAL: list(read.values()),
        f"{SEMEVAL}, nothing of the outlet's around it": [read[key] for key in read if key in plain],
        **{OUTLETS.format(who): _outlets(annotator, data, who) for who in PASSES},
    }
    return Result(
        name="quoted",
        title="Opinion wholly inside quotation marks, in real sentences",
        command="framing evaluate quoted",
        rows=[_row(title, found) for title, found in groups.items()],
        note=(
            "Sentences whose marked words (BABE: biased words; SemEval: any technique; outlets: loaded words, of "
            f"sentences called charged and not editorial by a language model) all stand in quotations of {FEWEST_WORDS} or more words. "
            "Nothing of the outlet's around it: two runs of a language model, which saw no score and not each other, "
            "found no framing of the outlet's own outside the quotation. "
            "Annotators of BABE hardly ever marked quoted words, and eight tenths of it were trained on: the rules "
            "of quotation, which learn nothing, decide here."
        ),
        signature=str(annotator.signature),
    )


def _row(title: str, found: list[ScoredSentence]) -> dict[str, object]:
    called = sum(s.editorial_label or 0 for s in found)
    return {
        "set": title,
        "n": len(found),
        "called editorial": called,
        "share": called / len(found) if found else None,
    }


def all_quoted(text: str, spans: Iterable[Span]) -> bool:
    """Whether there are spans and each lies inside a quotation."""
    quotations = [m.span() for m in QUOTATION.finditer(text) if len(m[0].split()) >= FEWEST_WORDS]
    inside = [any(start <= span.start and span.end <= end for start, end in quotations) for span in spans]
    return bool(inside) and all(inside)


def outside_quotation() -> dict[Place, list[float]]:
    """By sentence of SemEval-2023, what each pass calls `editorial` outside the quotation: 0, 1, or 0.5 in doubt."""
    found: dict[Place, list[float]] = {}
    for path in sorted(READ_AGAIN.glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            found.setdefault((row["article"], row["start"]), []).append(row["editorial"])
    return found


def _semeval(annotator: Annotator, data: Path) -> dict[Place, ScoredSentence]:
    marked = {m.id: m for m in semeval.read(data, "test")}
    articles = (Article(text=m.text, id=m.id, source=m.id) for m in marked.values())
    return {
        (whole.article.id, scored.sentence.start): scored
        for whole in annotator.annotate_many(articles)
        for scored in whole.sentences
        if all_quoted(
            scored.sentence.text,
            [
                Span(mark.start - scored.sentence.start, mark.end - scored.sentence.start)
                for _, mark in marked[whole.article.id].marks
                if mark.start < scored.sentence.end and mark.end > scored.sentence.start
            ],
        )
    }


def _outlets(annotator: Annotator, data: Path, who: str) -> list[ScoredSentence]:
    judged = list(outlets.read(data, "test", who))
    answers = {j.article.id: j.judgements for j in judged}
    found = []
    for whole in annotator.annotate_many(j.article for j in judged):
        for scored in whole.sentences:
            answer = answers[whole.article.id].get(Span(scored.sentence.start, scored.sentence.end))
            if answer is None or (answer.editorial, answer.charged) != (0, 1):
                continue
            if all_quoted(scored.sentence.text, [span for _, span in answer.marks]):
                found.append(scored)
    return found
