"""Draws a sample to label from a scores table of any size, in three passes over it.

The first counts each group's articles and scores; the second collects the sentences of the articles drawn; the third
looks whether any other sentence has a drawn one's id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.errors import InputError
from framing.profiles.counts import as_text, column_of, key_column, key_columns
from framing.profiles.design import NAME, Design, Drawn, Part
from framing.profiles.questions import Question
from framing.profiles.sampling import Draw, allocate, articles_to_draw, draw
from framing.profiles.universe import BINS, Key, Universe, bins, slices
from framing.types import content_hash

# Reads the named columns of the scores, batch by batch; called once a pass.
Scan = Callable[[Sequence[str]], Iterator[pa.RecordBatch]]
# Shown to whoever labels, where the table has them: the place of the sentence, and its text under this name.
PLACE = ("start", "end")
TEXT = "text"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to draw. `per_article`: labels for each article drawn; more is less to read and less sure.

    `text` is the column of the sentence. With `hide_groups` the rows do not say what they are stratified by.
    """

    labels: int
    by: tuple[str, ...] = ("outlet",)
    article: str = "article_id"
    id: str = "sentence_id"
    per_article: float = 1.0
    proportional: bool = False
    seed: int = 0
    blind: bool = True
    text: str = TEXT
    hide_groups: bool = False


def draw_sample(
    scan: Scan, present: Sequence[str], question: Question, plan: Plan
) -> tuple[Design, list[dict[str, Any]]]:
    """The design and the rows to label, in random order; `present` are the table's columns.

    Deterministic by the plan's seed, whatever the order of the table's rows. Raises `InputError` if there
    are fewer labels than two a group.
    """
    universe, signatures = _count(scan, present, question, plan)
    groups = slices(universe.articles, plan.by)
    if not groups:
        raise InputError("scores", f"a sample needs {question.among} with a score", "none")
    n = universe.articles["n"].to_numpy()
    sizes = [int(n[group.rows].sum()) for group in groups]
    least = sum(min(2, size) for size in sizes)
    if plan.labels < least:
        rule = f"a sample needs 2 labels for each of {len(groups)} groups, {least} at least"
        raise InputError("-n", rule, str(plan.labels))
    wanted = allocate(plan.labels, sizes, plan.proportional)
    names = universe.articles["article"]
    chosen: dict[Key, list[str]] = {}
    for group, labels, size in zip(groups, wanted, sizes, strict=True):
        mine = sorted(names.take(pa.array(group.rows)).to_pylist())
        count = articles_to_draw(labels, len(mine), size, plan.per_article)
        picked = _generator(plan, group.key, "articles").choice(len(mine), count, replace=False)
        chosen[group.key] = [mine[i] for i in sorted(picked)]
    pools = _collect(scan, present, question, plan, chosen)
    cells, held = slices(universe.cells, plan.by), universe.cells
    parts, drawn, rows = [], [], []
    for place, (group, cell, labels) in enumerate(zip(groups, cells, wanted, strict=True)):
        pool = sorted(pools[group.key], key=lambda row: str(row["id"]))
        whole = np.bincount(held["bin"].to_numpy()[cell.rows], held["n"].to_numpy()[cell.rows], BINS)
        took = draw(
            bins(np.array([row["score"] for row in pool])),
            whole.astype(np.int64),
            labels,
            _generator(plan, group.key, "sentences"),
        )
        part = Part(group.key, len(group.rows), len(chosen[group.key]), took.strata)
        parts.append(part)
        drawn += _drawn(took, pool, part, place)
        rows += [pool[i] for i in took.places]
    order = _generator(plan, (), "order").permutation(len(rows))
    sample = tuple(drawn[i] for i in order)
    _check_unique(scan, question, plan, [row.id for row in sample])
    design = Design(
        question.name,
        plan.by,
        plan.seed,
        tuple(sorted(signatures)),
        plan.per_article,
        plan.blind,
        tuple(parts),
        sample,
        plan.article,
        plan.id,
    )
    return design, [_row(design, rows[i], drawn[i], plan) for i in order]


def _check_unique(scan: Scan, question: Question, plan: Plan, ids: Sequence[str]) -> None:
    """Refuse a sample with an id that another sentence of the table has too: its label would be of both.

    The ids of `framing annotate` tell outlet, text and place: an outlet's text that comes under two ids of articles
    gives them twice.
    """
    wanted, found = pa.array(ids), dict[str, str]()
    for batch in scan(list(dict.fromkeys([plan.id, plan.article, *question.columns]))):
        table = pa.Table.from_batches([batch])
        here = pc.and_(question.rows(table), pc.is_in(as_text(table[plan.id]), value_set=wanted))
        table = table.filter(here)
        names, articles = (as_text(table[name]).to_pylist() for name in (plan.id, plan.article))
        for name, article in zip(names, articles, strict=True):
            if name in found:
                rule = f"'{plan.id}' must be unique: take out what comes twice"
                raise InputError("scores", rule, f"{name!r} in '{found[name]}' and in '{article}'")
            found[name] = article


def _generator(plan: Plan, key: Key, step: str) -> np.random.Generator:
    """A stream of its own for each group and step: another outlet in the table moves nobody else's draw."""
    return np.random.default_rng([plan.seed, int(content_hash(*key, step), 16)])


def _count(scan: Scan, present: Sequence[str], question: Question, plan: Plan) -> tuple[Universe, set[str]]:
    universe, signatures = Universe(question, plan.by, article=plan.article), set[str]()
    for batch in scan(list(dict.fromkeys([*universe.columns(present), "signature"]))):
        universe.add_batch(batch)
        signatures.update(s for s in pc.unique(batch["signature"]).to_pylist() if s)
    return universe, signatures


def _collect(
    scan: Scan, present: Sequence[str], question: Question, plan: Plan, chosen: dict[Key, list[str]]
) -> dict[Key, list[dict[str, Any]]]:
    """All sentences of the drawn articles, by group."""
    pools: dict[Key, list[dict[str, Any]]] = {key: [] for key in chosen}
    sets = {key: set(names) for key, names in chosen.items()}
    wanted = pa.array(sorted(set().union(*sets.values())), pa.string())
    shown = {name: name for name in PLACE if name in present}
    shown |= {TEXT: plan.text} if plan.text in present else {}
    needed = [*key_columns(plan.by, present), plan.article, plan.id, *question.columns, *shown.values()]
    for batch in scan(list(dict.fromkeys(needed))):
        table = pa.Table.from_batches([batch])
        article = as_text(column_of(table, plan.article))
        here = pc.and_(question.rows(table), pc.is_in(article, value_set=wanted))
        table = table.filter(here)
        if not table.num_rows:
            continue
        keys = [key_column(table, name).to_pylist() for name in plan.by]
        columns = {
            "id": as_text(column_of(table, plan.id)),
            "article": as_text(table[plan.article]),
            "score": question.scores(table),
        } | {name: table[column] for name, column in shown.items()}
        for key, row in zip(zip(*keys, strict=True), pa.table(columns).to_pylist(), strict=True):
            if row["article"] in sets[key]:
                pools[key].append(row)
    return pools


def _drawn(took: Draw, pool: list[dict[str, Any]], part: Part, place: int) -> list[Drawn]:
    found = []
    for i, h in zip(took.places.tolist(), took.stratum.tolist(), strict=True):
        s = part.strata[h]
        inclusion = part.article_share * s.drawn / s.in_drawn
        found.append(Drawn(str(pool[i]["id"]), pool[i]["article"], place, h, inclusion))
    return found


def _row(design: Design, row: dict[str, Any], drawn: Drawn, plan: Plan) -> dict[str, Any]:
    """What whoever labels gets. The stratum is a code: its number would tell the score."""
    part = design.parts[drawn.part]
    shown = {name: row[name] for name in (*PLACE, TEXT) if name in row}
    groups = {} if plan.hide_groups else dict(zip(plan.by, part.key, strict=True))
    head = {"id": drawn.id, "article": drawn.article} | groups
    tail = {
        "label": None,
        "of": design.of,
        "inclusion": drawn.inclusion,
        "article_inclusion": part.article_share,
        "stratum": content_hash(str(plan.seed), *part.key, str(drawn.stratum))[:6],
        "chosen_by": NAME,
        "seed": plan.seed,
        "design": design.id,
        "scores": " and ".join(design.scores),
        "blind": plan.blind,
    }
    return head | shown | tail | ({} if plan.blind else {"score": row["score"]})
