"""Closed lists of English words and marks by which the attribution rules tell sources, clauses and comments."""

from __future__ import annotations

import re

from framing.sentences.cues import words
from framing.sentences.tokens import QUOTE

AUXILIARIES = words(
    "has have had is are was were be been being will would could should may might must can did does do also"
    " never not n't ever once still then later now just only again already long often repeatedly recently"
    " previously reportedly further sometimes always to both all even publicly privately"
)
# Written with a capital inside a sentence, these are names: "Theresa May", "Will Hurst".
NAMES_TOO = words("may will long can do")
DETERMINERS = words("the a an this that these those his her its their our my your no any some each every of")
PREPOSITIONS = words("of in on at for by with from under over into about against between without")
PRONOUNS = words("he she they it who we i you which nobody everyone somebody")
TO_VERBS = frozenset({"plan", "hope", "promise", "offer", "threaten", "want"})
OWN_PERSONS = frozenset({"i", "we"})
DAYS = words("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight")
SAYING_PLACES = words(
    "statement interview email e-mail tweet speech letter report memo filing post column op-ed briefing news"
    " conference call press release telephone phone video message note editorial radio show television tv twitter"
    " facebook"
)
TIMES = DAYS | {"week", "month", "year", "night", "morning", "afternoon", "evening"}
ADJUNCT_STARTS = words(
    "on in at during to after before via through from over with when as while late early last this"
)
STOPS = frozenset({",", ";", ":", "—", "–", "(", ")", QUOTE})
CLAUSE_STARTS = words("that whether if how why what where when who")
# What opens a content of a verb that does much else; "when" and "where" rather tell when and where.
CONJUNCTIONS = words("that whether if how why")
# Only these are cues before whatever follows ("said the tax rose"). Any other verb does much else ("added a
# chapter"): a conjunction, a mark, a quotation or a finite verb behind it makes it a cue.
LOOSE = words(
    "say argue insist contend allege warn caution predict assert estimate suggest claim boast testify"
)
HELPERS = words(
    "has have had is are was were will would could should may might must can did does do cannot won't ain't"
)
CONTRACTION = re.compile(r".+(?:n't|'(?:ll|d|re|ve|m))|(?:he|she|it|that|there|who|what)'s")
# Behind these a finite verb belongs to another clause.
SUBORDINATORS = CLAUSE_STARTS | words("which whose as because after before since until although though while")
# "said nothing about [...]": an amount of talk, and no content unless a finite verb follows.
AMOUNTS = words(
    "nothing little much so no yes more less enough something anything everything plenty lots volumes goodbye it"
)
# What opens a comment of the outlet's behind the last comma or dash.
COMMENT_STARTS = words("a an the another yet one which hardly even despite itself surely perhaps")
FINITE = AUXILIARIES - words("also never not ever once still then later now just only again to both all")
LONGEST_ACRONYM = 3
COMMAS = (",", QUOTE, "—", "–")
POSSESSIVES = words("his her its their our my your")
CLAUSE_REACH = 9  # within so many words a bare clause shows its auxiliary
# Behind these a clause begins, and with it another source: "Orr said that Ruiz had called [...]".
SOURCE_OPENERS = words("that because whether although while said says")
# What opens a clause beside the outlet's own, or makes one of a comparison.
ASIDE_OPENERS = words("as what which whom double twice triple half")
COMPARING = words("than times")
# Subjects in the plural, but for those that end in s.
PLURALS = words("many some most few several others people men women police those both")
CUTS = words("but while although though whereas")
