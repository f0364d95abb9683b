"""Questions about what the desk said at a time: "what did you say in May about the price".

There are two clocks: what was true then, and what we said then. The second is meant where
somebody asks for *our* words: "you", "we", "the bot", "jūs", "вы" with a verb of telling in the
past, or "your previous figure". What somebody else said is a fact like any other.

Such a question has two parts. The one about the telling ("what did you say in May") is cut out
here, with its time; the rest ("about the price") is read, searched and decided like any
question. A time in the rest is one of the world: "what did you say in May about the budget for
2022" has both.

Where no time of telling is named, and not the one before, the question asks for what we say
now, and is no question of this kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.answering.analysis import Word, analyse
from bot.answering.asked_time import AskedTime, asked_time
from bot.answering.courtesy import without_courtesy
from bot.answering.reading import LONGEST_QUESTION
from bot.answering.tokens import tokens

_A_YEAR: Final = timedelta(days=365)
_FARTHEST: Final = 6
"""Words that may stand between who tells and the verb: "jūs 2021. gada 3. maijā teicāt"."""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words are folded: without case and diacritics.
_SPEAKERS: Final = _listed("you u we desk bot jus tu mes bots boti redakcija вы ты мы бот редакция")
_ARTICLES: Final = _listed("the this your")
_DID: Final = _listed("did didnt do")
_AUXILIARIES: Final = _DID | _listed("have had was were esat esam esi bijat bijam biji")
_BARE: Final = _listed("say tell state report answer reply claim write publish announce give")
_PAST: Final = re.compile(
    r"said|told|stated|reported|answered|replied|claimed|wrote|written|published|announced"
    r"|gave|given|quoted|mentioned"
)
_STEMS: Final = (
    r"(?:pa|at|uz)?(?:teic|sacij|stastij|zinoj|rakstij|bildej)|apgalvoj|minej|noradij|runaj|vestij"
    r"|publicej|sniedz|nosauc"
)
_LATVIAN: Final = re.compile(rf"(?:{_STEMS})(?:at|am|i)")
"""Verbs whose ending says who speaks: "teicāt", "teicām", "teici"."""
_LATVIAN_OTHERS: Final = re.compile(rf"(?:{_STEMS})a|(?:{_STEMS}|(?:pa)?teik)(?:usi|is)")
_RUSSIAN: Final = re.compile(
    r"(?:говори|сказа|сообща|сообщи|(?:на)?писа|отвеча|ответи|утвержда|рассказыва|рассказа"
    r"|называ|назва|заявля|заяви|упомина|публикова)л[иа]?"
)
_TOLD_US: Final = re.compile(r"told|informed")
_US: Final = _listed("i we")
_LISTENERS: Final = _listed(
    "us me everyone everybody people readers mums man lasitajiem cilvekiem нам мне читателям людям"
)
_WHOSE: Final = re.compile(r"your|our|ur|jusu|tav[sau]|tavai|musu|ваш\w*|наш\w*|тво[йяеюи]\w*")
_PREVIOUS: Final = re.compile(
    r"previous|earlier|former|prior|ieprieksej\w+|agrak\w+|предыдущ\w+|прежн\w+|прошл\w+"
)
_BEFORE: Final = _listed("before earlier previously formerly ieprieks agrak раньше прежде ранее")
_THEN: Final = _listed(
    "then back ever originally already toreiz tad tobrid jau agrak тогда уже also ari тоже"
)
_THING: Final = re.compile(
    r"figures?|numbers?|answers?|values?|data|info|information|claims?|statements?|version|words?"
    r"|skait(?:lis|li|lu|lus)|atbild\w+|zina|zinas|zinu|informacij\w+|dati|datus|versij\w+"
    r"|apgalvojum\w+|цифр\w+|числ\w+|ответ\w*|данны\w+|верси\w+|информаци\w+"
)
"""What was told, whatever it was about; "skaits" is not here: it says what is counted."""
_WHAT: Final = _listed(
    "what whats which wat ko kas kads kada kadu kadi kadus kadas что чего какой какая какое какую"
    " какие каков какова каково"
)
_BEING: Final = _listed("was were is are bija ir был была было были")
_ASIDE: Final = _listed("and so please but un ludzu bet а и но пожалуйста vai")
_TIMELY: Final = re.compile(
    r"january|february|march|april|may|june|july|august|september|october|november|december"
    r"|janvar\w+|februar\w+|mart[sau]|april\w+|maij\w+|junij\w+|julij\w+|august\w+|septembr\w+"
    r"|oktobr\w+|novembr\w+|decembr\w+|янва\w+|феврал\w+|март\w*|апрел\w+|ма[йяею]|июн\w+|июл\w+"
    r"|август\w*|сентябр\w+|октябр\w+|ноябр\w+|декабр\w+|gada|g|год\w*|last|yesterday|year|month"
    r"|week|vakar|aizvakar|pern|pagajus\w+|menesi|nedela|вчера|прошл\w+|месяц\w*|недел\w+"
)
_BEFORE_TIME: Final = _listed("in on at during of by for back в во за no")
_CONNECTING: Final = _listed(
    "about on of for regarding concerning that par ka attieciba uz о об обо про что насчет"
)
_ASKING: Final = _listed(
    "who whom whose when where how why which kurs kura kuru kad kur cik kapec kam"
    " кто когда где сколько почему какой какая"
)


# Put together once, as each word of each question is looked up in them.
_BETWEEN: Final = _BEFORE | _THEN | _BEFORE_TIME | _AUXILIARIES
_OPENING: Final = _AUXILIARIES | _WHAT | _BEING | _ASIDE | _BEFORE | _THEN | _ARTICLES
_GOING_ON: Final = _LISTENERS | _BEFORE | _THEN | _SPEAKERS | _BEING


@dataclass(frozen=True, slots=True)
class Window:
    """When something was told.

    Attributes:
        start, end: aware; `end` is not included.
        before: what was told before what is told now, and no time.
        world: the instant of the world that it was told of, aware; None: the present of then.
    """

    start: datetime
    end: datetime
    before: bool = False
    world: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskedTelling:
    """A question about what we told.

    Attributes:
        rest: the question that is left; may say nothing.
        window: when.
    """

    rest: str
    window: Window

    @property
    def says_nothing(self) -> bool:
        """Whether it leaves open what it was about."""
        return all(token.folded in _CONNECTING for token in tokens(self.rest))


def asked_telling(question: str, at: datetime, zone: str) -> AskedTelling | None:
    """Return which telling of ours `question` asks for, or None if it asks for none.

    Args:
        question: as typed.
        at: when, aware; it gives "last year" its meaning.
        zone: where, IANA.
    """
    question = without_courtesy(question[:LONGEST_QUESTION])
    words = tuple(map(_may, analyse(question)))
    folded = [word.folded for word in words]
    if len(words) != len(tokens(question)):
        return None
    about = _own_telling(folded) or _own_words(folded)
    if about is None:
        return None
    time = _time_of_telling(words, about, at, zone)
    cut = _cut(folded, about, time)
    before = time is None and any(_is_before(folded, place) for place in cut)
    if time is None and not before:
        return None
    # What is told at this very instant has been told.
    now = at + timedelta(microseconds=1)
    start, end = (time.start, time.end) if time else (datetime.min.replace(tzinfo=UTC), now)
    window = Window(start, min(end, now), before)
    return AskedTelling(_without(question, cut), window)


def _may(word: Word) -> Word:
    """Take "maija" in small letters for the month: here it stands beside a verb of telling."""
    if word.folded == "maija" and not word.capitalised:
        return replace(word, folded="maijs")
    return word


def _own_telling(folded: Sequence[str]) -> tuple[int, int] | None:
    """Return from where to where somebody says that we told something."""
    for verb, word in enumerate(folded):
        speaker = _speaker(folded, verb)
        if speaker is not None and _tells(folded, speaker, verb):
            return min(speaker, verb), max(speaker, verb)
        if _LATVIAN.fullmatch(word):
            return verb, verb
        passive = folded[max(verb - 2, 0) : verb]
        if _TOLD_US.fullmatch(word) and passive[:1] in (["was"], ["were"]) and passive[1] in _US:
            return verb - 2, verb
    return None


def _speaker(folded: Sequence[str], verb: int) -> int | None:
    """Return where the nearest before a verb is named who speaks, or just behind it."""
    places = [*range(verb - 1, max(verb - 1 - _FARTHEST, -1), -1), verb + 1]
    return next((at for at in places if at < len(folded) and folded[at] in _SPEAKERS), None)


def _tells(folded: Sequence[str], speaker: int, verb: int) -> bool:
    """Tell whether that word is a verb of telling in the past, which belongs to who speaks."""
    word = folded[verb]
    if speaker > verb:
        own = bool(_LATVIAN.fullmatch(word) or _RUSSIAN.fullmatch(word))
        return own and folded[speaker] not in _SPEAKERS & _listed("you u we")
    between = folded[speaker + 1 : verb]
    if not all(_passed_over(each) for each in between):
        return False
    if word in _BARE:
        return speaker > 0 and not _DID.isdisjoint(folded[max(speaker - 2, 0) : speaker])
    if _PAST.fullmatch(word):
        # Whom "the minister you said was ill" speaks of is the minister.
        asked = all(_opens(folded, place) for place in range(speaker))
        return asked or not _AUXILIARIES.isdisjoint(folded[max(speaker - 1, 0) : verb])
    latvian = _LATVIAN.fullmatch(word) or _LATVIAN_OTHERS.fullmatch(word)
    return bool(latvian or _RUSSIAN.fullmatch(word))


def _passed_over(word: str) -> bool:
    """Tell whether a word may stand between who speaks and the verb: a time, or "then"."""
    return word in _BETWEEN or word[:1].isdigit() or bool(_TIMELY.fullmatch(word))


def _own_words(folded: Sequence[str]) -> tuple[int, int] | None:
    """Return where "your previous figure" stands, or "your answer"."""
    for at, word in enumerate(folded):
        if not _WHOSE.fullmatch(word):
            continue
        after = [*folded[at + 1 : at + 3], "", ""]
        # "Our previous president" is nobody of ours.
        if _PREVIOUS.fullmatch(after[0]) and _THING.fullmatch(after[1]):
            return at, at + 2
        if _THING.fullmatch(after[0]):
            return at, at + 1
    return None


def _time_of_telling(
    words: Sequence[Word], about: tuple[int, int], at: datetime, zone: str
) -> AskedTime | None:
    """Return the time named with the telling, else at the very end, if none other is asked for."""
    folded = [word.folded for word in words]
    topic = next(
        (i for i in range(about[1] + 1, len(words)) if folded[i] in _CONNECTING - _BEFORE_TIME),
        len(words),
    )
    found = _past(words[:topic], at, zone)
    if found is not None:
        return found
    opening = folded[: about[0]]
    asked_what = not opening or any(word in _WHAT or _THING.fullmatch(word) for word in opening)
    if not asked_what or not _ASKING.isdisjoint(folded[topic:]):
        return None
    return _past(words, at, zone)


def _past(words: Sequence[Word], at: datetime, zone: str) -> AskedTime | None:
    """Return the time that `words` name; without a year the latest that has begun."""
    found = asked_time(words, at, zone)
    if found is None or found.start <= at:
        return found
    # Nothing was told at a time to come, unless somebody says so with its year.
    with_year = any(len(words[i].folded) == len("2021") for i in found.words if _number(words[i]))
    return found if with_year else asked_time(words, at - _A_YEAR, zone)


def _number(word: Word) -> bool:
    return word.folded.isdigit()


def _cut(folded: Sequence[str], about: tuple[int, int], time: AskedTime | None) -> set[int]:
    """Return the places of the words about the telling: who, what, to whom, and when."""
    cut = set(range(about[0], about[1] + 1))
    for place in sorted(time.words if time else ()):
        cut.add(place)
        if place and folded[place - 1] in _BEFORE_TIME:
            cut.add(place - 1)
    first = about[0] - 1
    while first >= 0 and (first in cut or _opens(folded, first)):
        cut.add(first)
        first -= 1
    last = about[1] + 1
    while last < len(folded) and (last in cut or _goes_on(folded[last])):
        cut.add(last)
        last += 1
    return cut


def _opens(folded: Sequence[str], place: int) -> bool:
    """Tell whether a word before the telling belongs to it: "and what figure did"."""
    word = folded[place]
    return word in _OPENING or bool(_THING.fullmatch(word))


def _goes_on(word: str) -> bool:
    """Tell whether a word behind the telling belongs to it: "… us before"."""
    return word in _GOING_ON


def _is_before(folded: Sequence[str], place: int) -> bool:
    word = folded[place]
    return word in _BEFORE or bool(_PREVIOUS.fullmatch(word))


def _without(question: str, cut: set[int]) -> str:
    """Return a question without some of its words."""
    found = tokens(question)
    ends = [*(token.start for token in found[1:]), len(question)]
    kept = [
        question[token.start : end].strip()
        for place, (token, end) in enumerate(zip(found, ends, strict=True))
        if place not in cut
    ]
    return " ".join(kept)
