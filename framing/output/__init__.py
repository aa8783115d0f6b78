"""What leaves the program: tables, the data dictionary, summaries, reports, charts."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.output.charts import write_picture
    from framing.output.profile_table import print_profiles, write_profiles
    from framing.output.report import write_report
    from framing.output.summary import Summary, print_summary
    from framing.output.tables import (
        RejectWriter,
        ScoreWriter,
        read_scores,
        scan_scores,
        write_dictionary_markdown,
    )

__all__ = [
    "RejectWriter",
    "ScoreWriter",
    "Summary",
    "print_profiles",
    "print_summary",
    "read_scores",
    "scan_scores",
    "write_dictionary_markdown",
    "write_picture",
    "write_profiles",
    "write_report",
]

# Imported on first use: one who annotates an article must not wait for charts.
_LAZY = {
    "print_profiles": "profile_table",
    "print_summary": "summary",
    "Summary": "summary",
    "write_picture": "charts",
    "write_profiles": "profile_table",
    "write_report": "report",
}


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'framing.output' has no attribute {name!r}")
    return getattr(import_module(f"framing.output.{_LAZY.get(name, 'tables')}"), name)
