"""What an outlet did to the wire: same-event articles aligned sentence by sentence."""

from __future__ import annotations

from framing.comparison.compare import compare
from framing.comparison.headline import with_headline
from framing.comparison.types import Comparison, Fate, Link, Retold, Source, Telling

__all__ = ["Comparison", "Fate", "Link", "Retold", "Source", "Telling", "compare", "with_headline"]
