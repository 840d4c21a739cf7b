"""What is asked of a ledger's events, and of what happened when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, Text, and_, cast, column, func, literal_column, or_, select, tuple_

from onrecord.domain import day
from onrecord.record import rows
from onrecord.record.batches import BATCH, numbers_of
from onrecord.record.chains import LOST, Chains
from onrecord.record.faults import told
from onrecord.record.identity import event_id
from onrecord.record.order import MOST, Stretch, sorted_in, stretches, walked
from onrecord.record.queries import (
    KNOWN,
    all_words,
    facet,
    given_places,
    joined,
    phrase,
    profiles_of,
    select_named,
    select_parents,
    start,
)
from onrecord.record.schema import PLACES, actors, appearances, documents, events, positions, shown, times, versions
from onrecord.record.snapshots import snapshot
from onrecord.record.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from sqlalchemy import ColumnElement, Connection, FromClause, RowMapping, Select

    from onrecord.domain import Event, EventType, Realis, Statement, Time


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom events are to be of."""

    names: tuple[str, ...]
    """Words that stand in the name, in this order; the last may be only begun. One of these."""
    ids: tuple[str, ...] = ()
    """Ids of actors, one of whom it is, since others may bear the name; empty where anybody of such a name is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events. Every condition that is given must hold; none is an expression, all text is literal."""

    type: EventType | None = None
    actor: Whom | None = None
    """One who does it."""
    recipient: Whom | None = None
    """One to or with whom it is done."""
    party: Whom | None = None
    """Either."""
    about: str | None = None
    """Words that all stand in the text around the trigger; each may be only begun."""
    realis: Realis | None = None
    outlet: str | None = None
    since: date | None = None
    """The first day of publication. An undated article is in no span of days."""
    until: date | None = None
    min_confidence: float | None = None
    """Between 0 and 1. An event without a confidence is below any."""
    limit: int | None = None
    newest_first: bool = False
    """The last day of publication first; the undated are last either way. `by_day` has its own order."""
    after: int | None = None
    """Only what comes after this place: that of the last row of the page before (`EventRow.at`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One `event` that the ledger shows, and where it stands.

    `document`, `version` and `reading` are ids; `url`, `title`, `outlet` and the day
    `published` are the article's. `time`: when it
    is said to happen; None where the text does not say.
    """

    id: str
    """Permanent: derived from version, type and trigger."""
    document: str
    version: str
    reading: str
    url: str | None
    title: str | None
    outlet: str | None
    published: str | None
    event: Event
    actors: tuple[str, ...]
    """Names, in the order of the event's ids."""
    recipients: tuple[str, ...]
    """The same."""
    place: str | None
    """The name of the place, else the words for it."""
    time: Time | None
    according_to: tuple[Statement, ...] = ()
    """On whose word: the statements in whose contents it is told, the nearest first; empty in the outlet's voice."""
    tellers: tuple[str | None, ...] = ()
    """The names of who says those, in the same order; None where it is unknown."""
    around: str = ""
    """The line of the text that it stands in."""
    begins: int = 0
    """Where that line begins."""
    at: int = 0
    """Where it stands in the order of the ledger, for `EventFilter.after`."""

    @property
    def speaker(self) -> str | None:
        """The name of who says the nearest of them; None where it is unknown."""
        return self.tellers[0] if self.tellers else None


@dataclass(frozen=True, slots=True)
class When:
    """The days that a text gives an event, and the event's place in the order of the ledger."""

    edtf: str | None
    earliest: date | None
    """None where the text does not date it; so the next."""
    latest: date | None
    at: int


@dataclass(frozen=True, slots=True)
class Dated:
    """Events by the day that the text gives them: the first day first, what it does not date last."""

    events: tuple[When, ...]
    complete: bool
    """Whether these are all that were asked for; else they are those published last."""


class Events:
    """Asks one ledger. Raises LedgerError where it can't be read."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def matching(self, wanted: EventFilter) -> Iterator[EventRow]:
        """By day of publication (the undated last), then document, then place in the text.

        Raises UsageError where a text to look for has no word in it.
        """
        limit = wanted.limit and min(wanted.limit, MOST)
        return islice(self.at(self._walked(wanted), min(BATCH, limit or BATCH)), limit)

    def dated(self, wanted: EventFilter, most: int) -> Dated:
        """When they are said to happen, for those `most` that were published last: so it takes no longer in a large
        ledger. `limit`, `after` and `newest_first` don't count. Raises UsageError as `matching` does.
        """
        with snapshot(self._connection, self._path):
            places = list(islice(self._walked(replace(wanted, after=None, newest_first=True)), most + 1))
            found = given_places(places[:most])
            rows_ = self._connection.execute(_with_time(found, found.c.value)).all()
        return Dated(tuple(When(edtf, day(a), day(b), place) for place, edtf, a, b in rows_), len(places) <= most)

    def by_day(self, wanted: EventFilter) -> Iterator[EventRow]:
        """By the day that the text gives them: what it dates first, what it does not date last."""
        places = self._places(wanted).subquery()
        with told(self._path):
            found = self._connection.execute(_with_time(places, places.c[0])).scalars()
        return islice(self.at(found), wanted.limit and min(wanted.limit, MOST))

    def _walked(self, wanted: EventFilter) -> Iterator[int]:
        """Where the events stand, in the order that is wanted."""
        with told(self._path):
            self._places(wanted)  # raises at once what would be raised when the first is asked for
        bounds = positions(wanted.since, wanted.until)
        there = stretches(bounds, wanted.after, newest=wanted.newest_first)
        return walked(there, lambda stretch: numbers_of(self._connection, self._path, self._places(wanted, stretch)))

    def _places(self, wanted: EventFilter, stretch: Stretch | None = None) -> Select[Any]:
        """The places of the events; of those in a stretch, sorted in its direction."""
        words = Vocabulary(self._connection, "event_search")
        terms, theirs = [], []
        for columns, whom in (
            (("actors",), wanted.actor),
            (("recipients",), wanted.recipient),
            (("actors", "recipients"), wanted.party),
        ):
            if whom is not None:
                called = " OR ".join(phrase(name, words) for name in whom.names)
                terms.append(f"{{{' '.join(columns)}}} : ({called})")
                if whom.ids:
                    theirs.append(or_(*(_is_one(events.c[name], whom.ids, stretch) for name in columns)))
        if wanted.about is not None:
            terms.append(f"{{actors recipients told}} : ({all_words(wanted.about, words)})")
        if wanted.type is not None:
            terms.append(facet(rows.type_facet(wanted.type)))
        if wanted.realis is not None:
            terms.append(facet(rows.realis_facet(wanted.realis)))
        if wanted.outlet is not None:
            terms.append(facet(rows.outlet_facet(wanted.outlet)))
        if terms:
            source, place = start(terms, "event_search")
            looked_at = theirs or wanted.min_confidence is not None
            chosen = select(place).select_from(_with_row(source, place) if looked_at else source)
            chosen = chosen.where(literal_column("event_search").op("MATCH")(" AND ".join(terms)), *theirs)
            order = [place]
        else:
            place = shown.c.position + events.c.ordinal
            chosen = select(place).select_from(shown.join(events, events.c.reading == shown.c.reading))
            order = [shown.c.position, events.c.ordinal]
        if wanted.min_confidence is not None:
            chosen = chosen.where(events.c.confidence >= wanted.min_confidence)
        if stretch is None:
            days = positions(wanted.since, wanted.until)
            return chosen if days is None else chosen.where(*Stretch(*days).within(place))
        if not terms:
            chosen = chosen.where(*Stretch(stretch.first - stretch.first % PLACES, stretch.last).within(order[0]))
        return sorted_in(chosen.where(*stretch.within(place)), stretch, *order)

    def at(self, places: Iterable[int], together: int = BATCH) -> Iterator[EventRow]:
        """The events at these places, in their order; so many are looked up `together`."""
        following = iter(places)
        while True:
            with snapshot(self._connection, self._path):  # of names, and of those on whose word it is
                some = list(islice(following, together))
                if not some:
                    return
                found = {row["at"]: row for row in self._connection.execute(_select_at(some)).mappings()}
                whole = _Readings(self._connection, list(found.values()))
            made = (whole.event_row(found[place]) for place in some if place in found)
            yield from (row for row in made if LOST not in row.according_to)


def _is_one(parties: ColumnElement[Any], ids: tuple[str, ...], stretch: Stretch | None) -> ColumnElement[bool]:
    """Whether one of the parties of an event (`a1` of its reading) is, across articles, one of those meant."""
    one = func.json_each(parties).table_valued(column("value", Text), name="one")
    there = select(appearances.c.position, appearances.c.actor).where(appearances.c.profile.in_(profiles_of(ids)))
    if stretch is not None:
        articles = Stretch(stretch.first - stretch.first % PLACES, stretch.last)
        there = there.where(*articles.within(appearances.c.position))
    return (
        select(1)
        .select_from(one)
        .where(tuple_(shown.c.position, one.c.value).in_(there))
        .correlate(shown, events)
        .exists()
    )


def _ordinal(name: ColumnElement[Any]) -> ColumnElement[int]:
    """`t3` is the third."""
    return cast(func.substr(name, 2), Integer) - 1


def _with_row(found: FromClause, place: ColumnElement[int]) -> FromClause:
    """What is found with the row of each event."""
    return found.join(shown, shown.c.position == place - place % literal_column(str(PLACES))).join(
        events, and_(events.c.reading == shown.c.reading, events.c.ordinal == place % PLACES)
    )


def _with_time(places: FromClause, place: ColumnElement[int]) -> Select[Any]:
    """The places with the time that the text gives each, sorted by it."""
    when = times.alias("time_of_event")
    return (
        select(place, when.c.edtf, when.c.earliest, when.c.latest)
        .select_from(_with_row(places, place))
        .outerjoin(when, and_(when.c.reading == events.c.reading, when.c.ordinal == _ordinal(events.c.time)))
        .order_by(when.c.earliest.is_(None), when.c.earliest, when.c.latest, place)
    )


def _select_at(places: list[int]) -> Select[Any]:
    at = given_places(places)
    return (
        select(
            *KNOWN,
            documents.c.id.label("document"),
            versions.c.key.label("version_key"),
            events.c.reading.label("reading_key"),
            *(c for c in events.c if c.name != "reading"),
            at.c.value.label("at"),
        )
        .select_from(joined(at, at.c.value))
        .join(events, and_(events.c.reading == shown.c.reading, events.c.ordinal == at.c.value % PLACES))
    )


class _Readings:
    """What some events speak of: texts, names, times, and the statements that they are told in."""

    def __init__(self, connection: Connection, of_events: Collection[RowMapping]) -> None:
        keys = {row["reading_key"]: row["version_key"] for row in of_events}
        texts = select(versions.c.key, versions.c.text).where(versions.c.key.in_(set(keys.values())))
        by_version = {row.key: row.text for row in connection.execute(texts)}
        self._texts = {reading: by_version[version] for reading, version in keys.items()}
        self._names = {
            (row.reading, row.id): row.name
            for row in connection.execute(
                select(actors.c.reading, actors.c.id, actors.c.name).where(actors.c.reading.in_(keys))
            )
        }
        self._times = {
            (row["reading"], row["id"]): rows.time(row, self._texts[row["reading"]])
            for row in connection.execute(select(times).where(times.c.reading.in_(keys))).mappings()
        }
        said: dict[int, list[Statement]] = {reading: [] for reading in keys}
        telling = [(row["reading_key"], row["according_to"]) for row in of_events if row["according_to"] is not None]
        for chosen in (select_parents(keys), select_named(telling)):
            for row in connection.execute(chosen).mappings():
                said[row["reading_key"]].append(rows.statement(row, self._texts[row["reading_key"]]))
        self._said = {reading: {s.id: s for s in found} for reading, found in said.items()}
        self._chains = {reading: Chains(found) for reading, found in said.items()}

    def event_row(self, row: RowMapping) -> EventRow:
        key = row["reading_key"]
        text = self._texts[key]
        event = rows.event(row, text)
        nearest = self._said[key].get(event.according_to or "")
        chain = () if nearest is None else (nearest, *self._chains[key].around(nearest))
        place = event.place
        named = self._names.get((key, place.actor)) if place and place.actor else None
        line = text.rfind("\n", 0, event.trigger.start) + 1, text.find("\n", event.trigger.end)
        return EventRow(
            **{name: row[name] for name in ("document", "version", "reading", "url", "title", "outlet", "published")},
            id=event_id(row["version"], event),
            event=event,
            actors=tuple(self._names[key, a] for a in event.actors),
            recipients=tuple(self._names[key, r] for r in event.recipients),
            place=named or (place.span.text if place and place.span else None),
            time=self._times.get((key, event.time or "")),
            according_to=chain,
            tellers=tuple(self._names.get((key, teller.speaker or "")) for teller in chain),
            at=row["at"],
            begins=line[0],
            around=text[line[0] : line[1] if line[1] >= 0 else len(text)],
        )
