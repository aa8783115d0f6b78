"""`framing evaluate`: figures from one command, and eval/RESULTS.md written from all that were kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from eval.store import Result

CHECKOUT = Path(__file__).resolve().parent.parent
DEMO = CHECKOUT / "annotations" / "demo"


def _artefact(model: Path | None, data: Path | None) -> Result:
    from eval.corpora.resolve import data_folder
    from eval.held_out import measure_artefact
    from framing.annotator import load

    return measure_artefact(load(model), data_folder(data))


def _demo(model: Path | None, _: Path | None) -> Result:
    from eval.demo import measure_demo
    from framing.annotator import load

    return measure_demo(load(model), DEMO)


def _agreement(_: Path | None, __: Path | None) -> Result:
    from eval.agreement import agreement
    from framing.labels import read_labels

    return agreement(read_labels(DEMO / "labels"))


def _founding(model: Path | None, data: Path | None) -> Result:
    from eval.corpora.resolve import data_folder
    from eval.founding import measure_founding
    from framing.annotator import load

    return measure_founding(load(model), data_folder(data).parent / "articles")


def _voice(_: Path | None, data: Path | None) -> Result:
    from eval.corpora.resolve import data_folder
    from eval.voice import measure_voice

    return measure_voice(data_folder(data))


SUITES: dict[str, Callable[[Path | None, Path | None], Result]] = {
    "artefact": _artefact,
    "demo": _demo,
    "agreement": _agreement,
    "founding": _founding,
    "voice": _voice,
}


@click.command()
@click.argument("suites", nargs=-1, type=click.Choice(list(SUITES)))
@click.option("--model", type=click.Path(path_type=Path), help="Model folder [default: the shipped one].")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Folder of the corpora [default: $FRAMING_DATA]."
)
@click.option("--save", is_flag=True, help="Keep the figures in eval/results and write eval/RESULTS.md anew.")
def evaluate(suites: tuple[str, ...], model: Path | None, data: Path | None, save: bool) -> None:
    """Measure the artefact and write the figures down.

    SUITE is artefact (held-out parts of BABE, Anno-lexical, NewsSD-ENG and
    SemEval), demo (the hand-labelled demo
    corpus), agreement (of its labelling passes), founding (the five tellings of one event) or voice (the
    rules of attribution on PolNeAR); all by default. Figures that need training come from `framing crossvalidate`.
    """
    from eval.store import save as save_result
    from eval.store import show
    from eval.write_up import write_results

    for name in suites or SUITES:
        result = SUITES[name](model, data)
        show(result)
        if save:
            save_result(result)
    if save:
        click.echo(f"wrote {write_results()}", err=True)
