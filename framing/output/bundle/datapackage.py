"""`datapackage.json`: what is in the bundle, for programs (Frictionless Data Package, version 1)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.model.artefact import file_sha256
from framing.output.bundle.fields import Field
from framing.output.bundle.study import Study

NAME = "datapackage.json"
_MEDIA = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".dta": "application/x-stata-dta",
    ".md": "text/markdown",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
}


def datapackage(folder: Path, study: Study, title: str, tables: Mapping[str, Sequence[Field]], files: Sequence[str],
                descriptions: Mapping[str, str], unique: bool) -> str:  # fmt: skip
    """The file's text. `tables` are the CSV files with their columns, `unique` says that ids are."""
    resources = []
    for name in files:
        resource = _resource(folder, name, descriptions.get(name, ""))
        if name in tables:
            key = study.names.id if name == "scores.csv" else "sentence_id" if name == "labels.csv" else None
            resource |= _tabular(tables[name], key if unique or name == "labels.csv" else None)
        resources.append(resource)
    whole: dict[str, Any] = {
        "profile": "data-package",
        "name": "framing-scores",
        "title": title,
        "description": "Sentences of news articles, scored for editorial framing, and the rates of their groups.",
        "resources": resources,
        "framing": {
            "signature": study.signature,
            "by": list(study.names.by),
            "article": study.names.article,
            "id": study.names.id,
            "level": study.level,
        },
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _resource(folder: Path, name: str, description: str) -> dict[str, Any]:
    path = folder / name
    ending = path.suffix.lower()
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in name.lower())
    found: dict[str, Any] = {"name": plain, "path": name, "type": "file", "profile": "data-resource"}
    if description:
        found["description"] = description
    if ending:
        found["format"] = ending[1:]
    if ending in _MEDIA:
        found["mediatype"] = _MEDIA[ending]
    if ending not in (".parquet", ".dta", ".pdf"):
        found["encoding"] = "utf-8"
    return found | {"bytes": path.stat().st_size, "hash": f"sha256:{file_sha256(path)}"}


def _tabular(fields: Sequence[Field], key: str | None) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": list(fields), "missingValues": [""]}
    if key:
        schema["primaryKey"] = [key]
    return {
        "profile": "tabular-data-resource",
        "dialect": {"delimiter": ",", "doubleQuote": True},
        "schema": schema,
    }
