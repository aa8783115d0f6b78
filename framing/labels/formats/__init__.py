"""Labels out to other tools and back: each format a module, found by name."""

from framing.labels.formats.base import Format, Refused, converted, read
from framing.labels.formats.table import find

__all__ = ["Format", "Refused", "converted", "find", "read"]
