"""Everything that comes from an article, a file, a form or an address stays text, on each of the pages."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.domain import Actor, Anchor, Article, Event, Loaded, Party, ReaderInfo, Reading, Statement, Time
from onrecord.record import open_ledger
from tests.serve.web.visiting import Forms, send, visitor

EVIL = "<script>alert(1)</script>"
QUOTE = "\"'><img src=x onerror=alert(2)>"
TEXT = f"{EVIL} {QUOTE} said {EVIL} to {QUOTE} in {EVIL}\u202e\x1b[31m if {EVIL} on {QUOTE}.\n\nEnd {{{{ 7*7 }}}}."


def story(url: str, version: int = 1) -> tuple[Loaded, Reading]:
    spans = [Anchor(m.start(), m.end(), m.group()) for m in re.finditer(re.escape(EVIL) + "|" + re.escape(QUOTE), TEXT)]
    cue = Anchor.of(TEXT, TEXT.index("said"), TEXT.index("said") + 4)
    who, to, venue, condition = spans[0], spans[3], spans[4], spans[5]
    article = Article(
        TEXT + "!" * version,
        url=url,
        title=f"{EVIL}{QUOTE}",
        outlet=f"{QUOTE}{EVIL}",
        agency=EVIL,
        authors=(EVIL, QUOTE),
        published="2031-03-02",
        language="en",
    )
    statement = Statement(
        *("s1", who, cue, (spans[2],), "direct", 0.5),
        speaker="a1",
        addressee=Party(to),
        venue=venue,
        condition=condition,
        time="t1",
        act="warn",
    )
    inner = Statement("s2", spans[2], None, (Anchor.of(TEXT, spans[2].start + 1, spans[2].end),), "indirect", 0.4, "s1")
    actors = (
        Actor("a1", EVIL, "person", True, (who,), (spans[1],)),
        Actor("a2", QUOTE, "organization", True, (to,)),
    )
    events = (Event("e1", "ACCUSE", cue, "occurred", ("a1",), ("a2",), according_to="s1"),)
    times = (Time("t1", spans[6], None, None, None),)
    reader = ReaderInfo(EVIL, QUOTE)
    return Loaded(article, "x"), Reading(article, reader, (statement, inner), (), actors, times, events)


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    path = tmp_path / "x.db"
    with open_ledger(path, create=True) as ledger:
        for version in (1, 2):
            ledger.add(*story('https://evil.example/"><script>alert(3)</script>', version))
        loaded, reading = story("javascript:alert(4)")
        ledger.add(loaded, replace(reading, statements=(), events=(), note=f"{EVIL} was not read"))
    return visitor(path)


def clean(page: str) -> None:
    forms = Forms(page)
    assert forms.tags.count("script") == len(re.findall(r'<script src="/static/\w+\.js" defer></script>', page))
    assert not {"img", "iframe", "style"} & set(forms.tags)
    assert not [name for name in forms.attributes if name.startswith("on") or name == "style"]
    assert not [a for a in forms.addresses if a.lower().lstrip().startswith(("javascript", "data"))]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
    assert "{{" not in page.replace("{{ 7*7 }}", ""), "a template that came from an article is not run"


def test_each_page_shows_scripts_as_text(client: TestClient) -> None:
    waiting, seen = ["/articles", "/actors", "/review", "/judgements"], set[str]()
    while waiting:
        address = waiting.pop()
        if address in seen or address.endswith("/undo"):
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        if "/download?" in address:  # a file is kept, never shown as a page of ours
            assert answer.headers["content-disposition"].startswith("attachment")
            continue
        clean(answer.text)
        assert "default-src 'none'; script-src 'self'" in answer.headers["content-security-policy"]
        waiting += [
            a.partition("#")[0]
            for a in Forms(answer.text).addresses
            if re.match(r"/(articles|actors|review|judgements)\b", a)
        ]
    assert len(seen) > 10


def test_what_is_judged_and_written_is_text_too(client: TestClient) -> None:
    articles = [a for a in Forms(client.get("/articles").text).addresses if re.match("/articles/[0-9a-f]{16}", a)]
    pages = [a for one in articles for a in Forms(client.get(one).text).addresses if "/statements/" in a]
    page = send(client, pages[0], "change", name=QUOTE + EVIL, kind="person", by=EVIL, why=QUOTE)
    assert page.startswith("200 ")
    clean(page)
    for address in ("/judgements", "/review", "/actors", pages[0], pages[0].partition("/statements")[0]):
        clean(client.get(address).text)
    actor = next(a for a in Forms(client.get("/actors").text).addresses if re.match("/actors/[0-9a-f]{16}", a))
    clean(send(client, actor, "merge", other=QUOTE, by=EVIL, why=EVIL))
    clean(client.get("/judgements").text)


@pytest.mark.parametrize(
    "address",
    [
        f"/actors/{EVIL}",
        f"/actors?text={EVIL}&kind={EVIL}&page={EVIL}",
        f"/articles?text={EVIL}&outlet={QUOTE}",
        f"/articles?since={EVIL}",
        f"/articles/{QUOTE}",
        f"/articles/{EVIL}/statements/{QUOTE}",
        f"/review?text={EVIL}&outlet={QUOTE}&done={EVIL}",
        f"/judgements?document={QUOTE}",
    ],
)
def test_an_address_is_text(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (200, 400, 404)
    clean(answer.text)


def test_nothing_is_judged_without_the_token_or_from_elsewhere(client: TestClient) -> None:
    for address in (
        "/articles/x/statements/y",
        "/actors/x",
        "/judgements/statements/x/undo",
        "/judgements/actors/x/undo",
    ):
        assert client.post(address, data={"do": "accept"}).status_code == 403
        assert client.post(address, headers={"origin": "https://evil.example"}).status_code == 403
