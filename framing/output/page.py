"""An HTML page as one file: no script, nothing fetched, every text escaped by its template."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any


def page(template: str, sheets: tuple[str, ...], **values: Any) -> Iterator[str]:
    """The pieces of the page `template`, with the style sheets `sheets` in its head and `values` filled in."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    loader = PackageLoader("framing.output")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    # Safe to insert as it is: the style sheets are the program's own files, and their hash is in the policy.
    style = "\n" + "\n".join(loader.get_source(environment, name)[0] for name in sheets).strip() + "\n"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template(template).generate(style=Markup(style), style_hash=digest, **values)
