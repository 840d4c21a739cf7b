"""Events read from trees: who did what to whom, on whose word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from onrecord.domain import Anchor, Event, Mention, Statement, Time
from onrecord.text.sentences import Sentences
from onrecord.understand.events import find_events
from onrecord.understand.times import find_times
from onrecord.understand.trees import Trees
from tests.understand.made_trees import mention, tree


def events(trees: Trees, mentions: list[Mention], statements: tuple[Statement, ...] = ()) -> list[Event]:
    return list(find_events(trees, mentions, statements, (), Sentences(trees.text)))


def told(event: Event) -> tuple[str, str, list[str], list[str]]:
    return event.type, event.trigger.text, [a.text for a in event.agents], [p.text for p in event.patients]


def test_who_did_what_to_whom() -> None:
    trees = tree("Holk 2 nsubj PROPN\ncondemned 0 root VERB\nVey 2 obj PROPN")
    found = events(trees, [mention(trees, "Holk"), mention(trees, "Vey")])
    assert [told(e) for e in found] == [("ACCUSE", "condemned", ["Holk"], ["Vey"])]
    assert found[0].id == "e1"
    assert found[0].according_to is None


def test_a_passive_has_its_doer_behind_by() -> None:
    rows = "Vey 3 nsubj:pass PROPN\nwas 3 aux:pass AUX\narrested 0 root VERB\nby 5 case ADP\nHolk 3 obl:agent PROPN"
    trees = tree(rows)
    assert told(events(trees, [mention(trees, "Vey"), mention(trees, "Holk")])[0]) == (
        "COERCE",
        "arrested",
        ["Holk"],
        ["Vey"],
    )


def test_nothing_is_an_event_without_somebody() -> None:
    trees = tree("It 2 expl PRON\nbombed 0 root VERB")
    assert events(trees, []) == []


def test_whom_something_is_demanded_of() -> None:
    rows = "Holk 2 nsubj PROPN\nurged 0 root VERB\nVey 2 obj PROPN\nto 5 mark PART\nleave 2 xcomp VERB"
    trees = tree(rows)
    assert told(events(trees, [mention(trees, "Holk"), mention(trees, "Vey")])[0]) == (
        "REQUEST",
        "urged",
        ["Holk"],
        ["Vey"],
    )


def test_will_to_help_is_an_agreement_and_will_to_harm_a_threat() -> None:
    rows = """
Holk 2 nsubj PROPN
vowed 0 root VERB
to 4 mark PART
{} 2 xcomp VERB
Vey 4 obj PROPN
"""
    for verb, type_ in (("bomb", "THREATEN"), ("evacuate", "AGREE")):
        trees = tree(rows.format(verb))
        found = {told(e)[0]: told(e) for e in events(trees, [mention(trees, "Holk"), mention(trees, "Vey")])}
        assert found[type_] == (type_, f"vowed to {verb}", ["Holk"], ["Vey"])


def test_an_event_in_a_statement_is_told_on_its_word() -> None:
    rows = "Holk 2 nsubj PROPN\nsaid 0 root VERB\nVey 4 nsubj PROPN\nkilled 2 ccomp VERB\nBreck 4 obj PROPN"
    trees = tree(rows)
    text = trees.text
    statement = Statement(
        "s1", Anchor.of(text, 0, 4), Anchor.of(text, 5, 9), (Anchor.of(text, 10, len(text)),), "indirect", 0.9
    )
    mentions = [mention(trees, name) for name in ("Holk", "Vey", "Breck")]
    found = events(trees, mentions, (statement,))
    assert [(e.type, e.according_to) for e in found] == [("ASSAULT", "s1")]


def test_joined_parties_are_all_there() -> None:
    rows = "Holk 4 nsubj PROPN\nand 3 cc CCONJ\nVey 1 conj PROPN\nmet 0 root VERB\nBreck 4 obj PROPN"
    trees = tree(rows)
    mentions = [mention(trees, name) for name in ("Holk", "Vey", "Breck")]
    assert told(events(trees, mentions)[0]) == ("CONSULT", "met", ["Holk", "Vey"], ["Breck"])


def test_who_was_kidnapped_and_killed_killed_nobody() -> None:
    rows = """
Vey 3 nsubj:pass PROPN
was 3 aux:pass AUX
kidnapped 0 root VERB
and 5 cc CCONJ
killed 3 conj VERB
by 7 case ADP
rebels 5 obl NOUN
"""
    trees = tree(rows)
    mentions = [mention(trees, "Vey"), mention(trees, "rebels", "group", "nominal")]
    killed = next(e for e in events(trees, mentions) if e.trigger.text == "killed")
    assert told(killed) == ("ASSAULT", "killed", ["rebels"], ["Vey"])


def test_whose_arrest_it_is_arrested_nobody() -> None:
    trees = tree("Vey 3 nmod:poss PROPN\n's 1 case PART\narrest 4 nsubj NOUN\nangered 0 root VERB\nHolk 4 obj PROPN")
    found = events(trees, [mention(trees, "Vey"), mention(trees, "Holk")])
    assert told(found[0]) == ("COERCE", "arrest", [], ["Vey"])


def test_striking_a_deal_attacks_nobody() -> None:
    trees = tree(
        "Holk 2 nsubj PROPN\nstruck 0 root VERB\na 4 det DET\ndeal 2 obj NOUN\nwith 6 case ADP\nVey 2 obl PROPN"
    )
    found = events(trees, [mention(trees, "Holk"), mention(trees, "Vey")])
    assert [e.type for e in found] == ["AGREE"]


def test_a_refusal_occurs_and_what_is_refused_does_not() -> None:
    rows = "Holk 4 nsubj PROPN\nwould 4 aux AUX\nnot 4 advmod PART\nmeet 0 root VERB\nVey 4 obj PROPN"
    trees = tree(rows)
    found = {e.type: e.realis for e in events(trees, [mention(trees, "Holk"), mention(trees, "Vey")])}
    assert found == {"CONSULT": "not_occurred", "REJECT": "occurred"}


def test_what_was_not_said_is_no_event() -> None:
    rows = (
        "Holk 4 nsubj PROPN\ndid 4 aux AUX\nnot 4 advmod PART\nsay 0 root VERB\n"
        "Vey 6 nsubj PROPN\nbombed 4 ccomp VERB\nOrsk 6 obj PROPN"
    )
    trees = tree(rows)
    text = trees.text
    content = Anchor.of(text, text.index("Vey"), len(text))
    said = Statement(
        "s1", Anchor.of(text, 0, 4), Anchor.of(text, 5, 16), (content,), "indirect", 0.9, act="assert", negated=True
    )
    assert (
        events(trees, [mention(trees, "Holk"), mention(trees, "Vey"), mention(trees, "Orsk", "place")], (said,)) == []
    )


def test_a_title_and_the_name_behind_it_are_one() -> None:
    rows = "Minister 3 nsubj NOUN\nVey 3 nsubj PROPN\ncondemned 0 root VERB\nHolk 3 obj PROPN"
    trees = tree(rows)
    mentions = [mention(trees, "Minister", "person", "nominal"), mention(trees, "Vey"), mention(trees, "Holk")]
    assert told(events(trees, mentions)[0]) == ("ACCUSE", "condemned", ["Minister Vey"], ["Holk"])


def test_what_is_withdrawn_is_no_recipient() -> None:
    rows = """
Holk 2 nsubj PROPN
withdrew 0 root VERB
its 4 nmod:poss PRON
troops 2 obj NOUN
from 6 case ADP
Orsk 2 obl PROPN
"""
    trees = tree(rows)
    mentions = [
        mention(trees, "Holk"),
        mention(trees, "its troops", "group", "nominal"),
        mention(trees, "Orsk", "place"),
    ]
    found = [told(e) for e in events(trees, mentions) if e.type == "RETREAT"]
    assert found == [("RETREAT", "withdrew its troops", ["Holk"], ["Orsk"])]


def test_what_is_planned_is_not_dated_before_the_article() -> None:
    trees = tree("Holk 3 nsubj PROPN\nwill 3 aux AUX\nmeet 0 root VERB\nVey 3 obj PROPN\nTuesday 3 obl:unmarked PROPN")
    day = date(2031, 5, 1)
    at = trees.text.index("Tuesday")
    times = (Time("t1", Anchor.of(trees.text, at, at + 7), "2031-05-01", day, day),)
    mentions = [mention(trees, "Holk"), mention(trees, "Vey")]

    def dated(published: date) -> str | None:
        found = find_events(trees, mentions, (), times, Sentences(trees.text), published)
        return next(e.time for e in found if e.type == "CONSULT")

    assert dated(date(2031, 4, 30)) == "t1"
    assert dated(date(2031, 5, 2)) is None


TOLD = """
Holk 2 nsubj PROPN
said 0 root VERB
Vey 4 nsubj PROPN
told 2 ccomp VERB
him 4 obj PRON
Korvia 7 nsubj PROPN
attacked 4 ccomp VERB
Orsk 7 obj PROPN
"""


def _told_twice(outer: dict[str, Any], inner: dict[str, Any], **chance: Any) -> list[Event]:
    """Holk said: Vey told him: Korvia attacked Orsk. The model says that it happened."""
    trees = tree(TOLD)
    text = trees.text
    at = {word: text.index(word) for word in ("Vey", "told", "Korvia")}
    statements = (
        Statement(
            "s1",
            Anchor.of(text, 0, 4),
            Anchor.of(text, 5, 9),
            (Anchor.of(text, 10, len(text)),),
            "indirect",
            0.9,
            **outer,
        ),
        Statement(
            "s2",
            Anchor.of(text, at["Vey"], at["Vey"] + 3),
            Anchor.of(text, at["told"], at["told"] + 4),
            (Anchor.of(text, at["Korvia"], len(text)),),
            "indirect",
            0.9,
            parent="s1",
            **inner,
        ),
    )
    mentions = [mention(trees, name) for name in ("Holk", "Vey", "Korvia", "Orsk")]
    found = find_events(trees, mentions, statements, (), Sentences(text), weigh=lambda e: replace(e, realis="occurred"))
    return [e for e in found if e.trigger.text == "attacked"]


def test_what_nobody_says_is_no_event_at_any_depth() -> None:
    assert [e.realis for e in _told_twice({}, {})] == ["occurred"]
    assert _told_twice({"negated": True}, {}) == []
    assert _told_twice({}, {"negated": True}) == []


def test_what_is_denied_around_stays_denied() -> None:
    assert [e.realis for e in _told_twice({"act": "deny"}, {})] == ["denied"]


def test_the_rules_settle_what_the_model_takes_to_have_happened() -> None:
    trees = tree("No 2 det DET\nsoldier 3 nsubj NOUN\nattacked 0 root VERB\nVey 3 obj PROPN")
    found = find_events(
        trees, [mention(trees, "Vey")], (), (), Sentences(trees.text), weigh=lambda e: replace(e, realis="occurred")
    )
    assert [e.realis for e in found] == ["not_occurred"]


def test_who_tells_it_does_not_do_it_beside_who_is_in_what_is_told() -> None:
    trees = tree(
        "Holk 3 nsubj PROPN\nto 3 mark PART\nmeet 0 root VERB\nVey 3 obj PROPN\n"
        ", 3 punct PUNCT\nBreck 3 nsubj PROPN\nsaid 3 parataxis VERB"
    )
    text = trees.text
    source = text.index("Breck")
    statement = Statement(
        "s1",
        Anchor.of(text, source, source + 5),
        Anchor.of(text, source + 6, len(text)),
        (Anchor.of(text, 0, text.index(",")),),
        "indirect",
        0.9,
    )
    mentions = [mention(trees, name) for name in ("Holk", "Vey", "Breck")]
    assert [told(e) for e in events(trees, mentions, (statement,))] == [("CONSULT", "meet", ["Holk"], ["Vey"])]


def test_the_day_of_telling_is_not_the_day_of_what_is_told() -> None:
    trees = tree(
        "Holk 2 nsubj PROPN\nsaid 0 root VERB\nMonday 2 obl PROPN\nVey 5 nsubj PROPN\nkilled 2 ccomp VERB\n"
        "Breck 5 obj PROPN"
    )
    text = trees.text
    content = Anchor.of(text, text.index("Vey"), len(text))
    times = find_times(text, date(2026, 1, 7))
    statement = Statement("s1", Anchor.of(text, 0, 4), Anchor.of(text, 5, 9), (content,), "indirect", 0.9, time="t1")
    mentions = [mention(trees, name) for name in ("Holk", "Vey", "Breck")]
    killed = [find_events(trees, mentions, s, times, Sentences(text))[0] for s in ((statement,), ())]
    assert [e.time for e in killed] == [None, "t1"]
