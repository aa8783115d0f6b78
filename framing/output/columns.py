"""The data dictionary: every column that leaves the program, its type, meaning and values.

The writers take their schema from here, the readers their types, and `DATA_DICTIONARY.md` is printed from
here, so the three cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from framing.types import Unit, Voice


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `type` is an Arrow type name; `unit` the input unit that has it, `None` for both."""

    name: str
    type: str
    unit: Unit | None
    description: str
    values: str = "text"

    @property
    def arrow(self) -> pa.DataType:
        """The Arrow type."""
        return pa.type_for_alias(self.type)


def _given(name: str, description: str, values: str = "text, empty if unknown") -> Column:
    return Column(name, "string", Unit.ARTICLE, description, values)


def _place(name: str, description: str) -> Column:
    return Column(name, "int32", Unit.ARTICLE, description, "0, 1, 2, ...")


_PROBABILITY = "0 to 1; empty where the question does not apply"
_YES_NO = "0 or 1; empty where there is no score"

SCORE_COLUMNS = (
    _given("article_id", "The input's own id of the article, else the hash of its outlet and text.", "text"),
    _given("outlet", "Who published the article."),
    _given("title", "Headline of the article."),
    _given("published", "Date of publication.", "ISO date, empty if unknown"),
    _given("event", "The event told, as the input names it."),
    _given("topic", "The topic, as the input names it."),
    _given("url", "Address of the article."),
    _given("role", "What the article is for in a comparison, as the input names it (for example: wire)."),
    _given("language", "Language of the article.", "ISO 639-1 code, empty if unknown"),
    _given("source", "Where the article was read: file, and line or row in it.", "text"),
    _given(
        "sentence_id", "Hash of outlet, article text and offsets: the same sentence, the same id.", "text"
    ),
    _place("sentence_index", "Place of the sentence in the article."),
    _place("paragraph", "Paragraph of the article the sentence stands in."),
    _place("start", "Where the sentence starts in the cleaned article, in code points."),
    _place("end", "Where the sentence ends in the cleaned article, in code points (the first one after it)."),
    _given("text", "The sentence.", "text"),
    Column("voice", "string", None, "Who speaks in the sentence.", ", ".join(v.value for v in Voice)),
    Column(
        "quote_share",
        "double",
        None,
        "Share of the sentence's characters inside somebody's quotation.",
        "0 to 1",
    ),
    Column(
        "attributed_share",
        "double",
        None,
        "Share of the sentence's characters that paraphrase a plainly named source.",
        "0 to 1",
    ),
    Column(
        "editorial",
        "double",
        None,
        "Score: probability that the outlet's own words evaluate, presuppose, speculate, exhort or intensify "
        "beyond what a wire report of the same facts needs. Exactly 0 where quotation and plain attribution "
        "leave it no words: that is by definition, not by the model.",
        _PROBABILITY,
    ),
    Column(
        "editorial_label", "int8", None, "1 if `editorial` reaches the threshold in `signature`.", _YES_NO
    ),
    Column(
        "charged",
        "double",
        None,
        "Score: probability that the wording is loaded, whoever says it.",
        _PROBABILITY,
    ),
    Column("charged_label", "int8", None, "1 if `charged` reaches the threshold of the model.", _YES_NO),
    Column(
        "signature",
        "string",
        None,
        "What the scores depend on: version, model (weights, calibration, thresholds), codebook, "
        "splitter, and the threshold of `editorial`.",
    ),
)
ADDED_COLUMNS = tuple(column for column in SCORE_COLUMNS if column.unit is None)

REJECT_COLUMNS = (
    Column("source", "string", None, "Where the refused input was read: file, and line or row in it."),
    Column("rule", "string", None, "The rule that it breaks."),
    Column("found", "string", None, "What was found instead, shortened to 200 characters."),
)


def _rate(name: str, title: str, among: str) -> tuple[Column, ...]:
    empty = "; empty where there is none"
    return (
        Column(
            f"{name}_rate", "double", None, f"Rate: {title} Raw model rate, not corrected.", f"0 to 1{empty}"
        ),
        Column(
            f"{name}_low", "double", None, f"Lower end of the interval of `{name}_rate`.", f"0 to 1{empty}"
        ),
        Column(
            f"{name}_high", "double", None, f"Upper end of the interval of `{name}_rate`.", f"0 to 1{empty}"
        ),
        Column(
            f"{name}_n",
            "int64",
            None,
            f"Number of {among}: what `{name}_rate` is a share of.",
            "0, 1, 2, ...",
        ),
        Column(
            f"{name}_method", "string", None, f"How the interval of `{name}_rate` was made.", f"text{empty}"
        ),
    )


PROFILE_COLUMNS = (
    Column("outlet", "string", None, "The outlet; named after the columns of --by where that is not outlet."),
    Column("articles", "int64", None, "Articles with at least one sentence of content.", "1, 2, 3, ..."),
    Column(
        "sentences", "int64", None, "Sentences that are content (voice is not non_content).", "1, 2, 3, ..."
    ),
    Column(
        "own_voice_sentences",
        "int64",
        None,
        "Scored sentences of voice outlet, attributed or mixed.",
        "0, 1, 2, ...",
    ),
    *_rate("editorial", "editorial sentences among the own-voice sentences.", "own-voice sentences"),
    *_rate("charged_quote", "charged sentences among those that quote.", "scored sentences that quote"),
    Column("level", "double", None, "Level of the intervals.", "between 0 and 1"),
    Column("correction", "string", None, "Whether hand labels corrected the rate.", "text"),
    Column("warnings", "string", None, "What a reader of the row has to know, separated by semicolons."),
    Column("signature", "string", None, "The scores' signature, with interval family, resamples and seed."),
)
