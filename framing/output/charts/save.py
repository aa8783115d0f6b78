"""A chart as a file: an image, or one HTML page with everything in it that works without a network."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from framing.output.charts.look import NARROW, WIDE, Layout
from framing.output.whole import WholeFile, check_ending

CHART_ENDINGS = (".png", ".svg", ".pdf", ".html")
_PNG_SCALE = 3  # about 300 dots an inch at 17 cm, the width of a page


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart that can be drawn in either layout, and its numbers as text, a row a mark."""

    title: str
    draw: Callable[[Layout], Any]
    numbers: Sequence[Mapping[str, str]]
    signature: str


def write_picture(path: str | os.PathLike[str], picture: Picture) -> None:
    """Draw to `path`: PNG, SVG, PDF or HTML by the ending. Raises `OutputError`."""
    ending = check_ending(Path(path), CHART_ENDINGS)
    drawn = _page(picture).encode("utf-8") if ending == ".html" else _image(picture, ending)
    with WholeFile(path) as file:
        file.write(drawn)


def _image(picture: Picture, ending: str) -> bytes:
    import vl_convert

    specification = picture.draw(WIDE).to_dict()
    version = _version(specification)
    if ending == ".svg":
        return str(vl_convert.vegalite_to_svg(specification, vl_version=version)).encode("utf-8")
    if ending == ".pdf":
        return bytes(vl_convert.vegalite_to_pdf(specification, vl_version=version))
    return bytes(vl_convert.vegalite_to_png(specification, vl_version=version, scale=_PNG_SCALE))


def _page(picture: Picture) -> str:
    """The page: the chart for wide and for narrow windows, and the numbers as a table."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    wide, narrow = (picture.draw(layout).to_dict() for layout in (WIDE, NARROW))
    environment = Environment(
        loader=PackageLoader("framing.output"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # In a script only "<" could end the element early; JSON lets it be written otherwise.
    specifications = json.dumps({"wide": wide, "narrow": narrow}, ensure_ascii=False).replace("<", "\\u003c")
    return environment.get_template("chart.html").render(
        title=picture.title,
        signature=picture.signature,
        head=list(picture.numbers[0]) if picture.numbers else [],
        rows=[list(row.values()) for row in picture.numbers],
        specifications=Markup(specifications),  # escaped above
        library=Markup(_library(_version(wide))),  # the renderer's own, no text of anybody's
    )


@cache
def _library(version: str) -> str:
    """Vega, Vega-Lite and Vega-Embed as one script."""
    import vl_convert

    bundle = str(vl_convert.javascript_bundle("window.drawChart = vegaEmbed;", vl_version=version))
    return bundle.replace("</script", "<\\/script")


def _version(specification: Mapping[str, Any]) -> str:
    """The Vega-Lite version of a specification, as the renderer names it: 6.1."""
    return ".".join(str(specification["$schema"]).rpartition("/v")[2].split(".")[:2])
