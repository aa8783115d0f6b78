"""The sources that a recipe may name: which part of which corpus, and one item in how many.

What a label of a corpus teaches is written in training/single.py (sentences) and training/marked.py (articles).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from eval.corpora import anno_lexical, babe, contrast, newssd, outlets, polnear, semeval
from eval.corpora.examples import Example, sentence_key
from framing.errors import InputError
from framing.sentences import own_words, split_article
from framing.types import Article
from training.counterfactual import counterfactual_items
from training.heard import polnear_items
from training.items import UNASKED, Item
from training.marked import FEWEST_WORDS, outlets_items, semeval_items
from training.own import items as own_items
from training.own import labelled_texts, split_name
from training.single import babe_items, charged_items, editorial_items, voiced, wording_items

# Sentences of the silver corpus that the embedding is fitted on: ten for each of its weights an output.
PLAIN_TEXTS = 10_000
# Unlabelled sentences that are longer are lists.
MOST_WORDS = 100

Source = Callable[[Path], list[Item]]


def silver_items(folder: Path) -> list[Item]:
    """Anno-lexical's training part, without the sentences that some corpus is tested on."""
    held_out = {e.key for e in babe.read(folder)}
    held_out |= {e.key for e in newssd.read(folder, "test")}
    held_out |= {e.key for e in anno_lexical.read(folder, "test")}
    return charged_items([e for e in anno_lexical.read(folder, "train") if e.key not in held_out])


# How BABE may be asked, by the name a recipe gives it.
BABE: dict[str, Callable[[list[Example]], list[Item]]] = {"babe": babe_items, "babe_plain": charged_items}


def _babe_train(folder: Path) -> list[Example]:
    examples = babe.read(folder)
    held_out = {e.key for name in ("test", "calibration") for e in babe.split(examples, name)}
    return [e for e in babe.split(examples, "train") if e.key not in held_out]


def _semeval_train(folder: Path) -> list[Item]:
    """Devices and charge. Not `editorial`: a sentence without a persuasion mark may still judge.

    Asked for it too, the model found less of what people call subjective in NewsSD-ENG before it had seen
    any of that: AUROC 0.823 against 0.849 (training and validation part, 787 sentences).
    """
    return [replace(item, editorial=UNASKED) for item in semeval_items(semeval.read(folder, "train"))]


def _outlets_train(folder: Path) -> list[Item]:
    return outlets_items(outlets.read(folder, "train"))


def _newssd_train(folder: Path) -> list[Item]:
    return editorial_items(newssd.read(folder, "train"))


def _polnear_train(folder: Path) -> list[Item]:
    return polnear_items(polnear.one_each(polnear.part(folder, "train")))


def unlabelled_items(folder: Path) -> list[Item]:
    """Sentences that nobody labelled, of every article of the corpus that no part is tested or calibrated on.

    As the annotator would ask them: whole, and the outlet's own words alone where they are not all of it. Sentences of
    outlets that are tested on, and those that stand in another corpus's test or calibration part, are left out.
    """
    judged = [j.article for part in ("calibration", "test") for j in outlets.read(folder, part)]
    tested = {j.article.outlet for j in outlets.read(folder, "test")}
    left_out = {article.id for article in judged}
    held_out = {e.key for e in babe.read(folder)}
    held_out |= {e.key for part in ("val", "test") for e in newssd.read(folder, part)}
    held_out |= {e.key for e in anno_lexical.read(folder, "test")}
    marked = [m for part in ("calibration", "test") for m in semeval.read(folder, part)]
    heard = [*polnear.part(folder, "calibration"), *polnear.read(folder, "dev")]
    judged += [Article(m.text, m.id, m.id) for m in marked] + [Article(p.text, p.name, p.name) for p in heard]
    held_out |= {sentence_key(s.text) for article in judged for s in split_article(article)}
    found: dict[str, None] = {}
    for article in outlets.articles(folder):
        if article.outlet in tested or article.id in left_out:
            continue
        for sentence in split_article(article):
            whole, own = " ".join(sentence.text.split()), own_words(sentence).text
            if not held_out & {sentence_key(whole), sentence_key(own)}:
                found |= {text: None for text in (whole, own) if _worth_asking(text)}
    return [Item(text) for text in found]


def _worth_asking(text: str) -> bool:
    return FEWEST_WORDS <= len(text.split()) <= MOST_WORDS


def _counterfactual(folder: Path) -> list[Item]:
    news = (item.text for name in ("unlabelled", "anno_lexical") for item in _items(name, folder))
    return counterfactual_items(news)


SOURCES: dict[str, Source] = {
    "anno_lexical": silver_items,
    "babe": lambda folder: babe_items(_babe_train(folder)),
    "babe_plain": lambda folder: charged_items(_babe_train(folder)),
    "semeval2023_task3": _semeval_train,
    "newssd_eng": _newssd_train,
    "outlets": _outlets_train,
    "polnear": _polnear_train,
    "unlabelled": unlabelled_items,
    "contrast": lambda _: wording_items(contrast.pairs("train")),
    "named": lambda _: wording_items(contrast.named()),
    "counterfactual": _counterfactual,
}


def plain_texts(folder: Path) -> list[str]:
    """Distinct sentences without labels, to fit the embedding on: the silver corpus's own, and whole articles'."""
    texts = [e.text for e in anno_lexical.read(folder, "train")][:PLAIN_TEXTS]
    for judged in outlets.read(folder, "train"):
        texts += [judged.article.text[span.start : span.end] for span in judged.judgements]
    return list(dict.fromkeys(texts))


class Asked(NamedTuple):
    """What a recipe asks of a source: its name, how much an item weighs, and one item in how many."""

    name: str
    weight: float = 1.0
    every: int = 1

    def of(self, items: Sequence[Item]) -> list[Item]:
        """The items asked for, with their weights multiplied."""
        return [replace(item, weight=item.weight * self.weight) for item in items[:: self.every]]


def gather(names: tuple[str, ...], folder: Path) -> list[Item]:
    """The items of a stage, source after source (the loop shuffles by seed).

    A name is one of SOURCES or the user's own labels (`editorial=labels.csv`, see training/own.py); with
    `%every` and `*weight` behind it, one item in so many is taken and counts that much in the loss.
    """
    asked = [parse_source(name) for name in names]
    return [item for source in asked for item in source.of(_items(source.name, folder))]


def parse_source(text: str) -> Asked:
    """`newssd_eng*3` is Asked("newssd_eng", 3.0); `outlets%8` is Asked("outlets", every=8)."""
    rest, _, weight = text.rpartition("*") if "*" in text else (text, "", "1")
    name, _, every = rest.rpartition("%") if "%" in rest else (rest, "", "1")
    try:
        found = Asked(name, float(weight), int(every))
    except ValueError:
        raise InputError(
            "recipe", "a source is NAME, NAME%EVERY or NAME*WEIGHT, in numbers", repr(text)
        ) from None
    if found.every < 1 or found.weight <= 0:
        raise InputError("recipe", "a source's weight and its share must be positive", repr(text))
    return found


@cache
def _of_corpora(name: str, folder: Path) -> tuple[Item, ...]:
    """Read once a run: a teacher's stages and the folds of a cross-validation ask again."""
    return tuple(SOURCES[name](folder))


def _items(name: str, folder: Path) -> Sequence[Item]:
    if name in SOURCES:
        return _of_corpora(name, folder)
    if "=" not in name:
        raise InputError("recipe", f"a source is HEAD=PLACE or one of {', '.join(SOURCES)}", repr(name))
    head, place = split_name(name)
    texts = labelled_texts(place)
    if head == "editorial":
        texts = [(own.text, label) for text, label in texts if (own := voiced(text))]
    return own_items(head, texts)
