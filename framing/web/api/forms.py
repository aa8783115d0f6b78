"""The JSON forms of articles and scored sentences. Offsets are code points, half open."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from framing.annotator import Annotator
from framing.output.device_names import device_meaning, device_name
from framing.types import Article, Reject, ScoredSentence, Stance, Voice

Offsets = tuple[int, int]


class Device(BaseModel):
    """A framing device: its name on screen, what it is, and the score from which it is said to be there."""

    device: str
    name: str
    meaning: str
    threshold: float


class Start(BaseModel):
    """What all scores of the answer depend on. `threshold` is that of `editorial`, `charged` the other's."""

    kind: Literal["start"] = "start"
    signature: str
    threshold: float
    charged: float
    devices: list[Device]


class ArticleHead(BaseModel):
    """What is known of an article; `number` counts the answer's articles from 0."""

    kind: Literal["article"] = "article"
    number: int
    id: str
    content_hash: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    source: str


class DeviceScore(BaseModel):
    """One device of a sentence: its score, and the words that carry it."""

    device: str
    score: float
    words: list[Offsets]


class Attribution(BaseModel):
    """Somebody's words: who speaks, if that can be known; the cue ("revealed") and what it does to them."""

    speaker: str | None
    cue: Offsets | None
    stance: Stance


class Sentence(BaseModel):
    """A scored sentence; the spans in it are relative to `text`. No score where the question does not apply."""

    kind: Literal["sentence"] = "sentence"
    article: int
    index: int
    paragraph: int
    start: int
    end: int
    text: str
    voice: Voice
    quotes: list[Offsets]
    attributed: list[Offsets]
    attributions: list[Attribution]
    editorial: float | None
    editorial_label: int | None
    charged: float | None
    charged_label: int | None
    rationale: list[Offsets]
    charged_rationale: list[Offsets]
    devices: list[DeviceScore]


class Refused(BaseModel):
    """An input that was refused or mended: where, which rule, what was found."""

    kind: Literal["reject"] = "reject"
    place: str
    rule: str
    found: str


class End(BaseModel):
    """The last line: nothing is missing."""

    kind: Literal["end"] = "end"
    articles: int
    sentences: int


class Annotated(ArticleHead):
    """An article with its sentences."""

    sentences: list[Sentence]


class Annotation(BaseModel):
    """The whole answer, for whoever does not ask for a stream."""

    start: Start
    articles: list[Annotated]
    rejects: list[Refused]


Line = Start | ArticleHead | Sentence | Refused | End


def start(annotator: Annotator) -> Start:
    """What the annotator's scores depend on."""
    thresholds = annotator.thresholds
    return Start(
        signature=str(annotator.signature),
        threshold=thresholds["editorial"],
        charged=thresholds["charged"],
        devices=[
            Device(device=d, name=device_name(d), meaning=device_meaning(d), threshold=thresholds[d])
            for d in annotator.model.artefact.devices
        ],
    )


def head(article: Article, number: int) -> ArticleHead:
    """The article without its text."""
    about = {name: getattr(article, name) for name in ArticleHead.model_fields if hasattr(article, name)}
    return ArticleHead(number=number, **about)


def sentence(scored: ScoredSentence, article: int) -> Sentence:
    """A scored sentence of the answer's article `article`."""
    said, found = scored.sentence, scored.prediction
    return Sentence(
        article=article,
        index=said.index,
        paragraph=said.paragraph,
        start=said.start,
        end=said.end,
        text=said.text,
        voice=said.voice,
        quotes=list(said.quotes),
        attributed=list(said.attributed),
        attributions=[
            Attribution(speaker=one.speaker, cue=one.cue, stance=one.stance) for one in said.attributions
        ],
        editorial=found.editorial,
        editorial_label=scored.editorial_label,
        charged=found.charged,
        charged_label=scored.charged_label,
        rationale=list(found.rationale),
        charged_rationale=list(found.charged_rationale),
        devices=[
            DeviceScore(device=name, score=score, words=list(found.device_words.get(name, ())))
            for name, score in found.devices.items()
        ],
    )


def refused(reject: Reject) -> Refused:
    """A reject of the reading."""
    return Refused(place=reject.source, rule=reject.rule, found=reject.found)
