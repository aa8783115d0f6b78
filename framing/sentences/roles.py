"""Words for people, bodies and their titles: what a source is told by."""

from __future__ import annotations

from framing.sentences.cues import words

# Titles before a name and the pronoun they tell; the longer ones are also introductions of a role.
TITLES = {
    **dict.fromkeys(words("mr sir lord prince king sheikh"), "he"),
    **dict.fromkeys(words("mrs ms miss lady dame princess queen sheikha baroness"), "she"),
}
SHORT_RANKS = words(
    "dr prof sen rep gov sens reps govs gen lt col capt sgt maj adm cmdr hon rev cllr insp supt"
)
# What may stand with a full stop inside a name, beside initials.
DOTTED = SHORT_RANKS | words("mr mrs ms jr sr st")
RANKS = SHORT_RANKS | words(
    "judge justice president vice senator governor minister"
    " secretary representative congressman congresswoman mayor professor general colonel captain sergeant major"
    " admiral commander chairman chairwoman chancellor ambassador attorney sheriff detective officer chief director"
    " councillor councilor councilman councilwoman principal inspector superintendent constable"
    " maître maitre ayatollah prime deputy former then speaker pope bishop archbishop rabbi imam pastor doctor father sister brother premier"
    " foreign lawmaker republican democrat democratic conservative labour assistant acting interim state"
)
# Ranks in capitals only: "DI Ola Lind", but "Di Lind" is somebody's name.
RANK_LETTERS = words("di dci pc pm")
PEOPLE = words(
    "spokesman spokeswoman spokesperson president minister secretary senator congressman congresswoman representative"
    " governor mayor judge justice lawyer attorney prosecutor analyst economist professor general director chairman"
    " chairwoman chairperson candidate nominee officer official aide adviser advisor strategist expert doctor scientist"
    " researcher author historian critic resident witness voter supporter activist organizer organiser leader ambassador"
    " envoy diplomat commissioner lawmaker reporter journalist columnist editor writer manager consultant chief"
    " executive ceo founder owner farmer teacher student worker nurse driver father mother brother sister son daughter"
    " wife husband sheriff colonel captain commander detective insider operative pollster source deputy assistant"
    " businessman businesswoman billionaire politician delegate member person man woman neighbor neighbour friend"
    " colleague pastor priest bishop speaker moderator host anchor commentator correspondent premier chancellor"
    " rival nominee frontrunner front-runner mate star anchor billionaire legislator carer campaigner chair employee narrator pundit coach player victim survivor veteran soldier engineer architect biologist physicist psychologist sociologist"
    " observer mp mep msp coroner solicitor barrister onlooker bystander passenger trader shopkeeper pensioner paramedic firefighter lieutenant inspector"
    " superintendent principal headteacher councillor councilor councilman councilwoman aunt uncle niece nephew cousin"
    " grandmother grandfather baroness"
)
# What stands behind a name: "Ana Ruiz MP", "Tom Orr KC".
LETTERS = words("mp mep msp mla kc qc obe mbe cbe kbe phd md frs jp")
# Called by role in small letters and behind a name; with a capital also surnames: "the king", "Ola King".
SOVEREIGNS = words("king queen prince princess pope sultan emir emperor empress")
ROLES = PEOPLE | SOVEREIGNS
PLURALS = frozenset({f"{word}s" for word in PEOPLE}) | words(
    "spokesmen spokeswomen congressmen councilmen councilwomen police people lawmakers men women wives ministries authorities attorneys"
    " republicans democrats conservatives liberals progressives families experts americans groups companies agencies allies"
    " libertarians media some others many"
)
BODIES = words(
    "ministry government administration department agency police parliament congress senate house court company"
    " firm group union bank party committee commission council campaign university institute association organization"
    " organisation foundation office team board service bureau army military pentagon kremlin report study poll survey"
    " statement newspaper paper images magazine network station times post journal news herald tribune guardian press bbc cnn"
    " embassy delegation coalition alliance center centre club league federation authority corporation inc corp ltd llc"
    " echo telegraph mail mirror observer gazette chronicle argus courier star express examiner inquirer dispatch sentinel"
    " advertiser bulletin states nations kingdom watchdog regulator think-tank tank lobby charity church hospital school fund letter memo"
    " lawsuit complaint filing indictment editorial article document documents data figures statistics records street city services review index state country village town region"
)
# Words that never begin a person's name, beside titles and bodies.
NO_NAMES = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december america american british french german russian chinese european new north"
    " south east west united white supreme national international federal the this that these those a an in on at by"
    " and or but for from with to of as if when while after before since because although though however he she it they"
    " we i you who what where why how his her its their our my your one some many most all no not also both only even just"
    " meanwhile still yet so then now here there last next first second democratic republican democrats republicans gop"
    " christian muslim jewish catholic islamic state social super great middle los las san st saint el"
)
PRONOUNS = {
    **dict.fromkeys(("he", "his", "him"), "he"),
    **dict.fromkeys(("she", "her", "hers"), "she"),
    **dict.fromkeys(("they", "their", "them"), "they"),
    **dict.fromkeys(("it", "its"), "it"),
    "who": "who",
}
GENDERED = {
    "spokesman": "he",
    "spokeswoman": "she",
    "chairman": "he",
    "chairwoman": "she",
    "congressman": "he",
}
GENDERED |= {"congresswoman": "she", "businessman": "he", "businesswoman": "she", "man": "he", "woman": "she"}
GENDERED |= {
    "father": "he",
    "mother": "she",
    "brother": "he",
    "sister": "she",
    "son": "he",
    "daughter": "she",
}
GENDERED |= dict.fromkeys(words("aunt niece grandmother baroness councilwoman queen princess empress"), "she")
GENDERED |= dict.fromkeys(words("uncle nephew grandfather councilman king prince sultan emir emperor"), "he")
GENDERED |= {"wife": "she", "husband": "he", "pope": "he", "priest": "he"}
