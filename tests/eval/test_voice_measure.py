"""The measurement of voice: the readers of its corpora and the rule that derives gold voice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from eval.corpora import polnear, seesaw
from eval.voice import Gold, Tally, by_rules, measure, voice_figures
from framing.errors import InputError
from framing.sentences.spans import WORD
from framing.types import Voice

TEXT = "Ode said that the dam\nheld. “It leaks badly now,” Ruiz wrote. It rained.\n"


def place(*pieces: str) -> str:
    """The offsets of pieces of TEXT, as the corpus writes them."""
    return ";".join(f"{TEXT.index(piece)} {TEXT.index(piece) + len(piece)}" for piece in pieces)


HELD = "that the dam\nheld"
RECORDS = (
    f"T1\tSource {place('Ode')}\tOde\n"
    f"T2\tCue {place('said')}\tsaid\n"
    f"T3\tContent {place(HELD)}\tthat the dam\nheld\n"
    f"T4\tAttribution {place('said')}\tsaid\n"
    "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
    f"T5\tSource {place('Ruiz')}\tRuiz\n"
    f"T6\tCue {place('wrote')}\twrote\n"
    f"T7\tContent {place('“It leaks', 'badly now,”')}\t“It leaks badly now,”\n"
    f"T8\tAttribution {place('wrote')}\twrote\n"
    "E2\tAttribution:T8 Source:T5 Cue:T6 Content:T7\n"
    f"T9\tDiscuss {place('Ode')}\tOde\n"
    f"T10\tContent {place('rained')}\tsnowed\n"
    f"T11\tAttribution {place('Ode')}\tOde\n"
    "E3\tAttribution:T11 Content:T10\n"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for folder in ("attributions", "text"):
        (tmp_path / "polnear" / "dev" / folder).mkdir(parents=True)
    base = tmp_path / "polnear" / "dev"
    (base / "text" / "one_2031-05-01_dam.txt").write_bytes(TEXT.encode())
    for annotator in ("ab12", "cd34"):
        (base / "attributions" / f"one_2031-05-01_dam_{annotator}.ann").write_bytes(RECORDS.encode())
    return tmp_path


def test_polnear_reads_pieces_newlines_and_annotators(corpus: Path) -> None:
    articles = list(polnear.read(corpus, "dev"))
    assert [a.annotator for a in articles] == ["ab12", "cd34"]
    assert len(polnear.one_each(iter(articles))) == 1
    first, second = articles[0].attributions
    assert [TEXT[a:b] for a, b in first.content] == ["that the dam\nheld"]
    assert len(second.content) == 2


def test_a_span_whose_text_does_not_match_is_dropped(corpus: Path) -> None:
    article = next(polnear.read(corpus, "dev"))
    assert len(article.attributions) == 2


def test_a_missing_corpus_says_where(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="attributions"):
        list(polnear.read(tmp_path, "dev"))
    with pytest.raises(InputError, match="meta"):
        list(seesaw.read(tmp_path))


def test_gold_voice_follows_the_rule(corpus: Path) -> None:
    gold = Gold(next(polnear.read(corpus, "dev")))

    def voice(start: int, end: int) -> Voice:
        return gold.voice({m.start() for m in WORD.finditer(TEXT, start, end)})

    assert voice(0, TEXT.index("“")) == Voice.ATTRIBUTED
    assert voice(TEXT.index("“"), TEXT.index(" It rained")) == Voice.QUOTE
    assert voice(TEXT.index("It rained"), len(TEXT)) == Voice.OUTLET


def test_measure_counts_the_article(corpus: Path) -> None:
    figures = measure(polnear.one_each(polnear.read(corpus, "dev")), by_rules)
    assert figures["articles"] == 1
    assert figures["sentences"] == 4


def test_voice_figures_by_hand() -> None:
    pairs = Counter(
        {(Voice.OUTLET, Voice.OUTLET): 3, (Voice.OUTLET, Voice.QUOTE): 1, (Voice.QUOTE, Voice.QUOTE): 1}
    )
    figures = voice_figures(pairs)
    assert figures["outlet"] == {"sentences": 4, "precision": 1.0, "recall": 0.75, "f1": 0.8571}
    assert figures["quote"] == {"sentences": 1, "precision": 0.5, "recall": 1.0, "f1": 0.6667}
    assert figures["accuracy"] == 0.8


def test_tally() -> None:
    tally = Tally()
    tally.add({1, 2, 3}, {2, 3, 4, 5})
    assert tally.figures() == {"precision": 0.6667, "recall": 0.5, "f1": 0.5714}


def test_polnear_dev_stays_at_its_level(shared: Path) -> None:
    """Floors a little under the reported figures, on a tenth of dev."""
    articles = polnear.one_each(polnear.read(shared / "data", "dev"))[::10]
    figures = measure(articles, by_rules)
    assert figures["content"]["f1"] > 0.75
    assert figures["quotations_alone"]["precision"] > 0.93


def test_seesaw_has_ordered_sentences(shared: Path) -> None:
    article = next(seesaw.read(shared / "data"))
    assert article.split in ("train", "valid")
    assert len(article.sentences) > 5
    assert all(s == s.strip() and s for s in article.sentences)
