"""The cue lexicon: words that hand a content to a source, with what follows them and the stance they show.

Stance is the outlet's: `neutral` cues leave the content to the source; `endorsing` ones vouch for it
("admitted": it was true all along); `doubting` ones hold it at arm's length ("claimed") or mock the speaker
("ranted"). Judged cue by cue with a news agency's usage in mind: "alleged" is neutral, since prosecutors
allege; "insisted", "argued" and "maintained" are neutral; "noted" and "confirmed" are neutral, worn by use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from framing.types import Stance


class Frame(StrEnum):
    """What a cue takes as its content.

    `clause`: what was said or found ("said that [...]"), also before the cue; `belief`: the same for thoughts;
    `topic`: what was spoken about or judged ("criticised [...]"), in words that may be the outlet's; `intent`:
    what is wanted or promised ("vowed to [...]").
    """

    CLAUSE = "clause"
    BELIEF = "belief"
    TOPIC = "topic"
    INTENT = "intent"


def words(blank_separated: str) -> frozenset[str]:
    """A word list as a set."""
    return frozenset(blank_separated.split())


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of a cue verb. `noun_like`: the form is also a common noun ("claims"), so context decides."""

    lemma: str
    form: str  # "base", "s", "past" or "ing"
    frame: Frame
    stance: Stance
    noun_like: bool = False


CLAUSE = """
say add state announce report write note observe remark comment explain respond reply answer continue recall
recount mention stress emphasize emphasise underline underscore reiterate repeat maintain argue contend suggest
propose predict forecast estimate warn caution advise signal indicate testify tweet post declare proclaim
conclude confirm deny tell inform assure remind ask insist quip joke read allege assert affirm cite complain
lament concur speculate hint imply reason reckon opine chant shout murmur whisper plead counter elaborate
rule find show determine calculate reveal admit acknowledge concede confess disclose recognize recognise prove
demonstrate expose claim boast brag rant whine sneer gripe crow gloat pretend profess swear interject retort
muse clarify specify volunteer concur inquire question wonder advise notify agree disagree decide learn hear
decree email recommend vow promise pledge threaten exclaim protest object
"""
BELIEF = "believe think feel expect hope fear worry assume guess suspect doubt know understand anticipate realize realise"
TOPIC = """
criticize criticise condemn denounce praise blame accuse describe endorse support oppose back defend reject dismiss
slam blast attack mock ridicule applaud laud hail decry deride deplore depict portray characterize characterise
discuss address call label dub brand welcome favor favour disavow challenge tout celebrate rip knock
hammer cite mention invoke reference compare liken credit question dispute rebut refute echo bemoan lament
propose demand request outline recall denigrate chide berate rebuke scold commend admire
"""
INTENT = """
vow promise pledge threaten urge refuse decline offer seek want plan intend aim encourage order
beg implore hope expect ask demand agree choose prefer wish like warn tell call advise propose instruct
"""
ENDORSING = words(
    "reveal admit acknowledge concede confess disclose recognize recognise prove demonstrate expose know realize"
    " realise understand remind learn clarify"
)
DOUBTING = words("claim boast brag rant whine sneer gripe crow gloat pretend profess")
# Verbs that take the person spoken to before the content ("told reporters that").
ADDRESSING = words(
    "tell inform assure remind ask notify warn advise urge encourage order beg implore instruct"
)
# Of these the ones that cannot do without: what stands behind them is never the source.
WITH_HEARER = words("tell inform assure remind notify instruct")

# Sources by what they are, and what stands in their names: nothing here judges.
ROLES = words(
    "reporters journalists parliament lawmakers officials official ministry minister president spokesman spokeswoman"
    " spokesperson police government ambassador senator mayor governor judge lawyer attorney analyst economist"
    " professor general chief director secretary assistant deputy political foreign prime senior former aide aides"
    " source sources chairman chairwoman candidate congressman congresswoman representative prosecutor prosecutors"
    " company report study court department army military group union bank agency resident residents witness witnesses"
    " author authors researcher researchers expert experts doctor doctors scientist scientists commissioner affairs"
    " state critics analysts economists lawyers senators ministers mr mrs ms dr prof sen rep gov gen white house"
    " pentagon kremlin senate congress nato unesco unicef opec opposition watchdog campaigners activists"
    " leader leaders unions"
)

IRREGULAR = {
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "write": ("writes", "wrote written", "writing"),
    "think": ("thinks", "thought", "thinking"),
    "feel": ("feels", "felt", "feeling"),
    "read": ("reads", "read", "reading"),
    "find": ("finds", "found", "finding"),
    "show": ("shows", "showed shown", "showing"),
    "know": ("knows", "knew known", "knowing"),
    "understand": ("understands", "understood", "understanding"),
    "swear": ("swears", "swore sworn", "swearing"),
    "forecast": ("forecasts", "forecast forecasted", "forecasting"),
    "seek": ("seeks", "sought", "seeking"),
    "choose": ("chooses", "chose chosen", "choosing"),
    "hear": ("hears", "heard", "hearing"),
    "rip": ("rips", "ripped", "ripping"),
    "slam": ("slams", "slammed", "slamming"),
    "quip": ("quips", "quipped", "quipping"),
    "dub": ("dubs", "dubbed", "dubbing"),
    "plan": ("plans", "planned", "planning"),
    "beg": ("begs", "begged", "begging"),
    "brag": ("brags", "bragged", "bragging"),
    "admit": ("admits", "admitted", "admitting"),
    "refer": ("refers", "referred", "referring"),
    "rebut": ("rebuts", "rebutted", "rebutting"),
    "prefer": ("prefers", "preferred", "preferring"),
    "signal": ("signals", "signaled signalled", "signaling signalling"),
    "label": ("labels", "labeled labelled", "labeling labelling"),
}
# Lemmas whose -s or base form is a common noun too.
NOUNS = words(
    "report note comment answer post tweet estimate forecast signal claim call plan hope fear promise demand offer"
    " order question request doubt feel want wish like back support attack challenge address label brand credit"
    " reference rule reason show address guess aim threat vow favor favour boast joke shout thought state remark rant worry post decree counter brag gripe wonder finding"
    " object protest email complaint laud knock hammer cost rip echo repeat study poll dispute blame rebuke"
)
# Cues of several words: (words before the content, frame, stance); the first word is inflected.
PHRASES: tuple[tuple[str, str, Frame, Stance], ...] = (
    ("point", "out", Frame.CLAUSE, Stance.ENDORSING),
    ("make", "clear", Frame.CLAUSE, Stance.ENDORSING),
    ("point", "to", Frame.TOPIC, Stance.NEUTRAL),
    ("call", "for", Frame.INTENT, Stance.NEUTRAL),
    ("call", "on", Frame.INTENT, Stance.NEUTRAL),
    ("push", "for", Frame.INTENT, Stance.NEUTRAL),
    ("refer", "to", Frame.TOPIC, Stance.NEUTRAL),
    ("talk", "about", Frame.TOPIC, Stance.NEUTRAL),
    ("speak", "about", Frame.TOPIC, Stance.NEUTRAL),
    ("speak", "of", Frame.TOPIC, Stance.NEUTRAL),
    ("complain", "about", Frame.TOPIC, Stance.NEUTRAL),
    ("rail", "against", Frame.TOPIC, Stance.DOUBTING),
    ("apologize", "for", Frame.TOPIC, Stance.NEUTRAL),
    ("agree", "with", Frame.TOPIC, Stance.NEUTRAL),
)
# "the claim that [...]": nouns that introduce a content.
THAT_NOUNS: Mapping[str, Stance] = {
    **dict.fromkeys(
        words(
            "argument accusation allegation statement suggestion idea fear hope view warning prediction conclusion"
            " concern promise assertion assumption report belief opinion speculation assurance admission announcement"
            " confirmation impression contention complaint comment remark question testimony reports fears hopes"
            " concerns warnings suggestions accusations allegations suspicion suspicions rumors rumours"
        ),
        Stance.NEUTRAL,
    ),
    **dict.fromkeys(words("claim claims notion myth pretense boast"), Stance.DOUBTING),
    **dict.fromkeys(words("revelation revelations evidence"), Stance.ENDORSING),
}


def forms(lemma: str) -> tuple[str, str, str]:
    """Third person, past forms and -ing forms of a verb, each a blank-separated list."""
    if lemma in IRREGULAR:
        return IRREGULAR[lemma]
    if lemma.endswith("e"):
        return f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"
    third = f"{lemma}es" if lemma.endswith(("s", "x", "z", "ch", "sh")) else f"{lemma}s"
    return third, f"{lemma}ed", f"{lemma}ing"


def _inflected(lemma: str) -> Iterator[tuple[str, str]]:
    third, past, ing = forms(lemma)
    yield lemma, "base"
    yield third, "s"
    for name, words in (("past", past), ("ing", ing)):
        for word in words.split():
            yield word, name


def _stance(lemma: str) -> Stance:
    return (
        Stance.ENDORSING if lemma in ENDORSING else Stance.DOUBTING if lemma in DOUBTING else Stance.NEUTRAL
    )


def _verbs() -> dict[str, dict[Frame, Cue]]:
    """Every form of every verb, by its frames: "demand" takes a topic and an intent."""
    table: dict[str, dict[Frame, Cue]] = {}
    listed = ((Frame.CLAUSE, CLAUSE), (Frame.BELIEF, BELIEF), (Frame.TOPIC, TOPIC), (Frame.INTENT, INTENT))
    for frame, words in listed:
        for lemma in words.split():
            for word, form in _inflected(lemma):
                noun_like = form in ("base", "s") and lemma in NOUNS
                table.setdefault(word, {}).setdefault(
                    frame, Cue(lemma, form, frame, _stance(lemma), noun_like)
                )
    return table


def _phrases() -> dict[tuple[str, str], Cue]:
    irregular = {"speak": "speak speaks spoke spoken speaking", "make": "make makes made making"}
    return {
        (word, second): Cue(f"{first} {second}", "past" if word.endswith("d") else "base", frame, stance)
        for first, second, frame, stance in PHRASES
        for word in (irregular[first].split() if first in irregular else [w for w, _ in _inflected(first)])
    }


VERBS: Mapping[str, Mapping[Frame, Cue]] = _verbs()
PHRASAL: Mapping[tuple[str, str], Cue] = _phrases()
PHRASAL_FIRST = frozenset(first for first, _ in PHRASAL)
