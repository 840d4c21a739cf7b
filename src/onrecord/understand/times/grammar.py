"""The grammar: rows of words that are a time, and what each means.

A rule is a row of symbols (`words.py`): classes in capitals, words as they stand, `?` behind what may be missing, `|`
between alternatives, brackets around a group, `$` before the name of a row that is written once. The first rule that
fits wins, so that longer rows come first; a rule may have a condition on what stands around it.

No row repeats anything without bound, and none is longer than some twenty symbols, so that time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.understand.times import dates as d
from onrecord.understand.times import feasts as f
from onrecord.understand.times import relative as r
from onrecord.understand.times import surroundings as s
from onrecord.understand.times.periods import Period
from onrecord.understand.times.reference import Context, Words
from onrecord.understand.times.words import LEXICON, Token

Meaning = Callable[[Words, Context], Period | None]
Condition = Callable[[Sequence[Token], int, int], bool]

_PARTS = {
    "$N": "(DAY|COUNT|YEAR|a|an)",
    "$DAY": "(DAY|ORDINAL)",
    "$WHICH": "((the|its|a)? (THIS|LAST|NEXT)|THIS? past|that|the same|the (FORMER|FOLLOWING))",
    "$YEAR": "(YEAR|SHORTYEAR|$WHICH year)",
    "$WEEKDAY": "((WEEKDAY|SHORTDAY) ,?)",
    "$AGO": "(ago|EARLIER)",
    "$LIKE": "(corresponding|comparable|same)",
    "$YEARAGO": "(year - $AGO)",
}

RULES: tuple[tuple[str, Meaning] | tuple[str, Meaning, Condition], ...] = (
    ("ISO", d.iso),
    ("NUMERIC", d.numeric, s.is_a_numeric_day),
    # days of months
    ("$WEEKDAY? MONTH $DAY - $DAY ,? $YEAR", d.day_range),
    ("MONTH $DAY - $DAY", d.day_range),
    ("$WEEKDAY? MONTH $DAY ,? (in|of)? $YEAR", d.month_day),
    ("$WEEKDAY? the? $DAY of? MONTH ,? (in|of)? $YEAR", d.month_day),
    ("$WEEKDAY the? (MONTH $DAY|$DAY of? MONTH)", d.month_day),
    ("MONTH $DAY", d.month_day, s.is_a_day_in_a_month),
    ("(the $DAY|$DAY) of MONTH", d.month_day),
    ("(the ORDINAL|DAY|ORDINAL) MONTH", d.month_day),
    # months
    ("MONTH - MONTH ,? $YEAR", d.month_range),
    ("MONTH - MONTH", d.month_range),
    ("the (ORDINAL|LAST) (day|week|month) (of|in) MONTH ,? (in|of)? $YEAR", d.part_of),
    ("the (ORDINAL|LAST) (day|week|month) (of|in) (MONTH|$YEAR)", d.part_of),
    ("MONTH ,? (of|in)? $YEAR", d.month),
    ("(THIS|LAST|NEXT|past) MONTH", d.month),
    ("MONTH", d.month, s.is_a_month),
    ("DAY / DAY", f.nine_eleven, s.is_nine_eleven),
    ("the ORDINAL", d.day_of_month, s.is_a_day_of_the_month),
    # days of weeks
    ("WEEKDAY (and WEEKDAY)? PLURALPART", r.vague),
    ("WEEKDAY (of|in)? (THIS|LAST|NEXT) week", r.weekday),
    ("$WHICH? WEEKDAY", r.weekday, s.is_a_day),
    ("$N (week|weeks) from (WEEKDAY|TODAY)", r.from_a_day, s.is_a_whole_number),
    # days around today
    ("the day before yesterday", r.yesterday),
    ("the day after tomorrow", r.tomorrow),
    ("yesterday", r.yesterday),
    ("LAST PART", r.yesterday),
    ("tomorrow", r.tomorrow),
    ("THIS PART", r.today),
    ("EARLY -? PART", r.clock, s.is_a_part_of_the_day),
    ("TODAY", r.today, s.is_a_day),
    # quarters and halves of years
    ("($YEAR 's|YEAR) fiscal? (ORDINAL|LAST) -? fiscal? (quarter|half)", d.quarter),
    ("the? (ORDINAL|LAST) -? fiscal? (quarter|half) ,? (of|in)? fiscal? $YEAR", d.quarter),
    ("the? $LIKE? $YEARAGO ORDINAL -? quarter", d.year_before),
    ("the? fiscal? -? ORDINAL -? fiscal? quarter (a year $AGO)", d.year_before),
    ("the? fiscal? -? ORDINAL -? fiscal? quarter (of the year)?", d.quarter),
    ("(ORDINAL - half|the ORDINAL half of the year)", d.quarter),
    ("QUARTER (of|in)? $YEAR", d.quarter),
    ("$YEAR QUARTER", d.quarter),
    ("QUARTER", d.quarter, s.is_a_quarter),
    ("$YEAR 's (UNIT|period)", d.quarter_in_year),
    ("the YEAR (quarter|period)", d.quarter_in_year),
    ("the $LIKE (quarter|half|period) (of|in)? (the? (LAST|FORMER) year|a year $AGO)", d.year_before),
    ("the? $LIKE? $YEARAGO (UNIT|period)", d.year_before),
    ("the $LIKE period", r.vague, s.stands_without_a_year),
    ("(the? quarter)? (a year|year -) $AGO", d.year_before, s.is_a_whole_number),
    ("(the latest?|that) quarter", d.the_quarter, s.is_no_fraction),
    ("the ORDINAL $N UNITS (of|in) $YEAR", d.first_of_year),
    # seasons
    ("the? SEASON (of|in)? $YEAR", d.season),
    ("$WHICH? SEASON", d.season, s.is_a_season),
    # counted from a day
    ("$N (UNIT|UNITS|HOURS) (and a half)? (ago|from now)", r.ago, s.is_a_whole_number),
    ("$N (UNIT|UNITS|HOURS) (ago|from now)", r.vague),
    ("FEW? (UNITS|HOURS) (ago|from now)", r.vague),
    ("a FEW of? (UNITS|HOURS) (ago|from now|LATER|EARLIER)", r.vague),
    ("$N (UNIT|UNITS) (LATER|EARLIER|(before|after) that)", r.later, s.is_a_whole_number),
    ("$N (UNIT|UNITS) (LATER|EARLIER|(before|after) that)", r.vague),
    ("in $N UNITS", r.ago, s.looks_ahead),
    ("the? (past|LAST|NEXT|FOLLOWING) $N UNITS", r.trailing, s.is_counted_from_today),
    ("the? (past|LAST|NEXT|FOLLOWING) $N UNITS", r.vague),
    ("the past UNIT", r.trailing),
    ("(the|these)? (LAST|past|NEXT|FOLLOWING) FEW? UNITS", r.vague),
    ("FEW UNITS", r.vague, s.is_recent),
    # units of the calendar
    ("the UNIT (before|after)", r.next_to, s.stands_alone),
    ("the NEXT (day|PART)", r.next_to),
    ("the LAST UNIT", r.trailing, s.is_counted_from_today),
    ("the NEXT UNIT", r.trailing, s.is_a_stretch),
    ("that UNIT", r.vague, s.is_told_next),
    ("$WHICH fiscal? UNIT", r.unit, s.is_a_unit),
    ("the? EDGE of (the|$WHICH) UNIT", r.unit),
    ("the weekend", r.weekend),
    ("year -? end", r.year_end),
    ("year 's end", r.year_end),
    # years and more
    ("the? ORDINAL -? century", d.century),
    ("the? DECADE", d.decade, s.is_a_decade),
    ("fiscal year? (YEAR|SHORTYEAR)", d.year),
    ("the? year (YEAR|COUNT thousand)", d.year),
    ("YEAR (-|/) (YEAR|DAY|COUNT|NUMBER)", d.year_range, s.is_a_year_range),
    ("YEAR", d.year, s.is_a_year),
    ("SHORTYEAR", d.year, s.is_a_short_year),
    # holidays
    ("new year 's (eve|day)", f.feast),
    ("(christmas|thanksgiving) (eve|day)? ,? YEAR", f.feast),
    ("(christmas|thanksgiving) (eve|day)?", f.feast, s.is_a_feast),
    ("(easter|halloween)", f.feast, s.is_a_feast),
    # sets
    ("EVERY ($N UNITS|WEEKDAY|UNIT|PART|MONTH|SEASON)", r.vague),
    ("PLURALDAY", r.vague),
    # times of day
    ("CLOCK AM? ZONE?", r.clock, s.is_a_clock),
    ("NOON", r.clock, s.is_a_clock),
)


_COMPARED = frozenset((d.year_before, d.quarter_in_year))
"""Meanings of what is named to compare with: the text goes on where it was before."""
_NAME = re.compile(r"[A-Za-z]+|'s|[-,/]")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the grammar, ready to be tried."""

    pattern: re.Pattern[str]
    meaning: Meaning
    condition: Condition | None

    @property
    def is_of_the_day(self) -> bool:
        """Whether it tells the time of day and no day."""
        return self.meaning is r.clock

    @property
    def is_compared(self) -> bool:
        """Whether it names what the text compares with and does not go on from: "a year earlier"."""
        return self.meaning in _COMPARED


class Grammar:
    """The rules over texts as rows of tokens, each token one letter."""

    def __init__(self) -> None:
        named = dict.fromkeys(name for row, *_ in RULES for name in _NAME.findall(_spelt_out(row)))
        # letters for private use: none means something in a pattern
        self._letters = {name: chr(0xE000 + number) for number, name in enumerate(named)}
        self._rules = [_rule(self._pattern(row), *rest) for row, *rest in RULES]
        self._any = re.compile("|".join(rule.pattern.pattern for rule in self._rules))

    def written(self, row: Sequence[Token]) -> str:
        """The row in letters: of its word where a rule names it, else of its class."""
        letters = self._letters
        return "".join(letters.get(token.word) or letters.get(token.symbol, "?") for token in row)

    def next(self, letters: str, row: Sequence[Token], place: int) -> tuple[Rule, int, int] | None:
        """The next expression from a place on: its rule, its first token and the one behind its last."""
        while found := self._any.search(letters, place):
            first = found.start()
            for rule in self._rules:
                match = rule.pattern.match(letters, first)
                if match and (rule.condition is None or rule.condition(row, first, match.end())):
                    return rule, first, match.end()
            place = first + 1
        return None

    def _pattern(self, row: str) -> str:
        return _NAME.sub(self._letters_of, _spelt_out(row)).replace("(", "(?:").replace(" ", "")

    def _letters_of(self, found: re.Match[str]) -> str:
        """A word's letter; of a class its own letter and those of its words that some rule names."""
        name = found.group()
        members = "".join(
            letter for word, letter in self._letters.items() if LEXICON.get(word, ("",))[0] == name != word
        )
        return f"[{self._letters[name]}{members}]"


def _rule(pattern: str, meaning: Meaning, condition: Condition | None = None) -> Rule:
    return Rule(re.compile(pattern), meaning, condition)


def _spelt_out(row: str) -> str:
    while "$" in row:
        row = re.sub(r"\$[A-Z]+", lambda found: _PARTS[found.group()], row)
    return row
