"""What is counted, how it is grouped, what is refused."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from framing.errors import InputError
from framing.profiles import Tally, profile, profile_tally
from framing.types import OutletProfile

Scores = Callable[..., pa.Table]


def by_name(profiles: list[OutletProfile]) -> dict[str, OutletProfile]:
    return {p.outlet: p for p in profiles}


def table(*rows: tuple[str | None, str, str, float, int | None, int | None]) -> pa.Table:
    names = ["outlet", "article_id", "voice", "quote_share", "editorial_label", "charged_label"]
    types = [pa.string(), pa.string(), pa.string(), pa.float64(), pa.int8(), pa.int8()]
    columns = list(zip(*rows, strict=True))
    return pa.table({n: pa.array(c, t) for n, c, t in zip(names, columns, types, strict=True)})


def test_counts_equal_a_plain_loop(scores: Scores) -> None:
    made = scores(3)
    rows = [r for r in made.to_pylist() if r["voice"] != "non_content"]
    for name, found in by_name(profile(made)).items():
        mine = [r for r in rows if r["outlet"] == name]
        own = [r for r in mine if r["voice"] in ("outlet", "mixed", "attributed")]
        quoting = [r for r in mine if r["voice"] in ("quote", "mixed")]
        assert found.sentences == len(mine)
        assert found.articles == len({r["article_id"] for r in mine})
        assert found.own_voice_sentences == len(own)
        assert found.editorial_rate is not None
        assert found.editorial_rate.value == sum(r["editorial_label"] for r in own) / len(own)
        assert found.charged_quote_rate is not None
        assert found.charged_quote_rate.value == sum(r["charged_label"] for r in quoting) / len(quoting)


def test_quotation_and_non_content_leave_the_editorial_rate_alone() -> None:
    rows = [
        ("Aube", "1", "outlet", 0.0, 1, 0),
        ("Aube", "1", "quote", 1.0, 1, 1),
        ("Aube", "2", "attributed", 0.0, 0, 0),
        ("Aube", "2", "non_content", 0.0, None, None),
        ("Aube", "2", "outlet", 0.0, None, None),
    ]
    (found,) = profile(table(*rows))
    assert (found.articles, found.sentences, found.own_voice_sentences) == (2, 4, 2)
    assert found.editorial_rate is not None
    assert found.editorial_rate.value == 0.5
    assert found.charged_quote_rate is not None
    assert (found.charged_quote_rate.value, found.charged_quote_rate.n) == (1.0, 1)


def test_an_article_of_furniture_is_no_article() -> None:
    assert profile(table(("Aube", "1", "non_content", 0.0, None, None))) == []


def test_highest_rate_first_then_name() -> None:
    rows = [
        (name, str(i), "outlet", 0.0, int(i < hits), 0)
        for name, hits in (("Calm", 0), ("Loud", 3), ("Also loud", 3))
        for i in range(4)
    ]
    rows.append(("Only quotes", "9", "quote", 1.0, 0, 0))
    assert [p.outlet for p in profile(table(*rows))] == ["Also loud", "Loud", "Calm", "Only quotes"]


def test_absent_and_empty_outlet_are_unknown_together() -> None:
    (found,) = profile(table((None, "1", "outlet", 0, 1, 0), ("", "2", "outlet", 0, 0, 0)))
    assert (found.outlet, found.articles) == ("(unknown)", 2)
    assert "what these articles belong to is not given" in found.warnings


def test_one_article_warns_and_has_no_interval() -> None:
    (found,) = profile(table(("Aube", "1", "outlet", 0, 1, 0), ("Aube", "1", "outlet", 0, 0, 0)))
    assert found.editorial_rate is not None
    assert (found.editorial_rate.low, found.editorial_rate.high) == (None, None)
    assert found.warnings == ("1 article: no interval",)


@pytest.mark.parametrize("by", [("outlet",), ("outlet", "topic"), ("topic", "outlet", "article_id")])
@pytest.mark.parametrize(("compact_at", "places"), [(10**6, 2**62), (40, 2**62), (40, 3)])
def test_batches_give_what_the_whole_gives(
    scores: Scores, monkeypatch: pytest.MonkeyPatch, by: tuple[str, ...], compact_at: int, places: int
) -> None:
    """However often they are summed on the way, and where the keys together are too many for a number."""
    made = scores(4)
    whole = profile(made, by=by)
    monkeypatch.setattr("framing.profiles.counts._COMPACT_AT", compact_at)
    monkeypatch.setattr("framing.profiles.sums._MOST_PLACES", places)
    tally = Tally(by)
    mixed = made.take(np.random.default_rng(0).permutation(made.num_rows))
    for batch in mixed.to_batches(max_chunksize=37):
        tally.add_batch(batch)
    assert profile_tally(tally) == whole


def test_row_order_and_other_outlets_change_nothing(scores: Scores) -> None:
    both, alone = scores(5), scores(5, outlets=("Aube",))
    turned = both.take(list(range(both.num_rows - 1, -1, -1)))
    assert profile(turned) == profile(both)
    assert by_name(profile(both))["Aube"] == profile(alone)[0]


def test_groups_by_several_columns(scores: Scores) -> None:
    names = {p.outlet for p in profile(scores(), by=("outlet", "topic"))}
    assert names == {f"{o} / {t}" for o in ("Aube", "Brunnen") for t in ("harbour", "budget")}


def test_dictionary_encoded_columns_are_read_as_text(scores: Scores) -> None:
    made = scores(6)
    encoded = made.set_column(1, "outlet", made["outlet"].dictionary_encode())
    assert profile(encoded) == profile(made)


def test_a_table_that_had_a_voice_column_of_its_own() -> None:
    made = table(("Aube", "1", "outlet", 0, 1, 0), ("Aube", "2", "outlet", 0, 0, 0))
    own = made.rename_columns([{"voice": "framing_voice"}.get(n, n) for n in made.column_names])
    own = own.append_column("voice", pa.array(["alto", "tenor"]))
    assert profile(own) == profile(made)


def test_another_column_may_name_the_article() -> None:
    made = table(("Aube", "1", "outlet", 0, 1, 0), ("Aube", "2", "outlet", 0, 0, 0))
    renamed = made.rename_columns([{"article_id": "link"}.get(n, n) for n in made.column_names])
    assert profile(renamed, article="link") == profile(made)


@pytest.mark.parametrize("missing", ["outlet", "article_id", "voice", "charged_label"])
def test_a_missing_column_is_named(scores: Scores, missing: str) -> None:
    with pytest.raises(InputError, match=f"'{missing}'"):
        profile(scores().drop_columns([missing]))


def test_an_unknown_voice_is_refused() -> None:
    with pytest.raises(InputError, match="found 'narrator'"):
        profile(table(("Aube", "1", "narrator", 0, 1, 0)))


def test_a_sentence_without_an_article_is_refused(scores: Scores) -> None:
    made = scores()
    empty = made.set_column(0, "article_id", pa.nulls(made.num_rows, pa.string()))
    with pytest.raises(InputError, match=f"found {made.num_rows} empty"):
        profile(empty)


def test_ready_split_sentences_without_an_article_get_no_interval() -> None:
    from framing.profiles import Tally, profile_tally
    from framing.types import AnnotatedArticle, Article, Prediction, ScoredSentence, Sentence, Unit, Voice

    def scored(number: int, article: str | None) -> AnnotatedArticle:
        text = f"The council met {number} times."
        sentence = Sentence(text, 0, len(text), 0, 0, Voice.OUTLET)
        extra = {"article_id": article} if article else {}
        unit = Article(text, str(number), "here", unit=Unit.SENTENCE, outlet="Sund Post", extra=extra)
        label = int(number % 3 == 0)
        return AnnotatedArticle(unit, (ScoredSentence(sentence, Prediction(0.5, 0.5), label, 0),))

    for named, articles in ((False, 1), (True, 12)):
        tally = Tally()
        for number in range(60):
            tally.add(scored(number, f"a{number % 12}" if named else None))
        (found,) = profile_tally(tally)
        assert found.articles == articles
        assert found.editorial_rate is not None
        assert (found.editorial_rate.low is None) is not named
