"""`framing train` by a recipe, `framing choose` and `framing crossvalidate`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from eval.corpora.resolve import data_folder
from eval.out_of_fold import keep_scores
from eval.store import Result
from framing.model.artefact import open_artefact
from framing.model.registry import folder_of
from training.loop import Listener, Report
from training.protocols import PROTOCOLS
from training.recipe import Recipe, load_recipe

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Folder of the corpora [default: $FRAMING_DATA, else ../shared/data beside a checkout].",
)
work_option = click.option(
    "--work", type=click.Path(path_type=Path), default=Path("runs"), show_default=True,
    help="Folder for checkpoints; the same command goes on from there.",
)  # fmt: skip
encoder_option = click.option("--encoder", help="Another encoder: a folder or a Hub id (needs a network).")


def train_recipe(
    recipe_name: str,
    encoder: str | None,
    data: Path | None,
    work: Path,
    output: Path | None,
    full_precision: bool,
    base: str | None,
) -> None:
    """What `framing train` does without labels."""
    from training.build import build

    recipe = _recipe(recipe_name, encoder)
    target = output or Path("models") / recipe.name
    start = open_artefact(folder_of(base)) if base else None
    with progress() as listen:
        build(recipe, data_folder(data), target, work, listen("train"), not full_precision, start)
    click.echo(f"artefact: {target}", err=True)


@click.command()
@click.argument("protocols", nargs=-1, required=True, type=click.Choice(list(PROTOCOLS)))
@click.option(
    "--recipe",
    "recipe_names",
    multiple=True,
    default=["default"],
    show_default=True,
    help="A recipe of this program, or a TOML file; those after the first stand beside it.",
)
@click.option(
    "--seeds",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Runs of the first recipe, differing in its last stage.",
)
@encoder_option
@data_option
@work_option
@click.option("--save/--no-save", default=False, help="Keep the figures in eval/results.")
def crossvalidate(
    protocols: tuple[str, ...],
    recipe_names: tuple[str, ...],
    seeds: int,
    encoder: str | None,
    data: Path | None,
    work: Path,
    save: bool,
) -> None:
    """Measure a recipe out of fold (needs the train extra).

    PROTOCOL is babe-random (the field's five folds), babe-grouped (articles kept whole) or babe-outlet
    (each outlet left out in turn). Stages that do not use BABE are trained once and shared by the folds.
    """
    from training.crossval import cross_validate

    recipes = [_recipe(name, encoder) for name in recipe_names]
    folder = data_folder(data)
    for protocol in protocols:
        with progress() as listen:
            found = cross_validate(recipes, seeds, protocol, folder, work, listen)
        _tell(found.result, save)
        if save:
            click.echo(f"kept: {keep_scores(found.result.name, found.scores)}", err=True)


@click.command()
@click.argument("recipes", nargs=-1, required=True)
@data_option
@work_option
@click.option("--save/--no-save", default=False, help="Keep the figures in eval/results.")
def choose(recipes: tuple[str, ...], data: Path | None, work: Path, save: bool) -> None:
    """Compare recipes on the parts kept for choosing (needs the train extra).

    RECIPE is a recipe of this program or a TOML file. Recipes that share their first stages share the work.
    """
    from training.choice import choose as compare

    with progress() as listen:
        result = compare([load_recipe(name) for name in recipes], data_folder(data), work, listen)
    _tell(result, save)


def _tell(result: Result, save: bool) -> None:
    """Print a result, and keep it if asked."""
    from eval.store import save as save_result
    from eval.store import table

    click.echo(f"{result.title}\n\n{table(result.rows)}\n\n{result.signature}")
    if save:
        click.echo(f"kept: {save_result(result)}", err=True)


def _recipe(name: str, encoder: str | None) -> Recipe:
    from dataclasses import replace

    recipe = load_recipe(name)
    return replace(recipe, encoder=encoder) if encoder else recipe


@contextmanager
def progress() -> Iterator[Callable[[str], Listener]]:
    """A factory of listeners that draw one bar a stage on standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("loss {task.fields[loss]:.3f}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:

        def listener(name: str) -> Listener:
            tasks: dict[str, TaskID] = {}

            def listen(report: Report) -> None:
                if report.stage not in tasks:
                    label = f"{name}: {report.stage}"
                    tasks[report.stage] = bar.add_task(label, total=report.steps, loss=report.loss)
                bar.update(tasks[report.stage], completed=report.step, loss=report.loss)

            return listen

        yield listener
