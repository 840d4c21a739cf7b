"""Whether a clause looks back or ahead: what tells "met Friday" from "will meet Friday"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.understand.times.words import Token

_AHEAD = frozenset(
    "will shall ll tomorrow upcoming deadline due payable expire expires expiring effective plan plans planning intend "
    "intends expect expects hope hopes aim aims pledge pledges vow vows scheduled slated expected set poised going "
    "forthcoming redeemable mature matures maturing".split()
)
"""Words whose clause looks ahead."""
_BACK = frozenset(
    "was were had did been became began came cut fell found gave got grew held hit kept knew led left lost made met paid put "
    "ran rose said saw sold sent set shot spoke stood struck swore threw told took went won wore wrote ago "
    "bought brought built caught chose drew drove fought flew forgot heard hung hurt laid lay lit meant quit rang rode sank "
    "sought shook slid slipped spent split spread stole stuck swept taught thought tore understood withdrew since have has".split()
)
"""Past forms that do not end in -ed, and what goes with them."""
_NO_PAST = frozenset("need feed seed speed indeed united red bed hundred exceed proceed succeed breed bleed embed".split())
_ENDS = frozenset((".", "!", "?", ";", "BREAK"))
_LEFT, _RIGHT = 14, 12
"""Tokens before and behind the expression in which a verb is looked for."""


def direction(row: Sequence[Token], first: int, last: int) -> int:
    """-1 where the clause around `row[first:last]` looks back, 1 where it looks ahead, 0 where nothing tells.

    The nearest verb decides. One behind the expression counts as further off by half: English puts the time behind
    its verb more often than before it.
    """
    before = next(
        ((distance, sign) for distance, sign in enumerate(_signs(row, range(first - 1, first - 1 - _LEFT, -1)), 1) if sign), None
    )
    behind = next(((distance, sign) for distance, sign in enumerate(_signs(row, range(last, last + _RIGHT)), 1) if sign), None)
    if before and behind:
        return before[1] if before[0] <= 1.5 * behind[0] else behind[1]
    found = before or behind
    return found[1] if found else 0


def _signs(row: Sequence[Token], places: range) -> list[int]:
    """The sign of each token, up to the end of the sentence."""
    signs = []
    for place in places:
        if not 0 <= place < len(row) or row[place].symbol in _ENDS:
            break
        signs.append(_sign(row, place))
    return signs


def _sign(row: Sequence[Token], place: int) -> int:
    word = row[place].word
    following = row[place + 1].word if place + 1 < len(row) else ""
    if word in ("is", "are") and following in ("to", "due", "set", "scheduled", "expected", "slated"):
        return 1
    if word in ("set", "expected", "scheduled", "slated", "going", "due", "poised"):
        return 1 if following in ("to", "for", "on", "by") or word == "due" else -1 if word == "set" else 0
    if word in _AHEAD:
        return 1
    if word in _BACK or (word.endswith("ed") and len(word) > 3 and word not in _NO_PAST):
        return -1
    return 0
