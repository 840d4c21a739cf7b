"""Whom the sources of an article stand for. The mentions are given, so that no model is needed."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest

from onrecord.domain import ActorKind, Anchor, Article, Form, Mention, ReaderInfo, Reading, Statement
from onrecord.link import resolved

Labelled = tuple[str, ActorKind]


def reading(text: str, names: list[Labelled], statements: list[tuple[str, str, str]]) -> Reading:
    """`names`: each is a mention wherever it stands; `statements`: source, cue and content, the first that follow."""
    mentions = [
        Mention(Anchor.of(text, *m.span()), kind, "name")
        for name, kind in names
        for m in re.finditer(rf"\b{re.escape(name)}\b", text)
    ]
    longest = [
        m
        for m in mentions
        if not any(o is not m and o.anchor.start <= m.anchor.start and m.anchor.end <= o.anchor.end for o in mentions)
    ]
    form: Form = "pronoun"
    longest += [Mention(Anchor.of(text, *m.span()), "person", form) for m in re.finditer(r"\b(?:[Hh]e|[Ss]he)\b", text)]
    longest.sort(key=lambda m: m.anchor.start)
    found, at = [], 0
    for number, (source, cue, content) in enumerate(statements, 1):
        first = min(text.index(part, at) for part in (source, cue, content))
        spans = [_at(text, part, first) for part in (source, cue, content)]
        at = spans[2].end
        found.append(Statement(f"s{number}", spans[0], spans[1], (spans[2],), "indirect", 0.9))
    return Reading(Article(text), ReaderInfo("0", "m"), tuple(found), tuple(longest))


def _at(text: str, part: str, after: int) -> Anchor:
    start = text.index(part, after)
    return Anchor.of(text, start, start + len(part))


def speakers(told: Reading) -> list[str | None]:
    told = resolved(told)
    names = {a.id: a.name for a in told.actors}
    return [None if s.speaker is None else names[s.speaker] for s in told.statements]


def test_a_surname_and_a_pronoun_mean_whom_the_article_named_in_full() -> None:
    text = "Harbour Minister Mira Tolan said the gates hold. Tolan added that rain came.\nShe said more would follow."
    told = reading(
        text,
        [("Mira Tolan", "person"), ("Tolan", "person")],
        [
            ("Harbour Minister Mira Tolan", "said", "the gates hold"),
            ("Tolan", "added", "that rain came"),
            ("She", "said", "more would follow"),
        ],
    )
    assert speakers(told) == ["Mira Tolan"] * 3
    actor = resolved(told).actors[0]
    assert [m.text for m in actor.mentions] == ["Mira Tolan", "Tolan", "She"]
    assert [r.text for r in actor.roles] == ["Harbour Minister"]


def test_two_people_of_one_surname_are_told_apart_by_their_titles() -> None:
    text = "Anna Tolan met Igor Tolan. Mr. Tolan said it rained. Mrs. Tolan said it did not."
    told = reading(
        text,
        [("Anna Tolan", "person"), ("Igor Tolan", "person"), ("Tolan", "person")],
        [("Mr. Tolan", "said", "it rained"), ("Mrs. Tolan", "said", "it did not")],
    )
    assert speakers(told) == ["Igor Tolan", "Anna Tolan"]


def test_two_people_of_one_surname_whom_nothing_tells_apart_stay_unknown() -> None:
    text = "Quill Tolan met Orsk Tolan. Senator Tolan said it rained."
    names: list[Labelled] = [("Quill Tolan", "person"), ("Orsk Tolan", "person"), ("Tolan", "person")]
    assert speakers(reading(text, names, [("Senator Tolan", "said", "it rained")])) == [None]
    often = "Quill Tolan spoke. Tolan sat. Tolan sang. Tolan slept. Orsk Tolan came. Senator Tolan said it rained."
    assert speakers(reading(often, names, [("Senator Tolan", "said", "it rained")])) == ["Quill Tolan"]


def test_heads_of_sources() -> None:
    """Each with the names in it and the one that speaks."""
    told: list[tuple[str, list[Labelled], str]] = [
        ("Mira Tolan herself", [("Mira Tolan", "person")], "Mira Tolan"),
        ("Mira Tolan's", [("Mira Tolan", "person")], "Mira Tolan"),
        ("Secretary of State Mira Tolan", [("Mira Tolan", "person")], "Mira Tolan"),
        ("a spokesman of President Mira Tolan", [("Mira Tolan", "person")], "spokesman"),
        ("One delegate, party chairwoman Mira Tolan,", [("Mira Tolan", "person")], "Mira Tolan"),
        ("The head of the League, Mira Tolan,", [("League", "organization"), ("Mira Tolan", "person")], "Mira Tolan"),
        ("groups urging Mira Tolan to run", [("Mira Tolan", "person")], "groups"),
        ("a Lantern poll released on Friday", [("Lantern", "organization")], "Lantern poll"),
    ]
    for source, names, speaker in told:
        text = f"So {source} said the dam held."
        assert speakers(reading(text, names, [(source, "said", "the dam held")])) == [speaker], source


def test_one_first_name_in_two_spellings_is_one_person() -> None:
    text = "Hilary Tolan came. Hillary Tolan spoke. Senator Tolan said it rained."
    names: list[Labelled] = [("Hilary Tolan", "person"), ("Hillary Tolan", "person"), ("Tolan", "person")]
    assert speakers(reading(text, names, [("Senator Tolan", "said", "it rained")])) == ["Hillary Tolan"]


def test_a_body_goes_by_the_end_of_its_name() -> None:
    text = "The Varnholm Daily Post wrote of it. The Post said it rained. Daily Post editors agreed."
    told = reading(
        text,
        [("Varnholm Daily Post", "organization"), ("Daily Post", "organization")],
        [("The Post", "said", "it rained")],
    )
    assert speakers(told) == ["Varnholm Daily Post"]
    assert [a.name for a in resolved(told).actors] == ["Varnholm Daily Post"]


def test_his_campaign_is_that_of_the_one_whom_his_means() -> None:
    text = "The Tolan campaign rested. Igor Tolan said it rained. His campaign added that it poured."
    told = reading(
        text,
        [("Igor Tolan", "person"), ("Tolan", "person")],
        [
            ("The Tolan campaign", "rested", "rested"),
            ("Igor Tolan", "said", "it rained"),
            ("His campaign", "added", "that it poured"),
        ],
    )
    assert speakers(told) == ["Tolan campaign", "Igor Tolan", "Tolan campaign"]


def test_father_and_son_stay_two() -> None:
    text = "Paul Reed Sr. said yes. Paul Reed Jr. said no."
    told = reading(
        text,
        [("Paul Reed Sr.", "person"), ("Paul Reed Jr.", "person")],
        [("Paul Reed Sr.", "said", "yes"), ("Paul Reed Jr.", "said", "no")],
    )
    assert len(set(speakers(told))) == 2


def test_a_capital_that_speaks_is_its_country_and_one_that_lies_somewhere_is_a_place() -> None:
    text = "Moscow said it was ready. The talks in Moscow went on. Russia said more."
    told = reading(
        text,
        [("Moscow", "place"), ("Russia", "place")],
        [("Moscow", "said", "it was ready"), ("Russia", "said", "more")],
    )
    assert speakers(told) == ["Russia", "Russia"]
    assert {(a.name, a.kind) for a in resolved(told).actors} >= {("Russia", "country"), ("Moscow", "place")}


def test_a_campaign_is_not_its_candidate() -> None:
    text = "Mira Tolan spoke. The Tolan campaign said it would appeal."
    told = reading(
        text, [("Mira Tolan", "person"), ("Tolan", "person")], [("The Tolan campaign", "said", "it would appeal")]
    )
    assert speakers(told) == ["Tolan campaign"]
    assert next(a for a in resolved(told).actors if a.name == "Tolan campaign").kind == "organization"


def test_what_is_not_named_has_no_name() -> None:
    text = "Officials said the dam held. They gave no reason."
    told = resolved(reading(text, [], [("Officials", "said", "the dam held")]))
    assert [(a.name, a.kind, a.named) for a in told.actors] == [("Officials", "group", False)]
    assert told.statements[0].speaker == "a1"


def test_a_pronoun_with_nobody_before_it_stays_unknown() -> None:
    assert speakers(reading("He said it rained.", [], [("He", "said", "it rained")])) == [None]


@pytest.mark.parametrize(
    "source",
    [
        "Neither Orsk nor Korvia",
        "neither President Orsk nor the Korvia",
        "No one in the Korvia",
        "None of the ministers, including Orsk,",
        "Nobody in Orsk",
        "Not one senator of Orsk",
        "Virtually no Orsk minister",
    ],
)
def test_nobody_is_no_speaker(source: str) -> None:
    names: list[Labelled] = [("Orsk", "place"), ("Korvia", "organization")]
    assert speakers(reading(f"{source} said it rained.", names, [(source, "said", "it rained")])) == [None]


@pytest.mark.parametrize(
    "source", ["No. 10", "No less than the president", "No fewer than 20 senators", "Not only Orsk"]
)
def test_a_no_that_denies_nobody_leaves_the_speaker(source: str) -> None:
    told = reading(f"{source} said it rained.", [("Orsk", "organization")], [(source, "said", "it rained")])
    assert speakers(told) != [None]


def test_what_is_not_sure_is_no_mention_either() -> None:
    text = "The League met. The Union met. They said the dam held."
    told = reading(text, [("League", "organization"), ("Union", "organization")], [("They", "said", "the dam held")])
    assert speakers(told) == [None]
    assert all(m.text != "They" for a in resolved(told).actors for m in a.mentions)


def test_a_spokesman_speaks_for_somebody() -> None:
    text = "Ana Varga, a spokeswoman for Delta Water, said no."
    told = resolved(
        reading(
            text,
            [("Ana Varga", "person"), ("Delta Water", "organization")],
            [("Ana Varga, a spokeswoman for Delta Water", "said", "no")],
        )
    )
    names = {a.id: a.name for a in told.actors}
    assert names[told.statements[0].speaker or ""] == "Ana Varga"
    assert names[told.statements[0].on_behalf_of or ""] == "Delta Water"


def test_every_span_is_the_text_and_the_result_is_the_same_twice() -> None:
    text = "The US Treasury’s Igor Blum said so.\nBlum’s aide said no, and he said yes."
    told = reading(
        text,
        [("US Treasury", "organization"), ("Igor Blum", "person"), ("Blum", "person")],
        [("Igor Blum", "said", "so"), ("Blum’s aide", "said", "no"), ("he", "said", "yes")],
    )
    once = resolved(told)
    assert once == resolved(told)
    assert all(a.is_grounded(text) for actor in once.actors for a in (*actor.mentions, *actor.roles))


def test_five_thousand_mentions_take_linear_time() -> None:
    def seconds(count: int) -> float:
        text = "\n".join(
            f"Ana Varga{chr(97 + i % 26)}{i % 700} said that it rained. She said no." for i in range(count)
        )
        names = [Mention(Anchor.of(text, *m.span()), "person", "name") for m in re.finditer(r"Ana \w+", text)]
        told = [
            Statement(f"s{i}", Anchor.of(text, *m.span()), Anchor.of(text, m.end() + 1, m.end() + 5), (), "direct", 0.9)
            for i, m in enumerate(re.finditer(r"She", text))
        ]
        whole = Reading(Article(text), ReaderInfo("0", "m"), tuple(told), tuple(names))
        began = time.perf_counter()
        resolved(whole)
        return time.perf_counter() - began

    seconds(50)
    small, large = seconds(500), seconds(5000)
    assert large < 20 * small + 1


def test_a_name_in_capitals_is_written_as_elsewhere_and_a_headline_runs_on() -> None:
    text = "Mira Tolan Visits Orsk Harbour\n\nVARNHOLM — Mira Tolan said Varnholm slept."
    told = resolved(
        reading(
            text,
            [
                ("Mira Tolan Visits Orsk Harbour", "person"),
                ("Mira Tolan", "person"),
                ("VARNHOLM", "place"),
                ("Varnholm", "place"),
            ],
            [("Mira Tolan", "said", "Varnholm slept")],
        )
    )
    assert [a.name for a in told.actors] == ["Mira Tolan", "Varnholm"]


def test_an_acronym_with_two_letters_changed_is_the_same_body() -> None:
    text = "MSNBC said it rained. MNSBC said more."
    told = reading(
        text,
        [("MSNBC", "organization"), ("MNSBC", "organization")],
        [("MSNBC", "said", "it rained"), ("MNSBC", "said", "more")],
    )
    assert speakers(told) == ["MSNBC", "MSNBC"]


def test_a_mark_that_the_model_took_for_a_name_names_nobody() -> None:
    text = "Ada Quist spoke. ’s gates hold, she said."
    told = reading(text, [("Ada Quist", "person")], [("she", "said", "gates hold")])
    mark = Mention(Anchor.of(text, text.index("’s"), text.index("’s") + 2), "person", "name")
    told = replace(told, mentions=(*told.mentions, mark))
    assert speakers(told) == ["Ada Quist"]


def test_capitals_behind_a_bare_comma_hold_no_office() -> None:
    text = "The report said , Zorvek Pellgrave, that the gates hold."
    told = reading(text, [], [(", Zorvek Pellgrave,", "said", "the gates hold")])
    assert speakers(told) == ["Zorvek Pellgrave"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Orsk police Chief Chuck Pellgrave", "Chuck Pellgrave"),
        ("Chief Justice John Pellgrave", "John Pellgrave"),
        ("one reader @pellgrave", "@pellgrave"),
    ],
)
def test_a_name_that_the_model_did_not_see_is_told_by_its_words(source: str, name: str) -> None:
    told = resolved(reading(f"{source} said it rained.", [], [(source, "said", "it rained")]))
    assert speakers(told) == [name]


def test_what_no_first_name_begins_is_no_name() -> None:
    told = resolved(
        reading(
            "The Prime Minister Zorvek Hammers said it rained.",
            [],
            [("The Prime Minister Zorvek Hammers", "said", "it rained")],
        )
    )
    assert [a.named for a in told.actors] in ([], [False])
