"""The exported folder's card: how to use it, and then the card of the model that it was made from."""

from __future__ import annotations

from pathlib import PurePath

from framing.model import RATIONALE, Artefact
from framing.model.artefact import LAYOUT

LIBRARIES = {"hub": "transformers", "onnx": "onnx"}
# Of the shipped model against its export, 200 sentences of the demo corpus (tests/framing/output/test_hub.py).
MEAN_DIFFERENCE, LARGEST_DIFFERENCE = "0.0021", "0.031"
_FENCE = "---\n"


def hub_card(artefact: Artefact, format: str, signature: str, layers: int) -> str:
    """The card's Markdown. It names no place on the machine that it was made on."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("framing.output"),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        # Markdown, which no browser reads as it is.
        autoescape=False,
    )
    front, card = _own_card(artefact)
    return environment.get_template("hub_card.md.jinja").render(
        format=format,
        name=artefact.name,
        signature=signature,
        layers=layers,
        max_tokens=artefact.max_tokens,
        labels=(*artefact.heads, *artefact.devices),
        devices=artefact.devices,
        tags=(RATIONALE, *artefact.devices, *artefact.voice_tags),
        thresholds=artefact.thresholds,
        front_matter="\n".join([*front, f"library_name: {LIBRARIES[format]}"]),
        mean_difference=MEAN_DIFFERENCE,
        largest_difference=LARGEST_DIFFERENCE,
        card=card,
    )


def _own_card(artefact: Artefact) -> tuple[list[str], str]:
    """The lines of the artefact's front matter that hold for the export too, and the text behind it."""
    path = artefact.folder / LAYOUT.card
    text = path.read_text(encoding="utf-8") if path.is_file() else "It has no card.\n"
    encoder = str(artefact.metadata.get("encoder", ""))
    if PurePath(encoder).is_absolute():
        text = text.replace(encoder, PurePath(encoder).name)
    front = "language: en\npipeline_tag: text-classification\n"
    if text.startswith(_FENCE):
        _, front, text = text.split(_FENCE, 2)
    text = text.strip()
    if text.startswith("# "):
        # The export's card has a title of its own.
        _, _, text = text.partition("\n")
    return [line for line in front.splitlines() if not line.startswith("library_name")], text.strip()
