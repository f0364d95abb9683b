"""What can be searched of a fact: plain words, no SQL, no values to answer with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from storage.content import Audience, Dossier

Texts = Mapping[str, tuple[str, ...]]
"""Texts by language."""


@dataclass(frozen=True, slots=True)
class Document:
    """One fact as the index sees it, over every version that is held.

    Attributes:
        key: `subject.attribute`.
        subject: the subject's key.
        names: the subject's names and aliases.
        words: how people ask for the attribute.
    """

    fact_id: int
    key: str
    subject: str
    attribute: str
    topic: str
    names: Texts
    words: Texts
    statements: Texts
    values: Texts


def document_of(dossier: Dossier, audience: Audience) -> Document | None:
    """Return what `audience` may find of a fact, or None if it may find nothing.

    The desk finds everything. What readers may not see is left out before anything is
    counted or ranked, so that neither silence nor an offer depends on it.
    """
    contents = [
        held.version.content
        for held in dossier.held
        if audience is Audience.DESK or held.version.content.audience is Audience.EVERYONE
    ]
    if not contents:
        return None
    fact = dossier.fact
    return Document(
        fact_id=fact.id,
        key=fact.key,
        subject=fact.subject.key,
        attribute=fact.attribute,
        topic=fact.subject.topic,
        names=fact.subject.names,
        words=_merged(content.words for content in contents),
        statements=_merged(_single(content.statement) for content in contents),
        values=_merged(_single(content.value) for content in contents),
    )


def _single(texts: Mapping[str, str]) -> Texts:
    return {language: (text,) for language, text in texts.items()}


def _merged(parts: Iterable[Texts]) -> Texts:
    merged: dict[str, dict[str, None]] = {}
    for part in parts:
        for language, texts in part.items():
            merged.setdefault(language, {}).update(dict.fromkeys(texts))
    return {language: tuple(texts) for language, texts in merged.items()}
