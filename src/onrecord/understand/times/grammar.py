"""The grammar: rows of words that are a time, and what each means.

A rule is a row of symbols (`words.py`): classes in capitals, words as they stand, `?` behind what may be missing, `|`
between alternatives, brackets around a group, `$` before the name of a row that is written once. The first rule that
fits wins, so that longer rows come first; a rule may have a condition on what stands around it.

No row repeats anything without bound, and none is longer than some twenty symbols, so that a text is read in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.understand.times import meanings as m
from onrecord.understand.times import surroundings as s
from onrecord.understand.times.meanings import Context, Words
from onrecord.understand.times.periods import Period
from onrecord.understand.times.words import LEXICON, Token

Meaning = Callable[[Words, Context], Period | None]
Condition = Callable[[Sequence[Token], int, int], bool]

_PARTS = {
    "$N": "(DAY|COUNT|YEAR|a|an)",
    "$DAY": "(DAY|ORDINAL)",
    "$WHICH": "((the|its|a)? (THIS|LAST|NEXT)|past|that|the same|the (FORMER|FOLLOWING))",
    "$YEAR": "(YEAR|SHORTYEAR|$WHICH year)",
    "$WEEKDAY": "((WEEKDAY|SHORTDAY) ,?)",
    "$AGO": "(ago|EARLIER)",
    "$LIKE": "(corresponding|comparable|same|(year - $AGO))",
}

RULES: tuple[tuple[str, Meaning] | tuple[str, Meaning, Condition], ...] = (
    ("ISO", m.iso),
    ("NUMERIC", m.numeric),
    # days of months
    ("$WEEKDAY? MONTH $DAY - $DAY ,? $YEAR", m.day_range),
    ("MONTH $DAY - $DAY", m.day_range),
    ("$WEEKDAY? MONTH $DAY ,? (in|of)? $YEAR", m.month_day),
    ("$WEEKDAY? the? $DAY of? MONTH ,? (in|of)? $YEAR", m.month_day),
    ("$WEEKDAY the? (MONTH $DAY|$DAY of? MONTH)", m.month_day),
    ("MONTH $DAY", m.month_day, s.within_a_month),
    ("(the $DAY|$DAY) of MONTH", m.month_day),
    ("(the ORDINAL|DAY|ORDINAL) MONTH", m.month_day),
    # months
    ("MONTH - MONTH ,? $YEAR", m.month_range),
    ("MONTH - MONTH", m.month_range),
    ("the (ORDINAL|LAST) (UNIT) (of|in) MONTH ,? (in|of)? $YEAR", m.part_of_month),
    ("the (ORDINAL|LAST) (UNIT) (of|in) (MONTH|$YEAR)", m.part_of_month),
    ("MONTH ,? (of|in)? $YEAR", m.month_in_year),
    ("(THIS|LAST|NEXT|past) MONTH", m.month),
    ("MONTH", m.month, s.is_a_month),
    ("DAY / DAY", m.named_day, s.is_nine_eleven),
    ("the ORDINAL", m.day_of_month, s.is_a_day_of_the_month),
    # days of weeks
    ("WEEKDAY (and WEEKDAY)? PLURALPART", m.vague),
    ("WEEKDAY (of|in)? (THIS|LAST|NEXT) week", m.weekday),
    ("$WHICH? WEEKDAY", m.weekday, s.is_no_name),
    ("$N (week|weeks) from (WEEKDAY|TODAY)", m.from_a_day),
    # days around today
    ("the day before yesterday", m.yesterday),
    ("the day after tomorrow", m.tomorrow),
    ("yesterday", m.yesterday),
    ("LAST PART", m.yesterday),
    ("tomorrow", m.tomorrow),
    ("THIS PART", m.today),
    ("EARLY -? PART", m.clock, s.is_time_of_day),
    ("TODAY", m.today, s.is_no_name),
    # quarters and halves of years
    ("($YEAR 's|YEAR) fiscal? (ORDINAL|LAST) -? fiscal? (quarter|half)", m.quarter),
    ("the? (ORDINAL|LAST) -? fiscal? (quarter|half) ,? (of|in)? fiscal? ($YEAR|the year)", m.quarter),
    ("the? $LIKE ORDINAL -? quarter", m.year_before),
    ("the? fiscal? -? ORDINAL -? fiscal? quarter (a year $AGO)", m.year_before),
    ("the? fiscal? -? ORDINAL -? fiscal? quarter", m.quarter),
    ("ORDINAL - half", m.quarter),
    ("QUARTER (of|in)? $YEAR", m.quarter),
    ("$YEAR QUARTER", m.quarter),
    ("QUARTER", m.quarter, s.is_a_quarter),
    ("$YEAR 's (UNIT|period)", m.quarter_in_year),
    ("the YEAR (quarter|period)", m.quarter_in_year),
    ("(the|that)? $LIKE (UNIT|period) ((of|in)? the? (LAST|FORMER) year|a year $AGO)?", m.year_before),
    ("(the? quarter)? (a year|year -) $AGO", m.year_before),
    ("(the latest?|that) quarter", m.the_quarter),
    ("the ORDINAL $N UNITS (of|in) $YEAR", m.first_months),
    # seasons
    ("the? SEASON (of|in)? $YEAR", m.season),
    ("$WHICH? SEASON", m.season, s.is_season),
    # counted from a day
    ("$N (UNIT|UNITS|HOURS) (and a half)? (ago|from now)", m.ago),
    ("FEW? (UNITS|HOURS) (ago|from now)", m.vague),
    ("a FEW of? (UNITS|HOURS) (ago|from now|LATER|EARLIER)", m.vague),
    ("$N (UNIT|UNITS) (LATER|EARLIER|(before|after) that)", m.later),
    ("in $N UNITS", m.ago, s.looks_ahead),
    ("the? (past|LAST|NEXT|FOLLOWING) $N UNITS", m.trailing, s.is_measured_from_today),
    ("the? (past|LAST|NEXT|FOLLOWING) $N UNITS", m.vague),
    ("the past UNIT", m.trailing),
    ("(the|these)? (LAST|past|NEXT|FOLLOWING) FEW? UNITS", m.vague),
    ("FEW UNITS", m.vague, s.is_recent),
    # units of the calendar
    ("the UNIT (before|after)", m.next_of_before, s.stands_alone),
    ("the NEXT (day|PART)", m.next_of_before),
    ("the LAST UNIT", m.trailing, s.is_measured_from_today),
    ("$WHICH fiscal? UNIT", m.unit, s.is_a_unit),
    ("the? EDGE of (the|$WHICH) UNIT", m.unit),
    ("the weekend", m.weekend),
    ("year -? end", m.year_end),
    ("year 's end", m.year_end),
    # years and more
    ("the? ORDINAL -? century", m.century),
    ("the? DECADE", m.decade, s.is_decade),
    ("fiscal year? (YEAR|SHORTYEAR)", m.year),
    ("the? year (YEAR|COUNT thousand)", m.year),
    ("YEAR (-|/) (YEAR|DAY|COUNT|NUMBER)", m.year_range, s.is_a_year_range),
    ("YEAR", m.year, s.is_a_year),
    ("SHORTYEAR", m.year, s.is_a_short_year),
    # holidays
    ("new year 's (eve|day)", m.holiday),
    ("(christmas|thanksgiving) (eve|day)? ,? YEAR", m.holiday),
    ("(christmas|thanksgiving) (eve|day)?", m.holiday, s.is_feast),
    ("(easter|halloween)", m.holiday, s.is_feast),
    # sets
    ("EVERY ($N UNITS|WEEKDAY|UNIT|PART|MONTH|SEASON)", m.vague),
    ("PLURALDAY", m.vague),
    # times of day
    ("CLOCK AM? ZONE?", m.clock, s.is_clock),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the grammar, ready to be tried."""

    pattern: re.Pattern[str]
    meaning: Meaning
    condition: Condition | None

    @property
    def is_clock(self) -> bool:
        """Whether it tells the time of day alone."""
        return self.meaning is m.clock

    @property
    def compares(self) -> bool:
        """Whether it names the time that another is compared with: "a year earlier"."""
        return self.meaning in (m.year_before, m.quarter_in_year)


class Grammar:
    """The rules over texts as rows of tokens."""

    def __init__(self) -> None:
        named = dict.fromkeys(name for rule in RULES for name in _NAME.findall(_spelt_out(rule[0])))
        # private use: no character that means something in a pattern
        self._letters = {name: chr(0xE000 + number) for number, name in enumerate(named)}
        self._rules = [
            Rule(re.compile(self._pattern(rule[0])), rule[1], rule[2] if len(rule) > 2 else None) for rule in RULES
        ]
        self._any = re.compile("|".join(rule.pattern.pattern for rule in self._rules))

    def written(self, row: Sequence[Token]) -> str:
        """The row as a string with one letter for each token."""
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
        return _NAME.sub(self._one_of, _spelt_out(row)).replace("(", "(?:").replace(" ", "")

    def _one_of(self, found: re.Match[str]) -> str:
        """A class fits its own letter and those of the words in it that some rule names."""
        name = found.group()
        members = (
            letter for word, letter in self._letters.items() if LEXICON.get(word, ("", 0))[0] == name and word != name
        )
        return f"[{self._letters[name]}{''.join(members)}]"


_NAME = re.compile(r"[A-Za-z]+|'s|[-,/]")


def _spelt_out(row: str) -> str:
    while "$" in row:
        row = re.sub(r"\$[A-Z]+", lambda found: _PARTS[found.group()], row)
    return row
