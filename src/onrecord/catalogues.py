"""Catalogues across the stages: read, filed under the keys of names, and matched with the actors of a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord import __version__
from onrecord.domain import ActorKind, Identity, Profile, digest
from onrecord.link.catalogue import Match, match
from onrecord.link.names import compare, keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from onrecord.read.catalogue import Outcome
    from onrecord.record.catalogue import Catalogue, Info
    from onrecord.record.links import Link, Links

    Watch = Callable[[Iterator[Outcome]], Iterator[Outcome]]


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

    def refresh(self, identities: Iterable[Identity]) -> None:
        """Match those that changed. `identities` are all that the ledger has."""
        by_id = {identity.id: identity for identity in identities}
        stamps = {id_: stamp_of(identity) for id_, identity in by_id.items()}
        stale = self.links.stale(stamps)
        if stale:
            self.links.keep([(id_, stamps[id_], self._found(by_id[id_])) for id_ in stale])

    def identities_with(self, topic: str, identities: Iterable[Identity]) -> tuple[str, ...]:
        """The ids of those actors whose entry has the topic. `identities` are all that the ledger has."""
        self.refresh(identities)
        return self.links.with_topic(topic)

    def _found(self, identity: Identity) -> Link | None:
        from onrecord.record.links import Link

        chosen = self.match(identity).chosen
        return Link.of(chosen) if chosen else None


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
