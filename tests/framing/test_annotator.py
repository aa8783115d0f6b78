from __future__ import annotations

import copy
import json
import pickle
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.annotator import ARTICLES_AT_ONCE
from framing.errors import ArtefactError, InputError
from framing.types import Article, Unit, Voice


@pytest.fixture(scope="module")
def annotator() -> framing.Annotator:
    return framing.load()


def sentence(text: str) -> Article:
    return Article(text=text, id="x", source="test", unit=Unit.SENTENCE)


def editorial(annotator: framing.Annotator, text: str) -> float | None:
    return annotator.annotate(sentence(text)).sentences[0].prediction.editorial


def test_framing_is_found_and_reporting_is_not(annotator: framing.Annotator) -> None:
    loaded = "The minister's craven surrender is a shameful betrayal of every decent citizen."
    plain = "The ministry published the report on Tuesday."
    assert (editorial(annotator, loaded) or 0) > 0.5 > (editorial(annotator, plain) or 0)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["shameful", "craven", "budget", "the", "vile", "of", "corrupt", "report", "regime"]),
        min_size=4,
        max_size=12,
    )
)
def test_no_word_inside_quotation_marks_moves_the_editorial_score(
    annotator: framing.Annotator, words: list[str]
) -> None:
    frame = 'The craven mayor, who had promised a new bridge, said "{}" and left the council for good.'
    first = editorial(annotator, frame.format(" ".join(words)))
    other = editorial(annotator, frame.format("we have nothing to add today"))
    assert first == other
    assert first


def test_a_sentence_that_is_all_quotation_is_not_editorial(annotator: framing.Annotator) -> None:
    scored = annotator.annotate(
        sentence('"This is a vile, shameful betrayal by a corrupt regime," she said.')
    )
    (only,) = scored.sentences
    assert only.prediction.editorial == 0.0
    assert only.editorial_label == 0
    assert (only.prediction.charged or 0) > 0.5


def test_furniture_gets_no_score(annotator: framing.Annotator) -> None:
    text = "Council approves budget\n\nThe council approved the budget on Tuesday.\n\nRead more: The shameful truth\n\nMembers voted 9 to 4 for it."
    article = framing.read_article(text)
    by_voice = {s.sentence.text: s for s in annotator.annotate(article).sentences}
    promotion = by_voice["Read more: The shameful truth"]
    assert promotion.sentence.voice is Voice.NON_CONTENT
    assert promotion.prediction.editorial is None
    assert promotion.prediction.charged is None


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("“It is sad,” Ana Ruiz, 71, a teacher who lives on the A61, told the Gazette.",
         "Ana Ruiz, 71, a teacher who lives on the A61", "told", "“It is sad,”"),
        ("The killings were linked, the interior ministry said.", "the interior ministry", "said", "The killings were linked"),
        ("Officials from the interior ministry said 13 people had died, though nobody checked.",
         "Officials from the interior ministry", "said", "13 people had died"),
        ("Pay will fall, the union of railway workers warned.", "the union of railway workers", "warned", "Pay will fall"),
        ("“Not today,” he said, in a shameful display of arrogance.", "he", "said", "“Not today,”"),
    ],
)  # fmt: skip
def test_the_shipped_model_hears_who_says_what_and_where_it_ends(
    annotator: framing.Annotator, text: str, source: str, cue: str, content: str
) -> None:
    (scored,) = annotator.annotate(sentence(text)).sentences
    (one,) = scored.sentence.attributions
    assert [text[slice(*span)] for span in one.content] == [content]
    assert (text[slice(*one.source or ())], text[slice(*one.cue or ())]) == (source, cue)


def test_every_article_comes_back_in_order(annotator: framing.Annotator) -> None:
    many = [
        Article(text=f"The council met on day {i}. It approved {i} budgets.", id=str(i), source="test")
        for i in range(ARTICLES_AT_ONCE * 2 + 3)
    ]
    found = list(annotator.annotate_many(many))
    assert [a.article.id for a in found] == [a.id for a in many]
    for annotated in found:
        text = annotated.article.text
        assert all(text[s.sentence.start : s.sentence.end] == s.sentence.text for s in annotated.sentences)


def test_an_empty_sentence_has_no_scores(annotator: framing.Annotator) -> None:
    (only,) = annotator.annotate(sentence("")).sentences
    assert only.prediction.editorial is None
    assert only.editorial_label is None


def test_the_threshold_is_in_the_signature(annotator: framing.Annotator) -> None:
    assert "threshold:0.9" in str(framing.load(threshold=0.9).signature)
    assert framing.load(threshold=0.9).signature != annotator.signature


@pytest.mark.slow
def test_the_founding_example(annotator: framing.Annotator, shared: Path) -> None:
    """The mission's sentence is flagged, and the wire's rate is the lower one; none of it was trained on."""
    from eval.founding import NAMED, annotate_folder

    by_name = {Path(a.article.source).name: a for a in annotate_folder(annotator, shared / "articles")}
    named = [s for s in by_name["almayadeen.txt"].sentences if NAMED in s.sentence.text]
    assert [s.editorial_label for s in named] == [1]

    def rate(name: str) -> float:
        own = [s for s in by_name[name].sentences if s.sentence.voice in ("outlet", "mixed", "attributed")]
        return sum(s.editorial_label or 0 for s in own) / len(own)

    assert rate("wire_reprint.txt") < rate("almayadeen.txt")
    assert rate("wire_reprint.txt") < rate("almayadeen_page.txt")


def test_what_it_gives_can_be_sent_to_another_process_and_taken_apart(annotator: framing.Annotator) -> None:
    found = annotator.annotate(framing.read_article("By Ann Berg\n\nTwelve members voted for it."))
    assert pickle.loads(pickle.dumps(found)) == found
    assert copy.deepcopy(found) == found
    assert asdict(found)["article"]["extra"] == {}
    assert pickle.loads(pickle.dumps(framing.ReadOptions())) == framing.ReadOptions()


def test_an_annotator_opens_its_model_anew_in_another_process_and_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "fjord"
    shutil.copytree(framing.load().model.artefact.folder, folder)
    sent = pickle.dumps(framing.load(folder, threshold=0.4))
    assert len(sent) < 10_000
    there = pickle.loads(sent)
    assert there.signature == framing.load(folder, threshold=0.4).signature
    article = framing.Article(text="It was a craven surrender.", id="a", source="")
    assert (
        there.annotate(article).sentences == framing.load(folder, threshold=0.4).annotate(article).sentences
    )
    told = json.loads((folder / "framing.json").read_text(encoding="utf-8"))
    told["thresholds"]["editorial"] = 0.9
    (folder / "framing.json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(ArtefactError, match="sent to this process"):
        pickle.loads(sent)


def test_a_refusal_among_the_articles_is_named(annotator: framing.Annotator, tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text('{"text": "Twelve voted for it."}\n{"text": ""}\n', encoding="utf-8")
    units = list(framing.open_corpus(tmp_path / "c.jsonl"))
    assert [type(unit) for unit in units] == [framing.Article, framing.Reject]
    with pytest.raises(InputError, match=r"c\.jsonl:2.*framing\.Reject"):
        list(annotator.annotate_many(units))
    assert list(framing.open_corpus([tmp_path / "c.jsonl"])) == units


def test_a_refusal_far_behind_the_first_sentences_is_named_too(
    annotator: framing.Annotator, tmp_path: Path
) -> None:
    rows = [json.dumps({"text": f"Number {n} voted for it."}) for n in range(ARTICLES_AT_ONCE + 5)]
    (tmp_path / "s.jsonl").write_text("\n".join([*rows, "no row"]), encoding="utf-8")
    units = framing.open_corpus(tmp_path / "s.jsonl", framing.ReadOptions(unit=Unit.SENTENCE))
    with pytest.raises(InputError, match=r"framing\.Reject"):
        list(annotator.annotate_many(units))


def test_a_unit_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError, match="article, sentence"):
        framing.ReadOptions(unit="word")
    assert framing.ReadOptions(unit="sentence").unit is Unit.SENTENCE


def test_an_outlet_has_one_name_whatever_its_blanks_and_letters(tmp_path: Path) -> None:
    names = ["Caf\u00e9 Post", "Cafe\u0301  Post", " Caf\u00e9\u00a0Post "]
    rows = [json.dumps({"text": f"Voted {n}.", "outlet": name}) for n, name in enumerate(names)]
    (tmp_path / "c.jsonl").write_text("\n".join(rows), encoding="utf-8")
    assert {unit.outlet for unit in framing.open_corpus(tmp_path / "c.jsonl")} == {"Caf\u00e9 Post"}


def test_long_articles_are_not_held_together(
    annotator: framing.Annotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("framing.annotator.CHARACTERS_AT_ONCE", 60)
    read: list[str] = []

    def articles() -> Iterator[Article]:
        for text in (
            "The council met on Monday. It voted at night.",
            "It rained.",
            "It snowed.",
            "Then it froze.",
        ):
            read.append(text)
            yield Article(text=text, id=text, source="test")

    seen = [(one.article.text, len(read)) for one in annotator.annotate_many(articles())]
    assert [text for text, _ in seen] == read
    assert [count for _, count in seen] == [3, 3, 3, 4], "read no further than is scored together"
