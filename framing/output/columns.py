"""The data dictionary: every column that leaves the program, its type, meaning and values.

The writers take their schema from here and from `score_columns.py`, the readers their types, and
`DATA_DICTIONARY.md` is printed from them, so that they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from framing.types import Unit

_SPAN = [("start", pa.int32()), ("end", pa.int32()), ("words", pa.string())]
# Structures and not pairs of numbers: R, pandas and DuckDB unnest them into named columns.
NESTED = {
    "spans": pa.list_(pa.struct(_SPAN)),
    "devices": pa.list_(pa.struct([("device", pa.string()), *_SPAN])),
    "names": pa.list_(pa.string()),
    "attributions": pa.list_(
        pa.struct(
            [
                ("speaker", pa.string()),
                ("source", pa.struct(_SPAN)),
                ("cue", pa.struct(_SPAN)),
                ("content", pa.list_(pa.struct(_SPAN))),
                ("stance", pa.string()),
                ("plain", pa.bool_()),
                ("quoted_words", pa.int32()),
            ]
        )
    ),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `type` is an Arrow type name, one of `NESTED`, or `float[128]` for so many numbers a row;
    `unit` the input unit that has it, `None` for both."""

    name: str
    type: str
    unit: Unit | None
    description: str
    values: str = "text"

    @property
    def arrow(self) -> pa.DataType:
        """The Arrow type."""
        if self.type in NESTED:
            return NESTED[self.type]
        name, _, size = self.type.removesuffix("]").partition("[")
        kind = pa.type_for_alias(name)
        return pa.list_(kind, int(size)) if size else kind


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


SOURCE_COLUMNS = (
    Column("outlet", "string", None, "The group: one column for each of --by, under its name."),
    Column(
        "speaker", "string", None, "Who speaks, as the article names them.", "text; empty where not known"
    ),
    Column("sentences", "int64", None, "Sentences that give the speaker's words.", "1, 2, 3, ..."),
    Column(
        "quoting_sentences", "int64", None, "Those of them with words in quotation marks.", "0, 1, 2, ..."
    ),
    Column("quoted_words", "int64", None, "The speaker's words in quotation marks.", "0, 1, 2, ..."),
    Column(
        "share_of_quoted_words",
        "double",
        None,
        "Share of the group's quoted words, whoever says them.",
        "0 to 1; empty where nobody is quoted",
    ),
    Column(
        "charged_rate",
        "double",
        None,
        "Rate: charged sentences among those that quote the speaker. Raw model rate, not corrected.",
        "0 to 1; empty where there is none",
    ),
    Column(
        "charged_n",
        "int64",
        None,
        "Scored sentences that quote the speaker: what `charged_rate` is a share of.",
        "0, 1, 2, ...",
    ),
    Column(
        "endorsed", "int64", None, "Sentences that tell it by an endorsing cue (revealed).", "0, 1, 2, ..."
    ),
    Column("doubted", "int64", None, "Sentences that tell it by a doubting cue (claimed).", "0, 1, 2, ..."),
    Column("signature", "string", None, "The scores' signature."),
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


def _of(name: str, description: str, values: str = "0 to 1; empty where there is none") -> Column:
    return Column(name, "double", None, description, values)


CORRECTED_COLUMNS = (
    Column("outlet", "string", None, "The group: one column for each of --by, under its name."),
    Column("of", "string", None, "What the rates are of: editorial, charged (in quotes), or a score column."),
    Column("articles", "int64", None, "Articles with at least one sentence that counts.", "1, 2, 3, ..."),
    Column(
        "sentences",
        "int64",
        None,
        "Sentences that count: own-voice ones, or those that quote.",
        "1, 2, 3, ...",
    ),
    Column("labels", "int64", None, "Hand labels of the recorded sample.", "0, 1, 2, ..."),
    _of("corrected_rate", "The rate to report: the model's scores put right by the hand labels."),
    _of("corrected_low", "Lower end of its interval."),
    _of("corrected_high", "Upper end of its interval."),
    Column("method", "string", None, "How the interval was made.", "text; empty where there is none"),
    _of("hand_rate", "Rate of the hand labels alone, weighted as they were drawn."),
    _of("hand_low", "Lower end of its interval."),
    _of("hand_high", "Upper end of its interval."),
    _of("raw_rate", "Raw model rate, not corrected."),
    _of("precision", "Of the sentences that the model labels 1, the share that the hand does."),
    _of("recall", "Of the sentences that the hand labels 1, the share that the model does."),
    _of("agreement", "Share of sentences on which model and hand agree."),
    _of("effective_n", "Independent labels that would give as narrow an interval.", "above 0"),
    _of("score_weight", "Weight of the model's score (lambda); 0 means labels alone.", "0 to 1"),
    Column("level", "double", None, "Level of the intervals.", "between 0 and 1"),
    Column("covers", "string", None, "What the interval is for.", "these articles, or beyond them"),
    Column("correction", "string", None, "How hand labels corrected the rate.", "text"),
    Column("warning_codes", "string", None, "Failed assumptions as codes, separated by semicolons."),
    Column("warnings", "string", None, "The same in words, separated by semicolons."),
    Column("signature", "string", None, "The scores' signature, with the sample's design and the method."),
)

_MOVED = "-1 to 1; empty where there is none"
DIFF_COLUMNS = (
    Column("outlet", "string", None, "The group: one column for each of --by, under its name."),
    Column("of", "string", None, "What the rates are of: editorial, charged (in quotes), or a score column."),
    Column("articles", "int64", None, "Articles with a sentence that counts in both tables.", "1, 2, 3, ..."),
    Column("sentences_shared", "int64", None, "Sentences that count in both tables.", "1, 2, 3, ..."),
    Column("sentences_only_old", "int64", None, "Sentences that count in OLD only.", "0, 1, 2, ..."),
    Column("sentences_only_new", "int64", None, "Sentences that count in NEW only.", "0, 1, 2, ..."),
    _of("corrected_old", "Corrected rate by OLD's scores."),
    _of("corrected_new", "Corrected rate by NEW's scores."),
    _of("corrected_difference", "The new corrected rate less the old one.", _MOVED),
    _of("corrected_difference_low", "Lower end of its interval.", _MOVED),
    _of("corrected_difference_high", "Upper end of its interval.", _MOVED),
    Column("corrected_difference_method", "string", None, "How that interval was made."),
    _of("raw_old", "Raw model rate of OLD, all its sentences."),
    _of("raw_new", "Raw model rate of NEW, all its sentences."),
    _of("raw_difference", "New less old raw rate, of the shared sentences.", _MOVED),
    _of("raw_difference_low", "Lower end of its interval over articles.", _MOVED),
    _of("raw_difference_high", "Upper end of its interval over articles.", _MOVED),
    Column("raw_difference_method", "string", None, "How that interval was made."),
    Column("labels_0_to_1", "int64", None, "Shared sentences whose label went from 0 to 1.", "0, 1, 2, ..."),
    Column("labels_1_to_0", "int64", None, "Shared sentences whose label went from 1 to 0.", "0, 1, 2, ..."),
    Column("level", "double", None, "Level of the intervals.", "between 0 and 1"),
    Column("warnings", "string", None, "What a reader of the row has to know, separated by semicolons."),
    Column("signature_old", "string", None, "The signature of OLD's scores."),
    Column("signature_new", "string", None, "The signature of NEW's scores."),
)
