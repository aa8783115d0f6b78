"""Links in folders are followed, once each; what cannot be followed or read is told."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from framing.reading import open_corpus
from framing.types import Article, Reject


def write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"The ferry was late because of {path.stem} again.\n", encoding="utf-8")


def read(folder: Path) -> tuple[list[str], list[Reject]]:
    """The places of the articles below the folder, and what was refused."""
    units = list(open_corpus([str(folder)]))
    places = [Path(u.source).relative_to(folder).as_posix() for u in units if isinstance(u, Article)]
    return places, [u for u in units if isinstance(u, Reject)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An input folder with one article, and another folder beside it."""
    write(tmp_path / "in" / "ice.txt")
    write(tmp_path / "beside" / "deep" / "fog.txt")
    return tmp_path / "in"


def test_a_linked_folder_is_read_under_its_link(folder: Path) -> None:
    (folder / "a").symlink_to(folder.parent / "beside", target_is_directory=True)
    assert read(folder) == (["ice.txt", "a/deep/fog.txt"], [])


def test_the_input_itself_may_be_a_link(folder: Path) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder, target_is_directory=True)
    assert read(link) == (["ice.txt"], [])


@pytest.mark.parametrize("target", [".", "z", "z/deep"])
def test_a_folder_is_read_once_under_its_own_name(folder: Path, target: str) -> None:
    write(folder / "z" / "deep" / "wind.txt")
    (folder / "a").symlink_to(folder / target, target_is_directory=True)
    (folder / "z" / "deep" / "back").symlink_to(folder / "z", target_is_directory=True)
    assert read(folder) == (["ice.txt", "z/deep/wind.txt"], [])


def test_two_links_that_lead_to_each_other_end(folder: Path) -> None:
    beside = folder.parent / "beside"
    (folder / "a").symlink_to(beside, target_is_directory=True)
    (beside / "back").symlink_to(folder, target_is_directory=True)
    (folder / "b").symlink_to(beside, target_is_directory=True)
    assert read(folder) == (["ice.txt", "a/deep/fog.txt"], [])


def test_a_link_out_to_what_lies_around_the_input_is_told(folder: Path) -> None:
    (folder / "up").symlink_to(folder.parent, target_is_directory=True)
    places, (refused,) = read(folder)
    assert places == ["ice.txt"]
    assert (refused.source, refused.found) == (str(folder / "up"), repr(str(folder.parent.resolve())))


@pytest.mark.parametrize("target", ["nowhere.txt", "lost.txt"], ids=["dangling", "itself"])
def test_a_link_that_leads_nowhere_is_told(folder: Path, target: str) -> None:
    (folder / "lost.txt").symlink_to(target)
    (folder / ".hidden.txt").symlink_to(target)
    places, (refused,) = read(folder)
    assert places == ["ice.txt"]
    assert (refused.source, refused.found) == (str(folder / "lost.txt"), repr(target))
    assert refused.rule == "a link must lead to a file or folder"


def test_a_folder_that_may_not_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder / "shut" / "hail.txt")
    write(folder / "then.txt")
    scan: Callable[[Any], Iterator[os.DirEntry[str]]] = os.scandir

    def guarded(path: Any) -> Iterator[os.DirEntry[str]]:  # a superuser may read everything
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", guarded)
    places, (refused,) = read(folder)
    assert places == ["ice.txt", "then.txt"]
    assert (refused.source, refused.rule) == (str(folder / "shut"), "a folder must be readable")
    assert refused.found == "PermissionError: Permission denied"
