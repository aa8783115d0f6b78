"""Whole marked articles as items: every sentence in the outlet's own words, with devices and their spans.

- SemEval-2023 task 3 marks persuasion techniques; eval/corpora/semeval.py says what its marks answer.
- The project's own labels of real articles follow the codebook; eval/corpora/outlets.py reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eval.corpora import semeval
from eval.corpora.examples import sentence_key
from eval.corpora.outlets import Judged, Judgement
from eval.corpora.semeval import MarkedArticle
from framing.sentences import OwnWords, own_words, split_article
from framing.types import Article, Sentence, Span
from training.items import DEVICES, RATIONALE, UNASKED, Item, Mark

# Shorter remains of a sentence ("Yes.", "By J. Doe") say nothing of framing.
FEWEST_WORDS = 4

SEMEVAL_DEVICES = frozenset(semeval.DEVICES.values())
# Spans of these techniques are words; those of the others are clauses and would make a rationale of everything.
WORD_DEVICES = frozenset({"loaded_wording", "labelling"})
CODEBOOK_DEVICES = frozenset(DEVICES) - (SEMEVAL_DEVICES - WORD_DEVICES)
CHARGED = "charged"


def semeval_items(articles: Iterable[MarkedArticle], without: frozenset[str] | None = None) -> list[Item]:
    """Every sentence of marked articles in the outlet's own words, asked for `editorial` and devices.

    Where nothing was taken out it answers `charged` too: marked as loaded language or name-calling, or not
    marked at all. Sentences whose keys are in `without` are left out.
    """
    items = []
    for marked in articles:
        article = Article(text=marked.text, id=marked.id, source=marked.id)
        for sentence, own in _sentences(article, without):
            editorial, charged = semeval.judge(sentence, marked)
            if editorial is None and charged is None:
                continue
            techniques = [
                (technique, Span(mark.start - sentence.start, mark.end - sentence.start))
                for technique, mark in marked.marks
                if mark.start < sentence.end and mark.end > sentence.start
            ]
            marks = _marks(own, ((semeval.DEVICES.get(name, name), span) for name, span in techniques))
            found = {mark.tag for mark in marks}
            searched = SEMEVAL_DEVICES | ({RATIONALE} if found <= WORD_DEVICES else set())
            items.append(
                Item(
                    own.text,
                    UNASKED if editorial is None else float(editorial),
                    float(charged) if charged is not None and _whole(own, sentence) else UNASKED,
                    {name: float(name in found) for name in SEMEVAL_DEVICES},
                    _with_rationale(marks),
                    frozenset(searched),
                )
            )
    return items


def outlets_items(articles: Iterable[Judged], without: frozenset[str] | None = None) -> list[Item]:
    """Every judged sentence: own words asked for `editorial` and devices, the whole for `charged`.

    One item where the whole sentence is the outlet's own, else two.
    """
    items = []
    for judged in articles:
        for sentence, own in _sentences(judged.article, without):
            judgement = judged.judgements.get(Span(sentence.start, sentence.end))
            if judgement is None or judgement.furniture:
                continue
            whole = _whole(own, sentence)
            items.append(_own_item(own, judgement, judgement.charged if whole else UNASKED))
            if not whole:
                items.append(_charged_item(sentence, judgement))
    return items


def _own_item(own: OwnWords, judgement: Judgement, charged: float) -> Item:
    marks = _marks(own, judgement.marks)
    found = {mark.tag for mark in marks}
    sure = judgement.editorial in (0.0, 1.0)
    # A side fact is framing by its place, not by its words.
    told = found - {"tangential_context"} or not found
    searched = CODEBOOK_DEVICES | ({RATIONALE} if told else set())
    return Item(
        own.text,
        judgement.editorial,
        charged,
        {name: judgement.editorial * (name in found) for name in CODEBOOK_DEVICES},
        _with_rationale([mark for mark in marks if mark.tag != "tangential_context"]) if sure else (),
        frozenset(searched if sure else ()),
    )


def _charged_item(sentence: Sentence, judgement: Judgement) -> Item:
    marks = tuple(
        Mark(RATIONALE, *span) for name, span in judgement.marks if name in {CHARGED, *WORD_DEVICES}
    )
    told = bool(marks) == (judgement.charged == 1) and judgement.charged != 0.5
    return Item(
        sentence.text,
        charged=judgement.charged,
        marks=marks if told else (),
        searched=frozenset({RATIONALE} if told else ()),
    )


def _sentences(article: Article, without: frozenset[str] | None) -> Iterator[tuple[Sentence, OwnWords]]:
    for sentence in split_article(article):
        own = own_words(sentence)
        if len(own.text.split()) >= FEWEST_WORDS and sentence_key(sentence.text) not in (without or ()):
            yield sentence, own


def _whole(own: OwnWords, sentence: Sentence) -> bool:
    return own.text == " ".join(sentence.text.split())


def _marks(own: OwnWords, spans: Iterable[tuple[str, Span]]) -> list[Mark]:
    """Spans of the sentence that have words left among the outlet's own, as marks there."""
    found = ((name, own.here(span)) for name, span in spans)
    return [Mark(name, *span) for name, span in found if span]


def _with_rationale(marks: list[Mark]) -> tuple[Mark, ...]:
    """The marks, each a mark of the rationale too."""
    return tuple(dict.fromkeys([*marks, *(Mark(RATIONALE, mark.start, mark.end) for mark in marks)]))
