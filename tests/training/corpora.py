"""Tiny corpora in the formats of the real ones, every sentence made up here."""

from __future__ import annotations

import csv
import gzip
import json
from itertools import product
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from framing.types import content_hash

LOADED = ["shameful", "craven", "reckless", "betrayal", "disgrace"]
PLAIN = ["report", "vote", "council", "budget", "school", "bridge", "plan", "members"]


def sentences() -> list[tuple[str, int, str]]:
    """Text, label and the word that carries it."""
    found = []
    for word, other, place in product(LOADED + PLAIN, PLAIN, ("council", "school", "bridge")):
        found.append((f"The {word} of the {other} was approved in the {place}.", int(word in LOADED), word))
    return found


def write_corpora(folder: Path) -> Path:
    """Write all corpora under `folder` and return it; labels of `outlets` go to `folder`/labels."""
    rows = sentences()
    (folder / "anno_lexical").mkdir(parents=True)
    for part, prefix in (("train", "On Tuesday"), ("dev", "In May"), ("test", "To some")):
        table = pa.table(
            {
                "text": [f"{prefix} {text}" for text, _, _ in rows],
                "source_name": ["Somewhere"] * len(rows),
                "label": [label for _, label, _ in rows],
            }
        )
        pq.write_table(table, folder / "anno_lexical" / f"{part}.parquet")
    (folder / "babe").mkdir()
    with (folder / "babe" / "final_labels_SG2.csv").open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(
            ["text", "news_link", "outlet", "topic", "type", "label_bias", "label_opinion", "biased_words"]
        )
        for place, (text, label, word) in enumerate(rows):
            name = "Biased" if label else "Non-biased"
            words = str([word] if label else [])
            outlet = f"Outlet {place % 2}"
            writer.writerow(
                [text, f"https://example.org/{place // 2}", outlet, "t", "center", name, "", words]
            )
    with (folder / "babe" / "raw_labels_SG2.csv").open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(["text", "annotator_id", "label_bias", "label_opinion", "biased_words"])
        for text, label, word in rows:
            for annotator in range(3):
                says = "Biased" if label and annotator else "Non-biased"
                writer.writerow([text, annotator, says, "", word])
    (folder / "newssd_eng").mkdir()
    for part, prefix in (("train", "A"), ("val", "Said to be"), ("test", "And")):
        with (folder / "newssd_eng" / f"{part}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(["Sentence", "Label", "Solved conflict"])
            writer.writerows([f"{prefix} {t}\n", "SUBJ" if label else "OBJ", "False"] for t, label, _ in rows)
    _write_semeval(folder / "semeval2023_task3")
    _write_outlets(folder)
    _write_polnear(folder / "polnear" / "train", "Clerk")
    _write_polnear(folder / "polnear" / "dev", "Usher")
    return folder


def _write_outlets(folder: Path) -> None:
    """Articles of an outlet, and a pass of labels beside them: parts train, calibration and test."""
    (folder / "outlets").mkdir()
    (folder / "labels").mkdir()
    texts, labels = [], []
    for number in range(12):
        lines, judged, at = [], [], 0
        for text, label, word in sentences()[number * 9 : number * 9 + 9] + sentences()[:6]:
            line = f"In town {number} {text}"
            marks = [["labelling", line.index(word), line.index(word) + len(word)]] if label else []
            judged.append([at, at + len(line), label, label, *marks])
            lines.append(line)
            at += len(line) + 2
        body, outlet = "\n\n".join(lines), f"Paper {number}"
        texts.append(json.dumps({"id": str(number), "outlet": outlet, "text": body}))
        part = "test" if number == 0 else "train" if number % 3 else "calibration"
        for annotator in ("p1", "p2") if part == "test" else ("t1",):
            row = {"article_hash": content_hash(outlet, body), "annotator": annotator, "codebook": "1"}
            labels.append(json.dumps(row | {"part": part, "sentences": judged}))
    with gzip.open(folder / "outlets" / "articles.jsonl.gz", "wt", encoding="utf-8") as handle:
        handle.write("\n".join(texts) + "\n")
    (folder / "labels" / "t1.jsonl").write_text("\n".join(labels) + "\n", encoding="utf-8")


def _write_semeval(folder: Path) -> None:
    articles = folder / "train-articles"
    articles.mkdir(parents=True)
    marks = []
    for number in range(40):
        lines = ["Council report"]
        for text, label, word in sentences()[number * 7 : number * 7 + 8] + sentences()[:4]:
            text = f"In ward {number} {text}"  # another sentence in every article
            at = sum(len(line) + 2 for line in lines) + text.index(word)
            if label:
                marks.append(f"{number}\tLoaded_Language\t{at}\t{at + len(word)}")
            lines.append(text)
        (articles / f"article{number}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    (folder / "train-labels-spans.txt").write_text("\n".join(marks) + "\n", encoding="utf-8")


def _write_polnear(folder: Path, speaker: str) -> None:
    """Articles with one attribution a line, as stand-off marks."""
    (folder / "attributions").mkdir(parents=True)
    (folder / "text").mkdir()
    for number in range(30):
        text, marks = "", []
        for line, (content, _, _) in enumerate(sentences()[number * 5 : number * 5 + 6]):
            at = len(text)
            text += f"{speaker} {number} said that {content}\n"
            said, that = text.index("said", at), text.index("that", at)
            spans = (("Source", at, said - 1), ("Cue", said, said + 4), ("Content", that, len(text) - 1))
            marks += [f"T{line}{i}\t{tag} {a} {b}\t{text[a:b]}" for i, (tag, a, b) in enumerate(spans)]
            marks.append(f"T{line}9\tAttribution {said} {said + 4}\tsaid")
            marks.append(f"E{line}\tAttribution:T{line}9 Source:T{line}0 Cue:T{line}1 Content:T{line}2")
        name = f"paper_2031-05-{number:02d}_council"
        (folder / "text" / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / "attributions" / f"{name}_ab12.ann").write_text("\n".join(marks) + "\n", encoding="utf-8")
