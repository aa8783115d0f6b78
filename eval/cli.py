"""`framing evaluate`: figures from one command, and eval/RESULTS.md written from all that were kept."""

from __future__ import annotations

from pathlib import Path

import click

from eval.suites import SUITES, Run

GATE = "gate"
# Not among "all": they need another model, or take minutes and ask nothing of the artefact.
ASKED_FOR_BY_NAME = {"precision", "coverage", "retrain"}


@click.command()
@click.argument("suites", nargs=-1, type=click.Choice([*SUITES, GATE]))
@click.option("--model", type=click.Path(path_type=Path), help="Model folder [default: the shipped one].")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Folder of the corpora [default: $FRAMING_DATA]."
)
@click.option("--against", type=click.Path(path_type=Path), help="Model folder to compare with.")
@click.option("--save", is_flag=True, help="Keep the figures in eval/results and write eval/RESULTS.md anew.")
@click.option(
    "--set-floors", is_flag=True, help="gate: raise the floors to this model's figures less a slack."
)
@click.option("--allow-lower", is_flag=True, help="gate: with --set-floors, let floors fall too.")
def evaluate(
    suites: tuple[str, ...],
    model: Path | None,
    data: Path | None,
    against: Path | None,
    save: bool,
    set_floors: bool,
    allow_lower: bool,
) -> None:
    """Measure the artefact and write the figures down.

    \b
    SUITE is one or several of these; all but precision, coverage, retrain and gate by default:
      artefact     held-out parts of the corpora; with --against, two models beside each other
      calibration  how far scores can be read as shares; what abstaining gives
      behaviour    swapped names, loaded words put in, typos, ugly facts, quoted opinion
      quoted       opinion inside quotation marks on real sentences
      rationale    the tagged words beside those that annotators marked, and with them removed
      devices      each device beside people's and the project's own marks
      tiers        the fast model beside the default, set by set
      embedding    whether the nearest sentence elsewhere is of the same event
      precision    8-bit beside 32-bit weights, or any two models (needs --against)
      retrain      labels of one's own, on a base that never saw them (needs --model)
      demo         the hand-labelled demo corpus
      agreement    of the demo's labelling passes
      founding     the five tellings of one event
      comparison   sentences aligned with the wire's, beside two passes; events; SEESAW
      voice        who says what on PolNeAR: by the model’s tags, by the rules alone, by people
      coverage     intervals of corrected rates: coverage, gain, false differences, power
      gate         nothing but whether the floors in eval/baseline*.json hold; exit code 1 if not

    Figures that need training come from `framing crossvalidate`.
    """
    from eval.store import save as save_result
    from eval.store import show
    from eval.write_up import write_results

    run = Run(model, data, against)
    if (set_floors or allow_lower) and (suites != (GATE,) or not set_floors):
        raise click.UsageError("--set-floors belongs to the suite gate, and --allow-lower to --set-floors")
    for name in suites or [name for name in SUITES if name not in ASKED_FOR_BY_NAME]:
        if name == GATE:
            _gate(run, set_floors, allow_lower)
            continue
        for result in SUITES[name](run):
            show(result)
            if save:
                save_result(result)
    if save:
        click.echo(f"wrote {write_results()}", err=True)


def _gate(run: Run, set_floors: bool, allow_lower: bool) -> None:
    """Hold the model's figures to the floors, or set floors from them."""
    from eval.gate import check, renew
    from eval.store import show

    verdict = renew(run, allow_lower) if set_floors else check(run)
    show(verdict.result)
    for line in verdict.skipped:
        click.echo(f"skipped: {line}", err=True)
    for line in verdict.broken:
        click.echo(line, err=True)
    if verdict.broken:
        raise SystemExit(1)
