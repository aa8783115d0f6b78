"""What the model has said, kept on disk by text: a run that was broken off, or a second one, scores nothing twice.

One SQLite file belongs to one artefact. Its log survives a killed process at any moment; after a power cut the last
second may be missing, and is scored again. Rows hold no text, only its hash.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from framing.errors import OutputError
from framing.types import Span

# Texts a question to the file: SQLite takes 32,766 values in one at most.
ASKED_AT_ONCE = 500
BUSY_SECONDS = 60.0

SCHEMA = """
CREATE TABLE IF NOT EXISTS said (text BLOB PRIMARY KEY, logits BLOB NOT NULL, words BLOB NOT NULL, embedding BLOB)
WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS model (hash TEXT PRIMARY KEY);
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What the model says of one text: logits (questions,), the words of each tag, and the embedding (size,).

    `embedding` is None where nobody asked for it.
    """

    logits: NDArray[np.float32]
    words: tuple[tuple[Span, ...], ...]
    embedding: NDArray[np.float32] | None


class KeptScores:
    """The file at `path` of the model whose hash is `model`. Raises `OutputError` if it cannot be used.

    Of another model, or broken, it is begun anew: it holds nothing that cannot be scored again. A disk that fills up
    stops the keeping, never the scoring; one that is full at the start is told, and what was kept stays.
    """

    def __init__(self, path: Path, model: str) -> None:
        self.path, self._model = path, model
        self._one_at_a_time = threading.Lock()
        self._full = False
        try:
            self._open()
        except sqlite3.OperationalError as error:
            # A disk that is full or may not be written to says nothing against what the file holds.
            raise OutputError(str(path), "must take the scores that are kept", str(error)) from error
        except sqlite3.DatabaseError:
            self.remove()
            try:
                self._open()
            except sqlite3.Error as error:
                raise OutputError(str(path), "must take the scores that are kept", str(error)) from error

    def _open(self) -> None:
        self._file = sqlite3.connect(self.path, timeout=BUSY_SECONDS, check_same_thread=False)
        self._file.execute("PRAGMA journal_mode=WAL")
        self._file.execute("PRAGMA synchronous=NORMAL")
        self._file.executescript(SCHEMA)
        if [row[0] for row in self._file.execute("SELECT hash FROM model")] != [self._model]:
            with self._file:
                self._file.execute("DELETE FROM said")
                self._file.execute("DELETE FROM model")
                self._file.execute("INSERT INTO model VALUES (?)", (self._model,))

    def __len__(self) -> int:
        return int(self._file.execute("SELECT COUNT(*) FROM said").fetchone()[0])

    def find(self, texts: Sequence[str], embedding: bool) -> dict[str, Said]:
        """What is known of `texts`; with `embedding`, only what is known with it."""
        found: dict[str, Said] = {}
        for start in range(0, len(texts), ASKED_AT_ONCE):
            keys = {_key(text): text for text in texts[start : start + ASKED_AT_ONCE]}
            marks = ",".join("?" * len(keys))
            question = f"SELECT text, logits, words, embedding FROM said WHERE text IN ({marks})"
            with self._one_at_a_time:
                rows = self._asked(question, list(keys))
            for key, logits, words, vector in rows:
                if vector is not None or not embedding:
                    found[keys[key]] = _unpacked(logits, words, vector)
        return found

    def _asked(self, question: str, keys: list[bytes]) -> list[tuple[bytes, bytes, bytes, bytes | None]]:
        try:
            return self._file.execute(question, keys).fetchall()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            # A page of the file is damaged: what it held is scored again.
            self.remove()
            self._open()
            return []

    def keep(self, said: Mapping[str, Said]) -> None:
        """Add to the file, in one step; on a full disk the file stays as it is."""
        if self._full:
            return
        try:
            with self._one_at_a_time, self._file:
                self._file.executemany(
                    "INSERT OR REPLACE INTO said VALUES (?, ?, ?, ?)",
                    [(_key(text), *_packed(one)) for text, one in said.items()],
                )
        except sqlite3.Error:
            self._full = True

    def close(self) -> None:
        """Close the file and leave it."""
        self._file.close()

    def remove(self) -> None:
        """Close the file and take it away, with its log."""
        with contextlib.suppress(AttributeError, sqlite3.Error):
            self._file.close()
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _packed(said: Said) -> tuple[bytes, bytes, bytes | None]:
    """Spans as a count for each tag, then all starts and ends."""
    spans: Iterable[int] = (place for tag in said.words for span in tag for place in span)
    words = np.array([len(said.words), *map(len, said.words), *spans], dtype="<u4")
    vector = None if said.embedding is None else said.embedding.astype("<f4").tobytes()
    return said.logits.astype("<f4").tobytes(), words.tobytes(), vector


def _unpacked(logits: bytes, words: bytes, vector: bytes | None) -> Said:
    numbers = np.frombuffer(words, dtype="<u4").tolist()
    tags = numbers[0]
    counts, places, at = numbers[1 : 1 + tags], numbers[1 + tags :], 0
    found = []
    for count in counts:
        found.append(tuple(Span(places[at + 2 * i], places[at + 2 * i + 1]) for i in range(count)))
        at += 2 * count
    return Said(
        np.frombuffer(logits, dtype="<f4"),
        tuple(found),
        None if vector is None else np.frombuffer(vector, dtype="<f4"),
    )
