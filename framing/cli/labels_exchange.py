"""`framing labels import` and `framing labels export`."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing.errors import InputError, OutputError
from framing.labels.formats.table import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from framing.types import Annotation, Span

EXIT_REFUSED = 3
REASONS_SHOWN = 3
_HELP = "; ".join(f"{name}: {told}" for name, (_, told) in FORMATS.items())
_WRITTEN = [name for name, (_, told) in FORMATS.items() if not told.startswith("read only")]


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("-f", "--format", "form", type=click.Choice(list(FORMATS)), help=_HELP + ".")
@click.option(
    "-o", "--into", required=True, type=click.Path(path_type=Path, file_okay=False),
    help="The project's folder of labels; made if it is not there.",
)  # fmt: skip
@click.option("--annotator", help="Whose labels they are, whatever the file says.")
@click.option(
    "--codebook", default="unstated", show_default=True, help="Codebook, where the file does not say."
)
@click.option(
    "--question", type=click.Choice(["editorial", "charged"]),
    help="What a column `label` answers [default: the row's `of`, else editorial].",
)  # fmt: skip
@click.option("--text/--no-text", default=True, show_default=True, help="Keep the sentences with the labels.")
@click.option("--strict", is_flag=True, help="Stop at the first row that is refused; add nothing.")
def import_labels(
    files: tuple[Path, ...],
    form: str | None,
    into: Path,
    annotator: str | None,
    codebook: str,
    question: str | None,
    text: bool,
    strict: bool,
) -> None:
    """Add labels made in another tool to a folder of labels.

    Rows that are there already are not added again. A row that breaks a rule is told with its place, and the
    rest goes on (exit code 3); rows without an answer are counted.
    """
    from framing.cli.labels_load import tell_odds
    from framing.labels.formats import find, read
    from framing.labels.tasks import Origin

    origin = Origin(
        annotator=annotator, time=Origin().now(), codebook=codebook, question=question, split=_split
    )
    refused: list[InputError] = []
    unanswered = 0

    def refuse(place: str, error: InputError | None) -> None:  # noqa: ARG001
        nonlocal unanswered
        if error is None:
            unanswered += 1
        elif strict:
            raise error
        else:
            refused.append(error)

    found: list[Annotation] = []
    for file in files:
        found += read(find(form or _guess(file)), file, origin, refuse)
    tell_odds(found)
    for error in refused[:REASONS_SHOWN]:
        click.echo(f"refused: {error}", err=True)
    if len(refused) > REASONS_SHOWN:
        click.echo(f"refused: {len(refused) - REASONS_SHOWN} more", err=True)
    added, known = _store(into, [one if text else replace(one, text=None) for one in found])
    for name, count in sorted(added.items()):
        click.echo(f"{count} labels of {name}: {into / (name + '.jsonl')}", err=True)
    rest = [
        f"{known} were there already" if known else "",
        f"{unanswered} rows without an answer" if unanswered else "",
        "no label was read" if not (found or refused) else "",
    ]
    for line in filter(None, rest):
        click.echo(line, err=True)
    if refused:
        sys.exit(EXIT_REFUSED)


def _guess(file: Path) -> str:
    if file.suffix.lower() in (".jsonl", ".csv"):
        return file.suffix.lower()[1:]
    raise click.UsageError(f"{file}: say with --format what wrote it")


def _split(text: str) -> Iterable[Span]:
    from framing.sentences import split_article
    from framing.types import Article, Span

    return [Span(s.start, s.end) for s in split_article(Article(text=text, id="", source=""))]


def _store(into: Path, labels: Sequence[Annotation]) -> tuple[Counter[str], int]:
    """Add what is new; how many rows of each annotator, and how many were there."""
    from framing.labels.store import ENDING, LabelStore, last_words, read_all

    added: Counter[str] = Counter()
    known = 0
    for name in sorted({one.annotator for one in labels}):
        with LabelStore(into, name) as store:
            if store.mended:
                click.echo(store.mended, err=True)
            before = list(read_all(into / (name + ENDING)))
            rows = set(before)
            # The same answer given again at another time is no news: some tools tell no time.
            last = {replace(one, time="") for one in last_words(before)}
            new = []
            mine = [one for one in labels if one.annotator == name]
            # A sentence whose last word there is the last word here brings no news, whatever was said of it before.
            same = {one.sentence for one in last_words(mine) if replace(one, time="") in last}
            for one in mine:
                if one in rows or one.sentence in same:
                    known += 1
                    continue
                rows.add(one)
                new.append(one)
            store.append(*new)
            added[name] = len(new)
    return added, known


@click.command("export")
@click.argument("labels", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="LABELS...")
@click.option(
    "-f", "--format", "form", required=True, type=click.Choice(_WRITTEN), help="What shall read it."
)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path),
    help="A file; for inception and datasets a folder.",
)  # fmt: skip
@click.option(
    "--text", "sources", multiple=True, type=click.Path(path_type=Path),
    help="Articles, or a scores table, to take the sentences from where LABELS keep none. May be repeated.",
)  # fmt: skip
@click.option(
    "--suggest", is_flag=True,
    help="Put the labels before the annotators as suggestions (Label Studio: predictions); what comes back is "
    "marked as not blind. Not for csv, jsonl and datasets.",
)  # fmt: skip
def export_labels(
    labels: tuple[Path, ...], form: str, output: Path, sources: tuple[Path, ...], suggest: bool
) -> None:
    """Write labels, or sentences to label, for another tool.

    LABELS are files or folders of labels, or a sample that `framing sample` drew. Each annotator's last word
    is written. Ids, offsets and design travel along and come home with `framing labels import`.
    """
    from framing.cli.labels_load import load, with_texts
    from framing.labels.formats import find
    from framing.labels.store import last_words
    from framing.labels.tasks import grouped, task_of
    from framing.output.whole import WholeFile, check_apart, check_ending, check_writable

    check_apart([output], [*labels, *sources])
    chosen = find(form)
    assert chosen.render is not None
    if suggest and not chosen.suggests:
        raise click.UsageError(f"--suggest: in {form} a suggestion cannot be told from an answer")
    if chosen.endings:
        check_ending(output, chosen.endings)
        check_writable(output)
    elif output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise OutputError(str(output), "the output must be a new or empty folder", "something there")
    rows, tasks = load(labels)
    answered = with_texts(last_words(rows), sources)
    pairs = grouped(answered)
    done = {task_of(one).id for one in answered if one.id}
    pairs += [(task, []) for task in tasks if task.id is None or task.id not in done]
    if not pairs:
        raise InputError(", ".join(map(str, labels)), "there must be labels or sentences to label", "none")
    textless = sum(task.text is None for task, _ in pairs)
    if textless and chosen.needs_text:
        rule = f"{chosen.title} shows sentences: give their source with --text"
        raise InputError(str(labels[0]), rule, f"{textless} without text")
    for name, data in chosen.render(pairs, suggest).items():
        path = _path(output, name, bool(chosen.endings))
        path.parent.mkdir(parents=True, exist_ok=True)
        with WholeFile(path) as file:
            file.write(data)
        if name == "config.xml":
            click.echo(f"the labelling interface for it: {path}", err=True)
    click.echo(f"{len(pairs)} sentences, {len(answered)} labels: {output}", err=True)


def _path(output: Path, name: str, is_file: bool) -> Path:
    if not name:
        return output
    return output.with_name(f"{output.name.rpartition('.')[0]}.{name}") if is_file else output / name
