"""Versions: what was ever said of a fact, with its source. Written once, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, Row, UniqueConstraint, select, text
from sqlmodel import Field, SQLModel

from storage.changes import ChangeRow
from storage.content import Audience, Change, ChangeKind, Content, Source, Span, Version
from storage.moments import Moment, Precision
from storage.table import among, moment_rules, one_of, table_of
from storage.work import Values, Work


class SourceRow(SQLModel, table=True):
    """Where something was read; shared by all that was read there."""

    __tablename__ = "sources"
    __table_args__ = (UniqueConstraint("url", "publisher", "published_on"),)

    id: int | None = Field(default=None, primary_key=True)
    publisher: str
    url: str
    # ISO, empty where unknown: databases hold two unknown dates for different ones.
    published_on: str


_TIMED = text("span_start IS NOT NULL")
_REVIEWED = text("review IS NOT NULL")


class VersionRow(SQLModel, table=True):
    """One thing that was ever said of a fact."""

    __tablename__ = "versions"
    __table_args__ = (
        one_of("audience", Audience, name="audience"),
        *moment_rules("span_start"),
        *moment_rules("span_end"),
        CheckConstraint("(span_start IS NULL) = (span_end IS NULL)", name="span_has_both_ends"),
        CheckConstraint("span_start <= span_end", name="span_runs_forward"),
        Index(None, "span_start", sqlite_where=_TIMED, postgresql_where=_TIMED),
        Index(None, "review", sqlite_where=_REVIEWED, postgresql_where=_REVIEWED),
        CheckConstraint("parent_id < id", name="parent_is_older"),
        # What lets a period be checked to hold a version of its own fact.
        UniqueConstraint("id", "fact_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    fact_id: int = Field(foreign_key="facts.id", index=True)
    value: dict[str, str] = Field(sa_type=JSON)
    statement: dict[str, str] = Field(sa_type=JSON)
    words: dict[str, list[str]] = Field(sa_type=JSON)
    source_id: int | None = Field(default=None, foreign_key="sources.id")
    as_of: date
    review: date | None = None
    audience: str
    span_start: datetime | None = None
    span_start_precision: str | None = None
    span_start_zone: str | None = None
    span_end: datetime | None = None
    span_end_precision: str | None = None
    span_end_zone: str | None = None
    seq: int = Field(foreign_key="changes.seq", index=True)
    parent_id: int | None = Field(default=None, foreign_key="versions.id")


_sources = table_of(SourceRow)
versions = table_of(VersionRow)
_changes = table_of(ChangeRow)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to be added; without `ref` it is given one made of its fact's key."""

    fact_id: int
    content: Content
    ref: str
    parent: int | None = None


COLUMNS = (
    *(column.label(f"v_{column.name}") for column in versions.c),
    _sources.c.publisher,
    _sources.c.url,
    _sources.c.published_on,
    _changes.c.kind,
    _changes.c.reason,
    _changes.c.author_id,
    _changes.c.recorded_at.label("v_recorded_at"),
)
"""What `read_version` needs of a row."""

JOINED = versions.join(_changes, _changes.c.seq == versions.c.seq).outerjoin(
    _sources, _sources.c.id == versions.c.source_id
)
"""Versions with their change and their source."""


def read_version(row: Row[Any]) -> Version:
    """Make a version of a row that has `COLUMNS`."""
    return Version(
        row.v_id,
        row.v_ref,
        row.v_fact_id,
        Content(
            row.v_value,
            row.v_statement,
            {language: tuple(words) for language, words in row.v_words.items()},
            None if row.publisher is None else _source(row.publisher, row.url, row.published_on),
            row.v_as_of,
            row.v_review,
            Audience(row.v_audience),
            _span(row),
        ),
        ChangeKind(row.kind),
        row.reason,
        row.author_id,
        row.v_seq,
        row.v_parent_id,
        row.v_recorded_at,
    )


def moment(at: datetime | None, precision: str | None, zone: str | None) -> Moment | None:
    """Make a moment of its three columns."""
    if at is None or precision is None or zone is None:
        return None
    return Moment(at, Precision(precision), zone)


def moment_columns(name: str, value: Moment | None) -> Values:
    """Return the three columns of a moment."""
    return {
        name: None if value is None else value.at,
        f"{name}_precision": None if value is None else value.precision,
        f"{name}_zone": None if value is None else value.zone,
    }


def add_versions(work: Work, change: Change, new: Sequence[NewVersion]) -> tuple[Version, ...]:
    """Write many versions and return them in the same order."""
    if not new:
        return ()
    sources = _source_ids(work, (each.content.source for each in new))
    rows = [_row(change, each, sources) for each in new]
    # Found again by its ref: thousands of rows with RETURNING are one statement so long that
    # reading it takes longer than writing them.
    work.run(versions.insert(), rows)
    ids = {
        row.ref: row.id
        for where in among(versions.c.ref, {each.ref for each in new})
        for row in work.rows(select(versions.c.ref, versions.c.id).where(where))
    }
    return tuple(_written(ids[each.ref], each, change) for each in new)


def _written(id_: int, new: NewVersion, change: Change) -> Version:
    return Version(
        id_,
        new.ref,
        new.fact_id,
        new.content,
        change.kind,
        change.reason,
        change.author,
        change.seq,
        new.parent,
        change.recorded_at,
    )


def _row(change: Change, new: NewVersion, sources: dict[Source, int]) -> Values:
    content = new.content
    span = content.span
    return {
        "ref": new.ref,
        "fact_id": new.fact_id,
        "value": dict(content.value),
        "statement": dict(content.statement),
        "words": {language: list(words) for language, words in content.words.items()},
        "source_id": None if content.source is None else sources[content.source],
        "as_of": content.as_of,
        "review": content.review,
        "audience": content.audience,
        "seq": change.seq,
        "parent_id": new.parent,
        **moment_columns("span_start", None if span is None else span.start),
        **moment_columns("span_end", None if span is None else span.end),
    }


def _source_ids(work: Work, wanted: Iterable[Source | None]) -> dict[Source, int]:
    """Return the ids of these sources, writing those that are new."""
    sources = {source for source in wanted if source is not None}
    known = _known_sources(work, sources)
    missing = [_source_row(source) for source in sorted(sources - known.keys(), key=str)]
    if missing:
        work.run(_sources.insert(), missing)
        known = _known_sources(work, sources)
    return known


def _known_sources(work: Work, sources: set[Source]) -> dict[Source, int]:
    found = {
        _source(row.publisher, row.url, row.published_on): row.id
        for where in among(_sources.c.url, {source.url for source in sources})
        for row in work.rows(select(*_sources.c).where(where))
    }
    return {source: id_ for source, id_ in found.items() if source in sources}


def _source_row(source: Source) -> Values:
    published_on = "" if source.date is None else source.date.isoformat()
    return {"publisher": source.publisher, "url": source.url, "published_on": published_on}


def _source(publisher: str, url: str, published_on: str) -> Source:
    return Source(publisher, url, date.fromisoformat(published_on) if published_on else None)


def _span(row: Row[Any]) -> Span | None:
    start = moment(row.v_span_start, row.v_span_start_precision, row.v_span_start_zone)
    end = moment(row.v_span_end, row.v_span_end_precision, row.v_span_end_zone)
    return None if start is None or end is None else Span(start, end)
