"""The command line: a table of commands, each imported only when it is called.

Exit codes: 0 done; 1 an error, nothing was scored; 2 wrong usage; 3 done, but some input was refused (see
the rejects file); 4 the output could not be written; 130 interrupted, 143 terminated.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from importlib.util import find_spec

import click

from framing.errors import FramingError

# Name -> (where the click command lives, its one-line help). The help stands here so that `framing --help`
# imports none of them; a test holds it against each command's own.
COMMANDS: dict[str, tuple[str, str]] = {
    "annotate": ("framing.cli.annotate:annotate", "Score every sentence of articles or of a table."),
    "profile": (
        "framing.cli.profile:profile",
        "Rate of editorial sentences in each outlet's own voice, with intervals over articles.",
    ),
    "chart": (
        "framing.cli.chart:chart",
        "Draw rates by outlet, devices, rates over time, or calibration: PNG, SVG, PDF, or a page for a browser.",
    ),
    "compare": (
        "framing.cli.compare:compare",
        "What each outlet kept, reworded, added and left out of the wire's telling of one event.",
    ),
    "sources": (
        "framing.cli.sources:sources",
        "Whom each outlet quotes: sentences, quoted words and their share, how charged the quotes are.",
    ),
    "events": (
        "framing.cli.events:events",
        "Group a corpus into events: articles that share their words within a few days.",
    ),
    "sample": (
        "framing.cli.sample:sample",
        "Draw a probability sample of sentences to label, articles first, then sentences.",
    ),
    "diff": (
        "framing.cli.diff:diff",
        "How each group's rate moved between two models, and which sentences changed label.",
    ),
    "export": (
        "framing.cli.export:export",
        "Write a research bundle: scores, profile, labels, methods, references and a script to check them.",
    ),
    "power": ("framing.cli.power:power", "How wide an interval so many labels buy, and the other way round."),
    "labels": (
        "framing.cli.labels:labels",
        "Bring hand labels in and out of other tools, measure their agreement, find doubtful ones.",
    ),
    "serve": ("framing.cli.serve:serve", "Read, compare, profile and label in a browser, on this machine."),
    "train": (
        "framing.cli.train:train",
        "Retrain on labels of your own, or train an artefact by a recipe (needs the train extra).",
    ),
    "model": ("framing.cli.model:model", "List, show and export models, and say which is the default."),
    "choose": (
        "training.cli:choose",
        "Compare recipes on the parts kept for choosing (needs the train extra).",
    ),
    "crossvalidate": ("training.cli:crossvalidate", "Measure a recipe out of fold (needs the train extra)."),
    "evaluate": ("eval.cli:evaluate", "Measure the artefact and write the figures down."),
}


EXIT_TERMINATED = 143


class LazyGroup(click.Group):
    """A group that lists its commands from the table and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The table's names, in its order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return the command, or None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        if module.startswith("training.") and find_spec("torch") is None:
            from framing.errors import MissingExtraError

            raise MissingExtraError(f"framing {cmd_name}", "train")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands with the table's help, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="framing")
def framing() -> None:
    """Tell editorial framing from neutral reporting, sentence by sentence.

    Exit codes: 0 done; 1 error, no scores written; 2 wrong usage; 3 done, but some input was refused (see
    OUT.rejects.jsonl); 4 output could not be written; 130 interrupted, 143 terminated.
    """


def main() -> None:
    """Run the command line; the one place where the program's errors become messages and exit codes."""
    # A scheduler's SIGTERM ends the run as Ctrl-C does: half-written files go away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(EXIT_TERMINATED))
    try:
        sys.exit(framing.main(standalone_mode=False) or 0)
    except FramingError as error:
        click.echo(f"framing: {error}", err=True)
        sys.exit(error.exit_code)
    except click.exceptions.Abort:
        click.echo("framing: interrupted", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # `framing ... | head`: the reader has gone, and that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
