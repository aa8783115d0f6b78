"""What sites write over the parts of a page that are not the article.

Each pattern is matched against a whole line, so the same words in running text do not match.
"""

from __future__ import annotations

from framing.reading.boilerplate.patterns import pattern

# Over a list of other articles.
LIST_HEADING = pattern(
    r"""
    (?:most|more) (?:read|viewed|popular|shared|commented|watched|recent|discussed)(?: <things>)?(?: <when>)?
    related(?: <things>| links| reading| items| to this story)?
    (?:read|up|watch|see) next|next up|what to read next|(?:next|previous) <things>
    read more(?: <things>)?|keep reading|continue reading|further reading|also read|see also|read also
    more (?:top |latest |local |world )?<things>|more like this|more to (?:explorer?|read|discover)
    more from .{1,50}|more (?:on|in|about) [^.?!]{1,50}
    you (?:may|might) (?:also (?:like|enjoy|be interested in)|like|have missed).{0,20}
    (?:recommended|suggested|selected)(?: for you| reading| <things>)?
    editor(?:[’']?s|s[’'])? (?:picks?|choice|selection)|our picks?|don[’']?t miss|in case you missed it
    trending(?: now| today| <things>)?|popular(?: now| today| this week| <things>)?(?: (?:on|in) .{1,40})?
    top (?:stories|news|headlines|reads|posts)(?: today| this week)?
    latest(?: <things>| updates| from .{1,40})?
    (?:from )?around the web|from (?:our|the) (?:partners?|archives?|sponsors?)|elsewhere on .{1,40}
    (?:sponsored|promoted|partner) (?:content|stories|links|posts)|paid content|other (?:news|stories)
    (?:our |e-?mail |daily |weekly |free )*newsletters?(?: (?:sign-?up|subscription))?
    """
)

# Over the end of a page; after it comes no more article.
END_HEADING = pattern(r"""
    (?:important|legal|copyright) (?:notice|information|disclaimer)s?|disclaimers?
    terms (?:and conditions|of (?:use|service))
    (?:(?:reader|readers[’']|user|all|view|show|read|see|hide)(?: all)? )?comments? ?\(\d+\)
    \d+ (?:comments|responses|replies)
    (?:leave|post|add|write) (?:a|your) (?:comment|reply)|join the (?:conversation|discussion|debate)
    (?:view|show|hide|read|see)(?: all)? comments|reader comments|comments are closed|comments? section
    have your say|share your thoughts
    about the authors?|about (?:this|our) (?:site|website|publication)
    """)

# Words that can stand over comments, and over a part of an article.
WEAK_END_HEADING = pattern("comments|discussion|responses|conversation|replies")

# What a comment section leaves between comments.
COMMENT_DEBRIS = pattern(r"""
    reply|report(?: abuse)?|flag|upvote|downvote
    (?:like|reply|share)(?: ?[·|•] ?(?:like|reply|share|report))+
    (?:an?|\d+) (?:second|minute|hour|day|week|month|year)s? ago
    sort by:? ?.{0,20}|newest(?: first)?|oldest(?: first)?
    (?:log|sign) in to (?:comment|reply|post).{0,30}|\d+ (?:likes?|replies|upvotes)|.{1,30} says:
    """)

# Over a strip of bulletins.
TICKER_HEADING = pattern(r"""
    breaking(?: news)?:?|(?:live )?(?:news )?ticker|just in|developing|happening now
    live(?: now| updates| news)?|latest(?: news| updates| headlines)?
    flash(?: news)?|news ?flash|trending(?: now)?|top (?:stories|headlines)
    """)
