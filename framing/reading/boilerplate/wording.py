"""The wording of single lines of furniture: what sites say about themselves, whichever the site."""

from __future__ import annotations

import re

from framing.reading.boilerplate.patterns import pattern

# Whole lines and sentences that belong to the site wherever they stand.
FURNITURE = pattern(r"""
    (?:copyright )?(?:©|\(c\)) .{0,200}|copyright (?:20|19)\d\d.{0,200}
    .{0,150}\ball rights reserved\b.{0,150}
    (?:we|(?:this|our) (?:site|website|page)|we and our .{1,30}) (?:use|uses|store) .{0,60}cookies.*
    by (?:continuing|clicking|using|closing|browsing) .{0,200}(?:cookies|terms|consent|privacy|policy).*
    (?:accept|reject|allow|decline|manage)(?: all| only)?(?: necessary| essential)? cookies
    manage (?:preferences|settings|consent)
    (?:accept|reject|allow|decline) all|cookie (?:settings|preferences|notice)|your privacy(?: choices)?
    (?:sign up|register)\b.{0,160}\b(?:newsletters?|inbox|alerts|briefing|free account|unlimited access)\b.*
    subscribe\b.{0,160}\b(?:newsletters?|inbox|alerts|briefing|unlimited access|channel)\b.*
    (?:get|receive) .{0,120}\b(?:inbox|newsletters?)\b.*
    .{0,120}(?:delivered|straight|sent) (?:\w+ )?to your inbox.*
    (?:already|not yet) (?:a subscriber|a member|subscribed|registered|have an account).*
    you have .{1,20} free articles.*|(?:subscribe|log in|sign in) to (?:continue|keep) reading.*
    your e-?mail(?: address)?|enter your e-?mail.*
    (?:follow|like|join|find)(?: us| .{1,40})? on <network>.{0,40}
    download (?:the|our) .{0,30}\bapp\b.{0,40}
    share (?:this|on|via)\b.{0,40}|share (?:article|story)
    (?:print|e-?mail|save|listen to|gift) this (?:article|story|page)
    (?:advertisement|advertisements|advertising|advert|ad|sponsored|promoted)(?: ?[-–—|] ?.{0,40})?
    (?:story|article|content) continues (?:below|after)(?: (?:this )?(?:ad|advert|advertisement|video))?
    skip (?:to|past) .{1,40}|back to (?:top|home)|(?:scroll|return) to top
    (?:load|show|see|view) (?:more|all)(?: .{1,20})?
    copy link|link copied!?|copied!?|loading(?: comments)?\W*|(?:hide|toggle) caption
    enlarge this image
    (?:click|tap) here to .{1,80}|your browser does not support .{0,80}|(?:please )?enable javascript.{0,80}
    privacy (?:policy|notice|statement)|terms (?:of (?:use|service)|and conditions|& conditions)
    contact us|about us|cookie policy|advertise with us|work with us|accessibility statement
    \(?(?:additional )?reporting by .{3,200}; ?(?:writing|editing|additional reporting) by .{3,100}
    """)

# What a media player leaves: its clock at nought, its buttons.
PLAYER = pattern(r"""
    -?0{1,2}:00(?: ?/ ?\d{1,2}:\d\d)?|\d{1,2}:\d\d ?/ ?\d{1,2}:\d\d|[×✕✖]|x
    play(?: video| audio)?|pause|(?:un)?mute|full ?screen|now playing|volume(?: \d+%)?|replay|play again
    click to (?:play|expand).{0,20}|(?:audio|video) player.{0,20}
    """)

# Buttons and menu words: they count only in company, since any of them can be a cross-heading.
BUTTON = pattern(r"""
    <network>|e-?mail|print|reddit|messenger|flipboard|rss|android|ios|tweet|gift|save|bookmark|listen|embed
    comments?|subscribe|menu|search|log ?in|sign in|sign up|register|home|close|more|all|authors|live
    my account|font size|text size|a[+-]|[a-z]|ar|es|fr|en|de|pt|ru|zh|donate|shop
    puzzles|podcasts?|newsletters?|e-?paper|advertise|careers|site ?map|help cent(?:re|er)|faqs?|accessibility
    subscriptions?|jobs|archives?|topics|sections|account|slogan|follow|share|terms
    """)

LONGEST_PROMOTION_WORDS = 30
PROMOTION = pattern(
    r"""
    [\[(]?(?i:(?:read|see|watch|listen|learn)(?: (?:more|next|also|too|on|here|now))+)<colon>.*
    [\[(]?(?i:also (?:read|see)|must read|related(?: (?:reading|video|<things>))?|recommended)<colon>.*
    [\[(]?(?i:icymi|don[’']?t miss|in case you missed it|more on this(?: story)?|more from .{1,30})<colon>.*
    [\[(]?(?i:watch|listen|further reading)<colon>.*
    [\[(]?(?:READ (?:MORE|NEXT|ALSO)|ALSO READ|SEE ALSO|RELATED|MUST READ)\b\s*\S.*
    (?i:read more (?:about|on|in|from|at)\b[^.]*(?:\bhere\b[.\])]*)?|read the full .{1,60} here\.?)
    """,
    re.NOFLAG,
)

DATE_LINE = pattern(r"""
    (?:<stamp>:?\s*|date:?\s*)?<weekday><date>,? ?t?<clock>(?:\s*[|•·/–—-]?\s*<stamp>.{0,50})?
    <stamp>:? .{1,50}
    (?:an?|\d+) (?:minute|hour|day|week|month)s? ago
    """)

COUNT_LINE = pattern(r"""
    \d+[ -]?min(?:ute)?s?\.? ?(?:read|reading|listen)
    (?:reading time|read time|time to read|est\. reading).{0,30}
    [\d.,]+k? (?:shares?|views?|comments?|likes?|reactions|reads|retweets)
    (?:sources?|agenc(?:y|ies)): .{1,60}
    (?:author|editor|reporter|words|photos?|photography|text|story)(?: by|:) .{1,60}
    """)

BYLINE = pattern(
    r"""
    (?:By|BY|by|Written by|Reported by|From|Words by)\s+<name>(?:[ ,]+(?:<name>|<particle>))*<aside>?
    """,
    re.NOFLAG,
)

CREDIT = pattern(
    r"""
    .*[\[(](?:[^\])]{0,60}\b)?(?:<agency>|<made>\b[^\])]*)(?:\b[^\])]{0,60})?[\])]
    .*(?:Photo(?:graph)?|Image|Picture|(?:Photo |Image )?[Cc]redit|Illustration)(?:: ?| by ).{1,80}
    .*(?:©|\(c\)) ?[\w ./]{2,50}\.?
    """,
    re.NOFLAG,
)
