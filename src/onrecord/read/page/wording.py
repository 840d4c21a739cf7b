"""What a piece of a page is, going by its words: parts of the site rather than of the article."""

from __future__ import annotations

import re

_LABEL = re.compile(
    r"^(?:advertisement|advert|ad|article content|story continues below|continue reading|skip ad(?:vertisement)?|"
    r"(?:scroll|swipe) (?:down )?(?:for|to) (?:more|continue)|loading|\$\$\w+\$\$|\{\{.*\}\}|share|print|comments?|image|photo|video|caption|"
    r"advertisement \S+(?: ?story continues below)?|article continues (?:below|after).{0,30}|\W*)\W*$",
    re.IGNORECASE,
)
_PHOTO = re.compile(
    r"^\W?(?:photo|photograph|photography|image|picture|pictured|pic|file photo|illustration|graphic|video|foto|bild)s?"
    r"(?:\s*(?:credit|by|courtesy))?(?: \w+)?\s*[:：|/©]|^pictured\b.{0,30},",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"""^(?:\W*)(?:
        read\s(?:more|also|next)\b.{0,8}$ | (?:read\s(?:more|also|next|this)|also\sread|see\salso|more\son\sthis|related)\s*[:|–—-]
        | (?:related|recommended|most\s(?:read|popular|viewed)|trending|popular)
          (?:\s(?:articles?|stories|content|news|topics|reading|posts?|in\s\w+|now|today|on\s.{1,30}))?\W*$
        | you\s(?:may|might)\salso\s(?:like|be\sinterested) | editors?[’']?s?\s(?:picks?|choice)\W*$ | more\sfrom\s.{1,40}$ | what\sto\sread\snext\W*$
        | (?:sign|log)\s(?:up|in)\b | subscribe\b | register\s(?:now|for) | already\s(?:a\s)?(?:subscribe|member|have\san\saccount)
        | get\s(?:the\slatest|our|breaking|daily|unlimited|all\s(?:the|our)) .{0,80} (?:news|newsletter|inbox|alerts?|access|email)
        | get\s(?:daily|weekly)\s.{0,30}news | join\s(?:our|the)\s.{0,40}(?:whatsapp|telegram|newsletter|community|channel|conversation)
        | follow\s(?:us|our|@|\w+\s(?:on\s(?:twitter|x|facebook|instagram|google|whatsapp)))
        | (?:download|install)\sour\s.{0,20}app | click\shere | don[’']t\smiss\b.{0,60}$
        | (?:stay|keep)\sinformed\swith | support\s(?:our|independent)\sjournalism | donate\b
        | we\s(?:use|and\sour\spartners\suse)\scookies | this\s(?:site|website)\suses\scookies | accept\s(?:all\s)?cookies
        | by\s(?:signing\sup|subscribing|clicking|continuing) .{0,120} (?:terms|privacy|agree)
        | our\swebsite\sis\sthe\splace\sfor | our\sstandards\s*: | our\sjournalism\sneeds
        | thank\syou\sfor\svisiting | (?:you\sare\susing|your)\sa?\s?browser
        | (?:would\syou\slike\sto|please)\s.{0,30}comment(?:s|ing)?\b | this\sarticle\s(?:was|is)\sfirst\s(?:published|appeared)
        | first\spublished\s(?:in|on|by)\b | (?:©|\(c\)|copyright\b)
        | (?:additional\s)?(?:reporting|writing|editing)\s(?:by|for)\b | \(?(?:reporting|writing|editing)\sby\b | with\s(?:reporting|files)\s(?:by|from)\b
        | (?:•\s*)?e-?mails?\s*: | (?:do\syou\shave|got)\sa\s(?:story|tip)\b | (?:are|were)\syou\s.{0,60}get\sin\stouch
        | (?:contact|write\sto)\sthe\s(?:author|reporter|writer) | topics?\s*: | tags?\s*: | share\s(?:this|on|via)\b
        )
        | all\srights\sreserved | contributed\sto\sthis\s(?:report|story|article)\W*$ | \S+@\S+\.\w{2,}\W*$
        | (?:privacy|cookie)\spolicy\b.{0,40}$ | ^https?://\S+$ | pic\.twitter\.com/\S+$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST = 320
"""Characters from which on a text is no longer taken for a site's own."""
_BYLINE = re.compile(
    r"^(?:by\s.{2,80}|(?:published|updated|posted|last\s(?:updated|modified))\b.{0,60}|.{0,24}\d{1,2}:\d\d.{0,40}|"
    r"(?:\w+\s)?\w+\s\d{1,2},?\s\d{4}|\d{1,2}\s\w+\s\d{4}|\d+\smin(?:ute)?s?(?:\sread)?|\d{4}[-/.]\d\d?[-/.]\d\d?.{0,20})$",
    re.IGNORECASE,
)


def is_label(text: str) -> bool:
    """Whether a text only names a gap or a control: "Advertisement", "Share"."""
    return len(text) < 60 and bool(_LABEL.match(text))


def is_caption(text: str) -> bool:
    """Whether a text begins as captions do: "Photo: …"."""
    return bool(_PHOTO.match(text[:60]))


def is_site(text: str) -> bool:
    """Whether a text is the site's and not the article's: read-also boxes, newsletters, cookies, credits."""
    return len(text) <= _LONGEST and bool(_SITE.search(text))


def is_byline(text: str) -> bool:
    """Whether a short text names the author or the hour, as they stand above an article."""
    return len(text) <= 100 and bool(_BYLINE.match(text))


def ends_like_a_sentence(text: str) -> bool:
    """Whether a text's last sign closes a sentence or a quotation."""
    return text.rstrip().endswith((".", "!", "?", "…", "”", '"', "’", "'", "»", ":", ";", ",", "。", "！", "？", "」", ")"))
