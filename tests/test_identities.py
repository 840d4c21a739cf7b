"""Actors across the articles of a ledger: the same whatever came first, and as if all had been looked at at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import LedgerError
from onrecord.identities import Actors
from onrecord.link.actors import identities
from onrecord.record import open_ledger
from onrecord.record.ledger import Ledger
from onrecord.record.profiles import stored
from tests.stories import told

NAMES = [
    "Ada Quist", "Ada M. Quist", "Ada N. Quist", "Quist", "Ada Quist Jr.", "Ада Квист", "Adam Quist", "x", "<b>",
    "Sergei Lavrin", "Sergey Lavrin", "Сергей Лаврин", "Bo Li",
]  # fmt: skip
ROLES = ["", "british footballer", "american senator", "mayor", "russian general", "mayor of Tarn"]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "x.db", create=True) as opened:
        yield opened


Partition = set[tuple[str, str, frozenset[str]]]


def kept(ledger: Ledger) -> Partition:
    """The identities that the ledger keeps."""
    rows = ledger.identities._all(
        "SELECT i.id, i.name, p.id FROM profiles p JOIN bearers b ON b.key = p.bearer "
        "JOIN identities i ON i.key = b.identity"
    )
    return {(id_, name, frozenset(p for i, _, p in rows if i == id_)) for id_, name, _ in rows}


def at_once(ledger: Ledger) -> Partition:
    """The identities of all profiles, found together."""
    with ledger.transaction():
        profiles = [stored(row) for row in ledger.identities._all("SELECT * FROM profiles")]
    found = identities(profiles, ledger.judgements.standing())
    return {(i.id, i.name, frozenset(p.id for p in i.profiles)) for i in found}


VOICES = st.tuples(st.sampled_from(ROLES), st.sampled_from(NAMES), st.just("it snows"))
LABELS = st.tuples(st.sampled_from(NAMES), st.just("person"))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 9), st.lists(VOICES, min_size=1, max_size=3)),
        st.tuples(st.just("delete"), st.integers(0, 9), st.none()),
        st.tuples(st.just("judge"), st.booleans(), st.tuples(LABELS, LABELS)),
        st.tuples(st.just("undo"), st.none(), st.none()),
        st.tuples(st.just("ask"), st.none(), st.none()),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_what_is_worked_out_step_by_step_is_what_all_at_once_gives(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object, object]]
) -> None:
    with open_ledger(tmp_path_factory.mktemp("l") / "x.db", create=True) as ledger:
        for what, which, how in steps:
            match what:
                case "add":
                    ledger.add(*told(which, *how))  # type: ignore[arg-type, misc]
                case "delete":
                    try:
                        ledger.delete(told(which)[0].article.id)  # type: ignore[arg-type]
                    except LedgerError:
                        continue
                case "judge":
                    ledger.judgements.judge(*how, same=bool(which), by="me")  # type: ignore[misc]
                case "undo":
                    standing = ledger.judgements.standing()
                    if standing:
                        ledger.judgements.undo(standing[-1].id, by="me")
                case "ask":
                    Actors(ledger)
        Actors(ledger)
        assert kept(ledger) == at_once(ledger)


def test_the_order_of_arrival_does_not_matter(tmp_path: Path) -> None:
    random = Random(5)
    stories = [
        told(n, *[(random.choice(ROLES), random.choice(NAMES), "it snows") for _ in range(random.randint(1, 3))])
        for n in range(40)
    ]
    found = []
    for turn in range(3):
        random.shuffle(stories)
        with open_ledger(tmp_path / f"{turn}.db", create=True) as ledger:
            for place, story in enumerate(stories):
                ledger.add(*story)
                if turn and place % 7 == 0:
                    Actors(ledger)
            Actors(ledger)
            found.append(kept(ledger))
    assert found[0] == found[1] == found[2]
    assert len(found[0]) > 5
