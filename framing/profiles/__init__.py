"""Outlets: counts an article, rates, intervals, profiles."""

from framing.profiles.bootstrap import estimate
from framing.profiles.counts import NEEDED, OWN_VOICE, UNKNOWN, Tally, added_column
from framing.profiles.profile import INTERVAL, RAW_RATE, profile, profile_tally

__all__ = [
    "INTERVAL",
    "NEEDED",
    "OWN_VOICE",
    "RAW_RATE",
    "UNKNOWN",
    "Tally",
    "added_column",
    "estimate",
    "profile",
    "profile_tally",
]
