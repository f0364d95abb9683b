"""What can be searched of a fact: plain words, no SQL, no values to answer with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from storage.content import Audience, Content, Dossier, Fact

Texts = Mapping[str, tuple[str, ...]]
"""Texts by language."""


@dataclass(frozen=True, slots=True)
class Document:
    """One fact as the index sees it, over every version that is held.

    Of a fact that was withdrawn it is made of what was held last: it is told to nobody, but what
    asks for it must not be answered with the next best fact.

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


def documents_of(dossier: Dossier) -> tuple[Document | None, Document | None]:
    """Return what readers may find of a fact, and what the desk may; None where nothing.

    What readers may not see is left out before anything is counted or ranked, so that
    neither silence nor an offer depends on it. Where they may see all, it is one document.
    """
    every = [held.version.content for held in dossier.held or dossier.withdrawn]
    public = [content for content in every if content.audience is Audience.EVERYONE]
    internal = _document(dossier.fact, every)
    if len(public) == len(every):
        return internal, internal
    return _document(dossier.fact, public), internal


def _document(fact: Fact, contents: Sequence[Content]) -> Document | None:
    """Return what can be searched of a fact of which that is said."""
    if not contents:
        return None
    return Document(
        fact_id=fact.id,
        key=fact.key,
        subject=fact.subject.key,
        attribute=fact.attribute,
        topic=fact.subject.topic,
        names=fact.subject.names,
        words=_merged(
            (language, word)
            for content in contents
            for language, words in content.words.items()
            for word in words
        ),
        statements=_merged(item for content in contents for item in content.statement.items()),
        values=_merged(item for content in contents for item in content.value.items()),
    )


def _merged(said: Iterable[tuple[str, str]]) -> Texts:
    """Return texts by language, each once."""
    merged: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for language, text in said:
        merged[language][text] = None
    return {language: tuple(texts) for language, texts in merged.items()}
