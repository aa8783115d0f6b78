"""Options that several commands share, each written once."""

from __future__ import annotations

from pathlib import Path

import click

# What `framing annotate` calls the columns of articles and sentences.
ARTICLE, SENTENCE = "article_id", "sentence_id"

labels_option = click.option(
    "--labels", type=click.Path(path_type=Path),
    help="Hand labels of a sample that `framing sample` drew: .jsonl, .csv or a folder of them.",
)  # fmt: skip
design_option = click.option(
    "--design", type=click.Path(path_type=Path),
    help="The sample's design [default: the one *.design.json beside the labels or the scores].",
)  # fmt: skip
by_option = click.option(
    "--by", default="outlet", show_default=True, help="Column to group by; several with commas."
)
article_option = click.option(
    "--article", default=ARTICLE, show_default=True,
    help="Column that tells which article a sentence is from.",
)  # fmt: skip
id_option = click.option(
    "--id", "id_column", default=SENTENCE, show_default=True, help="Column of unique ids."
)
level_option = click.option(
    "--level", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True,
    help="Level of the intervals.",
)  # fmt: skip
resamples_option = click.option(
    "--resamples", type=click.IntRange(100), default=2000, show_default=True,
    help="Draws of the bootstrap, without labels.",
)  # fmt: skip
seed_option = click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of the bootstrap."
)


def group_keys(by: str) -> tuple[str, ...]:
    """The columns named by `--by`, each once; the outlet where none is."""
    return tuple(dict.fromkeys(name.strip() for name in by.split(",") if name.strip())) or ("outlet",)


def counted(number: int, what: str) -> str:
    """How many of what, in words for one and for several."""
    return f"{number} {what}{'' if number == 1 else 's'}"
