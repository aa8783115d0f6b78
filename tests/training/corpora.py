"""Tiny corpora in the formats of the real ones, every sentence made up here."""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

LOADED = ["shameful", "craven", "reckless", "betrayal", "disgrace"]
PLAIN = ["report", "vote", "council", "budget", "school", "bridge", "plan", "members"]


def sentences() -> list[tuple[str, int, str]]:
    """Text, label and the word that carries it."""
    found = []
    for word, other, place in product(LOADED + PLAIN, PLAIN, ("council", "school", "bridge")):
        found.append((f"The {word} of the {other} was approved in the {place}.", int(word in LOADED), word))
    return found


def write_corpora(folder: Path) -> Path:
    """Write all four corpora under `folder` and return it."""
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
    (folder / "newssd_eng").mkdir()
    for part, prefix in (("train", "A"), ("val", "Said to be"), ("test", "And")):
        with (folder / "newssd_eng" / f"{part}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(["Sentence", "Label", "Solved conflict"])
            writer.writerows([f"{prefix} {t}\n", "SUBJ" if label else "OBJ", "False"] for t, label, _ in rows)
    _write_semeval(folder / "semeval2023_task3")
    return folder


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
