"""The hand-labelled demo corpus keeps its own rules: form, offsets, coverage, manners, and no shared text."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from framing.types import Voice, content_hash

DEVICES = {
    "loaded_wording",
    "labelling",
    "loaded_attribution",
    "presupposition",
    "speculation_motive",
    "opinion_exhortation",
    "sensational_ironic",
    "vague_source",
    "tangential_context",
}
MANIFEST_KEYS = {"file", "id", "outlet", "title", "published", "event", "topic", "role"}
SOBER = "The Lindholt Courier"  # written close to the wire on purpose
SHARED_RUN = 8  # words: two invented events have no reason to share a longer sentence

Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "annotations"


@pytest.fixture(scope="module")
def manifest(folder: Path) -> dict[str, Row]:
    return {row["id"]: row for row in rows(folder / "demo/articles/manifest.jsonl")}


@pytest.fixture(scope="module")
def raw(folder: Path, manifest: dict[str, Row]) -> dict[str, str]:
    """Article id to the file's content, byte for byte."""
    place = folder / "demo/articles"
    return {id: (place / row["file"]).read_bytes().decode("utf-8") for id, row in manifest.items()}


@pytest.fixture(scope="module")
def texts(raw: dict[str, str]) -> dict[str, str]:
    return {id: text.strip() for id, text in raw.items()}


@pytest.fixture(scope="module")
def gold(folder: Path) -> list[Row]:
    return rows(folder / "demo/sentences.jsonl")


@pytest.fixture(scope="module")
def passes(folder: Path) -> dict[str, list[Row]]:
    """Annotator to rows, every file in labels/."""
    return {path.stem: rows(path) for path in sorted((folder / "demo/labels").glob("*.jsonl"))}


@pytest.fixture(scope="module")
def labels(passes: dict[str, list[Row]]) -> list[Row]:
    return [row for rows_ in passes.values() for row in rows_]


def test_manifest_names_each_file_once_with_a_role(folder: Path, manifest: dict[str, Row]) -> None:
    files = sorted(row["file"] for row in manifest.values())
    assert files == sorted(path.name for path in (folder / "demo/articles").glob("*.txt"))
    for row in manifest.values():
        assert set(row) == MANIFEST_KEYS
        assert row["role"] in {"wire", "outlet"}
        datetime.strptime(row["published"], "%Y-%m-%d")


def test_each_event_has_one_wire_and_three_outlets_or_more(manifest: dict[str, Row]) -> None:
    events: dict[str, list[Row]] = defaultdict(list)
    for row in manifest.values():
        events[row["event"]].append(row)
    assert len(events) >= 5
    for articles in events.values():
        assert [row["role"] for row in articles].count("wire") == 1
        outlets = [row["outlet"] for row in articles]
        assert len(outlets) == len(set(outlets)) >= 4


def test_texts_are_in_the_cleaned_form(manifest: dict[str, Row], raw: dict[str, str]) -> None:
    for id, text in raw.items():
        assert text.endswith("\n"), id
        assert not text.endswith("\n\n"), id
        assert text.split("\n", 1)[0] == manifest[id]["title"]
        assert not re.search(r"[^\S\n ]|  |\n\n\n|(?<!\n)\n(?!\n|$)| \n|\n ", text), id


def test_quotation_marks_differ_by_outlet(manifest: dict[str, Row], texts: dict[str, str]) -> None:
    styles: dict[str, str] = defaultdict(str)
    for id, text in texts.items():
        styles[manifest[id]["outlet"]] += text
    curly = {outlet for outlet, text in styles.items() if "“" in text}
    assert len(curly) >= 2
    assert any('"' in text for outlet, text in styles.items() if outlet not in curly)
    assert all('"' not in styles[outlet] for outlet in curly)
    assert styles[SOBER].count(" '") > styles[SOBER].count('"')


def test_gold_sentences_cover_every_character(gold: list[Row], texts: dict[str, str]) -> None:
    assert len(gold) >= 300
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in gold:
        assert set(row) == {"article", "start", "end"}
        spans[row["article"]].append((row["start"], row["end"]))
    assert spans.keys() == texts.keys()
    for id, text in texts.items():
        at = 0
        for start, end in spans[id]:
            assert at <= start < end <= len(text)
            assert not text[at:start].strip()
            assert text[start:end] == text[start:end].strip()
            assert "\n" not in text[start:end]
            at = end
        assert at == len(text)


def test_label_rows_follow_the_schema(folder: Path, labels: list[Row]) -> None:
    schema = json.loads((folder / "schema.json").read_text(encoding="utf-8"))
    keys = schema["properties"]
    assert set(keys["voice"]["enum"]) == {None, *(voice.value for voice in Voice)}
    ours, _ = keys["devices"]["items"]["properties"]["device"]["anyOf"]
    assert set(ours["enum"]) == DEVICES
    for row in labels:
        assert set(row) == set(schema["required"])
        for name in ("voice", "editorial", "charged", "confidence"):
            assert row[name] in keys[name]["enum"]
        for name in ("annotator", "time", "article_hash"):
            assert re.search(keys[name]["pattern"], row[name])
        for name in ("start", "end", "editorial", "charged", "confidence"):
            assert type(row[name]) is int
        assert row["note"] is None or row["note"].strip()
        assert type(row["blind"]) is bool


def test_labels_belong_to_the_texts_as_they_are(
    labels: list[Row], manifest: dict[str, Row], texts: dict[str, str]
) -> None:
    for row in labels:
        outlet = manifest[row["article"]]["outlet"]
        assert row["article_hash"] == content_hash(outlet, texts[row["article"]])


def test_every_annotator_labelled_every_sentence(passes: dict[str, list[Row]], gold: list[Row]) -> None:
    wanted = {(row["article"], row["start"], row["end"]) for row in gold}
    assert "a1" in passes
    for annotator, rows_ in passes.items():
        assert {row["annotator"] for row in rows_} == {annotator}
        assert {(row["article"], row["start"], row["end"]) for row in rows_} == wanted


def test_devices_stand_where_the_codebook_allows(labels: list[Row], texts: dict[str, str]) -> None:
    for row in labels:
        sentence = texts[row["article"]][row["start"] : row["end"]]
        assert bool(row["devices"]) == bool(row["editorial"]), sentence
        if row["voice"] == Voice.NON_CONTENT:
            assert row["editorial"] == row["charged"] == 0, sentence
        for device in row["devices"]:
            assert set(device) == {"device", "start", "end"}
            assert device["device"] in DEVICES
            assert 0 <= device["start"] < device["end"] <= len(sentence)
            span = sentence[device["start"] : device["end"]]
            assert span == span.strip()
            assert not re.search(r"\w\b$", sentence[: device["start"]]), (sentence, span)  # whole words
            assert not re.match(r"\w", sentence[device["end"] :]), (sentence, span)


def test_every_device_and_voice_occurs_in_the_first_pass(passes: dict[str, list[Row]]) -> None:
    assert {row["voice"] for row in passes["a1"]} == {voice.value for voice in Voice}
    assert {device["device"] for row in passes["a1"] for device in row["devices"]} == DEVICES


def test_outlets_differ_from_the_wire(passes: dict[str, list[Row]], manifest: dict[str, Row]) -> None:
    judged: dict[str, list[int]] = defaultdict(list)
    for row in passes["a1"]:
        if row["voice"] != Voice.NON_CONTENT:
            judged[manifest[row["article"]]["outlet"]].append(row["editorial"])
    rate = {outlet: sum(ones) / len(ones) for outlet, ones in judged.items()}
    wire = {row["outlet"] for row in manifest.values() if row["role"] == "wire"}
    assert len(wire) == 1
    lowest = rate.pop(wire.pop())
    assert lowest <= 0.05
    assert all(other > lowest for other in rate.values())
    assert all(other > rate[SOBER] for outlet, other in rate.items() if outlet != SOBER)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower().replace("’", "'"))


def runs(text: str) -> Iterator[tuple[str, ...]]:
    found = words(text)
    return (tuple(found[i : i + SHARED_RUN]) for i in range(len(found) - SHARED_RUN + 1))


def test_events_share_no_long_sentence(
    gold: list[Row], manifest: dict[str, Row], texts: dict[str, str]
) -> None:
    seen: dict[tuple[str, ...], str] = {}
    for row in gold:
        sentence = tuple(words(texts[row["article"]][row["start"] : row["end"]]))
        if len(sentence) >= SHARED_RUN:
            event = manifest[row["article"]]["event"]
            assert seen.setdefault(sentence, event) == event, " ".join(sentence)


def test_outlets_keep_wire_sentences_word_by_word(
    gold: list[Row], manifest: dict[str, Row], texts: dict[str, str]
) -> None:
    told: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for row in gold:
        article = manifest[row["article"]]
        sentence = tuple(words(texts[row["article"]][row["start"] : row["end"]]))
        told[article["event"], article["role"]].add(sentence)
    for event in {event for event, _ in told}:
        assert len(told[event, "wire"] & told[event, "outlet"]) >= 3, event


def test_codebook_defines_each_device_and_voice(folder: Path) -> None:
    codebook = (folder / "CODEBOOK.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### `(\w+)`$", codebook, re.MULTILINE)) == DEVICES
    for voice in Voice:
        assert f"`{voice.value}`" in codebook


def test_labels_name_the_codebook_version_that_is_here(folder: Path, labels: list[Row]) -> None:
    title = (folder / "CODEBOOK.md").read_text(encoding="utf-8").split("\n", 1)[0]
    version = re.fullmatch(r"# Codebook, version (\d+)", title)
    assert version
    assert all(1 <= int(row["codebook"]) <= int(version[1]) for row in labels)


def test_codebook_does_not_quote_the_corpus(folder: Path, texts: dict[str, str]) -> None:
    codebook = set(runs((folder / "CODEBOOK.md").read_text(encoding="utf-8")))
    for id, text in texts.items():
        assert not codebook & set(runs(text)), id
