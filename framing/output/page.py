"""An HTML page as one file: nothing fetched, every text escaped by its template, no script but the program's own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any


def page(template: str, sheets: tuple[str, ...], script: str | None = None, **values: Any) -> Iterator[str]:
    """The pieces of the page `template`, with the style sheets `sheets` in its head and `values` filled in.

    `script` names a file of the program's own that runs at the page's end; the page must read well without it.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    loader = PackageLoader("framing.output")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    # Safe to insert as they are: sheets and script are the program's own files, and their hashes are in the policy.
    style = "\n" + "\n".join(loader.get_source(environment, name)[0] for name in sheets).strip() + "\n"
    code = "\n" + loader.get_source(environment, script)[0].strip() + "\n" if script else ""
    return environment.get_template(template).generate(
        style=Markup(style),
        style_hash=_digest(style),
        script=Markup(code),
        script_hash=_digest(code) if code else "",
        **values,
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
