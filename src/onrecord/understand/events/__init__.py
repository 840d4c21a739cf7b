"""Who did what to whom: the events of an article, of PLOVER's sixteen types."""

from onrecord.understand.events.finding import find_events
from onrecord.understand.events.weighing import Weighing

__all__ = ["Weighing", "find_events"]
