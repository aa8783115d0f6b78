"""The columns of a scores table: those that every table has, and those that the artefact and the call add."""

from __future__ import annotations

from collections.abc import Sequence

from framing.output.columns import Column
from framing.types import Unit, Voice

DEVICE, LABEL = "device_", "_label"
EMBEDDING = "embedding"


def _given(name: str, description: str, values: str = "text, empty if unknown") -> Column:
    return Column(name, "string", Unit.ARTICLE, description, values)


def _place(name: str, description: str) -> Column:
    return Column(name, "int32", Unit.ARTICLE, description, "0, 1, 2, ...")


_PROBABILITY = "0 to 1; empty where the question does not apply"
_YES_NO = "0 or 1; empty where there is no score"
_SPANS = "list, empty where there are none; absent where there is no score"

_FIXED = (
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
        "speakers",
        "names",
        None,
        "Whose words the sentence gives, by the names that the article has for them.",
        "list, each once, empty where nobody speaks or the article does not tell; absent in non_content",
    ),
    Column(
        "attributions",
        "attributions",
        None,
        "Each quotation and each content that is somebody's: who is said to have said it, by which cue, and the "
        "stance that the cue shows.",
        "list, empty where there are none; absent in non_content",
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
        "editorial_label",
        "int8",
        None,
        "1 if `editorial` reaches the threshold in `signature`.",
        f"{_YES_NO}, and where the model abstains",
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
        "rationale",
        "spans",
        None,
        "The outlet's own words that carry `editorial`, by the model, whatever the label.",
        _SPANS,
    ),
    Column(
        "charged_rationale",
        "spans",
        None,
        "The loaded words, by the model, whoever says them.",
        _SPANS,
    ),
    Column(
        "devices",
        "devices",
        None,
        "How a sentence labelled editorial does it: its devices and the words that carry them.",
        "list, empty where the label is 0; a device may come several times, or without words for the whole "
        "sentence; absent where there is no label",
    ),
)
_SIGNATURE = Column(
    "signature",
    "string",
    None,
    "What the scores depend on: version, model (weights, calibration, thresholds), codebook, "
    "splitter, the threshold of `editorial`, and the share of wrong labels accepted where it abstains.",
)
# What every table has.
SCORE_COLUMNS = (*_FIXED, _SIGNATURE)


def device_columns(name: str) -> tuple[Column, Column]:
    """Score and label of the device `name`."""
    return (
        Column(
            f"{DEVICE}{name}",
            "double",
            None,
            f"Score: probability that the outlet's own words do it by {name}. Exactly 0 where it has none.",
            _PROBABILITY,
        ),
        Column(
            f"{DEVICE}{name}{LABEL}",
            "int8",
            None,
            f"1 if the sentence is labelled editorial and `{DEVICE}{name}` reaches the device's threshold.",
            f"{_YES_NO}, and where the model abstains",
        ),
    )


def embedding_column(size: int | str) -> Column:
    """The sentence's embedding, of `size` numbers."""
    return Column(
        EMBEDDING,
        f"float[{size}]",
        None,
        "Where the sentence lies in meaning, as a vector of length 1: the dot product of two is their likeness.",
        "numbers; absent where there is no score",
    )


def score_columns(devices: Sequence[str] = (), embedding: int | None = None) -> tuple[Column, ...]:
    """All columns of a table: `devices` are the artefact's, `embedding` the size of the vectors if kept."""
    added = [column for name in devices for column in device_columns(name)]
    if embedding is not None:
        added.append(embedding_column(embedding))
    return (*_FIXED, *added, _SIGNATURE)
