"""Corpora of single labelled sentences as items.

- `charged` is asked of the whole sentence: BABE and Anno-lexical label wording whoever speaks.
- The project's own contrast pairs answer `editorial`: one loaded wording in the outlet's voice makes a wire
  sentence 1.
- `editorial` is asked of the outlet's own words only (quotation and plain attribution taken out), the same
  text the annotator will score. NewsSD-ENG asks just that. BABE does not: taught that its marked words outside
  quotation are editorial, the model flagged neutral sentences for a "leftist" in them.

Words that annotators marked as carrying a label are targets of the rationale.
"""

from __future__ import annotations

from eval.corpora.contrast import Wording
from eval.corpora.examples import Example
from framing.sentences import OwnWords, as_sentence, own_words
from framing.types import Article, Unit
from training.items import RATIONALE, Item, Mark


def voiced(text: str) -> OwnWords:
    """The outlet's own words in a single sentence, as the annotator sees them."""
    return own_words(as_sentence(Article(text=text, id="", source="", unit=Unit.SENTENCE)))


def charged_items(examples: list[Example]) -> list[Item]:
    """Whole sentences, asked for `charged`."""
    return [Item(e.text, charged=float(e.label)) for e in examples]


def editorial_items(examples: list[Example]) -> list[Item]:
    """Own words, asked for `editorial` by a corpus that labels the outlet's voice."""
    # A sentence that is all quotation is 0 by definition and never reaches the model.
    return [Item(own.text, editorial=float(e.label)) for e in examples if (own := voiced(e.text))]


def babe_items(examples: list[Example]) -> list[Item]:
    """BABE for `charged` and the rationale.

    The target is the mean of the consensus and of the share of annotators behind it: a sentence on which
    three of five agreed says less than one on which all did.
    """
    items = []
    for e in examples:
        marks = tuple(Mark(RATIONALE, *span) for span in e.rationale_spans)
        # A Non-biased sentence with marked words, or a Biased one without, does not tell which words count.
        searched = frozenset({RATIONALE} if bool(marks) == bool(e.label) else ())
        charged = float(e.label) if e.share is None else (e.label + e.share) / 2
        items.append(Item(e.text, charged=charged, marks=marks, searched=searched))
    return items


def wording_items(wordings: list[Wording]) -> list[Item]:
    """Sentences that the outlet loads in one place or nowhere, asked for `editorial` and the rationale.

    Not for `charged`: what people marked in BABE is not that one word alone, and taught so the model found less of it.
    """
    items = []
    for wording in wordings:
        own = voiced(wording.text)
        here = wording.words and own.here(wording.words)
        # Read as somebody else's words, it says nothing of the outlet's.
        if own and bool(here) == bool(wording.words):
            marks = (Mark(RATIONALE, *here),) if here else ()
            label = float(wording.label)
            items.append(Item(own.text, editorial=label, marks=marks, searched=frozenset({RATIONALE})))
    return items
