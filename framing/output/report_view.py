"""What the report shows of an article: plain values, so that the template only lays them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from framing.output.profile_table import interval, percent
from framing.output.report_words import DeviceView, Piece, cut, devices_of
from framing.sentences import speakers_of
from framing.types import AnnotatedArticle, Estimate, OutletProfile, ScoredSentence, Unit, Voice

VOICE_LETTERS = {
    Voice.OUTLET: "O",
    Voice.ATTRIBUTED: "A",
    Voice.QUOTE: "Q",
    Voice.MIXED: "M",
    Voice.NON_CONTENT: "–",
}
VOICE_WORDS = {
    Voice.OUTLET: "the outlet's own words",
    Voice.ATTRIBUTED: "attributed to a source",
    Voice.QUOTE: "quotation",
    Voice.MIXED: "own words and quotation",
    Voice.NON_CONTENT: "not content",
}
# Lower ends of the shades 1 to 4; below the first there is none.
SHADES = (0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One sentence. `is_unsure` if it has a score for `editorial`, but the model abstained from the label."""

    parts: tuple[Piece, ...]
    voice: str
    letter: str
    words: str
    shade: int
    editorial: str | None
    charged: str | None
    is_editorial: bool
    is_charged: bool
    is_unsure: bool
    devices: tuple[DeviceView, ...]
    speakers: tuple[str, ...]
    opens_paragraph: bool


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article, or ready-split sentences of one outlet; `hidden` sentences were cut off by the cap."""

    anchor: str
    title: str
    outlet: str | None
    published: str | None
    url: str | None
    source: str
    sentences: tuple[SentenceView, ...]
    own_voice: int
    editorial: int
    unsure: int
    hidden: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One outlet's row: rates in words, and the editorial rate's geometry in per cent of the axis."""

    outlet: str
    articles: int
    sentences: int
    editorial: str
    editorial_interval: str
    charged: str
    dot: float | None
    low: float | None
    high: float | None
    warnings: tuple[str, ...]


def group_ready_split(articles: Iterable[AnnotatedArticle]) -> Iterator[Sequence[AnnotatedArticle]]:
    """Articles one by one; ready-split sentences that follow each other under one outlet, together."""
    group: list[AnnotatedArticle] = []
    for annotated in articles:
        ready = annotated.article.unit is Unit.SENTENCE
        if group and not (ready and annotated.article.outlet == group[0].article.outlet):
            yield group
            group = []
        if ready:
            group.append(annotated)
        else:
            yield [annotated]
    if group:
        yield group


def view_article(parts: Sequence[AnnotatedArticle], number: int, most: int) -> ArticleView:
    """The view of an article (or of a group of ready-split sentences) with at most `most` sentences."""
    article = parts[0].article
    scored = [(place, s) for place, part in enumerate(parts) for s in part.sentences]
    said = [s for _, s in scored if s.prediction.editorial is not None and s.sentence.voice != Voice.QUOTE]
    own = [s for s in said if s.editorial_label is not None]
    views = []
    paragraph: tuple[int, int] | None = None
    for place, item in scored[:most]:
        here = (place, item.sentence.paragraph)
        views.append(_view(item, here != paragraph))
        paragraph = here
    ready = article.unit is Unit.SENTENCE
    return ArticleView(
        anchor=f"article-{number}",
        title=article.title or ("Sentences" if ready else f"Article {number}"),
        outlet=article.outlet,
        published=None if ready else article.published,
        url=_web_address(article.url),
        source=article.source,
        sentences=tuple(views),
        own_voice=len(own),
        editorial=sum(s.editorial_label == 1 for s in own),
        unsure=len(said) - len(own),
        hidden=len(scored) - len(views),
    )


def outlet_bars(profiles: Sequence[OutletProfile]) -> tuple[list[Bar], int]:
    """A row an outlet, and the axis's upper end in per cent."""
    rates = [p.editorial_rate for p in profiles if p.editorial_rate]
    highest = max((100 * (r.value if r.high is None else r.high) for r in rates), default=0.0)
    top = next(t for t in (10, 20, 40, 60, 80, 100) if highest <= t + 1e-9)
    return [_bar(profile, top) for profile in profiles], top


def _bar(profile: OutletProfile, top: int) -> Bar:
    def place(value: float | None) -> float | None:
        return None if value is None else round(10_000 * value / top, 2)

    rate, charged = profile.editorial_rate, profile.charged_quote_rate
    return Bar(
        outlet=profile.outlet,
        articles=profile.articles,
        sentences=profile.own_voice_sentences,
        editorial=_rate(rate),
        editorial_interval=interval(rate),
        charged=_rate(charged),
        dot=place(rate.value if rate else None),
        low=place(rate.low if rate else None),
        high=place(rate.high if rate else None),
        warnings=profile.warnings,
    )


def _rate(rate: Estimate | None) -> str:
    return percent(rate.value) if rate else "–"


def _view(scored: ScoredSentence, opens_paragraph: bool) -> SentenceView:
    sentence, prediction = scored.sentence, scored.prediction
    shade = 0 if prediction.editorial is None else sum(prediction.editorial >= low for low in SHADES)
    return SentenceView(
        parts=tuple(cut(scored)),
        voice=sentence.voice.value,
        letter=VOICE_LETTERS[sentence.voice],
        words=VOICE_WORDS[sentence.voice],
        shade=shade,
        editorial=None if prediction.editorial is None else f"{prediction.editorial:.2f}",
        charged=None if prediction.charged is None else f"{prediction.charged:.2f}",
        is_editorial=scored.editorial_label == 1,
        is_charged=scored.charged_label == 1,
        is_unsure=prediction.editorial is not None and scored.editorial_label is None,
        devices=devices_of(scored),
        speakers=speakers_of(sentence),
        opens_paragraph=opens_paragraph,
    )


def _web_address(url: str | None) -> str | None:
    """`url` if a browser may safely follow it, else `None`."""
    return url if url and url.lower().startswith(("https://", "http://")) else None
