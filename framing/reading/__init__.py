"""Reading: files, folders and standard input into Articles, and the article out of a page's text."""

from __future__ import annotations

from framing.reading.boilerplate import CleanedPage, clean_page
from framing.reading.corpus import Corpus, open_corpus
from framing.reading.options import ReadOptions
from framing.reading.single import read_article

__all__ = ["CleanedPage", "Corpus", "ReadOptions", "clean_page", "open_corpus", "read_article"]
