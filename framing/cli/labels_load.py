"""What the `framing labels` commands read: label rows or samples to label, and the texts that belong to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import click

from framing.errors import InputError
from framing.labels.tasks import Task
from framing.types import Annotation

Tasks = list[tuple[Task, list[Annotation]]]


def tell(line: str) -> None:
    """A remark, on standard error."""
    click.echo(line, err=True)


def load(paths: Sequence[Path]) -> tuple[list[Annotation], list[Task]]:
    """Every row of label files and folders of them (with revisions), and tasks that are not yet labelled."""
    labels: list[Annotation] = []
    tasks: list[Task] = []
    for path in paths:
        if _is_store(path):
            from framing.labels.store import read_all

            labels += read_all(path, tell)
        else:
            some, others = _plain(path)
            labels, tasks = labels + some, tasks + others
    return labels, tasks


def load_labels(paths: Sequence[Path], sources: Sequence[Path] = ()) -> list[Annotation]:
    """Each annotator's last word on each sentence, with text and outlet from `sources` where the row has none."""
    from framing.labels.store import last_words

    labels = last_words(load(paths)[0])
    if not labels:
        raise _nothing_in(paths)
    return with_texts(labels, sources)


def load_for(paths: Sequence[Path], question: str) -> list[Annotation]:
    """Each annotator's last word, from label folders and from any table of texts and labels.

    In a table a column `label` answers `question`, unless the row says in `of` what it answers.
    """
    from framing.labels.formats import converted, find
    from framing.labels.store import last_words, read_all
    from framing.labels.tasks import Origin

    found: list[Annotation] = []
    now = Origin().now()  # one moment for all rows without one: none of them is a revision of another
    for path in paths:
        if not path.exists():
            raise InputError(str(path), "labels are a file or a folder", "nothing there")
        name = _table(path)
        if name == "jsonl" and _is_store(path):
            found += read_all(path, tell)
            continue
        form = find(name)
        for raw in form.rows(path):
            told = isinstance(raw.found, dict) and raw.found.get("of")
            found += converted(form, raw, Origin(time=now, question=None if told else question))
    if not found:
        raise _nothing_in(paths)
    tell_odds(found)
    return last_words(found)


def _nothing_in(paths: Sequence[Path]) -> InputError:
    """Why there are no labels: nobody answered, or no column could hold an answer."""
    from framing.labels.formats import find
    from framing.labels.formats.plain import ANSWERS

    place = ", ".join(map(str, paths))
    tables = [path for path in paths if path.is_file() and path.suffix.lower() in (".csv", ".jsonl")]
    first = [next(iter(find(path.suffix.lower()[1:]).rows(path)), None) for path in tables]
    columns = dict.fromkeys(name for raw in first if raw for name in raw.found if name)
    if not columns or ANSWERS & columns.keys():
        return InputError(place, "there must be labels", "none")
    return InputError(
        place, f"labels stand in a column {', '.join(sorted(ANSWERS))}", f"only {', '.join(columns)}"
    )


def check_adjudicator(adjudicator: str | None, labels: Iterable[Annotation]) -> None:
    """Refuse one who is not among the annotators."""
    if adjudicator and adjudicator not in {one.annotator for one in labels}:
        raise InputError("--adjudicator", "must be one of the annotators", repr(adjudicator))


def tell_odds(labels: Iterable[Annotation]) -> None:
    """A remark on sentences that one annotator answered twice at one moment, and differently."""
    from framing.labels.store import at_odds

    if count := at_odds(labels):
        tell(f"stand there twice with different labels: {count} sentences, of which the last label counts")


def _table(path: Path) -> str:
    """The format of a file by its ending, of a folder by what it holds."""
    endings = {file.suffix.lower() for file in path.rglob("*")} if path.is_dir() else {path.suffix.lower()}
    if endings & {".parquet", ".arrow"}:
        return "datasets"
    return "csv" if ".csv" in endings and ".jsonl" not in endings else "jsonl"


def _is_store(path: Path) -> bool:
    """Label rows of the form, by the first row: they are read as the store is, unfinished last rows and all."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files or files[0].suffix != ".jsonl" or not files[0].is_file():
        return path.is_dir() and not any(path.glob("*.csv"))
    with files[0].open(encoding="utf-8-sig", errors="replace") as lines:
        try:
            row = json.loads(next((line for line in lines if line.strip()), "{}"))
        except ValueError:
            return True
    return isinstance(row, dict) and {"annotator", "time", "codebook"} <= row.keys()


def _plain(path: Path) -> tuple[list[Annotation], list[Task]]:
    from framing.labels.formats import converted, find
    from framing.labels.formats.plain import task_in
    from framing.labels.tasks import Origin

    form = find("csv" if path.suffix.lower() == ".csv" or any(path.glob("*.csv")) else "jsonl")
    labels: list[Annotation] = []
    tasks: list[Task] = []
    for raw in form.rows(path):
        found = converted(form, raw, Origin())
        labels += found
        if not found:
            tasks.append(task_in({k: v for k, v in raw.found.items() if k}, raw.place))
    return labels, tasks


def with_texts(labels: Iterable[Annotation], sources: Sequence[Path]) -> list[Annotation]:
    """The labels with text and outlet from articles or a scores table, where they keep none."""
    labels = list(labels)
    if not sources:
        return labels
    by_sentence, by_article = _texts(sources)
    found = []
    for one in labels:
        text, outlet = by_sentence.get(one.sentence, (None, None))
        if text is None and one.article_hash in by_article:
            whole, outlet = by_article[one.article_hash]
            text = whole[one.start : one.end]
        if text is not None and len(text) != one.end - one.start:
            rule = "a sentence must be as long as its offsets say"
            raise InputError(f"{one.article}: {one.start}", rule, f"{len(text)} characters")
        found.append(replace(one, text=one.text or text, outlet=one.outlet or outlet))
    unknown = sum(one.text is None for one in found)
    if unknown:
        tell(f"{unknown} of {len(found)} labels: no text found for them")
    return found


Known = dict[str, tuple[str, str | None]]


def _texts(sources: Sequence[Path]) -> tuple[Known, Known]:
    """Text and outlet by sentence (of scores tables), and by article hash (of articles)."""
    from framing.output.scores import column_names, scan_scores
    from framing.reading import ReadOptions, open_corpus
    from framing.types import Reject

    by_sentence: Known = {}
    by_article: Known = {}
    for source in sources:
        table = source.is_file() and source.name.lower().endswith(
            (".parquet", ".csv", ".csv.gz", ".jsonl", ".jsonl.gz")
        )
        names = column_names(source) if table else []
        if {"sentence_id", "text"} <= set(names):
            columns = [n for n in ("sentence_id", "text", "outlet") if n in names]
            for batch in scan_scores(source, columns):
                for row in batch.to_pylist():
                    by_sentence[row["sentence_id"]] = (row["text"], row.get("outlet"))
            continue
        for unit in open_corpus([str(source)], ReadOptions(language=None)):
            if not isinstance(unit, Reject):
                by_article[unit.content_hash] = (unit.text, unit.outlet)
    return by_sentence, by_article
