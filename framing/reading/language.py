"""The language of an article, told only where there is enough text to tell."""

from __future__ import annotations

from functools import cache
from typing import Any

# A few sentences; of shorter texts, names and quotations decide more than the language.
SHORTEST = 200
LOOKED_AT = 4000
# The identifier's own probability.
CONFIDENT = 0.95
ENGLISH = "en"


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(text: str) -> tuple[str, float] | None:
    """Language code (ISO 639-1) and its probability; `None` for a short text or an unsure guess.

    Sure is what is surely English, and what is surely not: which of two sisters it is (Croatian, Bosnian) may stay open.
    """
    if len(text) < SHORTEST:
        return None
    ranked = dict(_identifier().rank(text[:LOOKED_AT]))
    code = max(ranked, key=ranked.__getitem__)
    english = float(ranked[ENGLISH])
    sure = english >= CONFIDENT if code == ENGLISH else english <= 1 - CONFIDENT
    return (str(code), float(ranked[code])) if sure else None
