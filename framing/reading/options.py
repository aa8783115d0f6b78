"""How to read: what a unit is, which columns hold what, and how far to trust the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from framing.errors import InputError
from framing.reading.encoding import is_text_encoding
from framing.types import NOTHING, Unit

FIELDS = ("text", "id", "outlet", "title", "published", "event", "topic", "url", "role", "language")
FORMATS = ("text", "html", "jsonl", "csv", "parquet")

# One article is at most this long, in characters: a book has about a million. A file, a row or a line
# above it is no article, and is refused before it can fill the memory.
MAX_ARTICLE = 5_000_000


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`columns` maps an Article field to the input's column; `language=None` turns the check off.

    `encoding` is the one that everything is in, `encoding_hint` what a server says of a page: it may be wrong.

    Errors: InputError for a format, a field or an encoding that does not exist.
    """

    unit: Unit = Unit.ARTICLE
    columns: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    format: str | None = None
    encoding: str | None = None
    encoding_hint: str | None = None
    clean: bool = True
    language: str | None = "en"

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "unit", Unit(self.unit))
        except ValueError as error:
            raise InputError(
                "options", f"the unit must be one of {', '.join(Unit)}", repr(self.unit)
            ) from error
        if self.format is not None and self.format not in FORMATS:
            raise InputError("options", f"the format must be one of {', '.join(FORMATS)}", repr(self.format))
        for name in self.columns:
            if name not in FIELDS:
                raise InputError("options", f"a column can be named for {', '.join(FIELDS)}", repr(name))
        if self.encoding is not None and not is_text_encoding(self.encoding):
            raise InputError("options", "the encoding must be one Python knows", repr(self.encoding))
