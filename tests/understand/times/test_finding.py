"""The time expressions of a text, and what they mean."""

from __future__ import annotations

import re
import time
from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain import Time
from onrecord.understand.times import find_times

FRIDAY = date(2031, 2, 14)
"""The day of publication of most sentences here."""


def found(text: str, published: date | None = FRIDAY) -> list[tuple[str, str | None]]:
    return [(t.anchor.text, t.edtf) for t in find_times(text, published)]


def days(text: str, published: date | None = FRIDAY) -> list[tuple[str, str]]:
    return [(str(t.earliest), str(t.latest)) for t in find_times(text, published)]


def test_a_captions_present_tense_is_of_the_past_and_that_of_the_text_is_not() -> None:
    caption, told = "Both sides meet in Varnholm on Monday.", "The two sides meet on Monday."
    text = f"{caption}\n\n{told}"
    times = find_times(text, FRIDAY, [(0, len(caption))])
    assert [t.edtf for t in times] == ["2031-02-10", "2031-02-17"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # days
        ("Krass resigned on 2030-11-05.", [("2030-11-05", "2030-11-05")]),
        ("She spoke on Nov. 5, 2030, in Ostrand.", [("Nov. 5, 2030", "2030-11-05")]),
        ("She spoke on Tuesday, 5 November 2030.", [("Tuesday, 5 November 2030", "2030-11-05")]),
        ("He was born on the 3rd of May, 1987.", [("the 3rd of May, 1987", "1987-05-03")]),
        ("The vote was on 25/12/2030 there.", [("25/12/2030", "2030-12-25")]),
        ("The vote was on 5/6/2030 there.", [("5/6/2030", None)]),
        ("They met on Jan. 30 in Holk.", [("Jan. 30", "2031-01-30")]),
        ("They met Dec. 30 in Holk.", [("Dec. 30", "2030-12-30")]),
        ("They will meet on March 3.", [("March 3", "2031-03-03")]),
        ("It had been due to expire March 3.", [("March 3", "2031-03-03")]),
        ("The talks of Jan. 5-7 failed.", [("Jan. 5-7", "2031-01-05/2031-01-07")]),
        ("It was signed on February 30.", [("February 30", None)]),
        ("He had met her in January. On the 15th, she left.", [("January", "2031-01"), ("the 15th", "2031-01-15")]),
        ("Between Jan. 5 and Feb. 3, 2029, it rained.", [("Jan. 5", "2029-01-05"), ("Feb. 3, 2029", "2029-02-03")]),
        ("The Sept. 11 attacks changed it.", [("Sept. 11", "2001-09-11")]),
        ("The fair of Sept. 11 was small.", [("Sept. 11", "2030-09-11")]),
        ("They fled after 9/11, she said.", [("9/11", "2001-09-11")]),
        # days of the week, by tense
        ("They met Tuesday.", [("Tuesday", "2031-02-11")]),
        ("They will meet Tuesday.", [("Tuesday", "2031-02-18")]),
        ("On Tuesday, the minister is to meet the envoy.", [("Tuesday", "2031-02-18")]),
        ("The offer had been scheduled to expire Tuesday.", [("Tuesday", "2031-02-11")]),
        ("Krass said Friday that he was tired.", [("Friday", "2031-02-14")]),
        ("It happened last Friday.", [("last Friday", "2031-02-07")]),
        ("The council could vote on Tuesday.", [("Tuesday", "2031-02-18")]),
        ("He can appeal in May.", [("May", "2031-05")]),
        ("Krass to meet Holk on Tuesday", [("Tuesday", "2031-02-18")]),
        ("Talks begin Tuesday.", [("Tuesday", "2031-02-18")]),
        # "this" and a day is past right behind a past verb
        ("Krass said this Tuesday that he was tired.", [("this Tuesday", "2031-02-11")]),
        ("Krass told reporters this Tuesday that he was tired.", [("this Tuesday", "2031-02-11")]),
        ("The vote was set for this Tuesday.", [("this Tuesday", "2031-02-18")]),
        ("The vote was due this Tuesday.", [("this Tuesday", "2031-02-18")]),
        ("Krass said this Tuesday's vote was off.", [("this Tuesday", "2031-02-18")]),
        ("Krass said this Tuesday will be dry.", [("this Tuesday", "2031-02-18")]),
        ("He agreed to leave this Tuesday.", [("this Tuesday", "2031-02-18")]),
        ("This Tuesday, the council meets.", [("This Tuesday", "2031-02-18")]),
        ("The court sits next Tuesday.", [("next Tuesday", "2031-02-18")]),
        ("He spoke on Monday of last week.", [("Monday of last week", "2031-02-03")]),
        ("The shop is open on a Monday.", []),
        # today and around it
        ("Today the dam broke.", [("Today", "2031-02-14")]),
        ("It broke yesterday evening.", [("yesterday evening", "2031-02-13")]),
        ("He left the day before yesterday.", [("the day before yesterday", "2031-02-12")]),
        (
            "He leaves tomorrow, or the day after tomorrow.",
            [("tomorrow", "2031-02-15"), ("the day after tomorrow", "2031-02-16")],
        ),
        ("Shots were heard last night.", [("last night", "2031-02-13")]),
        # the time of day belongs to its day
        ("On the night of February 3, they fled.", [("the night of February 3", "2031-02-03")]),
        ("The vote is due at 5 p.m. EST, Feb. 20.", [("5 p.m. EST, Feb. 20", "2031-02-20")]),
        ("It began Tuesday at 10:30 a.m. in Holk.", [("Tuesday at 10:30 a.m.", "2031-02-11")]),
        ("The siren went off at 3 a.m. again.", [("3 a.m.", "2031-02-14")]),
        ("Who answers a 3 a.m. call?", [("3 a.m.", None)]),
        # weeks, months, quarters, halves, seasons
        ("This week the council meets.", [("This week", "2031-02-10/2031-02-16")]),
        ("Last week's vote was close.", [("Last week", "2031-02-03/2031-02-09")]),
        ("They argued over the weekend.", [("the weekend", "2031-02-08/2031-02-09")]),
        ("He was chosen earlier this month.", [("earlier this month", "2031-02")]),
        ("He was chosen in late 2029.", [("late 2029", "2029")]),
        ("She left in May.", [("May", "2030-05")]),
        ("She will leave in May.", [("May", "2031-05")]),
        ("She left last May, in mid-August.", [("last May", "2030-05"), ("mid-August", "2030-08")]),
        ("Output fell from March to August 2028.", [("March", "2028-03"), ("August 2028", "2028-08")]),
        ("Output fell in the third quarter.", [("the third quarter", "2030-35")]),
        ("Output will rise in the third quarter.", [("the third quarter", "2031-35")]),
        (
            "Sales fell in Q3 2029 and last year's fourth quarter.",
            [("Q3 2029", "2029-35"), ("last year's fourth quarter", "2030-36")],
        ),
        ("It lost money in the second half of 2029.", [("the second half of 2029", "2029-41")]),
        ("It lost money in the first nine months of 2029.", [("the first nine months of 2029", "2029-01/2029-09")]),
        ("The reservoir was empty last summer.", [("last summer", "2030-22")]),
        ("He returned in the winter of 1989.", [("the winter of 1989", "1989-24")]),
        ("It was cold this winter, as it will be this fall.", [("this winter", "2030-24"), ("this fall", "2031-23")]),
        ("In the last week of May 2030 it closed.", [("the last week of May 2030", "2030-05-25/2030-05-31")]),
        # years and more
        ("It was founded in 1987 and closed in '98.", [("1987", "1987"), ("'98", "1998")]),
        ("The 1985-87 drought and the 1997/98 season.", [("1985-87", "1985/1987"), ("1997/98", "1997/1998")]),
        ("The house dates from around 1990.", [("around 1990", "1990~")]),
        ("It began in the 1990s, or the late '80s.", [("the 1990s", "199X"), ("the late '80s", "198X")]),
        ("Two 18th-century farms, built in the 1700s.", [("18th-century", "17XX"), ("the 1700s", "17XX")]),
        ("In nineteen ninety-six it was new.", [("nineteen ninety-six", "1996")]),
        # since: from then to the day of the telling
        ("It has been closed since 2014.", [("since 2014", "2014/..")]),
        ("It has been closed since early March 2030.", [("since early March 2030", "2030-03/..")]),
        ("It has been closed since the 1970s.", [("since the 1970s", "1970/..")]),
        # counted from publication
        ("He died two days ago.", [("two days ago", "2031-02-12")]),
        ("He died nearly twenty-five years ago.", [("nearly twenty-five years ago", "2006~")]),
        ("The bond will mature in five years.", [("in five years", "2036")]),
        ("It was the worst storm in five years.", []),
        ("He died a year and a half ago.", [("a year and a half ago", "2029")]),
        ("It broke a century and a half ago.", [("a century and a half ago", "18XX")]),
        ("Up from $10 million a year ago.", [("a year ago", "2030")]),
        # a number that is cut in half has no value
        ("He died one hundred and fifty years ago.", [("fifty years ago", None)]),
        ("He died one hundred fifty years ago.", [("fifty years ago", None)]),
        ("He died one hundred and ten days ago.", [("ten days ago", None)]),
        ("He died 3 1/2 years ago.", [("2 years ago", None)]),
        ("He died half a century ago.", [("a century ago", None)]),
        ("He died half a year ago.", [("a year ago", None)]),
        ("He died a quarter of a century ago.", [("a century ago", None)]),
        ("He died two or three years ago.", [("three years ago", None)]),
        ("He died 2-3 years ago.", [("3 years ago", None)]),
        ("He died a week and a half ago.", [("a week and a half ago", None)]),
        ("He won on May 5. A hundred and two days later he fled.", [("May 5", "2030-05-05"), ("two days later", None)]),
        ("He won on Jan. 5 and two days later fled.", [("Jan. 5", "2031-01-05"), ("two days later", "2031-01-07")]),
        ("He won in 1998 and two years later fled.", [("1998", "1998"), ("two years later", "2000")]),
        ("Over the past three months prices rose.", [("the past three months", "2030-11-14/2031-02-14")]),
        ("He spent the last five months of her life there.", [("the last five months", None)]),
        # counted from what the text said before
        (
            "The dam broke on Jan. 3. Two days later, he fled.",
            [("Jan. 3", "2031-01-03"), ("Two days later", "2031-01-05")],
        ),
        ("In 1998 he won. That year, prices fell.", [("1998", "1998"), ("That year", "1998")]),
        ("In 1998 he won. Two days later, he fled.", [("1998", "1998"), ("Two days later", None)]),
        (
            "It opened in May 2029 and closed the following month.",
            [("May 2029", "2029-05"), ("the following month", "2029-06")],
        ),
        (
            "It lost money in the third quarter. A year earlier, it did not.",
            [("the third quarter", "2030-35"), ("A year earlier", "2029-35")],
        ),
        ("He won in 1998. A year earlier, he had lost.", [("1998", "1998"), ("A year earlier", "1997")]),
        # feasts
        ("The ferry sank on Christmas Day.", [("Christmas Day", "2030-12-25")]),
        ("They will vote on New Year's Eve.", [("New Year's Eve", "2031-12-31")]),
        ("He sells Christmas trees.", []),
        # vague ones are found and have no value
        (
            "In recent weeks he was ill, as he was several years ago.",
            [("recent weeks", None), ("several years ago", None)],
        ),
        ("They meet every Friday and on Sundays.", [("every Friday", None), ("Sundays", None)]),
        # no times
        ("May he march on, said April Stein, and August Krass may fall.", []),
        ("It cost $1990, or 1,998 crowns, for 2000 people and 1998-model cars.", []),
        ("She reads USA Today and the Sunday Times in her forties.", []),
        ("Flight 1987 and Resolution 2016 cost 3000.", []),
        # counts
        ("Police arrested 2000 protesters.", []),
        ("Police arrested 2000 angry protesters and 2000 anti-war demonstrators.", []),
        ("About 2000 demonstrators met some 1950 migrants and over 2000 goats.", []),
        ("Nearly 1990 Palestinians and more than 1950 goats fled.", []),
        ("In 2011 protesters fled; Krass’s 2016 supporters did not.", [("2011", "2011"), ("2016", "2016")]),
        ("Sales rose over 1989 levels.", [("1989", "1989")]),
        ("They asked about 2016 contacts.", [("about 2016", "2016~")]),
        ("It was about 2000 as they left.", [("about 2000", "2000~")]),
        # versions and addresses
        ("The server at 10.10.10.10 runs iOS 12.1.22.", []),
        ("It broke on 13.12.22 or 13.12.2022.", [("13.12.22", "2022-12-13"), ("13.12.2022", "2022-12-13")]),
        ("In the fall of the house, the spring broke.", []),
        ("During the Ostrand summit he asked twice.", []),
    ],
)
def test_what_is_found_and_what_it_means(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(text) == expected


def test_first_and_last_day() -> None:
    assert days("this week, last summer, the winter of 2028, the 1990s") == [
        ("2031-02-10", "2031-02-16"),
        ("2030-06-01", "2030-08-31"),
        ("2028-12-01", "2029-02-28"),
        ("1990-01-01", "1999-12-31"),
    ]
    assert days("It has been shut since 2014.") == [("2014-01-01", "2031-02-14")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Friday, two days ago, this week.",
            [("Friday", None), ("two days ago", None), ("this week", None)],
        ),
        (
            "He spoke in May, since 2014, over the past year.",
            [("May", None), ("since 2014", None), ("the past year", None)],
        ),
        (
            "He spoke on May 3, 2014. Two days later, he fled.",
            [("May 3, 2014", "2014-05-03"), ("Two days later", "2014-05-05")],
        ),
    ],
)
def test_without_a_day_of_publication(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(text, None) == expected


def test_a_short_form_does_not_end_a_sentence() -> None:
    assert found("In June, Gov. Krass of Holk signed the law.") == [("June", "2030-06")]


@pytest.mark.parametrize(
    "text",
    [
        "2031-02-10 99999 years ago, 9999999999 days ago, 9000 years from now, 500 centuries later",
        "0000-00-00 1000-99-99 31/02/2031 99th century, the 0th century, the 2190s, in 9999 and 12/12/00",
        "the day before, the year after, that day, the same month, the quarter, last year's quarter",
        "²³¹ ١٩٩٨ १९९८ 1998年 \u2028 May\u00a05 \ufeff5 May",
    ],
)
@pytest.mark.parametrize("published", [None, FRIDAY, date.min, date.max])
def test_odd_numbers_and_the_ends_of_the_calendar(text: str, published: date | None) -> None:
    check(text, find_times(text, published))


WORDS = (
    "the last next this that 1998 2001-09-11 5 May May, October Oct. 5 Friday friday since week year quarter third "
    "first two twenty nineteen six days years ago later earlier before after in of on night morning early mid - 's '98 "
    "1990s 5 p.m. will was to summer fall end Christmas new eve past every . \n\n , / about from now half "
    "fiscal same year-ago"
).split(" ")


@given(
    st.lists(st.sampled_from(WORDS), max_size=30),
    st.sampled_from([None, FRIDAY, date(2028, 2, 29), date.min, date.max]),
)
def test_whatever_the_words(words: list[str], published: date | None) -> None:
    text = " ".join(words)
    check(text, find_times(text, published))


@given(st.text(max_size=80))
def test_whatever_the_text(text: str) -> None:
    check(text, find_times(text, FRIDAY))


def check(text: str, times: tuple[Time, ...]) -> None:
    """What holds for all times: grounded, in order, apart from each other, and the days are those of the EDTF."""
    end = 0
    for t in times:
        assert t.anchor.is_grounded(text)
        assert t.anchor.start >= end
        end = t.anchor.end
        assert (t.edtf is None) == (t.earliest is None) == (t.latest is None)
        if t.edtf and t.earliest and t.latest:
            first, _, last = t.edtf.partition("/")
            assert t.earliest <= t.latest
            assert bounds(first)[0] == t.earliest
            assert last == ".." or bounds(last or first)[1] == t.latest


def bounds(edtf: str) -> tuple[date, date]:
    """First and last day of an EDTF string of the kinds that are used; a second opinion on the module's own."""
    edtf = edtf.removesuffix("~")
    if not (match := re.fullmatch(r"(\d\d[\dX][\dX])(?:-(\d\d))?(?:-(\d\d))?", edtf)):
        raise AssertionError(f"{edtf} is not EDTF")
    year, month, day = match.groups()
    if "X" in year:
        return date(max(1, int(year.replace("X", "0"))), 1, 1), date(int(year.replace("X", "9")), 12, 31)
    number, part = int(year), int(month or 0)
    if day:
        return date(number, part, int(day)), date(number, part, int(day))
    if part == 24:
        return date(number, 12, 1), date(number + 1, 2, monthrange(number + 1, 2)[1])
    first, count = (1, 12) if not part else (part, 1)
    for codes, start, length in ((range(21, 24), 3, 3), (range(33, 37), 1, 3), (range(40, 42), 1, 6)):
        if part in codes:
            first, count = start + length * (part - codes[0]), length
    last = first + count - 1
    return date(number, first, 1), date(number, last, monthrange(number, last)[1])


HOSTILE = {
    "numbers": "1990 5 31 ",
    "one word": "a",
    "digits": "1",
    "grouped digits": "1,",
    "dashes between years": "1998-",
    "articles": "the ",
    "days": "Monday, ",
    "modals": "may ",
    "unfinished expressions": "the last week of ",
    "what goes before one": "the night of early ",
    "numbers in words": "twenty ",
    "apostrophes": "'",
    "spaces": " ",
    "lines": "\n",
    "verbs before days": "to be going to Friday ",
    "references": "two days later the same year ",
    "headlines": "Krass to Meet Holk Friday ",
    "parts of numbers": "one hundred and fifty years ago ",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_time_is_linear(piece: str) -> None:
    """Each takes its third of a second at most for 100,000 characters; anything quadratic takes minutes."""
    text = piece * (100_000 // len(piece))
    begun = time.process_time()
    check(text, find_times(text, FRIDAY))
    assert time.process_time() - begun < 5


def test_five_thousand_numbers() -> None:
    assert find_times(" ".join(str(number) for number in range(5000)), FRIDAY) == ()


def test_a_line_of_a_megabyte() -> None:
    text = "Krass said on Tuesday that the sluice would be shut in May, as it had been since 2014. " * 11_500
    begun = time.process_time()
    assert len(find_times(text, FRIDAY)) == 3 * 11_500
    assert time.process_time() - begun < 20
