"""What leaves the program: tables, the data dictionary, summaries, reports, charts."""

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
