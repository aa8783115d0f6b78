"""Takes the article out of the text of a whole page; `page.py` shows the steps in order."""

from __future__ import annotations

from framing.reading.boilerplate.page import CleanedPage, RemovedLine, clean_page

__all__ = ["CleanedPage", "RemovedLine", "clean_page"]
