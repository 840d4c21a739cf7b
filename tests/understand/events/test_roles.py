from __future__ import annotations

from collections.abc import Sequence

import pytest

from onrecord.domain import Anchor, EventType, Mention, Time
from onrecord.understand.events.people import People
from onrecord.understand.events.roles import Parties
from onrecord.understand.trees import Trees
from tests.understand.made_trees import mention, tree


def parties(
    trees: Trees,
    verb: str,
    mentions: Sequence[Mention],
    type_: EventType = "SANCTION",
    times: Sequence[Time] = (),
) -> tuple[str, ...]:
    """The words for actors and for recipients of a verb."""
    found = Parties(trees, People(trees, mentions, times))
    number = next(n for n, w in enumerate(trees.words) if w.lower == verb)
    roles = found.of_verb(number, type_)
    return tuple(", ".join(found.phrase(n).text for n in sorted(side)) for side in (roles.agents, roles.patients))


def test_a_list_is_kept_whole_with_who_is_only_described() -> None:
    trees = tree("""
        Korvia 2 nsubj PROPN
        punished 0 root VERB
        Delta 2 obj PROPN
        , 5 punct PUNCT
        Ostra 3 conj PROPN
        and 8 cc CCONJ
        36 8 nummod NUM
        subsidiaries 3 conj NOUN
        . 2 punct PUNCT
    """)
    names = [mention(trees, name, "organization") for name in ("Korvia", "Delta", "Ostra")]
    described = mention(trees, "36 subsidiaries", "organization", "nominal")
    assert parties(trees, "punished", [*names, described]) == ("Korvia", "Delta, Ostra, 36 subsidiaries")
    assert parties(trees, "punished", names) == ("Korvia", "Delta, Ostra")  # "36 products" is nobody


def test_what_is_listed_and_is_nobody_is_left_out() -> None:
    trees = tree("""
        Korvia 2 nsubj PROPN
        punished 0 root VERB
        Delta 2 obj PROPN
        and 5 cc CCONJ
        trade 3 conj NOUN
        . 2 punct PUNCT
    """)
    names = [mention(trees, name, "organization") for name in ("Korvia", "Delta")]
    assert parties(trees, "punished", names) == ("Korvia", "Delta")


def test_who_comes_along_does_it_too() -> None:
    trees = tree("""
        Holk 7 nsubj PROPN
        , 5 punct PUNCT
        along 5 case ADP
        with 3 fixed ADP
        Vey 7 obl PROPN
        , 7 punct PUNCT
        met 0 root VERB
        Tolan 7 obj PROPN
        . 7 punct PUNCT
    """)
    names = [mention(trees, name) for name in ("Holk", "Vey", "Tolan")]
    assert parties(trees, "met", names, "CONSULT") == ("Holk, Vey", "Tolan")


def test_whoever_comes_after_what_came_along_is_not_of_the_list() -> None:
    trees = tree("""
        Holk 7 nsubj PROPN
        , 6 punct PUNCT
        along 6 case ADP
        with 3 fixed ADP
        heavy 6 amod ADJ
        rain 7 obl NOUN
        hit 0 root VERB
        Korvia 7 obj PROPN
        . 7 punct PUNCT
    """)
    names = [mention(trees, "Holk"), mention(trees, "Korvia", "country")]
    assert parties(trees, "hit", names, "ASSAULT") == ("Holk", "Korvia")


def test_the_second_of_a_list_may_look_like_an_apposition() -> None:
    trees = tree("""
        Police 2 nsubj NOUN
        arrested 0 root VERB
        brothers 2 obj NOUN
        , 5 punct PUNCT
        drivers 3 appos NOUN
        and 7 cc CCONJ
        guards 5 conj NOUN
        . 2 punct PUNCT
    """)
    described = [mention(trees, words, "group", "nominal") for words in ("Police", "brothers", "drivers", "guards")]
    assert parties(trees, "arrested", described, "COERCE") == ("Police", "brothers, drivers, guards")


def test_who_is_named_along_with_those_it_is_done_to_suffers_it_too() -> None:
    trees = tree("""
        Korvia 2 nsubj PROPN
        punished 0 root VERB
        Delta 2 obj PROPN
        , 6 punct PUNCT
        together 8 case ADP
        with 5 fixed ADP
        36 8 nummod NUM
        subsidiaries 3 nmod NOUN
        . 2 punct PUNCT
    """)
    names = [mention(trees, name, "organization") for name in ("Korvia", "Delta")]
    described = mention(trees, "36 subsidiaries", "organization", "nominal")
    assert parties(trees, "punished", [*names, described]) == ("Korvia", "Delta, 36 subsidiaries")


def test_a_day_between_subject_and_verb_does_not_hide_who_did_it() -> None:
    trees = tree("""
        Vey 1 dep PROPN
        today 3 obl PROPN
        accused 0 root VERB
        Korvia 3 obj PROPN
        . 3 punct PUNCT
    """)
    names = [mention(trees, "Vey"), mention(trees, "Korvia", "country")]
    at = trees.text.index("today")
    day = Time("t1", Anchor.of(trees.text, at, at + 5), None, None, None)
    assert parties(trees, "accused", names, "ACCUSE") == ("", "Korvia")
    assert parties(trees, "accused", names, "ACCUSE", [day]) == ("Vey", "Korvia")


def test_what_a_declaration_demands_whoever_issued_it_demands() -> None:
    trees = tree("""
        Korvia 2 nsubj PROPN
        issued 0 root VERB
        a 4 det DET
        declaration 2 obj NOUN
        demanding 4 acl VERB
        talks 5 obj NOUN
        . 2 punct PUNCT
    """)
    assert parties(trees, "demanding", [mention(trees, "Korvia", "country")], "REQUEST")[0] == "Korvia"


def test_of_tens_of_thousands_of_students_the_students_are_named() -> None:
    trees = tree("""
        Tens 6 nsubj NOUN
        of 3 case ADP
        thousands 1 nmod NOUN
        of 5 case ADP
        students 1 nmod NOUN
        marched 0 root VERB
        . 6 punct PUNCT
    """)
    described = mention(trees, "Tens of thousands", "group", "nominal")
    assert parties(trees, "marched", [described], "PROTEST")[0] == "students"


ACCUSED = """
    Holk 2 nsubj PROPN
    {} 0 root VERB
    Vey 2 obj PROPN
    of 5 mark SCONJ
    shelling {} VERB
    Orsk 5 obj PROPN
    and 8 cc CCONJ
    bombing 5 conj VERB
    Breck 8 obj PROPN
"""


@pytest.mark.parametrize("hangs", ["2 advcl", "3 acl"])
@pytest.mark.parametrize("verb", ["shelling", "bombing"])
def test_who_is_accused_did_it_and_not_who_accuses(verb: str, hangs: str) -> None:
    trees = tree(ACCUSED.format("accused", hangs))
    agents, _ = parties(trees, verb, [mention(trees, name) for name in ("Holk", "Vey", "Orsk", "Breck")], "ASSAULT")
    assert agents == "Vey"


def test_who_accuses_nobody_in_particular_did_not_do_it() -> None:
    trees = tree(ACCUSED.format("accused", "2 advcl").replace("Vey 2 obj PROPN", "sides 2 obj NOUN"))
    agents, _ = parties(trees, "shelling", [mention(trees, name) for name in ("Holk", "Orsk")], "ASSAULT")
    assert agents == ""


def test_behind_another_verb_its_subject_did_it() -> None:
    trees = tree(ACCUSED.format("left", "2 advcl").replace("of 5 mark", "after 5 mark"))
    agents, _ = parties(trees, "shelling", [mention(trees, name) for name in ("Holk", "Vey", "Orsk")], "ASSAULT")
    assert agents == "Holk"


def test_a_description_with_the_verb_in_it_is_of_nobody_who_hangs_on_that() -> None:
    trees = tree("Gunmen 2 nsubj NOUN\nkilled 0 root VERB\ntwo 4 nummod NUM\nmen 2 obj NOUN")
    whole = mention(trees, "Gunmen killed two men", "group", "nominal")
    assert parties(trees, "killed", [whole], "ASSAULT") == ("Gunmen", "two men")


def test_the_preposition_before_what_somebody_is_accused_of_may_hang_elsewhere() -> None:
    trees = tree(ACCUSED.format("accused", "2 advcl").replace("of 5 mark SCONJ", "of 6 case ADP"))
    agents, _ = parties(trees, "shelling", [mention(trees, name) for name in ("Holk", "Vey", "Orsk")], "ASSAULT")
    assert agents == "Vey"
