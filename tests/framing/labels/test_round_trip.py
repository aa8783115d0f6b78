"""Labels out to each tool's format and in again are the same labels, whatever characters they hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.errors import InputError
from framing.labels.formats import find, read
from framing.labels.formats.table import FORMATS
from framing.labels.tasks import Origin, grouped
from framing.types import Annotation

WRITTEN = [name for name in FORMATS if find(name).render]


def out_and_in(name: str, labels: list[Annotation], folder: Path, suggest: bool = False) -> list[Annotation]:
    form = find(name)
    assert form.render
    written = form.render(grouped(labels), suggest)
    place = folder / "out"
    for file, data in written.items():
        path = (
            place / file
            if file and not file.startswith("config")
            else folder / (file or "one" + form.endings[0])
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    source = place if place.is_dir() else folder / ("one" + form.endings[0])

    def refuse(place: str, error: InputError | None) -> None:
        raise AssertionError(f"{place}: {error}")

    return list(read(form, source, Origin(), refuse))


def canonical(labels: list[Annotation]) -> list[Annotation]:
    """A label's devices are a set; so are a file's labels."""
    tidied = [
        replace(
            one,
            devices=one.devices and tuple(sorted(one.devices, key=lambda d: (d.device, d.span or (-1, -1)))),
        )
        for one in labels
    ]
    return sorted(tidied, key=repr)


@pytest.mark.parametrize("name", WRITTEN)
def test_out_and_in_again_gives_the_same_labels(
    name: str,
    any_label: Callable[..., st.SearchStrategy[Annotation]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(any_label(), min_size=1, max_size=4))
    def holds(labels: list[Annotation]) -> None:
        folder = tmp_path_factory.mktemp("trip")
        assert canonical(out_and_in(name, labels, folder)) == canonical(labels)

    holds()


@pytest.mark.parametrize("name", ["jsonl", "csv", "datasets"])
def test_labels_without_text_go_out_and_in_where_a_tool_does_not_show_them(
    name: str,
    any_label: Callable[..., st.SearchStrategy[Annotation]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(any_label(with_text=False), min_size=1, max_size=3))
    def holds(labels: list[Annotation]) -> None:
        folder = tmp_path_factory.mktemp("trip")
        assert canonical(out_and_in(name, labels, folder)) == canonical(labels)

    holds()
