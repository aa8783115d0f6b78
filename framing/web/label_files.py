"""The app's one door to the label store: many threads, one open file an annotator."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from framing.labels import LabelStore
from framing.labels.store import read_labels
from framing.types import Annotation


class LabelFiles:
    """The label files of `folder`, each opened at its annotator's first label and held until `close`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open = ExitStack()
        self._stores: dict[str, tuple[threading.Lock, LabelStore]] = {}
        self._opening = threading.Lock()

    def append(self, *labels: Annotation) -> None:
        """Add one annotator's rows, all or none; when this returns they are on the disk.

        Errors: InputError for a name that cannot be a file's, OutputError where the disk does not take it.
        """
        if labels:
            lock, store = self._store(labels[0].annotator)
            with lock:
                store.append(*labels)

    def revise(
        self, annotator: str, sentence: str, revised: Callable[[Annotation | None], Annotation]
    ) -> Annotation:
        """Add the row that `revised` makes of the annotator's last word on the sentence (None: there is none), and
        return it: nobody's row comes between. Errors: as `append`, and whatever `revised` raises."""
        lock, store = self._store(annotator)
        with lock:
            said = read_labels(store.path) if store.path.exists() else []
            label = revised(next((one for one in said if one.sentence == sentence), None))
            store.append(label)
        return label

    def close(self) -> None:
        """Close all files."""
        with self._opening:
            self._stores.clear()
            self._open.close()

    def _store(self, annotator: str) -> tuple[threading.Lock, LabelStore]:
        with self._opening:
            if annotator not in self._stores:
                store = self._open.enter_context(LabelStore(self.folder, annotator))
                self._stores[annotator] = (threading.Lock(), store)
            return self._stores[annotator]
