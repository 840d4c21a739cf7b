"""What a piece of a page is, going by its words: parts of the site rather than of the article."""

from __future__ import annotations

import re


def _any(*patterns: str) -> str:
    return "(?:" + "|".join(patterns) + ")"


_LABEL = re.compile(
    "^"
    + _any(
        r"ad(?:vert(?:isement)?)?(?: \S+)?(?: ?story continues below)?",
        r"article content|story continues below|continue reading|skip ad(?:vertisement)?|loading",
        r"article continues (?:below|after).{0,30}|(?:scroll|swipe) (?:down )?(?:for|to) (?:more|continue)",
        r"share|print|comments?|image|photo|video|caption",
        r"\$\$\w+\$\$|\{\{.*\}\}",  # gaps that a template or a browser would have filled
        r"\W*",
    )
    + r"\W*$",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^\W?(?:file )?(?:photo|photograph|photography|image|picture|pictured|illustration|graphic|video|foto|bild)s?"
    r"(?:\s*(?:credit|by|courtesy))?\s*[:：|/©]|^pictured\b.{0,30},",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"^\W*"
    + _any(
        # boxes that lead elsewhere
        r"read (?:more|also|next)\b.{0,8}$",
        r"(?:read (?:more|also|next|this)|also read|see also|more on this|related)\s*[:|–—-]",
        r"(?:related|recommended|most (?:read|popular|viewed)|trending|popular)"
        r"(?: (?:articles?|stories|content|news|topics|reading|posts?|in \w+|now|today|on .{1,30}))?\W*$",
        r"you (?:may|might) also (?:like|be interested)|editors?[’']?s? (?:picks?|choice)\W*$",
        r"more from .{1,40}$|what to read next\W*$|don[’']t miss\b.{0,60}$|click here\b|topics?\s*:|tags?\s*:",
        # accounts, newsletters, subscriptions
        r"(?:sign|log) (?:up|in)\b|subscribe\b|register (?:now|for)",
        r"already (?:a )?(?:subscribe|member|have an account)",
        r"get (?:the latest|our|breaking|daily|unlimited|all (?:the|our)) .{0,80}"
        r"(?:news|newsletter|inbox|alerts?|access|email)",
        r"get (?:daily|weekly) .{0,30}news|(?:stay|keep) informed with|support (?:our|independent) journalism|donate\b",
        r"join (?:our|the) .{0,40}(?:whatsapp|telegram|newsletter|community|channel|conversation)",
        r"follow (?:us|our|@|\w+ on (?:twitter|x|facebook|instagram|google|whatsapp)\b)|share (?:this|on|via)\b",
        r"(?:download|install) our .{0,20}app|our (?:website is the place for|journalism needs|standards\s*:)",
        # cookies, browsers, terms
        r"we (?:use|and our partners use) cookies|this (?:site|website) uses cookies|accept (?:all )?cookies",
        r"by (?:signing up|subscribing|clicking|continuing) .{0,120}(?:terms|privacy|agree)",
        r"thank you for visiting|(?:you are using|your) a? ?browser|©|\(c\)|copyright\b",
        # who made it, and how to reach them
        r"with (?:\w+ )?inputs? from\b|[-–—\s]+agencies\W*$",
        r"\(?(?:this|the) (?:story|article|report)\b.{0,80}(?:not been edited|auto-?generated|syndicated feed)",
        r"(?:this|the) (?:story|article|post) (?:has been|was) (?:last )?updated\W*$",
        r"this (?:story|article|content) is (?:only )?(?:for|(?:available|exclusive) to) .{0,20}subscribers",
        r"\(?(?:additional )?(?:reporting|writing|editing) by\b|with (?:reporting|files) (?:by|from)\b",
        r"(?:this article (?:was|is) )?first (?:published|appeared) (?:in|on|by)\b|additional reporting\b",
        r"(?:• ?)?e-?mails?\s*:|(?:do you have|got) a (?:story|tip)\b|(?:are|were) you .{0,60}get in touch",
        r"(?:what do you think\? )?(?:leave|post|write) a comment\b",
        r"(?:contact|write to) the (?:author|reporter|writer)|(?:would you like to|please) .{0,30}comment(?:s|ing)?\b",
    )
    + "|"
    + _any(
        r"all rights reserved",
        r"contributed to this (?:report|story|article)\W*$",
        r"(?:terms (?:of|and)|protected by|(?:read|see|view) our) .{0,80}(?:privacy|cookie) policy",
        r"\S@\S+\.\w{2,}\W*$",
        r"^https?://\S+$",
        r"pic\.twitter\.com/\S+$",
    ),
    re.IGNORECASE,
)
_REPORTED = re.compile(r"[,”\"]\s+(?:\w+\s+){1,5}(?:said|told|asked|urged)\b")
"""", the Red Cross said": no site speaks so of itself."""
_LONGEST = 320
"""Characters from which on a text is no longer taken for a site's own."""
_BYLINE = re.compile(
    _any(
        r"by\s.{2,80}",
        r"(?:published|updated|posted|last (?:updated|modified))\b.{0,60}",
        r".{0,24}\d{1,2}:\d\d.{0,40}",
        r"(?:\w+,? )?\w+ \d{1,2},? \d{4}|\d{1,2} \w+ \d{4}|\d{4}[-/.]\d\d?[-/.]\d\d?.{0,20}",
        r"\d+ min(?:ute)?s?(?: read)?",
    ),
    re.IGNORECASE,
)
_ENDS = (".", "!", "?", "…", "”", '"', "’", "'", "»", ":", ";", ",", "。", "！", "？", "」", ")")


def is_label(text: str) -> bool:
    """Whether a text only names a gap or a control: "Advertisement", "Share"."""
    return len(text) < 60 and bool(_LABEL.match(text))


def is_caption(text: str) -> bool:
    """Whether a text begins as captions do: "Photo: …"."""
    return bool(_CAPTION.match(text[:60]))


def is_site(text: str) -> bool:
    """Whether a text is the site's and not the article's: read-also boxes, newsletters, cookies, credits."""
    return len(text) <= _LONGEST and bool(_SITE.search(text)) and not _REPORTED.search(text)


def is_byline(text: str) -> bool:
    """Whether a short text names the author or the hour, as they stand above an article."""
    return len(text) <= 100 and not text.endswith((".", "!", "?")) and bool(_BYLINE.fullmatch(text))


def ends_like_a_sentence(text: str) -> bool:
    """Whether a text's last sign closes a sentence or a quotation."""
    return text.rstrip().endswith(_ENDS)
