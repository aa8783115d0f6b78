"""The language of an article, told only where there is enough text to tell."""

from __future__ import annotations

from functools import cache
from typing import Any

# A few sentences; of shorter texts, names and quotations decide more than the language.
SHORTEST = 200
LOOKED_AT = 4000
# The identifier's own probability for its best language.
CONFIDENT = 0.95


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(text: str) -> tuple[str, float] | None:
    """Language code (ISO 639-1) and its probability; `None` for a short text or an unsure guess."""
    if len(text) < SHORTEST:
        return None
    code, probability = _identifier().classify(text[:LOOKED_AT])
    return (str(code), float(probability)) if probability >= CONFIDENT else None
