"""`framing model`: which models there are, which `framing annotate` takes, and folders for other programs."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def model() -> None:
    """List, show and export models, and say which is the default.

    Your own models lie in $FRAMING_HOME, or in your system's folder for such data.
    """


@model.command("list")
def list_models() -> None:
    """Every model: name, hash, heads refitted, whether it is shown to be better; * is the default."""
    from framing.model.registry import known

    for one in known():
        mark = "*" if one.chosen else " "
        if one.artefact is None:
            click.echo(f"{mark} {one.name}: cannot be used: {one.problem}")
            continue
        told = [one.artefact.hash]
        if refitted := one.artefact.metadata.get("refitted"):
            told.append(f"{refitted['head']} on {refitted.get('labels', '?')} labels")
        if one.validity is not None:
            told.append(
                "shown to be better" if one.validity.get("better") is True else "not shown to be better"
            )
        click.echo(f"{mark} {one.name}: {', '.join(told)}")


@model.command()
@click.argument("name", metavar="MODEL")
def show(name: str) -> None:
    """What a model is and how it did: MODEL is a name of the list, or a folder."""
    from framing.model import open_artefact
    from framing.model.registry import folder_of, read_validity

    folder = folder_of(name)
    artefact = open_artefact(folder)
    click.echo(f"{artefact.name}-{artefact.hash}: {folder}")
    click.echo(f"heads: {', '.join(artefact.heads)}; devices: {', '.join(artefact.devices)}")
    click.echo(f"trained: {artefact.metadata.get('trained', 'unknown')}")
    for key, value in (artefact.metadata.get("refitted") or {}).items():
        click.echo(f"{key}: {value}")
    report = read_validity(folder)
    click.echo(str(report.get("verdict", "")) if report else "no validity report")


@model.command()
@click.argument("name", metavar="MODEL")
@click.option("--force", is_flag=True, help="Take it though its report does not show it to be better.")
def use(name: str, force: bool) -> None:
    """Make a model the default of `framing annotate`; `shipped` goes back to the shipped one.

    MODEL is a name of the list or a folder, which is copied to where models lie. A model whose validity report
    does not show it to be better than its base is refused.
    """
    from framing.model.registry import choose

    choice = choose(name, force=force)
    if choice.overruled:
        click.echo(f"overruled: {choice.overruled}", err=True)
    if choice.worse:
        click.echo(f"clearly worse than its base: {'; '.join(choice.worse)}", err=True)
    if choice.moved:
        click.echo(f"another model had this name, and is kept as {choice.moved.name}", err=True)
    click.echo(f"default model: {choice.folder}", err=True)


@model.command("export")
@click.argument("name", metavar="MODEL")
@click.option(
    "--format",
    "form",
    type=click.Choice(["hub", "onnx"]),
    required=True,
    help="hub: for transformers, fp32 (needs the hub extra); onnx: for ONNX Runtime and Optimum, 8 bits.",
)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The folder to make: new or empty."
)  # fmt: skip
def export_model(name: str, form: str, output: Path) -> None:
    """Write a model as a folder in the Hub's form, for programs that do not have framing.

    MODEL is a name of the list, or a folder. The sigmoid of the exported model's logits is the score, calibrated.
    The folder's README.md says how to use it, and what it does not do.
    """
    from framing.model import open_artefact
    from framing.model.registry import folder_of
    from framing.output.hub import write_hub_folder
    from framing.output.whole_folder import check_new_folder

    check_new_folder(output)
    write_hub_folder(open_artefact(folder_of(name)), form, output)
    click.echo(f"wrote {output}", err=True)
