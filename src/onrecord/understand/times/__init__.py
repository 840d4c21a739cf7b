"""When: the time expressions of a text, what they mean, and which of them dates a statement.

find_times(text, published) -> tuple[Time, ...]; time_of(text, cue, times, sentence=…, apart_from=…) -> index or None
"""

from __future__ import annotations

from onrecord.understand.times.belonging import REACH, time_of
from onrecord.understand.times.finding import find_times

__all__ = ["REACH", "find_times", "time_of"]
