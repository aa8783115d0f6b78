"""Research corpora of whole articles with marked spans: SemEval-2023 task 3 and PolNeAR.

Spans become marks of the sentences they stand in, under the corpus's own names (`semeval:Doubt`,
`polnear:cue`); a span over several sentences is a mark in each. Neither corpus answers `editorial` or `charged`:
those stay unasked. Sentences are those of `Origin.split`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from framing.errors import InputError
from framing.labels.formats.base import Format, Raw
from framing.labels.formats.brat import attributions
from framing.labels.tasks import Answer, Origin, Task, label
from framing.types import Annotation, DeviceSpan, Span, content_hash

_SPANS, _ARTICLES = "train-labels-spans.txt", "train-articles"
Marks = list[tuple[str, Span]]


def _semeval_rows(path: Path) -> Iterator[Raw]:
    marks: defaultdict[str, Marks] = defaultdict(list)
    spans = path / _SPANS
    if not spans.is_file():
        raise InputError(str(path), f"the corpus is a folder with {_SPANS} and {_ARTICLES}", "no such file")
    for number, line in enumerate(spans.read_text(encoding="utf-8").split("\n"), start=1):
        cells = line.split("\t")
        if line and len(cells) != 4:
            raise InputError(f"{spans}:{number}", "must have 4 columns", str(len(cells)))
        if line:
            marks[cells[0]].append((f"semeval:{cells[1]}", Span(int(cells[2]), int(cells[3]))))
    for file in sorted((path / _ARTICLES).glob("article*.txt")):
        name = file.stem.removeprefix("article")
        found = (
            f"semeval{name}",
            file.read_text(encoding="utf-8"),
            marks[name],
            "SemEval-2023 task 3",
            None,
        )
        yield Raw(str(file), "semeval", found)


def _polnear_rows(path: Path) -> Iterator[Raw]:
    found = sorted(path.rglob("attributions/*.ann"))
    if not found:
        raise InputError(str(path), "the corpus is a folder with attributions/*.ann and text/*.txt", "none")
    for file in found:
        name, who = file.stem.rsplit("_", 1)
        # Exactly as it is: a changed line end would move every offset after it.
        text, record = (
            (file.parent.parent / "text" / f"{name}.txt").read_bytes().decode(),
            file.read_bytes().decode(),
        )
        marks: Marks = []
        for one in attributions(record, text):
            for role in ("source", "cue", "content"):
                marks += [(f"polnear:{role}", span) for span in getattr(one, role)]
        yield Raw(str(file), f"polnear_{who}", (name, text, marks, "PolNeAR", name.split("_")[0]))


def _labels(raw: Raw, origin: Origin) -> list[Annotation]:
    """One label a sentence, with the marks in it."""
    article, text, marks, codebook, outlet = raw.found
    outside = [span for _, span in marks if not 0 <= span.start < span.end <= len(text)]
    if outside:
        raise InputError(
            raw.place, f"a mark must lie inside the {len(text)} characters", str(tuple(outside[0]))
        )
    digest = content_hash(outlet, text)
    found = []
    for sentence in _split(text, origin):
        task = Task(article, *sentence, digest, text[sentence.start : sentence.end], outlet)
        answer = Answer(devices=tuple(_inside(sentence, marks)), codebook=codebook, devices_asked=True)
        found.append(label(task, answer, origin, raw.who))
    return found


def _inside(sentence: Span, marks: Marks) -> Iterator[DeviceSpan]:
    for name, (start, end) in sorted(set(marks), key=lambda mark: (mark[1], mark[0])):
        begin, stop = max(start, sentence.start), min(end, sentence.end)
        if begin < stop:
            yield DeviceSpan(name, Span(begin - sentence.start, stop - sentence.start))


def _split(text: str, origin: Origin) -> Iterable[Span]:
    if origin.split:
        return origin.split(text)
    at, found = 0, []
    for line in text.splitlines(keepends=True):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            found.append(Span(start, start + len(line.strip())))
        at += len(line)
    return found


SEMEVAL = Format("semeval", "SemEval-2023 task 3", _semeval_rows, _labels)
POLNEAR = Format("polnear", "PolNeAR", _polnear_rows, _labels)
