from __future__ import annotations

import subprocess
import sys

import pytest

from onrecord.read.language import declared, language_of
from tests.read.pages import PARAGRAPHS

JAPANESE = (
    "港湾大臣は火曜日、オストランド港は冬の間も開いたままだと述べた。"
    "石炭も乗組員もそろっていると記者団に語った。議会は採決する。"
)
GERMAN = (
    "Der Hafen bleibe den ganzen Winter über offen, sagte die Ministerin am Dienstag. Die Opposition widersprach ihr."
)


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        ("\n".join(PARAGRAPHS), None, "en"),
        ("\n".join(PARAGRAPHS), "de", "en"),
        (JAPANESE, "en", "ja"),
        (GERMAN, "en", "de"),
        (GERMAN, None, "de"),
        ("Yes.", None, None),
        ("Yes.", "en", "en"),
        ("", None, None),
        ("12 34 56 " * 50, None, None),
    ],
)
def test_the_text_outweighs_what_is_declared(text: str, said: str | None, language: str | None) -> None:
    assert language_of(text, said) == language


@pytest.mark.parametrize(
    ("tag", "language"), [("en-GB", "en"), ("pt_BR", "pt"), ("JA", "ja"), ("english", None), (None, None), (3, None)]
)
def test_declared(tag: object, language: str | None) -> None:
    assert declared(tag) == language


def test_plain_english_is_known_without_the_model() -> None:
    code = (
        "import sys; from onrecord.read.language import language_of\n"
        "assert language_of(sys.argv[1], None) == 'en'; assert 'py3langid' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, "\n".join(PARAGRAPHS)], check=True)
