"""Who speaks, in the scores table and in the report."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.output import ScoreWriter, read_scores, write_report
from framing.output.bundle.scores import _wordless
from framing.output.columns import NESTED
from framing.sentences import split_article, with_speakers
from framing.types import AnnotatedArticle, Article, Prediction, ScoredSentence, Signature, Unit, Voice

TEXT = (
    "By Ana Holm\n"
    "“We were left with no choice,” said Brian Terlow, the dockers’ secretary.\n"
    "Mr. Terlow claimed that the board had lied. The “reform” failed.\n"
    "It rained on Monday."
)


@pytest.fixture
def annotated() -> AnnotatedArticle:
    article = Article(TEXT, "a", "invented.jsonl:1", outlet="Lindmar Courier")
    scored = [
        ScoredSentence(s, Prediction(None, None), None, None)
        if s.voice is Voice.NON_CONTENT
        else ScoredSentence(s, Prediction(0.2, 0.6), 0, 1)
        for s in with_speakers(TEXT, split_article(article))
    ]
    return AnnotatedArticle(article, tuple(scored))


def write(path: Path, annotated: AnnotatedArticle, signature: Signature) -> Path:
    with ScoreWriter(path, Unit.ARTICLE, pa.schema([]), signature, ()) as writer:
        writer.write(annotated)
    return path


def test_each_sentence_says_who_speaks(
    tmp_path: Path, annotated: AnnotatedArticle, signature: Signature
) -> None:
    byline, quoted, claimed, scare, rain = pq.read_table(
        write(tmp_path / "s.parquet", annotated, signature)
    ).to_pylist()
    assert (byline["speakers"], byline["attributions"]) == (None, None)
    assert (rain["speakers"], rain["attributions"]) == ([], [])
    assert quoted["speakers"] == claimed["speakers"] == ["Brian Terlow"]
    (one,) = quoted["attributions"]
    assert (one["source"]["words"], one["cue"]["words"]) == ("Brian Terlow", "said")
    assert [span["words"] for span in one["content"]] == ["“We were left with no choice,”"]
    assert (one["stance"], one["plain"], one["quoted_words"]) == ("neutral", True, 6)
    (one,) = claimed["attributions"]
    assert (one["stance"], one["plain"], one["quoted_words"]) == ("doubting", False, 0)
    for row in (quoted, claimed):
        for found in row["attributions"]:
            spans = [found["source"], found["cue"], *found["content"]]
            assert all(row["text"][s["start"] : s["end"]] == s["words"] for s in spans)
    (one,) = scare["attributions"]
    assert (one["source"], one["cue"], one["speaker"], scare["speakers"]) == (None, None, None, [])


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".jsonl", ".jsonl.gz"])
def test_every_format_gives_back_the_same_attributions(
    tmp_path: Path, annotated: AnnotatedArticle, signature: Signature, ending: str
) -> None:
    reference = pq.read_table(write(tmp_path / "s.parquet", annotated, signature))
    found = read_scores(write(tmp_path / f"s{ending}", annotated, signature))
    assert found.to_pylist() == reference.to_pylist()
    assert found.schema.field("attributions").type == NESTED["attributions"]


def test_a_researchers_own_speakers_in_an_older_file_stay_as_they_are(
    tmp_path: Path, annotated: AnnotatedArticle, signature: Signature
) -> None:
    table = pq.read_table(write(tmp_path / "s.parquet", annotated, signature))
    older = table.drop_columns(["speakers", "attributions"])
    older = older.append_column("speakers", pa.array(["two"] * len(older)))
    pq.write_table(older, tmp_path / "older.parquet")
    assert read_scores(tmp_path / "older.parquet")["speakers"].to_pylist() == ["two"] * len(older)


def test_a_bundle_without_words_keeps_offsets_and_speakers(
    tmp_path: Path, annotated: AnnotatedArticle, signature: Signature
) -> None:
    table = pq.read_table(write(tmp_path / "s.parquet", annotated, signature))
    kept = _wordless(table["attributions"].combine_chunks()).to_pylist()
    assert "“We were left" not in json.dumps(kept, ensure_ascii=False)
    assert (kept[1][0]["speaker"], kept[1][0]["content"][0]["start"]) == ("Brian Terlow", 0)


def test_the_report_names_who_speaks(
    tmp_path: Path, annotated: AnnotatedArticle, signature: Signature
) -> None:
    write_report(tmp_path / "r.html", [annotated], signature)
    page = (tmp_path / "r.html").read_text("utf-8")
    assert page.count('<p class="who">words of Brian Terlow</p>') == 2
    assert page.count('class="who"') == 2


def test_names_in_the_report_are_text(tmp_path: Path, signature: Signature) -> None:
    article = Article("“We lost it all,” said Ana <b>Ruiz.", "a", "t")
    scored = tuple(
        ScoredSentence(s, Prediction(0.1, 0.1), 0, 0)
        for s in with_speakers(article.text, split_article(article))
    )
    write_report(tmp_path / "r.html", [AnnotatedArticle(article, scored)], signature)
    assert "<b>Ruiz" not in (tmp_path / "r.html").read_text("utf-8")
