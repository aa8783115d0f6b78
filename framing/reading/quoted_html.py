"""Quotations that a page tells by its markup, `<q>` and `<blockquote>`, told by marks, which are left when it is text."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

HAS_QUOTATIONS = re.compile(r"<(?:q|blockquote)\b", re.IGNORECASE)

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "iframe"))
_ATTRIBUTION = re.compile(r"(?<![a-z])(?:cite|citation|attribution|author|credit)(?![a-z])", re.IGNORECASE)
_DASH = re.compile(r"\s*(?:[—–―]|--?\s)")
# What is cut off between the words and who said them.
_BETWEEN = " \t\n\r\xa0—–―-"
_DOUBLE = '"“”„‟«»'
_SINGLE_PAIR = re.compile(r"['‘‹].*['’›](?!\w)", re.DOTALL)


class _Piece(NamedTuple):
    """A piece of text in the tree: the `text` or the `tail` of an element; `source`: it says whose words they are."""

    element: Any
    side: str
    source: bool
    linked: bool

    @property
    def words(self) -> str:
        return str(getattr(self.element, self.side))

    def put(self, words: str) -> None:
        setattr(self.element, self.side, words)


def mark_quotations(tree: Any) -> None:
    """Marks around every `<q>`, and around every paragraph of a `<blockquote>` that has none of its own."""
    # Inner ones first, as their words are then part of the outer one's.
    for element in reversed(list(tree.iter("q"))):
        _mark_inline(element)
    words = len(tree.text_content())
    for block in tree.iter("blockquote"):
        # What holds most of the page is indented, not quoted.
        if next(block.iterancestors("blockquote"), None) is None and 2 * len(block.text_content()) < words:
            _mark_block(block)


def _mark_inline(element: Any) -> None:
    words = element.text_content().strip()
    before = element.getprevious()
    said = (element.getparent().text if before is None else before.tail) or " "
    # With paragraphs in it, it was never closed, and holds the rest of the page.
    closed = all(inner.tag in _INLINE for inner in element.iterdescendants("*"))
    if words and closed and said[-1] not in _DOUBLE and not any(_own_marks(words)):
        depth = sum(1 for _ in element.iterancestors("q"))
        opening, closing = "‘’" if depth % 2 else "“”"
        element.text = opening + (element.text or "").lstrip()
        if len(element):
            element[-1].tail = (element[-1].tail or "").rstrip() + closing
        else:
            element.text = element.text.rstrip() + closing
    element.drop_tag()


def _mark_block(block: Any) -> None:
    said = False
    for paragraph in _paragraphs(block):
        # "— Ann Brandt" in a line of its own, as under an embedded post.
        if said and _DASH.match("".join(piece.words for piece in paragraph).lstrip()):
            continue
        # A paragraph that is a link is a button or the title of another page.
        if all(piece.linked for piece in paragraph):
            continue
        said = _mark_paragraph(paragraph) or said


def _paragraphs(block: Any) -> list[list[_Piece]]:
    """The text of the block in pieces that are not blank, paragraph by paragraph."""
    from lxml.etree import iterwalk

    found: list[list[_Piece]] = [[]]
    # Elements that are open: whether what is in them is unseen, says whose words these are, is a link.
    state = [(False, False, False)]
    for event, element in iterwalk(block, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag and tag not in _INLINE:
            found.append([])
        if event == "start":
            unseen, source, linked = state[-1]
            told = tag in ("cite", "footer", "figcaption") or _ATTRIBUTION.search(element.get("class") or "")
            own = element is not block and bool(told)
            state.append((unseen or tag in _UNSEEN, source or own, linked or tag == "a"))
            side = "text"
        else:
            if event == "end":
                state.pop()
            side = "tail"
        unseen, source, linked = state[-1]
        if element is block and side == "tail":
            break
        if not unseen and (getattr(element, side) or "").strip():
            found[-1].append(_Piece(element, side, source, linked))
    return [paragraph for paragraph in found if paragraph]


def _mark_paragraph(paragraph: list[_Piece]) -> bool:
    """Give the paragraph the marks that it lacks; False for one that only says whose words the others are."""
    spoken = list(paragraph)
    while spoken and spoken[-1].source:
        spoken.pop()
    if not spoken:
        return False
    last = spoken[-1].words
    end = len(last.rstrip(_BETWEEN if len(spoken) < len(paragraph) else None))
    words = "".join([*(piece.words for piece in spoken[:-1]), last[:end]]).strip()
    if not words:
        return False
    opened, closed = _own_marks(words)
    if not closed:
        spoken[-1].put(f"{last[:end]}”{last[end:]}")
    if not opened:
        first = spoken[0].words
        spoken[0].put(f"{first[: len(first) - len(first.lstrip())]}“{first.lstrip()}")
    return True


def _own_marks(words: str) -> tuple[bool, bool]:
    """Whether the words have a mark at their beginning, and one at their end; of a pair one may stand within them."""
    if _SINGLE_PAIR.match(words):
        return True, True
    opened, closed = words[0] in _DOUBLE, words.rstrip(".,;:!?…")[-1:] in tuple(_DOUBLE)
    if opened or closed:
        pair = sum(map(words.count, _DOUBLE)) > 1
        return opened or pair, closed or pair
    return False, False
