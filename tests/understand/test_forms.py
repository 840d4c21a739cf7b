"""Forms of verbs and nouns, made from their base."""

from __future__ import annotations

import pytest

from onrecord.understand.forms import plural_forms, verb_forms


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("deny", "deny denies denied denying"),
        ("accuse", "accuse accuses accused accusing"),
        ("agree", "agree agrees agreed agreeing"),
        ("slam", "slam slams slammed slamming"),
        ("panic", "panicked panicking"),
        ("strike", "strike strikes struck striking"),
        ("urge", "urges urged urging"),
    ],
)
def test_forms_of_a_verb(base: str, forms: str) -> None:
    assert set(forms.split()) <= verb_forms(base)


def test_no_form_of_a_verb_that_is_not_one() -> None:
    assert "accuseing" not in verb_forms("accuse")
    assert "denyed" not in verb_forms("deny")


def test_forms_of_a_noun() -> None:
    assert plural_forms("inquiry") == {"inquiry", "inquiries"}
    assert plural_forms("clash") == {"clash", "clashes"}
    assert plural_forms("talk") == {"talk", "talks"}
