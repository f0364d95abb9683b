"""`questions`, `answer`: what nobody could answer, and an editor's answer to those who asked.

Questions that ask the same are one group, called by the number of the first, or of any of them. A
KEY answers all of them at once: each who asked is told where they asked, as
`bot/posting/answered.py` says, but for those whose own words ask for what that fact surely is not.
Any other words become a fact first, through its form; then its key is the answer. What an editor
adds otherwise may answer what waits: see `solving.py`.

All of it is told in private and in the editors' chat alone, as who asked privately would be read
by everybody elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Final

from bot import calendar, roles
from bot.answering.gist import subject_in
from bot.commands import told, unmarked
from bot.commands.arguments import Incomplete
from bot.commands.entry import check_discreet
from bot.context import Act, Button, Context, Harmless
from bot.errors import DeskError, Refused
from bot.forms import conversing
from bot.grammar import fold_key, looks_like_key
from bot.grammar.errors import shown
from bot.port import Break, Code, Message, Reply, joined, unclaimed
from bot.posting import answered
from bot.roles import Right
from bot.waiting import askers
from storage.audit import Entry
from storage.choices import Choice as StoredChoice
from storage.content import Audience, Fact
from storage.questions import Group, Question

TELL: Final = "tell-askers"
"""What the button stands for that tells those who asked."""

PAGE: Final = 5
"""Groups a page: each takes four or five lines of a telephone."""

WITHIN: Final = timedelta(days=7)
"""How long the buttons work; the commands that they stand for always do."""

MANY: Final = 20
"""People, above whom a second tap is asked for before they are told."""

ADD: Final = ("fact", "add")
"""The command by which words become a fact."""

_LONGEST_NUMBER: Final = 9
"""Digits of a number that a database can hold."""

CLOSED: Final = ("not-ours", "nobody-knows", "no-question")
"""Reasons to close that are offered; any other can be written."""


class NoSuchQuestion(DeskError):
    """Nothing was asked under this number. Field: `number`."""

    key = "questions.no-such"


class WrongNumber(DeskError):
    """Not the number of a question. Field: `text`."""

    key = "questions.wrong-number"


class NotWaiting(DeskError):
    """It has been answered or closed. Fields: `number`, `outcome`."""

    key = "questions.not-waiting"


class NothingToTell(DeskError):
    """Nothing is held of a fact that readers may see. Field: `key`."""

    key = "questions.nothing-to-tell"


def list_(text: str) -> Act:
    """List what waits for an answer, page by page.

    Raises:
        WrongNumber: what stands there is no page.
    """
    return partial(_list, page=max(_number(text), 1) if text.strip() else 1)


def answer(text: str) -> Act:
    """Answer a group of questions with a fact, or with words that become one; alone, list them.

    Raises:
        WrongNumber: no number begins it.
    """
    if not text.strip():
        return Harmless(partial(_list, page=1))
    number, rest = _numbered(text)
    if not rest:
        return Harmless(partial(_how, number=number))
    return partial(_answer, number=number, text=rest)


def close(text: str) -> Act:
    """Close a group of questions; nobody is told.

    Raises:
        Incomplete, WrongNumber: no number begins it.
    """
    number, reason = _numbered(text)
    if not reason:
        return Harmless(partial(_why, number=number))
    return partial(_close, number=number, reason=reason)


def tell(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Tell those who asked, when the button for it is tapped.

    Raises:
        Refused: who taps it is no editor any more.
        NotWaiting: it was answered or closed meanwhile.
        NothingToTell: nothing may be told of the fact any more.
    """
    if not roles.holds(Right.EDITOR, context.person.role):
        raise Refused
    check_discreet(context, "questions")
    fact_id = int(payload["fact"])
    fact = context.tx.facts.get([fact_id])[fact_id]
    sure = bool(payload.get("sure"))
    told = [_answered(context, int(number), fact, sure=sure) for number in payload["groups"]]
    return replace(context.reply(joined(told, Break(paragraph=True))), apart=True)


def _numbered(text: str) -> tuple[int, str]:
    """Return the number that begins `text`, and the rest, lines and all."""
    words = text.strip().split(maxsplit=1)
    if not words:
        raise Incomplete(given="")
    return _number(words[0]), words[1].strip() if len(words) > 1 else ""


def _number(word: str) -> int:
    digits = word.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER):
        raise WrongNumber(text=shown(word))
    return int(digits)


def _list(context: Context, page: int) -> Reply:
    check_discreet(context, "questions")
    tx, first = context.tx, (page - 1) * PAGE
    count = tx.questions.count_groups()
    groups = tx.questions.groups(first, PAGE)
    if not groups:
        return context.reply(context.say("questions.none"))
    cards = [askers.card(tx, each, context.language, context.zone) for each in groups]
    how = context.say("questions.how", answer=Code("/answer"), close=Code("/questions close"))
    lines = [context.say("questions.list", count=count), *cards, how]
    acts = {"answer": "answer", "close": "questions close"}
    buttons = [
        _button(context, word, each.number, f"{act} {each.number}")
        for each in groups
        for word, act in acts.items()
    ]
    left = count - first - len(groups)
    if left > 0:
        turn = StoredChoice("run", {"text": f"questions {page + 1}"})
        buttons.append(Button(context.phrase("facts.more", count=left), turn))
    choices = context.offered(buttons, WITHIN)
    return context.reply(joined(lines, Break(paragraph=True)), choices=choices)


def _button(context: Context, word: str, number: int, line: str) -> Button:
    label = context.phrase(f"questions.{word}", number=str(number))
    return Button(label, StoredChoice("run", {"text": line, "listed": True}))


def waiting(context: Context, number: int) -> Group:
    """Return the group of the question with this number.

    Raises:
        NotHere: everybody here would read of it.
        NoSuchQuestion, NotWaiting: there is none, or it waits no more.
    """
    check_discreet(context, "questions")
    question = context.tx.questions.get(number)
    if question is None:
        raise NoSuchQuestion(number=(Code(str(number)),))
    group = context.tx.questions.group(question.group)
    if group is None:
        outcome = context.phrase(f"questions.outcome-{question.outcome}")
        raise NotWaiting(number=(Code(str(number)),), outcome=outcome)
    return group


def _how(context: Context, number: int) -> Reply:
    """Open the form that answers a group; where none can be had, show how that is done."""
    group = waiting(context, number)
    command = Code(f"/answer {number} ")
    if conversing.opens(context):
        close = Code(f"/questions close {number}")
        how = context.say("questions.form-how", command=command, close=close)
        said = joined([_card(context, group), how], Break(paragraph=True))
        return context.beside(_opened(context, group, {}, said))
    lines = [_card(context, group), context.say("questions.how-answer", command=command)]
    closes = _button(context, "close", number, f"questions close {number}")
    choices = context.offered([closes], WITHIN, own=True)
    shown_how = context.reply(joined(lines, Break(paragraph=True)), choices=choices)
    return context.beside(unmarked.with_way(context, shown_how, f"answer {number}"))


def _why(context: Context, number: int) -> Reply:
    """Offer reasons to close a group."""
    group = waiting(context, number)
    reasons = [context.phrase(f"questions.reason-{each}") for each in CLOSED]
    buttons = [
        Button(each, StoredChoice("run", {"text": f"questions close {number} {each}"}))
        for each in reasons
    ]
    choices = context.offered(buttons, WITHIN, own=True)
    command = Code(f"/questions close {number} ")
    lines = [_card(context, group), context.say("questions.how-close", command=command)]
    message = joined(lines, Break(paragraph=True))
    return context.beside(context.reply(message, choices=choices))


def _card(context: Context, group: Group) -> Message:
    return askers.card(context.tx, group, context.language, context.zone)


def _answer(context: Context, number: int, text: str) -> Reply:
    group = waiting(context, number)
    fact = _fact(context, text)
    if fact is None:
        return _as_fact(context, group, text)
    parted = askers.parted(context.tx, group.number, fact, context.zone)
    people = askers.reach_of(context.tx, parted.fitting).people
    if parted.fitting and people <= MANY:
        return context.reply(_answered(context, group.number, fact))
    return _asked_first(context, group, fact, parted)


def _asked_first(context: Context, group: Group, fact: Fact, parted: askers.Parted) -> Reply:
    """Have an editor look once more: so many are told, or all asked for something else."""
    nobody = not parted.fitting
    people = askers.reach_of(context.tx, parted.otherwise if nobody else parted.fitting).people
    tells = {"fact": fact.id, "groups": [group.number], "sure": nobody}
    button = Button(context.phrase("questions.tell", count=people), StoredChoice(TELL, tells))
    asks = context.say("questions.all-otherwise" if nobody else "questions.many")
    beside = () if nobody else askers.otherwise(parted, context.language)
    lines = [_card(context, group), beside, asks, _told_of(context, fact)]
    choices = context.offered([button], WITHIN, own=True)
    return context.reply(joined(filter(None, lines), Break(paragraph=True)), choices=choices)


def _fact(context: Context, text: str) -> Fact | None:
    """Return the fact that is named, if it exists, and has a dot or is an event's."""
    if not looks_like_key(text):
        return None
    key = fold_key(text)
    if key.attribute:
        return context.tx.facts.find(str(key))
    subject = context.tx.subjects.find(key.subject)
    is_event = subject is not None and subject.kind == calendar.EVENT
    return context.tx.facts.find(f"{key.subject}.{calendar.TIME}") if is_event else None


def _as_fact(context: Context, group: Group, text: str) -> Reply:
    """Open the form that makes a fact of an answer, or give the command for it."""
    if conversing.opens(context):
        value = {f"value-{context.language}": text}
        return _opened(context, group, value, _card(context, group))
    about = _about(group, context)
    command = Code(f"/fact add {about or '…'}.… {text}")
    then = Code(f"/answer {group.number} {about or '…'}.…")
    first = context.say("questions.add-first", command=command, then=then)
    told = context.reply(joined([_card(context, group), first], Break(paragraph=True)))
    line = f"answer {group.number}"
    return unmarked.with_way(context, told, f"{line} {text}", line)


def _opened(context: Context, group: Group, given: Mapping[str, str], said: Message = ()) -> Reply:
    """Open the form of a fact that answers a group, about what was asked about if that is known."""
    add = next(each for each in context.commands if each.name == ADD)
    about = _about(group, context)
    known = {**given, "subject": about} if about else given
    number = group.number
    return conversing.open_form(context, add, "", question=number, given=known, said=said)


def _about(group: Group, context: Context) -> str:
    """Return the key of the subject that is asked about, if it is known."""
    first = context.tx.questions.of_group(group.number)[0]
    return subject_in(first.gist) if first.gist else ""


def _answered(context: Context, number: int, fact: Fact, *, sure: bool = False) -> Message:
    """Answer a group with a fact, and say to whom it is told, and what.

    Who asked for what the fact cannot be waits on, in a group of their own; unless an editor is
    `sure`, who has seen what they asked.
    """
    group, tx = waiting(context, number), context.tx
    card = _told_of(context, fact)
    parted = askers.parted(tx, group.number, fact, context.zone)
    if sure:
        parted = askers.Parted(tx.questions.of_group(group.number), ())
    if not parted.fitting:
        return joined([_card(context, group), context.say("questions.none-told")], Break())
    left = tx.questions.part(_numbers(parted.otherwise)) if parted.otherwise else None
    answers = tx.questions.part(_numbers(parted.fitting)) if parted.otherwise else group.number
    reach = askers.reach_of(tx, parted.fitting)
    answered.plan(tx, reach.recipients, fact.id)
    tx.questions.close_group(answers, context.person.id, "answered")
    details = {"key": fact.key, "people": reach.people, "chats": reach.chats}
    _note(context, "question.answer", answers, details)
    lines = [
        context.say("questions.answered", number=Code(str(answers)), key=Code(fact.key)),
        askers.told(reach, context.language, done=True),
        askers.otherwise(parted, context.language, left),
        card,
    ]
    return joined(filter(None, lines), Break())


def _numbers(questions: Sequence[Question]) -> list[int]:
    return [each.number for each in questions]


def _told_of(context: Context, fact: Fact) -> Message:
    """Return what those who asked are told, as it is shown to whoever answers.

    Raises:
        NothingToTell: readers may see nothing of it.
    """
    held = answered.told_of(context.tx, fact, Audience.EVERYONE, [context.now])
    if held is None:
        raise NothingToTell(key=(Code(fact.key),))
    return unclaimed(told.fact_card(context, fact, held))


def _close(context: Context, number: int, reason: str) -> Reply:
    group = waiting(context, number)
    context.tx.questions.close_group(group.number, context.person.id, "closed")
    _note(context, "question.close", group.number, {"reason": reason})
    called = Code(str(group.number))
    return context.reply(context.say("questions.closed", number=called, reason=shown(reason)))


def _note(context: Context, action: str, number: int, details: Mapping[str, Any]) -> None:
    place = str(context.update.chat)
    context.tx.audit.add(Entry(context.person.id, action, str(number), place, details))
