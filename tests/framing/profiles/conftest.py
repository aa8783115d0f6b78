"""A synthetic scores table, drawn from known rates."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

VOICES = ["outlet", "attributed", "quote", "mixed", "non_content"]


def synthetic(
    seed: int = 0, articles: int = 60, outlets: tuple[str | None, ...] = ("Aube", "Brunnen")
) -> pa.Table:
    """Sentences of `articles` articles for each outlet, 1 to 12 sentences an article."""
    generator = np.random.default_rng(seed)
    rows = []
    for place, outlet in enumerate(outlets):
        for article in range(articles):
            for _ in range(generator.integers(1, 13)):
                voice = str(generator.choice(VOICES))
                absent = voice == "non_content"
                rows.append(
                    {
                        "article_id": f"{outlet}-{article}",
                        "outlet": outlet,
                        "topic": str(generator.choice(["harbour", "budget"])),
                        "voice": voice,
                        "quote_share": 0.6 if voice in ("quote", "mixed") else 0.0,
                        "editorial_label": None if absent else int(generator.random() < 0.2 + 0.3 * place),
                        "charged_label": None if absent else int(generator.random() < 0.4),
                    }
                )
    types = [("article_id", pa.string()), ("outlet", pa.string()), ("topic", pa.string())]
    types += [("voice", pa.string()), ("quote_share", pa.float64())]
    return pa.Table.from_pylist(
        rows, pa.schema([*types, ("editorial_label", pa.int8()), ("charged_label", pa.int8())])
    )


@pytest.fixture(scope="session")
def scores() -> Callable[..., pa.Table]:
    return synthetic
