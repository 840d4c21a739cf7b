"""When: the time expressions of a text, what they mean, and which of them dates a statement."""

from __future__ import annotations

from onrecord.understand.times.finding import Time, find_times

__all__ = ["Time", "find_times"]
