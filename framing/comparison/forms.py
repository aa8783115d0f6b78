"""Forms of a word that no rule of spelling brings together: irregular verbs, and nouns far from their verbs."""

from __future__ import annotations

# Each line one word for our purpose; what follows the first is read as the first.
_FAMILIES = """
arise arose arisen
bear bore borne
beat beaten
become became
begin began begun beginning
bind bound
bite bit bitten
blow blew blown
break broke broken breach
bring brought
build built
burn burnt
buy bought
catch caught
choose chose chosen choice
come came
deal dealt
decide decision
defend defence defense
destroy destruction
die dead death deadly dying deaths
draw drew drawn
drink drank drunk
drive drove driven
eat ate eaten
fall fell fallen
feed fed
feel felt
fight fought
find found
flee fled
fly flew flown flight
forbid forbade forbidden
forget forgot forgotten
forgive forgave forgiven
freeze froze frozen
give gave given
go went gone
grow grew grown growth
hang hung
hear heard
hide hid hidden
hold held
keep kept
kneel knelt
know knew known
lay laid
lead led
learn learnt
leave left
lend lent
lose lost loss losses
make made
mean meant
meet met meeting
pay paid payment
prove proven proof
retake retook retaken
ride rode ridden
ring rang rung
rise rose risen
run ran
see saw seen
seek sought
sell sold sale sales
send sent
shake shook shaken
shine shone
shoot shot
shrink shrank shrunk
sing sang sung
sink sank sunk
sit sat
sleep slept asleep
slide slid
speak spoke spoken speech
spend spent
stand stood
steal stole stolen theft
stick stuck
strike struck striker strikers
succeed success
swear swore sworn
sweep swept
swim swam swum
swing swung
take took taken
teach taught teacher
tear tore torn
think thought
throw threw thrown
understand understood
wake woke woken
wear wore worn
win won
withdraw withdrew withdrawn withdrawal
write wrote written
child children
man men
woman women
"""
FIRST_FORM = {form: line.split()[0] for line in _FAMILIES.strip().splitlines() for form in line.split()}
