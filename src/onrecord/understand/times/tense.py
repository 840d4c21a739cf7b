"""Whether a clause looks back or ahead: what tells "met Friday" from "will meet Friday"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.understand.times.words import OTHER, Token

_AHEAD = frozenset(
    "will shall ll would tomorrow upcoming forthcoming deadline expire expires expiring payable effective matures "
    "maturing redeemable begins starts opens ends intend intends expect expects".split()
)
"""Words whose clause looks ahead."""
_MODALS = frozenset("can cannot could may might must should".split())
"""Verbs that look ahead, too, but back before "have": "could vote Friday", "could have voted Friday"."""
_ARRANGED_NOW = frozenset("meet meets reconvene reconvenes resume resumes begin start".split())
"""Verbs whose present tells with a day what is arranged: "the two sides meet on Tuesday"."""
_PLAINLY_AHEAD = frozenset(("will", "shall", "ll", "would"))
"""Of a caption, what looks ahead: its present tense tells what is in the picture."""
_AHEAD_WITH_TO = frozenset(
    "plan plans planning hope hopes hoping aim aims aiming vow vows pledge pledges want wants".split()
)
"""Verbs that look ahead before "to", and are nouns elsewhere."""
_ARRANGED = frozenset("due expected scheduled slated set poised going planned".split())
"""What looks ahead with "is" or "to" ("is due Friday", "scheduled to meet"), and back with "was"."""
_BACK = frozenset(
    "was were had did been have has ago became began bought brought built came cast caught chose cut drew drove fell "
    "flew forgot fought found gave got grew heard held hit hung hurt kept knew laid lay led left lit lost made meant "
    "met paid put quit ran rang rode rose said sank saw sent set shook shot slid slipped sold sought spent split spoke "
    "spread stole stood struck stuck swept swore taught thought threw told took tore understood went withdrew won "
    "wore wrote".split()
)
"""Past forms that do not end in -ed, and what goes with them."""
_NO_PAST = frozenset(
    "need feed seed speed indeed united red bed hundred exceed proceed succeed breed bleed embed".split()
)
"""What ends in -ed and is no past."""
_NO_VERB = frozenset(
    "more less its his her their our my your it him them us me what which who whom all any both no others".split()
)
"""What stands behind "to" and is no verb."""
_ANNOUNCED = frozenset(
    "address announce appear attend begin close consider debate decide discuss face give go head hear hold host join "
    "launch lead leave make meet move open publish receive release resume return rule send sign speak start stop "
    "strike take testify travel unveil visit vote".split()
)
"""What a headline with capitals throughout announces: "Krass to Meet Holk"; no name can be taken for it there."""
_NO_SUBJECT = frozenset(
    "according and as back but close contrary due failing listening next not or prior ready referring responding so "
    "speaking subject talking thanks trying unable up".split()
)
"""What opens a sentence before "to" and is not who is to do something: "According to police"."""
_IN_SUBJECTS = frozenset("and at for in of on or the".split())
"""Small words that a subject may have: "the Bank of Korvia", "Krass on Friday"."""
_DETERMINERS = frozenset("the a an its their his her our my your".split())
"""What a participle stands behind that describes a noun: "the detained barges"."""
_SHORT_FORMS = frozenset(
    "mr mrs ms messrs dr rep reps sen sens gov govs gen lt col sgt capt cmdr maj adm st prof rev hon pres inc corp "
    "co no".split()
)
"""Titles and other short forms whose full stop ends no sentence, as a rule."""
_ENDS = frozenset(("!", "?", ";", "BREAK"))
_LEFT, _RIGHT = 14, 12
"""Tokens before and behind the expression in which a verb is looked for."""
_OBJECT = 6
"""Tokens before "to" in which the verb is looked for that it belongs to: "expects Ostrand to open the sluice"."""
_BESIDE = 4
"""Tokens before "this" and a day in which the verb is looked for that is beside them."""
_HANGS = frozenset("for to until till by before from after since of than".split())
"""What stands between a verb and a day that is not the verb's own: "was set for this Tuesday"."""


def direction(row: Sequence[Token], first: int, last: int, *, caption: bool = False) -> int:
    """-1 where the clause around `row[first:last]` looks back, 1 where it looks ahead, 0 where nothing tells.

    The nearest verb decides. One behind the expression counts as further off by half: English puts the time behind
    its verb more often than before it. "to" with a verb right before it leaves it open: "agreed to sell it in March";
    not so where it belongs to a verb that looks ahead ("expects them to sell it") or to none, as in a headline ("Krass
    to meet Holk"). `caption`: it stands in one.
    """
    if not caption and _word(row, first - 1) in ("until", "till") and _word(row, first - 2) in ("has", "have", "had"):
        return 1
    before = _nearest(row, range(first - 1, first - 1 - _LEFT, -1), caption)
    behind = _nearest(row, range(last, last + _RIGHT), caption, modals=_opens(row, first, last))
    if before and behind:
        return before[1] if before[0] <= 1.5 * behind[0] else behind[1]
    found = before or behind
    if not found or found[1] == 0:
        return 1 if first and row[first - 1].word in ("by", "until") else 0
    return found[1]


def is_beside_a_past(row: Sequence[Token], first: int, last: int) -> bool:
    """Whether `row[first:last]` stands right behind a past verb and is its time: "said this Tuesday that he left"; not
    so "the vote was set for this Tuesday", "said this Tuesday's vote" and "said this Tuesday will be dry"."""
    if _word(row, first - 1) in _HANGS or (last < len(row) and (row[last].symbol == "'s" or _sign(row, last) > 0)):
        return False
    for place in range(first - 1, max(-1, first - 1 - _BESIDE), -1):
        if ends_a_sentence(row, place) or _is_infinitive(row, place):
            return False
        if sign := _sign(row, place):
            return sign < 0 and row[place].word not in _ARRANGED
    return False


def is_plural(word: str) -> bool:
    """Whether a noun would be one of several by its looks."""
    return word.isalpha() and word.endswith("s") and not word.endswith("ss")


def _nearest(row: Sequence[Token], places: range, caption: bool, *, modals: bool = True) -> tuple[int, int] | None:
    """How far the nearest verb is that looks back or ahead, and which; no further than the sentence. `modals`: whether
    they count: in "Monday's debate might hurt him" none looks ahead from Monday, in "On Monday, it might" one does."""
    for distance, place in enumerate(places, 1):
        if not 0 <= place < len(row) or ends_a_sentence(row, place):
            return None
        if _is_announced(row, place):
            return distance, int(not caption)
        if _is_infinitive(row, place):
            return distance, int(not caption and _governed(row, place) > 0)
        sign = _sign(row, place) if modals or row[place].word not in _MODALS else 0
        if sign < 0 or (sign > 0 and (not caption or row[place].word in _PLAINLY_AHEAD)):
            return distance, sign
    return None


def _opens(row: Sequence[Token], first: int, last: int) -> bool:
    """Whether `row[first:last]` opens a sentence, alone or behind one word: "On Friday", no "Friday's"."""
    begins = any(place < 0 or ends_a_sentence(row, place) for place in (first - 1, first - 2))
    return begins and not (last < len(row) and row[last].symbol == "'s")


def ends_a_sentence(row: Sequence[Token], place: int) -> bool:
    """Whether a token ends a sentence: no full stop of "Gov." or of an initial."""
    if row[place].symbol != ".":
        return row[place].symbol in _ENDS
    before = _word(row, place - 1)
    return len(before) > 1 and before not in _SHORT_FORMS


def _is_infinitive(row: Sequence[Token], place: int) -> bool:
    if row[place].word != "to" or place + 1 >= len(row) or _word(row, place - 1) in ("is", "are", *_ARRANGED):
        return False
    if place and _sign(row, place - 1) > 0:  # "plans to"
        return False
    return (
        row[place + 1].symbol in (OTHER, "EDGE")
        and row[place + 1].text.islower()
        and row[place + 1].text not in _NO_VERB
    )


def _is_announced(row: Sequence[Token], to: int) -> bool:
    """Whether a "to" and its verb are all that a sentence has for one behind its subject: "Krass to meet Holk"."""
    if row[to].word != "to" or to + 1 >= len(row) or _word(row, to - 1) in _NO_SUBJECT:
        return False
    verb = row[to + 1]
    if verb.word not in _ANNOUNCED and (is_plural(verb.word) or not _is_infinitive(row, to)):  # "Letters to voters"
        return False
    begun = to
    for place in range(to - 1, max(-1, to - 1 - _LEFT), -1):
        if ends_a_sentence(row, place):
            break
        begun = place
        if _sign(row, place) or (row[place].text[:1].islower() and row[place].word not in _IN_SUBJECTS):
            return False
    return row[begun].text[:1].isupper()


def _governed(row: Sequence[Token], to: int) -> int:
    """Where the verb that the "to" at `to` belongs to looks, 0 where none is near."""
    for place in range(to - 1, max(-1, to - 1 - _OBJECT), -1):
        if ends_a_sentence(row, place):
            return 0
        if sign := _sign(row, place):
            return sign
    return 0


def _sign(row: Sequence[Token], place: int) -> int:
    word, before, behind = row[place].word, _word(row, place - 1), _word(row, place + 1)
    if word in _ARRANGED:
        if before in ("was", "were") or _word(row, place - 2) == "had":
            return -1
        if behind == "to" or word == "due" or before in ("is", "are", "s", "be"):
            return 1
    if word in ("is", "are") and behind in ("to", *_ARRANGED):
        return 1
    if word == "won" and behind in ("'", "’"):  # "won't"
        return 1
    if before in ("be", "to"):  # "will be named", "had been due to expire": the verb before it tells
        return 0
    if word in _AHEAD or (word in (*_AHEAD_WITH_TO, "have", "has") and behind == "to"):
        return 1
    if word in _MODALS and row[place].symbol != "MONTH":
        done = behind == "have" and _word(row, place + 2) != "to"
        return -1 if done else 0 if word == "could" and behind == "not" else 1
    if word in _ARRANGED_NOW and before not in ("not", "t", "did", *_DETERMINERS):
        return int(word != "start" or before == "they" or is_plural(before))
    if before in _DETERMINERS and behind.isalpha():
        return 0
    if word in _BACK or (word.endswith("ed") and len(word) > 3 and word not in _NO_PAST):
        return -1
    return 0


def _word(row: Sequence[Token], place: int) -> str:
    return row[place].word if 0 <= place < len(row) else ""
