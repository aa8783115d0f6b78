"""The files under a folder of this machine, and what is told of those that are not read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from framing.reading.names import page_beside, parts_of_page, sort_out
from framing.reading.tables import reject
from framing.types import Reject


def walk(folder: Path, any_ending: bool) -> Iterator[Path | Reject]:
    """What lies under `folder`, sorted, without hidden files and manifests; see `sort_out` for `any_ending`.

    Every folder is read once, under its own name rather than a link's: links to folders wait until the rest is read.
    """
    root = folder.resolve()
    waiting, seen = [folder], set[Path]()
    while waiting:
        closed: list[OSError] = []
        for parent, folders, files in os.walk(waiting.pop(0), onerror=closed.append):
            here = Path(parent)
            real = here.resolve()
            if real in seen:
                folders.clear()
                continue
            seen.add(real)
            names, refused = sort_out(files, parent, any_ending)
            pages = {name: page_beside(name, files) for name in folders}
            visible = sorted(name for name in folders if not name.startswith(".") and not pages[name])
            folders[:] = [name for name in visible if not (here / name).is_symlink()]
            yield from (here / name for name in names if (here / name).is_file())
            yield from refused
            yield from (parts_of_page(str(here / name), page) for name, page in sorted(pages.items()) if page)
            yield from (_dangling(here / name) for name in names if _leads_nowhere(here / name))
            for link in [here / name for name in visible if (here / name).is_symlink()]:
                target = link.resolve()
                if root.is_relative_to(target) and target != root:  # to all that lies around the input
                    yield reject(
                        str(link), "a link must not lead to a folder around the input", repr(str(target))
                    )
                else:
                    waiting.append(link)
        for error in closed:
            found = f"{type(error).__name__}: {error.strerror}"
            yield reject(str(error.filename), "a folder must be readable", found)


def _leads_nowhere(file: Path) -> bool:
    return file.is_symlink() and not file.exists()


def _dangling(link: Path) -> Reject:
    return reject(str(link), "a link must lead to a file or folder", repr(str(link.readlink())))
