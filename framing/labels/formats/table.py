"""The formats by name, each imported when it is asked for."""

from __future__ import annotations

from importlib import import_module

from framing.labels.formats.base import Format

_AT = "framing.labels.formats."
# Name -> (module and attribute, one line of help).
FORMATS = {
    "jsonl": ("plain:JSONL", "rows of annotations/schema.json, or any rows with an id and a label"),
    "csv": ("plain:CSV", "the same as a table"),
    "datasets": ("parquet:FORMAT", "a folder that Hugging Face datasets loads, or has saved"),
    "label-studio": ("label_studio:FORMAT", "Label Studio's JSON"),
    "doccano": ("doccano:FORMAT", "doccano's JSONL"),
    "prodigy": ("prodigy:FORMAT", "Prodigy's JSONL"),
    "inception": ("inception:FORMAT", "INCEpTION's UIMA CAS JSON, a folder of documents"),
    "babe": ("research:BABE", "read only: BABE, raw or final labels (charged)"),
    "newssd": ("research:NEWSSD", "read only: NewsSD-ENG (editorial)"),
    "semeval": ("standoff:SEMEVAL", "read only: SemEval-2023 task 3, English spans"),
    "polnear": ("standoff:POLNEAR", "read only: PolNeAR's attributions"),
}


def find(name: str) -> Format:
    """The format called `name`, one of `FORMATS`."""
    module, _, attribute = FORMATS[name][0].partition(":")
    found = getattr(import_module(_AT + module), attribute)
    assert isinstance(found, Format)
    return found
