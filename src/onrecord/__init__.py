"""onrecord keeps the public record: who is reported to have said what, on whose word, pinned to the characters.

Read one article, and look at what it holds:

    >>> import onrecord
    >>> reading = onrecord.read("examples/world/courier/2026-05-08-holk-ultimatum.html")
    >>> reading.article.title
    'Holk threatens to close the Sarn unless sluice opens'
    >>> first = reading.statements[0]
    >>> first.source.text, first.act
    ('Holk', 'threaten')
    >>> reading.article.text[first.source.start : first.source.end]
    'Holk'

Or a text that is at hand already. What the words do not say is None:

    >>> onrecord.read_text("“The gates are sound,” she said.", published="2026-05-05").statements[0].speaker is None
    True

Keep articles in a ledger, and ask it:

    >>> with onrecord.open_ledger("week.db", create=True) as ledger:
    ...     added = ledger.add("examples/world")
    ...     denied = ledger.statements(by="Krass", act="deny")
    >>> len(added)
    17
    >>> denied[0].statement.content[0].text
    'that Estmarch had ever promised to open the Ostrel sluice on a fixed date'

Rows are a sequence; `to_pandas()` makes a table of them, and a notebook shows them, as it does a reading. What goes
wrong is an `OnrecordError` whose text is one line: what, where, and what to do.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # known to type checkers by its name; `typing` would take longer to load than all of this

if TYPE_CHECKING:
    from onrecord.contract import from_contract as from_contract
    from onrecord.contract import to_contract as to_contract
    from onrecord.domain import Act as Act
    from onrecord.domain import Actor as Actor
    from onrecord.domain import ActorKind as ActorKind
    from onrecord.domain import Anchor as Anchor
    from onrecord.domain import Article as Article
    from onrecord.domain import Block as Block
    from onrecord.domain import Event as Event
    from onrecord.domain import EventType as EventType
    from onrecord.domain import Kind as Kind
    from onrecord.domain import Party as Party
    from onrecord.domain import ReaderInfo as ReaderInfo
    from onrecord.domain import Realis as Realis
    from onrecord.domain import Stance as Stance
    from onrecord.domain import Statement as Statement
    from onrecord.domain import Time as Time
    from onrecord.errors import LedgerError as LedgerError
    from onrecord.errors import ModelError as ModelError
    from onrecord.errors import OnrecordError as OnrecordError
    from onrecord.errors import ReadError as ReadError
    from onrecord.errors import UsageError as UsageError
    from onrecord.identities import Dossier as Dossier
    from onrecord.library import Ledger as Ledger
    from onrecord.library import open_ledger as open_ledger
    from onrecord.notebook import Rows as Rows
    from onrecord.reading import Reading as Reading
    from onrecord.reading import Remark as Remark
    from onrecord.reading import read as read
    from onrecord.reading import read_many as read_many
    from onrecord.reading import read_text as read_text
    from onrecord.record.events import EventRow as EventRow
    from onrecord.record.ledger import ActorRow as ActorRow
    from onrecord.record.ledger import Added as Added
    from onrecord.record.ledger import ArticleRow as ArticleRow
    from onrecord.record.ledger import StatementRow as StatementRow

    __version__: str

_FROM = {
    "contract": ("from_contract", "to_contract"),
    "domain": (
        *("Act", "Actor", "ActorKind", "Anchor", "Article", "Block", "Event", "EventType", "Kind", "Party"),
        *("ReaderInfo", "Realis", "Stance", "Statement", "Time"),
    ),
    "errors": ("LedgerError", "ModelError", "OnrecordError", "ReadError", "UsageError"),
    "identities": ("Dossier",),
    "library": ("Ledger", "open_ledger"),
    "notebook": ("Rows",),
    "reading": ("Reading", "Remark", "read", "read_many", "read_text"),
    "record.events": ("EventRow",),
    "record.ledger": ("ActorRow", "Added", "ArticleRow", "StatementRow"),
}
"""Where each name is at home. It is loaded from there when it is asked for: `import onrecord` costs next to nothing."""

__all__ = sorted(name for names in _FROM.values() for name in names)

# `onrecord.read` is a function and a stage of the same name. A stage that is imported later would take the function's
# place here; one that is imported already leaves it alone
import_module("onrecord.read")
del globals()["read"]


if not TYPE_CHECKING:  # to type checkers a name that is not there is none

    def __getattr__(name: str) -> object:
        if name == "__version__":
            return _version()
        for home, names in _FROM.items():
            if name in names:
                return getattr(import_module(f"onrecord.{home}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})


def _version() -> str:
    # asked for only where a reading is signed: looking it up takes half as long as all of `onrecord --help`
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("onrecord")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "0.0.0"
