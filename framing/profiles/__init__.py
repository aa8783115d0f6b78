"""Outlets: samples to label, counts an article, rates, intervals, profiles."""

from framing.profiles.answers import Answers, read_answers
from framing.profiles.bootstrap import estimate
from framing.profiles.compare import Difference, Place, differences, places
from framing.profiles.corrected import CorrectedProfile, Correction, correct
from framing.profiles.counts import NEEDED, OWN_VOICE, UNKNOWN, Tally, added_column
from framing.profiles.design import Design, read_design
from framing.profiles.pool import Plan, draw_sample
from framing.profiles.profile import INTERVAL, RAW_RATE, profile, profile_tally
from framing.profiles.questions import Question, question
from framing.profiles.universe import Universe

__all__ = [
    "INTERVAL",
    "NEEDED",
    "OWN_VOICE",
    "RAW_RATE",
    "UNKNOWN",
    "Answers",
    "CorrectedProfile",
    "Correction",
    "Design",
    "Difference",
    "Place",
    "Plan",
    "Question",
    "Tally",
    "Universe",
    "added_column",
    "correct",
    "differences",
    "draw_sample",
    "estimate",
    "places",
    "profile",
    "profile_tally",
    "question",
    "read_answers",
    "read_design",
]
