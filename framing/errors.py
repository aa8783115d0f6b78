"""The program's exceptions.

FramingError
├── InputError        what was read breaks a rule (place, rule, value found)
├── OutputError       what should be written cannot be
├── ArtefactError     a model folder is missing, incomplete or of another version
└── MissingExtraError an optional install is needed; says the exact line
"""

from __future__ import annotations


class FramingError(Exception):
    """Base of every error this program raises on purpose; `exit_code` is what the command line returns."""

    exit_code = 1


class _FoundError(FramingError):
    """Something at a place breaks a rule. `args` are its three parts, so that it can come from another process."""

    def __init__(self, place: str, rule: str, found: str) -> None:
        super().__init__(place, rule, found)
        self.place, self.rule, self.found = place, rule, found

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}, found {self.found}"


class InputError(_FoundError):
    """Input that breaks a rule: the message reads `place: rule, found value`."""


class OutputError(_FoundError):
    """An output cannot be written: the message reads `place: rule, found value`."""

    exit_code = 4


class ArtefactError(FramingError):
    """A model folder that cannot be used."""


class MissingExtraError(FramingError):
    """A feature needs an optional install."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(feature, extra)
        self.feature, self.extra = feature, extra

    def __str__(self) -> str:
        return f"{self.feature} needs the '{self.extra}' extra: pip install 'framing[{self.extra}]'"
