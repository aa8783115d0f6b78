"""Wording written as a list, one or more alternatives a line, made into one pattern."""

from __future__ import annotations

import re

# Longer lines are running text: the wordiest furniture (cookie banners) stays under it.
LONGEST_FURNITURE = 400

_NAMES = {
    "<things>": (
        "(?:stories|story|articles?|news|posts?|headlines|reads?|coverage|videos?|content|topics|reports?)"
    ),
    "<network>": (
        "(?:facebook|twitter|x|instagram|telegram|whatsapp|linkedin|youtube|tiktok|threads|bluesky|mastodon"
        "|pinterest|google news|social media)"
    ),
    "<when>": "(?:now|today|this week|(?:in|on|from) .{1,40})",
    "<colon>": r"\s*(?:[:|»→]|\s[-–—]\s)\s*\S",
    "<stamp>": "(?:first |last |originally )?(?:published|updated|posted|modified|created)(?: on| at)?",
    "<date>": (
        r"(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?<month>,? \d{4}|<month> \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
        r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
    ),
    "<month>": r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?",
    "<weekday>": r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?",
    "<clock>": (
        r"(?:[,|@•·–—-]?\s*(?:at )?\d{1,2}[:.]\d\d(?::\d\d)?\s?(?:[ap]\.?m\.?)?"
        r"(?:\s?\(?(?:[A-Z]{2,5}|local time)\)?)?)?"
    ),
    "<name>": r"[A-ZÀ-Þ][\w.’'-]*",
    "<aside>": r"(?:\s*[|,•·–—-]\s*.{0,50})",
    "<particle>": r"(?:and|&|in|for|de|da|van|von|der|bin|al|el|la|with|the|of|at|\|)",
    "<agency>": "(?:AP|AFP|Reuters|EPA|Getty(?: Images)?|Sputnik|Xinhua|Anadolu|Shutterstock|PA|DPA|TASS)",
    "<made>": "(?:File(?: photo)?|Handout|Illustrat(?:ed|ion)|Courtesy|AP Photo|Photo|Image|Picture|Credit)",
}


def pattern(wording: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """One pattern of all lines of `wording`; `<things>` and the like stand for what recurs."""
    joined = "|".join(f"(?:{line.strip()})" for line in wording.splitlines() if line.strip())
    for name, meaning in _NAMES.items():
        joined = joined.replace(name, meaning)
    return re.compile(joined, flags)


def heading(text: str) -> str:
    """A line as headings are compared: without the marks that sites put around them."""
    return text.strip(" \t\xa0:»›>→|*#-–—•·▼▾+…[]")


def matches(wording: re.Pattern[str], text: str) -> bool:
    """Whether the whole line is what `wording` describes; long lines never are."""
    return len(text) <= LONGEST_FURNITURE and wording.fullmatch(text) is not None
