"""A browser of a kind: pages asked for, forms sent as they stand in a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from starlette.testclient import TestClient

from onrecord.domain import Actor, Anchor, Article, Loaded, ReaderInfo, Reading, Statement
from onrecord.record import open_ledger
from onrecord.serve.web import application
from onrecord.serve.web.site import Site
from tests.serve.fakes import FakeReader

BASE = "http://127.0.0.1:8000"
TEXT = (
    "Мэр Ада Квист: 🌧 it rains.\n\n🎉 Mayor Ada Quist said “река 🌊 замёрзла”, and she warned that ice is thin.\n\nEnd."
)


def visitor(ledger: Path) -> TestClient:
    """Whoever opens the application over a ledger."""
    return TestClient(application(Site(ledger=ledger, who="Mira", make_reader=FakeReader)), base_url=BASE)


def unicode_story() -> tuple[Loaded, Reading]:
    """An article in two scripts, with characters that a browser counts twice."""

    def anchor(part: str) -> Anchor:
        start = TEXT.index(part)
        return Anchor(start, start + len(part), part)

    article = Article(TEXT, url="https://harbour.example/ice", title="Лёд 🧊", outlet="Гавань", published="2031-03-02")
    actors = (
        Actor("a1", "Ada Quist", "person", True, (anchor("Ada Quist"), anchor("she"))),
        Actor("a2", "Мэр", "person", False, (anchor("Мэр"),)),
    )
    statements = (
        Statement(
            "s1", anchor("Ada Quist"), anchor("said"), (anchor("“река 🌊 замёрзла”"),), "direct", 0.8, speaker="a1"
        ),
        Statement("s2", anchor("she"), anchor("warned"), (anchor("that ice is thin"),), "indirect", 0.6, act="warn"),
    )
    return Loaded(article, "ice"), Reading(article, ReaderInfo("0.1.0", "made"), statements, actors=actors)


def unicode_ledger(path: Path) -> str:
    """A ledger with that article; its id."""
    with open_ledger(path, create=True) as ledger:
        return ledger.add(*unicode_story()).document


@dataclass(slots=True)
class Form:
    """A form of a page, with the values that it would send."""

    action: str
    values: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Forms(HTMLParser):
    """The forms of a page, and all addresses that it names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self._select: str | None = None
        self._area: str | None = None
        self._form: Form | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes += given
        self.addresses += [given[name] for name in ("href", "src", "action") if given.get(name)]
        if tag == "form":
            self._form = Form(given.get("action", ""))
            self.found.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        match tag:
            case "input" if "name" in given:
                form.values.append((given["name"], given.get("value", "")))
            case "button":
                form.buttons.append((given.get("name", ""), given.get("value", "")))
            case "select":
                self._select = given["name"]
            case "option" if "selected" in given and self._select:
                form.values.append((self._select, given.get("value", "?")))
            case "textarea":
                self._area = given["name"]
                form.values.append((self._area, ""))

    def handle_data(self, data: str) -> None:
        if self._area and self._form:
            self._form.values[-1] = (self._area, self._form.values[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        elif tag == "form":
            self._form = None


def send(client: TestClient, page: str, do: str, **changed: str | list[str]) -> str:
    """Send the page's form that has the button, with some fields changed; the page that comes then."""
    answer = client.get(page)
    forms = Forms(answer.text).found
    form = next(f for f in forms if ("do", do) in f.buttons or (not do and f.action.endswith("/undo")))
    data: dict[str, str | list[str]] = {}
    for name, value in form.values:
        before = data.get(name)
        data[name] = value if before is None else [*([before] if isinstance(before, str) else before), value]
    sent = client.post(form.action or page, data=data | ({"do": do} if do else {}) | changed)
    return f"{sent.status_code} {sent.url.path}\n{sent.text}"
