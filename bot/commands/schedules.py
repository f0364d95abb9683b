"""`schedule add`: what editors have posted again and again, by a rule, here or to channels.

Nothing is kept before its next five times, its channels and its words of now were shown, and
somebody who may has tapped. What leaves says what holds then, not what was shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any, Final

from bot import destinations, roles, texts
from bot.commands import fitting, standing_content
from bot.commands.arguments import Incomplete
from bot.commands.entry import check_discreet
from bot.commands.standing_content import Typed
from bot.context import Act, Button, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.grammar.recurring import take_recurring
from bot.port import Break, Code, Message, Place, Reply, Text, joined, unclaimed
from bot.posting import digests, repeated
from bot.posting.standing import View
from bot.roles import Right
from bot.showing import cards, recurrences, wording
from storage.audit import Entry
from storage.channels import Channel
from storage.choices import Choice as StoredChoice
from storage.content import Audience
from storage.schedules import Content, Order, Schedule, State

ADD: Final = "schedule-add"
"""What the button that keeps a schedule stands for."""

CONFIRM_WITHIN: Final = timedelta(hours=1)

STANDS_FOR: Final = timedelta(days=1)
"""How long the buttons of what is kept work; the commands that they stand for always do."""

SOONEST: Final = timedelta(minutes=30)
"""How near to each other the times of a rule may be: a chat is no ticker."""


class WhichTime(DeskError):
    """No recurring time begins the line. Field: `text`."""

    key = "schedule.which-time"


class TooOften(DeskError):
    """The rule comes too often. Field: `minutes`, the least between two times."""

    key = "schedule.too-often"


class Never(DeskError):
    """The rule never comes. Field: `text`."""

    key = "rule.never"


@dataclass(frozen=True, slots=True)
class Asked:
    """A standing post as typed."""

    cron: str
    typed: Typed
    to: tuple[str, ...]


def add(text: str) -> Act:
    """Have something posted by a rule, once that is confirmed.

    Raises:
        Incomplete: nothing is asked.
        WhichTime, NoHour, BadHour, BadRule: WHEN is none.
        WhichContent, NothingAbout: CONTENT is none.
    """
    if not text.strip():
        raise Incomplete(given="")
    cron, rest = when(text)
    if not rest:
        raise Incomplete(given=text.strip())
    return partial(_preview, asked=_asked(cron, rest))


def when(text: str) -> tuple[str, str]:
    """Take WHEN from the beginning of `text`; return it as a cron rule that comes, and the rest.

    Raises:
        WhichTime, NoHour, BadHour, BadRule: it is none.
        Never, TooOften: it is a rule that nobody wants.
    """
    found = take_recurring(text)
    if found is None:
        raise WhichTime(text=shown(text))
    return found


def times(context: Context, cron: str) -> tuple[datetime, ...]:
    """Return the next times of a rule in the zone of the chat.

    Raises:
        BadRule, Never, TooOften: it is none that anybody wants.
    """
    found = recurrences.upcoming(cron, context.zone, context.now)
    if not found:
        raise Never(text=shown(cron))
    if any(later - sooner < SOONEST for sooner, later in pairwise(found)):
        raise TooOften(minutes=int(SOONEST / timedelta(minutes=1)))
    return found


def listed_times(context: Context, cron: str, zone: str) -> list[Message]:
    """Return a line for each of the next times, and for each that the clocks skip among them."""
    return recurrences.listed(cron, zone, context.now, context.language)


def store(context: Context, payload: Mapping[str, Any]) -> Reply:
    """Keep what was shown, when its button is tapped by somebody who may."""
    if not roles.allows(Right.EDITOR, context.person.role, context.update.chat.place):
        raise roles.refusal(Right.EDITOR, private=context.private_link("schedule list"))
    order = Order(
        content=Content(payload["content"]),
        about=str(payload["about"]),
        cron=str(payload["cron"]),
        zone=str(payload["zone"]),
        chat=context.chat_id,
        channels=tuple(payload["channels"]),
    )
    destinations.check(context, [destinations.named(context.tx, each) for each in order.channels])
    found = recurrences.upcoming(order.cron, order.zone, context.now)
    made = context.tx.schedules.add(order, found[0], context.person.id)
    note(context, "schedule.add", made)
    lines = [
        context.say(
            "schedule.kept", number=Code(str(made.number)), what=ordered(context, made.order)
        ),
        context.say("schedule.next"),
        *coming_times(context, order),
        context.say("schedule.change", command=Code(f"/schedule remove {made.number}")),
    ]
    choices = context.offered(deciding(context, made), STANDS_FOR)
    return context.reply(joined(lines, Break()), choices=choices)


def deciding(context: Context, schedule: Schedule) -> list[Button]:
    """Return what may be done about a standing post; what stands above its buttons stays."""
    acts = {State.ACTIVE: ["pause", "remove"], State.PAUSED: ["resume", "remove"]}
    return [
        Button(
            context.phrase(f"schedule.do-{act}", number=str(schedule.number)),
            StoredChoice("run", {"text": f"schedule {act} {schedule.number}"}),
        )
        for act in acts.get(schedule.state, ["remove"])
    ]


def _asked(cron: str, rest: str) -> Asked:
    """Read CONTENT and its lines; of a text only a last paragraph of lines is none of it."""
    typed, names = standing_content.read_with_lines(rest)
    return Asked(cron, typed, names)


def _preview(context: Context, asked: Asked) -> Reply:
    check_discreet(context, "schedule list")
    coming = times(context, asked.cron)
    channels = [destinations.named(context.tx, name) for name in dict.fromkeys(asked.to)]
    destinations.check(context, channels)
    about = standing_content.looked_up(context, asked.typed)
    content = asked.typed.content
    names = tuple(dict.fromkeys(channel.name for channel in channels))
    order = Order(content, about, asked.cron, context.zone, context.chat_id, names)
    standing_content.check_comes(context, order, coming[0])
    _check_fits(context, order, channels)
    heading = context.say("schedule.preview", what=ordered(context, order))
    lines = [heading, *coming_times(context, order), *said_now(context, order, channels)]
    if content is Content.TEXT:
        lines += standing_content.warned(context, about)
    stands_for = {
        "content": content,
        "about": about,
        "cron": order.cron,
        "zone": order.zone,
        "channels": list(names),
    }
    buttons = (
        Button(context.phrase("schedule.keep"), StoredChoice(ADD, stands_for)),
        Button(context.phrase("desk.leave-it"), StoredChoice("leave", {})),
    )
    return context.reply(joined(lines, Break()), choices=context.offered(buttons, CONFIRM_WITHIN))


def coming_times(context: Context, order: Order) -> list[Message]:
    """Return its next times, and when it ends if that is before the last of them."""
    last = recurrences.upcoming(order.cron, order.zone, context.now)[-1]
    lines = listed_times(context, order.cron, order.zone)
    return [*lines, *standing_content.ending(context, order, last)]


def said_now(context: Context, order: Order, channels: Sequence[Channel]) -> Iterator[Message]:
    """Yield what would be said now, in each language of those who would read it."""
    places: dict[str, list[str]] = {}
    for channel in channels:
        chat = destinations.chat_of(context.tx, channel)
        places.setdefault(destinations.language_of(context, chat), []).append(channel.name)
    for language, names in (places or {context.language: []}).items():
        view = _view(context, language, among_others=bool(channels))
        said = standing_content.told(view, order.content, order.about, _period(view, order))
        if not said:
            yield context.say("schedule.empty-now")
            continue
        key = "schedule.now-in" if names else "schedule.now"
        yield context.say(key, names=", ".join(names))
        yield unclaimed(said)


def _check_fits(context: Context, order: Order, channels: Sequence[Channel]) -> None:
    """Refuse what would not fit one message now; of a digest the rest is shown when asked for."""
    if order.content is Content.DIGEST:
        return
    views = (_view(context, each, among_others=bool(channels)) for each in texts.LANGUAGES)
    said = {
        view.language: standing_content.told(view, order.content, order.about, None)
        for view in views
    }
    fitting.check(context, said, channels)
    if not channels:
        here = context.phrase("schedule.this-chat")
        fitting.check_one(context, said[context.language], context.update.chat.platform, here)


def _view(context: Context, language: str, *, among_others: bool) -> View:
    audience = Audience.EVERYONE if among_others else context.audience
    return View(context.tx, language, context.zone, audience, context.now)


def _period(view: View, order: Order) -> digests.Period | None:
    """Return of when a digest would tell if it were due now."""
    if order.content is not Content.DIGEST:
        return None
    coming = recurrences.upcoming(order.cron, order.zone, view.now, 2)
    until = coming[0]
    gap = coming[-1] - coming[0]
    return digests.Period(digests.first(view, view.now, view.now + gap), until, order.about)


def ordered(context: Context, order: Order) -> Message:
    """Return what is posted, where and when, in a few words."""
    place = ", ".join(order.channels) or _this_chat(context, order.chat)
    content = texts.phrase(context.language, f"schedule.content-{order.content}")
    named = order.about
    if order.content is Content.TEXT:
        named = repeated.in_language(named, context.language)
    elif order.content is not Content.DIGEST:
        named = cards.called(context.tx, named, context.language) or named
    about = f" ({shown(named)})" if named else ""
    return context.say(
        "schedule.what",
        content=Text(f"{content}{about}"),
        place=place,
        rule=recurrences.in_words(order.cron, context.language),
        zone=wording.zone_name(order.zone, context.language),
    )


def _this_chat(context: Context, chat_id: int) -> str:
    if chat_id == context.chat_id:
        return context.phrase("schedule.this-chat")
    chat = context.tx.chats.get(chat_id)
    if chat is None or chat.place == Place.PRIVATE:
        return context.phrase("schedule.private-chat")
    return shown(chat.title) or destinations.address(chat)


def note(context: Context, action: str, schedule: Schedule) -> None:
    """Write down what was done to a standing post."""
    target, place = str(schedule.number), str(context.update.chat)
    context.tx.audit.add(Entry(context.person.id, action, target, place))
