"""The codebook as a page: what every annotator can look up while judging."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from markupsafe import Markup

_TITLE = re.compile(r"# Codebook, version (\S+)\n")


@cache
def text() -> str:
    """The codebook in Markdown, as it is installed with the program."""
    return files("framing.output").joinpath("templates/bundle/CODEBOOK.md").read_text("utf-8")


def version() -> str:
    """The version that labels made by it name."""
    found = _TITLE.match(text())
    assert found, "the codebook's first line tells its version"
    return found[1]


@cache
def html() -> Markup:
    """The codebook without its title, headings two levels down: it is shown inside a page."""
    from markdown_it import MarkdownIt

    lowered = re.sub(r"^(#+) ", r"#\1 ", _TITLE.sub("", text()), flags=re.MULTILINE)
    # The program's own file, and the renderer escapes any markup in it.
    return Markup(MarkdownIt("commonmark", {"html": False}).enable("table").render(lowered))
