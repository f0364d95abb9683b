"""What kind of answer a question asks for: who, where, when, how many; and in what it is told.

The question word says it ("who"), or the noun after a vague one ("which company"), or what
the attribute gives ("which is the deadline"). A quantity has a form: "how many euros" asks for
money, "how long" for a duration, "how many nurses" for a count and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.answering.analysis import Word
from bot.answering.lexicon import lexicon
from bot.answering.marks import Marks

OFTEN: Final = "frequency"
"""The family, and the form, of how often: no number of things tells it."""
VAGUE: Final = frozenset({"which", "who_or_what", "how", "whether"})
_WITH_NOUN: Final = ("which", "who_or_what")
"""Question words that a noun may follow: "which company", "what amount"."""
_REACH: Final = {"which": 2, "who_or_what": 3}
"""Words after each among which that noun is looked for."""
_ARTICLES: Final = frozenset({"is", "was", "are", "the", "a", "s"})
"""Words that may stand between "what" and its noun."""
_IS: Final = frozenset({"is", "are", "was", "were", "the", "ir", "bija", "bus"})
"""What stands before a whole phrase; "what's the" has its "is" in one word with "what"."""
_VAGUE_MEASURES: Final = frozenset({"size", "largest"})
"""How "big" something is may be told by any of its numbers."""
_MEASURING: Final = frozenset({"how", "cik"})
_UNTIL: Final = frozenset({"end", "deadline", "duration"})
"""How long something goes on may be told by when it ends."""
_COUNTING: Final = (("how", "many"), ("cik", "daudz"), ("cik",), ("сколько",))
_IN_NUMBER: Final = frozenset({"count"})
"""In what "how many" is told, …"""
_MUCH: Final = frozenset({"money", "share", "measure"})
"""In what "how much" is told: in no number of things, nor of days."""
_OR_BY_WEIGHT: Final = frozenset({"count", "measure"})
"""… and "cik", which also stands for "how much": "cik mencu" may be told in tonnes, people not."""
_MANY: Final = re.compile(r"u$|(?:ов|ев|ей|ий|ых|их|ек|ок|ц|иц|ен|он)$")
"""How a word ends of which there are many: "cik gultu", "сколько больниц"."""


def kinds_asked(words: Sequence[Word], marks: Marks) -> frozenset[str]:
    """Return the kinds of answer asked for; may be empty."""
    asked = {name: at for name, at in marks.kinds.items() if name != "whether"}
    first = {name for name, at in asked.items() if at == min(asked.values())}
    if first - VAGUE:
        return _with_ends(frozenset(first - VAGUE), marks)
    headed = _headed(words, marks) or _attribute_headed(marks)
    if headed:
        return headed
    later = {name for name in asked if name not in VAGUE}
    if later and not first.intersection(_WITH_NOUN):
        return frozenset(later)
    given = [lexicon().families[name].gives for name in marks.asked]
    common = frozenset.intersection(*given) if given else frozenset()
    after = marks.kinds.get("which", -2) + 1
    noun = marks.families.get(after) or marks.tags.get(after)
    if "which" in marks.kinds and noun and common and common <= {"when", "where", "why"}:
        return common
    if "who_or_what" in first and _acts(words, marks):
        return frozenset(first | {"who"})
    return frozenset(first) or frozenset(marks.kinds)


def _acts(words: Sequence[Word], marks: Marks) -> bool:
    """Tell whether "kas" asks who does something: "kas lido uz Rīgu", not "kas ir NATO"."""
    at = marks.kinds["who_or_what"]
    after = words[at + 1 : at + 2]
    return (
        words[at].folded == "kas" and bool(after) and "function" not in marks.tags.get(at + 1, ())
    )


def _with_ends(kinds: frozenset[str], marks: Marks) -> frozenset[str]:
    return kinds | {"when"} if "quantity" in kinds and marks.asked & _UNTIL else kinds


def _headed(words: Sequence[Word], marks: Marks) -> frozenset[str]:
    """Return what the noun after a vague question word stands for."""
    position = head_of(words, marks)
    return frozenset() if position is None else frozenset(marks.heads[position])


def _attribute_headed(marks: Marks) -> frozenset[str]:
    """Return what the attribute that "which" asks for gives: "which programme", a place."""
    after = marks.kinds.get("which", -2) + 1
    given = [lexicon().families[name].gives for name in marks.families.get(after, ())]
    found = frozenset.intersection(*given) if given else frozenset[str]()
    return found & {"who", "where", "when"}


def head_of(words: Sequence[Word], marks: Marks) -> int | None:
    """Return where the noun after a vague question word stands, or None: "which company".

    A name is no such noun ("Autumn Post"), and "ko teica ministrs" has none.
    """
    for name, reach in _REACH.items():
        start = marks.kinds.get(name)
        if start is None:
            continue
        for position in range(start + 1, min(start + 1 + reach, len(words))):
            if position in marks.heads and not words[position].capitalised:
                return None if _modifies(words, marks, start, position) else position
            if name == "who_or_what" and words[position].folded not in _ARTICLES:
                break
    return None


def _modifies(words: Sequence[Word], marks: Marks, start: int, position: int) -> bool:
    """Tell whether a noun after "is" only says whose: "kāds ir uzņēmuma apgrozījums"."""
    between = {word.folded for word in words[start + 1 : position]}
    further = marks.families.get(position + 1, set()) - marks.families.get(position, set())
    return bool(further) and not between.isdisjoint(_IS)


def forms_asked(words: Sequence[Word], marks: Marks, kinds: frozenset[str]) -> frozenset[str]:
    """Return in which forms a quantity is asked for; empty: in any."""
    if "quantity" not in kinds:
        return frozenset()
    for position in range(1, len(words)):
        if follows_count(words, position):
            if position in marks.forms:
                return frozenset(marks.forms[position])
            if _counts(words, marks, position):
                people = "light" in marks.tags.get(position, ())
                many = people or words[position - 1].folded == "many"
                return _IN_NUMBER if many else _OR_BY_WEIGHT
    if OFTEN in measures_asked(words, marks):
        return frozenset({OFTEN})
    families = lexicon().families
    forms = frozenset[str]().union(*(families[name].forms for name in marks.asked))
    return (forms - _IN_NUMBER) or _MUCH if _asks_how_much(words) else forms


def _asks_how_much(words: Sequence[Word]) -> bool:
    """Tell whether English asks for a sum: "how much will the owners get", not "how many"."""
    return any((one.folded, other.folded) == ("how", "much") for one, other in pairwise(words))


def _counts(words: Sequence[Word], marks: Marks, position: int) -> bool:
    """Tell whether a count is asked for, of things that no attribute tells, or of people."""
    if counted(words, marks, position):
        return position not in marks.families
    many = words[position - 1].folded == "many" or bool(_MANY.search(words[position].folded))
    return many and "light" in marks.tags.get(position, ())


def follows_count(words: Sequence[Word], position: int) -> bool:
    """Tell whether "how many", "cik" or "how much" stands just before."""
    before = tuple(word.folded for word in words[max(position - 2, 0) : position])
    return any(before[-len(each) :] == each for each in (*_COUNTING, ("how", "much")))


def counted(words: Sequence[Word], marks: Marks, position: int) -> bool:
    """Tell whether the answer must count this: "how many X", "cik Xu" (genitive plural).

    "How many have answered" and "cik jau atbildējuši" name nothing that is counted.
    """
    if any(tag in ("function", "light") for tag in marks.tags.get(position, ())):
        return False
    before = tuple(word.folded for word in words[max(position - 2, 0) : position])
    if before == ("how", "many"):
        return True
    return any(before[-len(each) :] == each for each in _COUNTING[1:]) and bool(
        _MANY.search(words[position].folded)
    )


def measures_asked(words: Sequence[Word], marks: Marks) -> frozenset[str]:
    """Return the families that stand with "how" or "cik": the measure that is asked for."""
    found: set[str] = set()
    for position, families in marks.families.items():
        before = words[position - 1].folded if position else ""
        if before in _MEASURING:
            found |= families
    return frozenset(found - _VAGUE_MEASURES)
