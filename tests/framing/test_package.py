"""The package as others see it: names, imports, speed of the help, the table of commands."""

from __future__ import annotations

import importlib
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

import framing
from framing.cli import COMMANDS

PACKAGES = [
    "framing",
    "framing.reading",
    "framing.sentences",
    "framing.model",
    "framing.labels",
    "framing.profiles",
    "framing.refit",
    "framing.output",
    "framing.engine",
    "framing.web",
]
HEAVY = {"torch", "transformers", "datasets"}


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("name", PACKAGES)
def test_what_a_package_exports_is_there(name: str) -> None:
    module = importlib.import_module(name)
    assert len(set(module.__all__)) == len(module.__all__)
    for export in module.__all__:
        assert getattr(module, export) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        framing.no_such_name  # noqa: B018


@pytest.mark.parametrize("arguments", [["--help"], ["annotate", "--help"], ["profile", "--help"]])
def test_the_help_imports_no_training_library(arguments: list[str]) -> None:
    loaded = run(
        "import sys; sys.argv[1:] = " + repr(arguments) + "\n"
        "from framing.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print('LOADED', *sys.modules)"
    ).split("LOADED")[1]
    assert not HEAVY & set(loaded.split())


def test_annotating_imports_no_training_library(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "The council approved the budget on Tuesday. Members voted 9 to 4 for it.\n"
    )
    loaded = run(
        f"import sys; sys.argv[1:] = ['annotate', {str(tmp_path / 'a.txt')!r}, '-o', {str(tmp_path / 'o.parquet')!r}]\n"
        "from framing.cli import main\n"
        "try: main()\nexcept SystemExit as e: assert not e.code, e.code\n"
        "print('LOADED', *sys.modules)"
    ).split("LOADED")[1]
    assert (tmp_path / "o.parquet").is_file()
    assert not HEAVY & set(loaded.split())


def test_the_command_is_also_the_package_run_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "framing", "--help"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("Usage: python -m framing ")


def test_the_help_answers_in_half_a_second() -> None:
    def once() -> float:
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", "from framing.cli import main; main()", "--help"],
            capture_output=True,
            check=True,
        )
        return time.perf_counter() - start

    # The best of several: the promise is about the program, not about what else the machine does.
    assert min(once() for _ in range(7)) < 0.5


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_documented_and_named_in_the_readme(name: str, root: Path) -> None:
    module, _, attribute = COMMANDS[name][0].partition(":")
    if module.startswith("training"):
        pytest.importorskip("torch", reason="needs the train extra")
    command = getattr(importlib.import_module(module), attribute)
    assert isinstance(command, click.Command)
    help_text = command.get_short_help_str(200)
    assert help_text.rstrip(".") == COMMANDS[name][1].rstrip(".")
    assert all(p.help for p in command.params if isinstance(p, click.Option)), "every option has help"
    assert f"framing {name}" in (root / "README.md").read_text(encoding="utf-8")
