"""`framing labels`: hand labels in and out of other tools, how far they agree, and which to look at again."""

from __future__ import annotations

import click

from framing.cli.labels_check import check
from framing.cli.labels_exchange import export_labels, import_labels
from framing.cli.labels_next import next_labels
from framing.cli.labels_trust import agreement, consensus


@click.group()
def labels() -> None:
    """Bring hand labels in and out of other tools, measure their agreement, find doubtful ones.

    Labels live in a folder, one file an annotator, to which rows are only added (annotations/schema.json).
    """


for command in (import_labels, export_labels, agreement, consensus, check, next_labels):
    labels.add_command(command)
