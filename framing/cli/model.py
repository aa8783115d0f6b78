"""`framing model`: which models there are, what is known of them, and which `framing annotate` takes."""

from __future__ import annotations

import click


@click.group()
def model() -> None:
    """List and show models, and say which is the default.

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

    folder, overruled = choose(name, force=force)
    if overruled:
        click.echo(f"overruled: {overruled}", err=True)
    click.echo(f"default model: {folder}", err=True)
