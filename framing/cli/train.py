"""`framing train`: labels of your own into a model, or an artefact by a recipe."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from framing.refit import Labelled

HEADS = ("editorial", "charged")
_OF_LABELS = {"head", "mode", "sources", "adjudicator", "outlets_apart", "seed"}
_OF_A_RECIPE = {"recipe_name", "encoder", "full_precision"}


@click.command()
@click.option(
    "--labels", multiple=True, type=click.Path(path_type=Path),
    help="Labels of your own: a folder of labels, or .jsonl, .csv or .parquet with text and label. May be repeated.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path),
    help="Folder of the model [with a recipe: models/NAME].",
)  # fmt: skip
@click.option("--head", type=click.Choice(HEADS), default="editorial", show_default=True,
              help="--labels: which question they answer.")  # fmt: skip
@click.option(
    "--mode", type=click.Choice(["head", "full"]), default="head", show_default=True,
    help="--labels: refit one head in seconds, or fine-tune the whole network (needs the train extra).",
)  # fmt: skip
@click.option(
    "--base",
    help="Model to start from, a folder or a name [with --labels: the shipped one]. With a recipe: its stages go on "
    "from this model's weights.",
)
@click.option(
    "--text", "sources", multiple=True, type=click.Path(path_type=Path),
    help="--labels: articles, or a scores table, to take sentences from where the labels keep none.",
)  # fmt: skip
@click.option("--adjudicator", help="--labels: annotator whose answer settles a sentence.")
@click.option(
    "--keep-outlets-apart", "outlets_apart", is_flag=True,
    help="--labels: hold out whole outlets, not articles: how it does on an outlet it never saw.",
)  # fmt: skip
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="--labels: seed of the splits."
)
@click.option("--recipe", "recipe_name", default="default", show_default=True,
              help="A recipe of this program, or a TOML file.")  # fmt: skip
@click.option("--encoder", help="Recipe: another encoder, a folder or a Hub id (needs a network).")
@click.option(
    "--data", type=click.Path(path_type=Path),
    help="Folder of the corpora [with a recipe: $FRAMING_DATA, else ../shared/data beside a checkout; with --labels: "
    "without it nothing is measured on them].",
)  # fmt: skip
@click.option(
    "--work", type=click.Path(path_type=Path), default=Path("runs"), show_default=True,
    help="Folder for checkpoints; the same command goes on from there.",
)  # fmt: skip
@click.option("--full-precision", is_flag=True, help="Recipe: keep 32-bit weights, to see what 8 bits lose.")
def train(
    labels: tuple[Path, ...],
    output: Path | None,
    head: str,
    mode: str,
    base: str | None,
    sources: tuple[Path, ...],
    adjudicator: str | None,
    outlets_apart: bool,
    seed: int,
    recipe_name: str,
    encoder: str | None,
    data: Path | None,
    work: Path,
    full_precision: bool,
) -> None:
    """Retrain on labels of your own, or train an artefact by a recipe (needs the train extra).

    With --labels: the model folder gets a validity report (VALIDITY.md): before and after on labels held out,
    behaviour, what more labels would bring. `framing model use` makes it the default.

    Without: trains by a recipe, exports to 8-bit ONNX, calibrates, measures on held-out sentences and writes
    the model card. Interrupted, the same command goes on from the last checkpoint.
    """
    _refuse_strays(bool(labels))
    if not labels:
        _needs_torch()
        import_module("training.cli").train_recipe(
            recipe_name, encoder, data, work, output, full_precision, base
        )
        return
    if output is None:
        raise click.UsageError("--labels needs -o FOLDER: where the model goes")
    if mode == "full":
        _needs_torch()
    from framing.cli.labels_load import tell
    from framing.errors import InputError
    from framing.model.registry import folder_of
    from framing.output.whole_folder import WholeFolder

    if mode == "full":
        _check_work(work)
    if data is not None and not data.is_dir():
        raise InputError(str(data), "--data is the folder of the research corpora", "no such folder")
    runner = import_module("training.full" if mode == "full" else "eval.refitting")
    plan = import_module("eval.refitting").Plan(head, folder_of(base or "shipped"), outlets_apart, data, seed)
    with WholeFolder(output) as folder:
        given = _labelled(labels, head, sources, adjudicator)
        if mode == "full":
            found = runner.fine_tune(given, plan, folder, work, tell)
        else:
            found = runner.refit_head(given, plan, folder, tell)
    click.echo(found.verdict)
    if found.worse:
        click.echo(f"clearly worse than its base: {'; '.join(found.worse)}", err=True)
    click.echo(f"model: {output}; report: {output / 'VALIDITY.md'}", err=True)


def _refuse_strays(labels: bool) -> None:
    """Refuse options of the other way to train: a recipe runs for an hour, and labels take none."""
    context = click.get_current_context()
    given = {
        n for n in context.params if context.get_parameter_source(n) is click.core.ParameterSource.COMMANDLINE
    }
    for option in context.command.params:
        if option.name in given & (_OF_A_RECIPE if labels else _OF_LABELS):
            rule = "--labels takes no recipe" if labels else "only with --labels FILE"
            raise click.UsageError(f"{option.opts[-1]}: {rule}")


def _labelled(
    places: tuple[Path, ...], head: str, sources: tuple[Path, ...], adjudicator: str | None
) -> Labelled:
    """The labels of all places, a sentence each, with a line for what was left out."""
    from framing.cli.labels_load import check_adjudicator, load_for, tell, with_texts
    from framing.refit import labelled

    found = with_texts(load_for(places, head), sources)
    check_adjudicator(adjudicator, found)
    given = labelled(found, head, ", ".join(map(str, places)), adjudicator)
    for reason, count in given.left_out.items():
        tell(f"left out: {count} sentences, {reason}")
    return given


def _check_work(work: Path) -> None:
    """Refuse a folder for checkpoints that cannot be written to before an epoch has run, and not after."""
    from framing.output.whole import unwritable

    try:
        work.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=work):
            pass
    except OSError as error:
        raise unwritable(str(work), error) from error


def _needs_torch() -> None:
    if find_spec("torch") is None:
        from framing.errors import MissingExtraError

        raise MissingExtraError("framing train", "train")
