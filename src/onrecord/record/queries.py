"""What is asked of a ledger, as SQL. User text never becomes syntax: it is bound, or quoted as words to look for.

The search index gives places in the order of the ledger, so that every filter is one of three: words and facets that
it intersects, a range of places, a value that the row is checked for.
"""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Integer,
    Text,
    and_,
    bindparam,
    column,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    table,
    tuple_,
)

from onrecord.errors import UsageError
from onrecord.record import rows
from onrecord.record.order import MOST, Stretch, sorted_in
from onrecord.record.schema import (
    DAY,
    PLACES,
    UNDATED,
    actors,
    appearances,
    bearers,
    documents,
    identities,
    positions,
    profiles,
    readings,
    shown,
    statements,
    versions,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Column, ColumnElement, FromClause, Select, TableValuedAlias

    from onrecord.record.filters import ActorFilter, ArticleFilter, StatementFilter
    from onrecord.record.vocabulary import Vocabulary

KNOWN = (
    versions.c.id.label("version"),
    readings.c.id.label("reading"),
    readings.c.url,
    readings.c.title,
    readings.c.outlet,
    readings.c.published,
)
_STATEMENT = tuple(c for c in statements.c if c.name != "reading")
_READING = statements.c.reading.label("reading_key")
_SPEAKER = (
    select(actors.c.name)
    .where(actors.c.reading == statements.c.reading, actors.c.id == statements.c.speaker)
    .scalar_subquery()
    .label("speaker_name")
)


def select_in(wanted: StatementFilter, words: Vocabulary, stretch: Stretch) -> Select[Any]:
    """The places of the statements in a stretch, sorted in its direction; confidence is looked at roughly."""
    terms = terms_of(wanted, words)
    found, place = start(terms, "statement_search")
    if found is shown:
        place = shown.c.position + statements.c.ordinal
        chosen = select(place).select_from(shown.join(statements, statements.c.reading == shown.c.reading))
        articles = Stretch(stretch.first - stretch.first % PLACES, stretch.last)
        chosen = chosen.where(*articles.within(shown.c.position), *stretch.within(place))
        return sorted_in(chosen, stretch, shown.c.position, statements.c.ordinal)
    chosen = select(place).select_from(found).where(literal_column("statement_search").op("MATCH")(" AND ".join(terms)))
    return sorted_in(chosen.where(*stretch.within(place)), stretch, place)


def terms_of(wanted: StatementFilter, words: Vocabulary) -> list[str]:
    """What the search index is asked for."""
    terms = []
    if wanted.by is not None:
        terms.append(f"source : {phrase(wanted.by, words)}")
    if wanted.about is not None:
        terms.append(f"content : {phrase(wanted.about, words)}")
    if wanted.text is not None:
        terms.append(f"{{source content}} : ({all_words(wanted.text, words)})")
    if wanted.kind is not None:
        terms.append(facet(rows.kind_facet(wanted.kind)))
    if wanted.act is not None:
        terms.append(facet(rows.act_facet(wanted.act)))
    if wanted.outlet is not None:
        terms.append(facet(rows.outlet_facet(wanted.outlet)))
    if wanted.min_confidence is not None:
        terms.append(facet(*rows.confidence_facets_from(wanted.min_confidence)))
    return terms


def _rows_at(found: FromClause, place: ColumnElement[int], wanted: StatementFilter) -> Select[Any]:
    """The rows of the statements found, in the order of the ledger, of those that are sure enough."""
    of_reading = statements.c.reading == shown.c.reading
    if found is not shown:
        of_reading = and_(of_reading, statements.c.ordinal == place % PLACES)
    own = place + statements.c.ordinal if found is shown else place
    chosen = (
        select(
            *KNOWN,
            documents.c.id.label("document"),
            versions.c.key.label("version_key"),
            _READING,
            _SPEAKER,
            *_STATEMENT,
            own.label("place"),
        )
        .select_from(joined(found, place).join(statements, of_reading))
        .order_by(*[place, statements.c.ordinal] if found is shown else [place])
    )
    chosen = chosen.where(*surely(wanted))
    if wanted.after is not None and not wanted.newest_first:
        chosen = chosen.where(place >= wanted.after - wanted.after % PLACES, own > wanted.after)
    if wanted.document is not None:
        first = _place_of(wanted.document)
        chosen = chosen.where(place >= first, place < first + PLACES)
    return chosen


def surely(wanted: StatementFilter) -> list[ColumnElement[bool]]:
    """What the row of a statement is checked for, where it must be sure enough, and what it stands in too."""
    least = wanted.min_confidence
    if least is None:
        return []
    return [statements.c.confidence >= least, or_(statements.c.parent.is_(None), not_(_stands_in_one_below(least)))]


def select_places(wanted: StatementFilter, words: Vocabulary) -> Select[Any]:
    """The places of the statements that are the speakers', or about somebody, in no order; confidence and document are
    not looked at."""
    ordinals = _ordinals(wanted)
    each, place = _each_of(ordinals)
    chosen = select(place.label("place")).select_from(appearances).join(each, literal(True))
    chosen = chosen.where(appearances.c.profile.in_(select_profiles(wanted)), ordinals.is_not(None))
    if wanted.after is not None and not wanted.newest_first:
        chosen = chosen.where(place > wanted.after)
    days = positions(wanted.since, wanted.until)
    if days is not None:
        chosen = chosen.where(place >= days[0], place <= days[1])
    terms = terms_of(wanted, words)
    if not terms:
        return chosen
    found, rowid = start(terms, "statement_search")
    matching = literal_column("statement_search").op("MATCH")(" AND ".join(terms))
    # the plus has the index read once and each place looked up, not the index read for each place
    return select(rowid).select_from(found).where(matching, literal_column("+statement_search.rowid").in_(chosen))


def select_profiles(wanted: StatementFilter) -> Select[Any]:
    """The keys of what articles say of the speakers, or of those whom statements are to be about."""
    return profiles_of((wanted.concerning if wanted.speakers is None else wanted.speakers) or ())


def profiles_of(ids: Collection[str]) -> Select[Any]:
    """The keys of what articles say of the actors of these ids."""
    theirs = select(identities.c.key).where(identities.c.id.in_(each_of(list(ids))))
    return select(profiles.c.key).join(bearers).where(bearers.c.identity.in_(theirs))


def select_places_of_one(wanted: StatementFilter, stretch: Stretch) -> Select[Any]:
    """The places in a stretch of what is said by, or about, those of one profile (`profile` is its key), sorted in its
    direction. They are found as they are asked for."""
    ordinals = _ordinals(wanted)
    each, place = _each_of(ordinals)
    articles = Stretch(stretch.first - stretch.first % PLACES, stretch.last)
    chosen = select(place).select_from(appearances).join(each, literal(True))
    chosen = chosen.where(appearances.c.profile == bindparam("profile"), ordinals.is_not(None))
    chosen = chosen.where(*articles.within(appearances.c.position), *stretch.within(place))
    return sorted_in(chosen, stretch, appearances.c.position, each.c.value)


def _each_of(ordinals: Column[Any]) -> tuple[TableValuedAlias, ColumnElement[int]]:
    """The ordinals of an appearance, one a row, and the place of each."""
    each = func.json_each(ordinals).table_valued(column("value", Integer), name="each")
    return each, appearances.c.position + each.c.value


def _ordinals(wanted: StatementFilter) -> Column[Any]:
    return appearances.c.about if wanted.speakers is None else appearances.c.said


def select_statements_at(places: list[int], wanted: StatementFilter) -> Select[Any]:
    """The rows of the statements at these places."""
    found = given_places(places)
    return _rows_at(found, found.c.value, wanted)


def select_unjudged(wanted: StatementFilter, words: Vocabulary, *, dated: bool, most: int) -> Select[Any]:
    """Of the statements that nobody judged the newest, those of dated or of undated articles."""
    terms = terms_of(wanted, words)
    found, place = start(terms, "statement_search")
    chosen = _bounded(_rows_at(found, place, wanted), terms, place, wanted).where(statements.c.reviewed.is_(None))
    chosen = chosen.where(place < UNDATED * DAY if dated else place >= UNDATED * DAY).order_by(None).limit(most)
    return chosen.order_by(place.desc(), *[statements.c.ordinal.desc()] if found is shown else [])


def given_places(places: list[int]) -> TableValuedAlias:
    """However many, one parameter: a table with one column, `value`."""
    return func.json_each(_json(places)).table_valued(column("value", Integer), name="found")


def each_of(values: list[str]) -> Select[Any]:
    """However many, one parameter."""
    return select(func.json_each(_json(values)).table_valued(column("value", Text), name="given").c.value)


def _json(values: list[Any]) -> ColumnElement[str]:
    return literal(json.dumps(values), Text)


def _stands_in_one_below(least: float) -> ColumnElement[bool]:
    """Whether one of the statements around a statement is less sure than `least`, or has no confidence."""
    outer = statements.alias("outer_statement")
    around = (
        select(outer.c.parent, outer.c.confidence)
        .where(outer.c.reading == statements.c.reading, outer.c.name == statements.c.parent)
        .correlate(statements)
        .cte("around", recursive=True, nesting=True)
    )
    further = statements.alias("further_statement")
    around = around.union(  # each once, so that it ends whatever the parents are
        select(further.c.parent, further.c.confidence)
        .where(further.c.reading == statements.c.reading, further.c.name == around.c.parent)
        .correlate(statements)
    )
    return select(1).where(or_(around.c.confidence.is_(None), around.c.confidence < least)).exists()


def select_parents(of_readings: Collection[int]) -> Select[Any]:
    """The rows of `statements` in these readings, by key, in whose contents others stand, with the speakers' names."""
    inner = statements.alias("inner_statement")
    named = select(inner.c.reading, inner.c.parent).where(inner.c.reading.in_(of_readings), inner.c.parent.is_not(None))
    return select(_READING, _SPEAKER, *_STATEMENT).where(
        statements.c.reading.in_(of_readings), tuple_(statements.c.reading, statements.c.name).in_(named)
    )


def select_named(names: Collection[tuple[int, str]]) -> Select[Any]:
    """The rows of `statements` of these names, each with the key of its reading."""
    return select(_READING, *_STATEMENT).where(
        statements.c.reading.in_({reading for reading, _ in names}),
        tuple_(statements.c.reading, statements.c.name).in_(names),
    )


def select_articles(wanted: ArticleFilter, words: Vocabulary, dated: bool | None = None) -> Select[Any]:
    """One row an article: the row of `readings`, the names, and how many statements and versions.

    `dated`: only those that are, the last first; or only those that are not.
    """
    terms = []
    if wanted.text is not None:
        terms.append(f"{{title text}} : ({all_words(wanted.text, words)})")
    if wanted.outlet is not None:
        terms.append(facet(rows.outlet_facet(wanted.outlet)))
    if wanted.language is not None:
        terms.append(facet(rows.language_facet(wanted.language)))

    found, place = start(terms, "article_search")
    chosen = _articles_at(found, place).order_by(place.desc() if dated else place)
    if dated is not None:
        chosen = chosen.where(place < UNDATED * DAY if dated else place >= UNDATED * DAY)
    if wanted.after is not None:
        chosen = chosen.where(place < wanted.after if dated else place > wanted.after)
    return _bounded(chosen, terms, place, wanted)


def select_articles_at(places: list[int]) -> Select[Any]:
    """The rows of the articles at these places."""
    found = given_places(places)
    return _articles_at(found, found.c.value)


def _articles_at(found: FromClause, place: ColumnElement[int]) -> Select[Any]:
    others = versions.alias("others")
    return select(
        *KNOWN,
        documents.c.id,
        readings.c.given_id,
        readings.c.agency,
        readings.c.authors,
        readings.c.language,
        readings.c.note,
        select(func.count()).where(statements.c.reading == readings.c.key).scalar_subquery().label("statements"),
        select(func.count()).where(others.c.document == documents.c.key).scalar_subquery().label("versions"),
        place.label("place"),
    ).select_from(joined(found, place))


def select_actors(wanted: ActorFilter) -> Select[Any]:
    """One row an identity, with how many statements and articles of what is shown are theirs."""
    chosen = select(
        identities.c.id,
        identities.c.name,
        identities.c.kind,
        identities.c.said.label("statements"),
        identities.c.articles,
    ).order_by(identities.c.said.desc(), identities.c.name, identities.c.kind, identities.c.id)
    if wanted.text is not None:
        called = bearers.alias("called")
        alike = select(called.c.identity).where(called.c.name.icontains(wanted.text, autoescape=True))
        chosen = chosen.where(identities.c.key.in_(alike))
    if wanted.kind is not None:
        chosen = chosen.where(identities.c.kind == wanted.kind)
    return chosen.limit(MOST if wanted.limit is None else min(wanted.limit, MOST)).offset(min(wanted.skip, MOST))


def select_names(identity: str) -> Select[Any]:
    """All names of an identity, sorted."""
    return (
        select(bearers.c.name)
        .join(identities, identities.c.key == bearers.c.identity)
        .where(identities.c.id == identity)
        .distinct()
        .order_by(bearers.c.name)
    )


def start(terms: list[str], index: str) -> tuple[FromClause, ColumnElement[int]]:
    """Where the search begins: in the index where there is something to look up, else in the order of the ledger."""
    if not terms:
        return shown, shown.c.position
    found = table(index, column("rowid", Integer), column(index, Text))
    return found, found.c.rowid


def joined(found: FromClause, place: ColumnElement[int]) -> FromClause:
    """The places found, with the reading shown there, its version and its document."""
    start = found
    if found is not shown:
        start = found.join(shown, shown.c.position == place - place % literal_column(str(PLACES)))
    return (
        start.join(readings, readings.c.key == shown.c.reading)
        .join(versions, versions.c.key == readings.c.version)
        .join(documents, documents.c.key == versions.c.document)
    )


def _bounded(
    chosen: Select[Any], terms: list[str], place: ColumnElement[int], wanted: StatementFilter | ArticleFilter
) -> Select[Any]:
    if terms:
        index = place.table.name
        chosen = chosen.where(literal_column(index).op("MATCH")(" AND ".join(terms)))
    days = positions(wanted.since, wanted.until)
    if days is not None:
        chosen = chosen.where(place >= days[0], place <= days[1])
    return chosen.limit(min(wanted.limit, MOST)) if wanted.limit is not None else chosen


def _place_of(document: str) -> ColumnElement[int]:
    return select_place_of(document).scalar_subquery()


def select_place_of(document: str) -> Select[Any]:
    """Where the article stands."""
    return (
        select(shown.c.position).join(documents, documents.c.key == shown.c.document).where(documents.c.id == document)
    )


def phrase(text: str, words: Vocabulary) -> str:
    """The words of `text` in their order, the last perhaps only begun."""
    return words.begun(" ".join(_split(text)))


def all_words(text: str, words: Vocabulary) -> str:
    """All words of `text`, anywhere, each perhaps only begun."""
    return " AND ".join(words.begun(word) for word in _split(text))


def _split(text: str) -> list[str]:
    """The words as the search index cuts them: letters, digits and the marks on them. No quotation mark is left."""
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" or unicodedata.category(c) == "Co" else " " for c in text)
    words = [word for word in kept.split() if any(unicodedata.category(c)[0] != "M" for c in word)]
    if not words:
        raise UsageError(f"there is no word to look for in {text!r}", hint="give a letter or a digit at least")
    return words


def facet(*values: str) -> str:
    return f"facets : ({' OR '.join(values)})"
