"""Who did what to whom: the events of an article, of PLOVER's sixteen types."""

from onrecord.understand.events.finding import find_events

__all__ = ["find_events"]
