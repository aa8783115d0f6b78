"""The browser app: read, compare, profile and label without a terminal."""

from __future__ import annotations

from framing.web.app import create_app
from framing.web.settings import Limits, Settings

__all__ = ["Limits", "Settings", "create_app"]
