"""Is what a fact tells for certain no answer of the kind that somebody asks for?

An editor may answer in words that nobody foresaw ("when?" with "after the repairs"), so only what
cannot be meant counts: a mere date or number where a person, a place or a reason is asked for, a
name that the attribute itself says to be somebody where a time is, euros where people are counted.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.answering.asked_part import asked_part
from bot.answering.asking import SHOWN
from bot.answering.document import Document, documents_of
from bot.answering.entry import Analysis, analysed
from bot.answering.lexicon import lexicon
from bot.answering.reading import Reading, read
from bot.answering.values import MEASURED
from storage.content import Dossier

_NAMES: Final = frozenset({"who", "where"})
"""What a name may be, by its looks: Riga a town, and a team."""
_SPANS: Final = frozenset({"duration", "frequency"})
"""Forms of a quantity that also say when: "how long", "in 20 minutes", "twice a day"."""
_ZONE: Final = re.compile(r" *\([^()]*(?:time|laiks)\)")
"""How the time of an event ends: "10:00 (Riga time)"."""


def asks_another_kind(question: str, dossier: Dossier, at: datetime, zone: str) -> bool:
    """Tell whether a question asks for a kind of answer that no value of a fact can be.

    Args:
        question: as typed.
        dossier: the fact, with all that is held of it; what only the desk may see does not count.
        at: when it was asked, aware.
        zone: where, IANA.
    """
    document, _ = documents_of(dossier)
    if document is None:
        return False
    asked = asked_part(read(question, at, zone), at, zone)
    return _is_another_kind(asked, analysed(_without_zones(document)))


def _without_zones(document: Document) -> Document:
    """Return a fact without the name of the town that an hour is of, which is no answer."""
    values = document.values.items()
    bare = {language: tuple(_ZONE.sub("", each) for each in said) for language, said in values}
    return replace(document, values=bare)


def _is_another_kind(reading: Reading, fact: Analysis) -> bool:
    asked = reading.kinds | ({"when"} if reading.forms & _SPANS else set())
    if not asked or not asked <= SHOWN:
        return False
    told, shown = _told(fact), _shown(fact)
    if asked & told:
        return asked == {"quantity"} and _is_another_form(reading, fact)
    if asked & shown:
        # Of names the attribute alone says which they are; what has a number besides may be both.
        return bool(told & shown) and MEASURED.isdisjoint(asked | shown)
    return fact.gives <= MEASURED or bool(told & shown)


def _told(fact: Analysis) -> frozenset[str]:
    """Return the kinds of answer that an attribute gives by its name."""
    families = lexicon().families
    return SHOWN & {kind for name in fact.attribute.asked_by for kind in families[name].gives}


def _shown(fact: Analysis) -> frozenset[str]:
    """Return the kinds of answer that its values may be by their looks."""
    names = _NAMES if fact.gives & _NAMES else frozenset()
    spans = {"when"} if fact.forms & _SPANS else set()
    return (fact.gives & SHOWN) | names | spans


def _is_another_form(reading: Reading, fact: Analysis) -> bool:
    """Tell whether money is asked for and people are counted, or the like."""
    known = bool(reading.forms and fact.forms) and fact.gives <= MEASURED
    if not known or not reading.forms.isdisjoint(fact.forms):
        return False
    # A budget of "12 million" is money, though nobody wrote of which currency.
    families = lexicon().families
    meant = {form for name in fact.attribute.asked_by for form in families[name].forms}
    return fact.forms != {"count"} or reading.forms.isdisjoint(meant)
