"""Actors across the stages: a ledger's profiles tied by what `onrecord.link.actors` decides, and found by name.

    with open_ledger(path, create=False) as ledger:
        actors = Actors(ledger)
        actors.find("Odile Krass")

Nothing is worked out while articles are added. Whoever asks first has it done, for the names that came, went or were
judged since and for all that they could be; what has nothing to do with these is left as it is, and the result is that
of looking at everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain import ActorKind, Decision, Identity
from onrecord.errors import UsageError
from onrecord.link import names
from onrecord.link.actors import MOST_BEARERS, filed, fitting, identities
from onrecord.record.filters import StatementFilter
from onrecord.record.identities import Filing, Known

if TYPE_CHECKING:
    from onrecord.domain import Profile
    from onrecord.judgement import Judgement
    from onrecord.record.ledger import Ledger, StatementRow
    from onrecord.record.roles import Role

KINDS: tuple[ActorKind, ...] = ("person", "organization", "country", "place", "group", "document", "other")
_AT_ONCE = 500
"""Articles that are taken in together, and profiles that are filed together."""
_MOST_OF_THEM = 0.3
"""From this share of all bearers to be tied on, all are looked at in one go: it takes no longer, and gives the same."""
_SHORTEST_ID = 8
"""Digits of an id that are not taken for a name."""
_LONGEST_NAME = 5000
"""Letters that are looked for in names: SQLite takes a pattern of 50,000 bytes."""
_MOST_ALIKE = 20
"""Actors of similar names that are listed."""

Label = tuple[str, ActorKind]


@dataclass(frozen=True, slots=True)
class Explained:
    """Why an actor is who it is."""

    decisions: tuple[Decision, ...]
    """Between its profiles, and with near ones that are not it."""
    names: Mapping[str, str]
    """Of the profiles that the decisions speak of, by id."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a ledger has of an `actor`: what it is called, and what articles say that it is (`roles`).

    `articles`: how many name it. `explained`: why all this is one.
    """

    actor: Known
    names: tuple[str, ...]
    """The other ones, sorted."""
    roles: tuple[Role, ...]
    said: int
    """How many statements are theirs."""
    about: int
    """How many of others' speak of them."""
    articles: int
    latest: tuple[StatementRow, ...]
    """The newest of their statements, that first."""
    explained: Explained
    judgements: tuple[Judgement, ...]
    """About one of the names, the oldest first; also those that count no more."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A person's judgement, and what became of it."""

    judgement: Judgement
    overrides: Judgement | None
    """The earlier one that said the opposite of the same two."""
    actors: tuple[Known, ...]
    """Who the two are now: one, where they are tied."""


class Actors:
    """The actors of a ledger, up to date with what it shows. Every method raises LedgerError as the ledger does."""

    def __init__(self, ledger: Ledger, watch: Callable[[Iterator[None]], Iterable[None]] = iter) -> None:
        """`watch`: every article that is taken in passes through it, to show how far a long run is."""
        self._ledger = ledger
        self._store = ledger.identities
        self._watch = watch
        self.refresh()

    # Keeping up

    def refresh(self) -> None:
        """Work out who is who for what came, went or was judged since. Where nothing did, it costs nothing."""
        self._store.copies.forget()
        if not self._store.stale():
            return
        for _ in self._watch(self._taken_in()):
            pass
        with self._store.writing():
            self._store.clear_gone(MOST_BEARERS)
            while some := self._store.unfiled(_AT_ONCE):
                found = [(key, profile, filed(profile)) for key, profile in some]
                self._store.file([Filing(k, p, f.bearer, f.kin, f.keys) for k, p, f in found], MOST_BEARERS)
            judgements = self._ledger.judgements.standing()
            reached = self._reached(self._store.untied(), judgements)
            crowded = self._crowded(p for _, p in reached.values())
            tied = identities([p for _, p in reached.values()], judgements, crowded)
            self._store.tie(tied, {id_: key for id_, (key, _) in reached.items()})
            self._store.count()

    def _taken_in(self) -> Iterator[None]:
        """Take in the articles that came since, a few at a time: whoever adds meanwhile has to wait no longer."""
        taken = _AT_ONCE
        while taken:
            with self._store.writing():
                taken = self._store.take_in(_AT_ONCE)
            yield from [None] * taken

    def _reached(self, untied: list[int], judgements: Iterable[Judgement]) -> dict[str, tuple[int, Profile]]:
        """Those to be tied with all whose ties could depend on theirs: profiles by id, with their bearers."""
        if len(untied) >= _MOST_OF_THEM * self._store.size():
            return self._store.profiles(self._store.everyone())
        partners = _partners(judgements)
        reached: dict[str, tuple[int, Profile]] = {}
        fresh = set(untied)
        while fresh:
            known = {key for key, _ in reached.values()}
            some = self._store.profiles(fresh - known)
            reached |= some
            known |= fresh
            own = [p for _, p in some.values()]
            others = self._store.profiles(self._store.around(fresh, MOST_BEARERS) - fresh)
            near = [p for _, p in others.values()]
            fits = fitting(own, near, self._crowded([*own, *near])) if near else frozenset()
            judged = {label for p in own for label in partners.get((p.name, p.kind), ())}
            fresh |= {others[id_][0] for id_ in fits} | self._store.called(judged)
            fresh = (fresh | self._store.mates(fresh)) - known
        return reached

    def _crowded(self, profiles: Iterable[Profile]) -> frozenset[str]:
        return self._store.crowded({key for p in profiles for key in filed(p).keys}, MOST_BEARERS)

    # Asking

    def find(self, name: str) -> tuple[Known, ...]:
        """Those of that whole name, spelt so, else however it is spelt; else the one whose id begins so."""
        found = self._store.known(self._bearers(name))
        return found or self._by_id(name)

    def alike(self, name: str) -> tuple[Known, ...]:
        """Those that have it in a name."""
        letters = " ".join(name.split())
        return self._store.containing(letters, _MOST_ALIKE) if 0 < len(letters) <= _LONGEST_NAME else ()

    def is_bare(self, name: str) -> bool:
        """Whether it is one word that could be a person's surname: it says too little who is meant."""
        return names.is_bare(name) and any(
            p.kind == "person" for _, p in self._store.profiles(self._bearers(name)).values()
        )

    def one(self, name: str) -> Known:
        """The one actor of that name or id; of those that only have it in their name, the only one.

        The one whose main name is just this comes before all others: else a surname that is all that is known of
        somebody would be taken for anybody's. Raises UsageError where there is none, or where several are meant.
        """
        found = self.find(name)
        main = [known for known in found if known.name == name]
        if len(main) == 1:
            return main[0]
        if not found or (len(found) == 1 and self.is_bare(name)):
            found = tuple(sorted({*found, *self.alike(name)}, key=lambda k: k.id))
        if not found:
            raise UsageError(
                f"there is no actor {_short(name)!r} on record", hint="onrecord actors --text LETTERS lists names"
            )
        if len(found) > 1:
            shown = ", ".join(f"{_short(k.name)} ({k.kind}) {k.id}" for k in found[:_MOST_ALIKE])
            raise UsageError(
                f"{_short(name)!r} may be {len(found)} actors: {shown}", hint="give the id of the one you mean"
            )
        return found[0]

    def explained(self, known: Known) -> Explained:
        """What decided who an actor is, found anew, with what speaks against near ones that it is not."""
        own = set(self._store.bearers(known.id))
        judgements = self._ledger.judgements.standing()
        near = self._store.profiles(own | self._store.around(own, MOST_BEARERS))
        profiles = {id_: p for id_, (_, p) in (near | self._reached(sorted(own), judgements)).items()}
        found = identities(profiles.values(), judgements, self._crowded(profiles.values()))
        decisions = next((i.decisions for i in found if i.id == known.id), ())
        mine = {id_ for id_, (key, _) in near.items() if key in own}
        own_decisions = tuple(d for d in decisions if d.left in mine or d.right in mine)
        return Explained(own_decisions, {id_: p.name for id_, p in profiles.items()})

    def identity(self, known: Known) -> Identity:
        """An actor with what articles say of it, without decisions: as catalogues are asked for it."""
        return Identity(known.id, known.name, known.kind, self._store.profiles_of(known.id), ())

    def changed_since(self, revision: int) -> Iterator[tuple[int, Identity]]:
        """Those that came or changed after a revision, each with its own, the earliest first.

        All, where the revision is one that this ledger has yet to come to: it is a copy from before.
        """
        since = revision if revision <= self._store.newest() else 0
        return ((known.revision, self.identity(known)) for known in self._store.changed_since(since))

    def speakers(self, words: str) -> tuple[str, ...] | None:
        """The ids of the actors of that name; None where words say too little for a name, or are nobody's."""
        found = self.find(words)
        return tuple(k.id for k in found) if found and not self.is_bare(words) else None

    def dossier(self, known: Known, limit: int) -> Dossier:
        """All that the ledger has of an actor; of its statements the newest `limit`."""
        names_ = self._store.names(known.id)
        own = {(name, kind) for name in names_ for kind in KINDS}
        said, about, articles = self._store.counts(known.id)
        wanted = StatementFilter(speakers=(known.id,), limit=limit, newest_first=True)
        return Dossier(
            known,
            tuple(name for name in names_ if name != known.name),
            self._store.roles(known.id),
            said,
            about,
            articles,
            tuple(self._ledger.statements(wanted)),
            self.explained(known),
            tuple(j for j in self._ledger.judgements.list() if {j.left, j.right} & own),
        )

    # Judging

    def merge(self, left: str, right: str, *, by: str, why: str | None = None) -> Judged:
        """Hold two to be one. Raises UsageError where either is nobody, or several."""
        return self._judge(self._label(left), self._label(right), True, by, why, None)

    def split(
        self, name: str, other: str | None = None, *, document: str | None = None, by: str, why: str | None = None
    ) -> Judged:
        """Hold two names, or one document's actor of a name and all others of that name, to be two.

        `document`: the id, or its beginning. Raises UsageError where neither or both are given, or one name is not
        there; LedgerError for a document that is not.
        """
        if (other is None) == (document is None):
            raise UsageError("one thing at a time", hint="give another name, or --document ID to set its actor apart")
        left = self._label(name)
        if other is not None:
            right = self._label(other)
            if left == right:
                raise UsageError(f"both are called {_short(left[0])!r}", hint="say in which article with --document ID")
            return self._judge(left, right, False, by, why, None)
        whole = self._ledger.document(document or "").id
        there = self._ledger.reading(self._ledger.document(whole).versions[-1].id).actors
        own = sorted({(a.name, a.kind) for a in there if a.named and self._same(a.name, a.kind, left)})
        if not own:
            raise UsageError(
                f"no actor of this article is called {_short(left[0])!r}",
                resource=whole,
                hint="onrecord show ID names them",
            )
        return self._judge(own[0], own[0], False, by, why, whole)

    def undo(self, id_or_prefix: str, *, by: str, why: str | None = None) -> tuple[Judgement, tuple[Known, ...]]:
        """Take a judgement back: the one taken back, and who the two are now."""
        before, _ = self._ledger.judgements.undo(id_or_prefix, by=by, why=why)
        self.refresh()
        return before, self._store.known(self._store.called({before.left, before.right}))

    def _judge(self, left: Label, right: Label, same: bool, by: str, why: str | None, document: str | None) -> Judged:
        pair = {left, right}
        earlier = [
            j for j in self._ledger.judgements.standing() if {j.left, j.right} == pair and j.document == document
        ]
        made = self._ledger.judgements.judge(left, right, same=same, by=by, why=why, document=document)
        self.refresh()
        against = earlier[-1] if earlier and earlier[-1].same != same else None
        return Judged(made, against, self._store.known(self._store.called(pair)))

    def _label(self, name: str) -> Label:
        """The name and kind that a judgement is kept under. Raises UsageError where nobody or several are meant."""
        known = self.one(name)
        bearers = self._store.profiles(self._store.bearers(known.id)).values()
        own = {(p.name, p.kind) for _, p in bearers}
        exact = sorted(label for label in own if label[0] == name)
        alike = sorted(label for label in own if self._same(*label, (name, label[1])))
        return (exact or alike or [(known.name, known.kind)])[0]

    def _bearers(self, name: str) -> set[int]:
        """Those of that whole name; spelt so, where somebody is: a person may have set another spelling apart."""
        exact = self._store.called((name, kind) for kind in KINDS)
        if exact:
            return exact
        filed_ = self._store.filed_under(key for kind in KINDS for key in names.keys(name, kind))
        return {key for key, p in self._store.profiles(filed_).values() if self._same(p.name, p.kind, (name, p.kind))}

    def _same(self, name: str, kind: str, label: tuple[str, str]) -> bool:
        wanted = names.normal(label[0], kind)
        return name == label[0] or (bool(wanted) and names.normal(name, kind) == wanted)

    def _by_id(self, text: str) -> tuple[Known, ...]:
        is_id = _SHORTEST_ID <= len(text) <= 16 and not set(text) - set("0123456789abcdef")
        return self._store.beginning(text) if is_id else ()


def _partners(judgements: Iterable[Judgement]) -> dict[Label, set[Label]]:
    """Whom people judged somebody to be, or not to be, with themselves: namesakes are judged too."""
    found: dict[Label, set[Label]] = {}
    for j in judgements:
        for label in (j.left, j.right):
            found.setdefault(label, set()).update((j.left, j.right))
    return found


def _short(name: str) -> str:
    """For a message."""
    plain = " ".join(name.split())
    return plain if len(plain) <= 60 else plain[:60] + "…"
