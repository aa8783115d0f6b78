"""What each corpus teaches each head. A recipe names these; the labels' meaning is written here once.

- `charged` is asked of the whole sentence: BABE and Anno-lexical label wording whoever speaks.
- `editorial` is asked of the outlet's own words only (quotation and plain attribution taken out), the same
  text the annotator will score. NewsSD-ENG asks just that. BABE does not, but its marked words tell: a
  Biased sentence is editorial where a marked word stands among the outlet's own words, and not where all
  of them stand inside quotation; where none is marked it answers only if nothing was taken out.
- SemEval-2023 task 3 marks persuasion in whole articles; eval/corpora/semeval.py says what its marks answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from eval.corpora import anno_lexical, babe, newssd, semeval
from eval.corpora.examples import Example, sentence_key
from eval.corpora.semeval import MarkedArticle
from framing.errors import InputError
from framing.sentences import as_sentence, own_words, split_article
from framing.types import Article, Unit
from training.items import UNASKED, Item
from training.own import items as own_items
from training.own import labelled_texts, split_name

Source = Callable[[Path], list[Item]]

# Shorter remains of a sentence ("Yes.", "By J. Doe") say nothing of framing.
FEWEST_WORDS = 4


def voiced(text: str) -> str:
    """The outlet's own words in a single sentence, as the annotator sees them."""
    return own_words(as_sentence(Article(text=text, id="", source="", unit=Unit.SENTENCE)))


def plain(text: str) -> str:
    """The text with single spaces, as `own_words` returns it."""
    return " ".join(text.split())


def charged_items(examples: list[Example]) -> list[Item]:
    """Whole sentences, asked for `charged`."""
    return [Item(e.text, charged=float(e.label)) for e in examples]


def editorial_items(examples: list[Example]) -> list[Item]:
    """Own words, asked for `editorial` by a corpus that labels the outlet's voice."""
    items = []
    for e in examples:
        own = voiced(e.text)
        # A sentence that is all quotation is 0 by definition and never reaches the model.
        if own:
            items.append(Item(own, editorial=float(e.label)))
    return items


def babe_items(examples: list[Example]) -> list[Item]:
    """BABE for both heads; one item where the whole sentence is the outlet's own, else two."""
    items = []
    for e in examples:
        own = voiced(e.text)
        label = editorial_of_charged(e, own)
        if own == plain(e.text):
            items.append(Item(e.text, editorial=label, charged=float(e.label)))
            continue
        items.append(Item(e.text, charged=float(e.label)))
        if own and label == label:
            items.append(Item(own, editorial=label))
    return items


def editorial_of_charged(example: Example, own: str) -> float:
    """The editorial label that a charged label implies for the own words; NaN where it implies none."""
    if example.label == 0:
        return 0.0
    if own == plain(example.text):
        return 1.0
    marked = [word.casefold() for word in example.rationale]
    if not marked:
        return UNASKED
    return float(any(word in own.casefold() for word in marked))


def semeval_items(articles: Iterable[MarkedArticle], without: frozenset[str] | None = None) -> list[Item]:
    """Every sentence of marked articles in the outlet's own words, asked for `editorial`.

    Where nothing was taken out it answers `charged` too: marked as loaded language or name-calling, or not
    marked at all. Sentences whose keys are in `without` are left out.
    """
    items = []
    left_out = without or frozenset()
    for marked in articles:
        for sentence in split_article(Article(text=marked.text, id=marked.id, source=marked.id)):
            own = own_words(sentence)
            if len(own.split()) >= FEWEST_WORDS and sentence_key(sentence.text) not in left_out:
                editorial, charged = semeval.judge(sentence, marked)
                whole = own == plain(sentence.text)
                items.append(Item(own, _target(editorial), _target(charged) if whole else UNASKED))
    return [item for item in items if any(target == target for target in item.targets)]


def _target(label: int | None) -> float:
    return UNASKED if label is None else float(label)


def silver_items(folder: Path) -> list[Item]:
    """Anno-lexical's training part, without the sentences that some corpus is tested on."""
    held_out = {e.key for e in babe.read(folder)}
    held_out |= {e.key for e in newssd.read(folder, "test")}
    held_out |= {e.key for e in anno_lexical.read(folder, "test")}
    return charged_items([e for e in anno_lexical.read(folder, "train") if e.key not in held_out])


def _babe_train(folder: Path) -> list[Item]:
    examples = babe.read(folder)
    held_out = {e.key for name in ("test", "calibration") for e in babe.split(examples, name)}
    return babe_items([e for e in babe.split(examples, "train") if e.key not in held_out])


def _semeval_train(folder: Path) -> list[Item]:
    return semeval_items(semeval.read(folder, "train"))


def _newssd_train(folder: Path) -> list[Item]:
    return editorial_items(newssd.read(folder, "train"))


SOURCES: dict[str, Source] = {
    "anno_lexical": silver_items,
    "babe": _babe_train,
    "semeval2023_task3": _semeval_train,
    "newssd_eng": _newssd_train,
}


def gather(names: tuple[str, ...], folder: Path) -> list[Item]:
    """The items of a stage, source after source (the loop shuffles by seed).

    A name is one of SOURCES or the user's own labels (`editorial=labels.csv`, see training/own.py); with
    `*weight` behind it, its items count that many times in the loss.
    """
    found = []
    for name in names:
        bare, weight = split_weight(name)
        found += weighted(_items(bare, folder), weight)
    return found


def weighted(items: list[Item], weight: float) -> list[Item]:
    """The items with their weight multiplied."""
    return [replace(item, weight=item.weight * weight) for item in items]


def split_weight(name: str) -> tuple[str, float]:
    """A source's bare name and its weight: `newssd_eng*3` is ("newssd_eng", 3.0)."""
    bare, star, weight = name.rpartition("*")
    if not star:
        return name, 1.0
    try:
        return bare, float(weight)
    except ValueError:
        raise InputError("recipe", "a source's weight must be a number", repr(name)) from None


def _items(name: str, folder: Path) -> list[Item]:
    if name in SOURCES:
        return SOURCES[name](folder)
    if "=" not in name:
        raise InputError("recipe", f"a source is HEAD=PLACE or one of {', '.join(SOURCES)}", repr(name))
    head, place = split_name(name)
    texts = labelled_texts(place)
    if head == "editorial":
        texts = [(words, label) for text, label in texts if (words := voiced(text))]
    return own_items(head, texts)
