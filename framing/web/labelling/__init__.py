"""The Label screen: its pages (`router`) and its part of the API (`api`)."""

from __future__ import annotations

from framing.web.labelling.desk import Desk, open_desk
from framing.web.labelling.pages import router
from framing.web.labelling.routes import api

__all__ = ["Desk", "api", "open_desk", "router"]
