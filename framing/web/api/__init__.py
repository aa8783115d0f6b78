"""The JSON API: what the pages use, and anybody's program may."""

from __future__ import annotations

from fastapi import APIRouter

from framing.web.api.annotate import router as annotate
from framing.web.api.compare import router as compare
from framing.web.api.corrections import router as corrections
from framing.web.api.profile import router as profile

__all__ = ["router"]

router = APIRouter()
router.include_router(annotate)
router.include_router(compare)
router.include_router(corrections)
router.include_router(profile)
