from __future__ import annotations

import pytest

from onrecord.read.dates import iso_date


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2031-02-03", "2031-02-03"),
        ("2031-02-03T10:20", "2031-02-03T10:20:00"),
        ("2031-02-03T10:20:30Z", "2031-02-03T10:20:30Z"),
        ("2031-02-03T10:20:30.123456789Z", "2031-02-03T10:20:30Z"),
        ("2031-02-03 10:20:30 +02:00", "2031-02-03T10:20:30+02:00"),
        ("2031-02-03T10:20:30.000+0900", "2031-02-03T10:20:30+09:00"),
        ("2031-02-03T10:20:30-05", "2031-02-03T10:20:30-05:00"),
        ("Mon, 03 Feb 2031 10:20:30 GMT", "2031-02-03T10:20:30Z"),
        ("03 Feb 2031 10:20:30 +0200", "2031-02-03T10:20:30+02:00"),
    ],
)
def test_written_forms(written: str, read: str) -> None:
    assert iso_date(written) == read


@pytest.mark.parametrize(
    "written",
    [
        *("", None, "yesterday", "2031", "2031-02", "2031-02-30", "2031-13-01", "03/02/2031", "2031-02-03T25:00"),
        *("0000-00-00", "2031-02-03T10:20:30+99:99", "٢٠٣١-٠٢-٠٣", "Feb 2031", "2031-02-03 and more", "1" * 5000),
    ],
)
def test_what_is_no_day_or_may_be_two(written: str | None) -> None:
    assert iso_date(written) is None
