"""Catalogues across the stages: read, filed under the keys of names, and matched with the actors of a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from onrecord import __version__
from onrecord.domain import ActorKind, CatalogueMatch, Identity, Profile, Reading, digest
from onrecord.link.catalogue import Match, match
from onrecord.link.names import compare, keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from onrecord.identities import Actors
    from onrecord.read.catalogue import Outcome
    from onrecord.record.catalogue import Catalogue, Info
    from onrecord.record.identities import Known
    from onrecord.record.ledger import Ledger
    from onrecord.record.links import Link, Links

    Watch = Callable[[Iterator[Outcome]], Iterator[Outcome]]
    Track = Callable[[Iterator[tuple[int, Identity]]], Iterator[tuple[int, Identity]]]

_AT_ONCE = 200
"""Actors whose links are kept together."""


def filed_under(name: str, kind: ActorKind) -> tuple[str, ...]:
    """The keys of a name. What may be a person or a body is filed under both's."""
    if kind == "other":
        return tuple(dict.fromkeys((*keys(name, "person"), *keys(name, "organization"))))
    return tuple(keys(name, kind))


def load(path: Path, name: str, ledger: Path, watch: Watch = iter) -> Info:
    """Keep a catalogue file beside the ledger. Every line passes `watch`.

    Raises ReadError where the file is no catalogue or breaks off, LedgerError, and UsageError for a name that can't be.
    """
    from onrecord.domain import Entry
    from onrecord.read.catalogue import entries
    from onrecord.record.catalogue import Catalogues

    kept = (outcome for outcome in watch(entries(path)) if isinstance(outcome, Entry))
    return Catalogues.beside(ledger).load(name, str(path), kept, filed_under)


def look(catalogue: Catalogue, identity: Identity) -> Match:
    """What the catalogues know of an actor; where too many are filed under its keys, nobody is chosen."""
    from onrecord.record.catalogue import MOST  # SQLAlchemy takes a while to load

    names = dict.fromkeys([identity.name, *(p.name for p in identity.profiles)])
    filed = tuple(dict.fromkeys(key for name in names for key in filed_under(name, identity.kind)))
    candidates = catalogue.candidates(filed)
    found = match(identity, candidates, compare)
    # of more than can be looked at, another of the same name may be among those that were not
    return found if len(candidates) < MOST else Match(None, found.candidates)


def named(name: str, kind: ActorKind, roles: tuple[str, ...] = ()) -> Identity:
    """An actor of whom no more is known than this."""
    profile = Profile(name, kind, tuple(sorted({role.lower() for role in roles})))
    return Identity(profile.id, name, kind, (profile,), ())


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom a catalogue knows by a name."""

    match: CatalogueMatch
    chosen: bool
    catalogues: tuple[str, ...]
    """Where the entry is from."""


def known_as(ledger: Path, identity: Identity) -> list[Candidate]:
    """Whom the ledger's catalogues have that an actor may be, the best first. Raises LedgerError."""
    from onrecord.record.catalogue import Catalogues

    with Catalogues.beside(ledger).opened() as catalogue:
        found = look(catalogue, identity)
        return [Candidate(m, m is found.chosen, catalogue.origins(m.entry.id)) for m in found.candidates]


@dataclass(frozen=True, slots=True)
class Linker:
    """Links a ledger's actors to its catalogues. What was found is kept until an actor or the catalogues change."""

    catalogue: Catalogue
    links: Links

    def match(self, identity: Identity) -> Match:
        """What the catalogues know of an actor, candidates too: found anew."""
        return look(self.catalogue, identity)

    def link(self, identity: Identity) -> Link | None:
        """The entry that an actor is; None where none is sure enough."""
        stamp = stamp_of(identity)
        if not self.links.fresh(identity.id, stamp):
            self.links.keep([(identity.id, stamp, self._found(identity))])
        return self.links.of(identity.id)

    def topics_of(self, identity: Identity) -> tuple[str, ...]:
        """The topics of the entry that an actor is."""
        link = self.link(identity)
        return link.topics if link else ()

    def identities_with(self, topic: str, actors: Actors, watch: Track = iter) -> tuple[str, ...]:
        """The ids of those actors whose entry has the topic; perhaps with some that the ledger no longer has.

        Those that came or changed since the last time are matched first, each through `watch`. What was found is kept
        as it goes, so that it isn't for nothing where it is interrupted.
        """
        changed = watch(actors.changed_since(self.links.seen()))
        last = 0
        while some := list(islice(changed, _AT_ONCE)):
            stamps = [(identity, stamp_of(identity)) for _, identity in some]
            stale = [(i, stamp) for i, stamp in stamps if not self.links.fresh(i.id, stamp)]
            self.links.keep([(i.id, stamp, self._found(i)) for i, stamp in stale])
            last = some[-1][0]
        if last:
            self.links.mark(last)
        return self.links.with_topic(topic)

    def _found(self, identity: Identity) -> Link | None:
        from onrecord.record.links import Link

        chosen = self.match(identity).chosen
        return Link.of(chosen) if chosen else None


def in_article(path: Path, ledger: Ledger, reading: Reading) -> dict[str, tuple[Known, Link | None]]:
    """Who the actors of a reading that is shown are, and in the catalogues beside the ledger; by the actor's id."""
    from onrecord.identities import Actors
    from onrecord.record.profiles import of_actors

    actors = Actors(ledger)
    found = ledger.identities.of_profiles(of_actors(reading, ledger.judgements.set_apart(reading.article.id)))
    with linker(path) as links:
        return {actor: (who, links.link(actors.identity(who)) if links else None) for actor, who in found.items()}


def stamp_of(identity: Identity) -> str:
    """Differs when what an actor is matched by differs. A profile is named by its content."""
    return digest(__version__, identity.name, identity.kind, *(profile.id for profile in identity.profiles))


@contextmanager
def linker(ledger: Path) -> Iterator[Linker | None]:
    """The linker of a ledger; None where no catalogue is loaded."""
    from onrecord.record.catalogue import Catalogues
    from onrecord.record.links import opened

    catalogues = Catalogues.beside(ledger)
    if not catalogues.names():
        yield None
        return
    with catalogues.opened() as catalogue, opened(catalogues.folder, catalogues.state()) as links:
        yield Linker(catalogue, links)
