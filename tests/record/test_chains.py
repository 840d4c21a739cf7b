"""The statements around a statement."""

from __future__ import annotations

from onrecord.domain import Statement
from onrecord.record.chains import LOST, Chains


def named(name: str, parent: str | None) -> Statement:
    return Statement(name, None, None, (), "indirect", None, parent)


def around(name: str, **parents: str | None) -> list[str]:
    statements = {name: named(name, parent) for name, parent in parents.items()}
    return [outer.id for outer in Chains(statements.values()).around(statements[name])]


def test_the_nearest_comes_first() -> None:
    assert around("s1", s1=None) == []
    assert around("s1", s1="s3", s2=None, s3="s2") == ["s3", "s2"]


def test_a_chain_that_is_not_whole_says_so_and_ends() -> None:
    assert around("s1", s1="s2") == [LOST.id]
    assert around("s1", s1="s2", s2="s7") == ["s2", LOST.id]
    assert around("s1", s1="s1") == [LOST.id]
    assert around("s1", s1="s2", s2="s1") == ["s2", LOST.id]
    assert around("s1", s1="s2", s2="s3", s3="s2") == ["s2", "s3", LOST.id]


def test_any_depth() -> None:
    deep = [named(f"s{n}", f"s{n + 1}" if n < 5000 else None) for n in range(5001)]
    assert len(Chains(deep).around(deep[0])) == 5000
