"""What the README shows is run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path


def test_the_python_example_does_what_it_says(root: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.S)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lines = [line.split(" ", 2) for line in done.stdout.splitlines()]
    assert [voice for voice, _, _ in lines] == ["outlet", "quote", "outlet"]
    scores = [float(score) for _, score, _ in lines]
    assert scores[1] == 0.0
    assert scores[0] < 0.5 < scores[2]


def test_every_file_it_names_is_there(root: Path) -> None:
    page = (root / "README.md").read_text(encoding="utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)\)", page) if "://" not in t]
    assert targets
    assert [t for t in targets if not (root / t).exists()] == []


def test_make_test_and_ci_are_one_script(root: Path) -> None:
    assert "make test" in (root / ".ci" / "run").read_text(encoding="utf-8")
    assert "make test" in (root / "README.md").read_text(encoding="utf-8")
