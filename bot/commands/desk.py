"""`desk`: what waits for editors, and what was changed last, with a button to each; `desk here`.

Only editors read it: in private, in their chat, or in the home of their app. What a person may not
change themselves is shown to them all the same: somebody has to ask for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from bot import texts
from bot.answering.words import fold
from bot.calendar import EVENT
from bot.commands.arguments import nothing
from bot.commands.entry import check_discreet
from bot.commands.holding import releasing
from bot.context import Act, Button, Context
from bot.editing import pending
from bot.errors import DeskError
from bot.forms import asking, conversing
from bot.forms.form import Filled
from bot.grammar.errors import shown
from bot.port import Break, Code, Message, Place, Reply, Strong, Text, joined
from bot.posting import holding, proposals
from bot.posting.alarms import listeners
from bot.posting.outbox import queue_alarm, spoken
from bot.showing import cards, wording
from bot.showing.acts import Acts
from bot.waiting import attention, languages
from storage.audit import Entry
from storage.choices import Choice as StoredChoice
from storage.moments import Moment
from storage.pending import Proposal

RECENT: Final = 5
"""Changes that are shown with what waits."""

PAGE: Final = 8
"""Lines of one kind of work a page: each takes two or three lines of a telephone."""

LASTS: Final = timedelta(days=1)
"""How long a button works; who leaves the desk open over night finds it anew."""

PARTS: Final = ("pending", "reviews", "languages")
"""The lists that have no command of their own."""


class NoSuchPart(DeskError):
    """Nothing of the desk is called so. Fields: `text`, `known`."""

    key = "waiting.no-such"


class NotHereDesk(DeskError):
    """A private chat cannot be the editors': those who join later would not see it."""

    key = "waiting.not-private"


def desk(text: str) -> Act:
    """Show what waits; or one list of it, and which page.

    Raises:
        NoSuchPart: nothing is called so.
    """
    part, *more = text.split() or [""]
    page = more[0] if more else "1"
    if not part:
        return _overview
    if fold(part) not in PARTS or len(more) > 1 or not (page.isascii() and page.isdigit()):
        raise NoSuchPart(text=shown(text), known=", ".join(PARTS))
    return partial(_part, part=fold(part), page=max(int(page[:4]), 1))


def here(text: str) -> Act:
    """Make this the editors' chat."""
    nothing(text)
    return _here


def overview(context: Context) -> Reply:
    """Return the desk, as it is shown in private."""
    waits = attention.waiting(context.tx, context.home.zone)
    lines = [*holding.lines(context.tx, context.language, context.zone), *_counted(context, waits)]
    recent = context.tx.audit.changes(RECENT)
    if recent:
        zone = wording.zone_name(context.zone, context.language)
        acts = Acts(context.tx, context.language, context.zone)
        lines += [context.say("waiting.recent", zone=zone), *map(acts.line, recent)]
    known = {" ".join(command.name) for command in context.commands}
    buttons = [
        Button(context.phrase(f"waiting.button-{each.name}"), _listed(each.line))
        for each in waits
        if each.line in known or each.line.split()[0] in known
    ]
    buttons = [*releasing(context, listed=True), *buttons]
    return context.reply(joined(lines, Break()), choices=context.offered(buttons, LASTS))


def _overview(context: Context) -> Reply:
    check_discreet(context, "desk")
    return overview(context)


def _counted(context: Context, waits: Sequence[attention.Waiting]) -> Iterator[Message]:
    if not waits:
        yield context.say("waiting.nothing")
        return
    yield context.say("waiting.heading")
    for each in waits:
        yield (Text("· "), *context.say(f"waiting.{each.name}", count=each.count))


def _running(line: str) -> StoredChoice:
    return StoredChoice("run", {"text": line})


def _listed(line: str) -> StoredChoice:
    """Return what shows one thing below the desk, or a list of it, which stays for the next."""
    return StoredChoice("run", {"text": line, "listed": True})


def _part(context: Context, part: str, page: int) -> Reply:
    """Show one page of one list; the next begins where it ends."""
    check_discreet(context, f"desk {part}")
    lists = {"pending": _pending, "reviews": _reviews, "languages": _left_behind}
    lines = lists[part](context)
    # What a tap can do needs no KEY to be typed.
    acts = {"reviews": _reviewing, "pending": _deciding}.get(part, _none)(context)
    shown_here = lines[(page - 1) * PAGE : page * PAGE]
    if not shown_here:
        return context.reply(context.say(f"waiting.no-{part}"))
    heading = (*context.say(f"waiting.{part}", count=len(lines)), Text(":"))
    left = len(lines) - page * PAGE
    buttons = [button for each in acts[(page - 1) * PAGE : page * PAGE] for button in each]
    if left > 0:
        more = context.phrase("facts.more", count=left)
        buttons.append(Button(more, _running(f"desk {part} {page + 1}")))
    message = joined([heading, *shown_here], Break())
    forms = _mending(context)[(page - 1) * PAGE : page * PAGE] if part == "languages" else []
    opening = asking.openings(context, forms, LASTS) if conversing.opens(context) else []
    return context.reply(message, choices=[*opening, *context.offered(buttons, LASTS)])


def _none(_context: Context) -> list[Sequence[Button]]:
    return []


def _reviews(context: Context) -> list[Message]:
    found = attention.reviews(context.tx, context.home.zone)
    facts = context.tx.facts.get([each.fact for each in found])
    return [
        context.say(
            "waiting.review",
            name=Strong(shown(cards.called(context.tx, facts[each.fact].key, context.language))),
            day=wording.day(each.day, context.language),
            command=Code(f"/fact review {facts[each.fact].key}"),
        )
        for each in found
    ]


def _reviewing(context: Context) -> list[Sequence[Button]]:
    """Return a button for each review day that has come, which shows the fact and asks of it."""
    found = attention.reviews(context.tx, context.home.zone)
    facts = context.tx.facts.get([each.fact for each in found])
    keys = [facts[each.fact].key for each in found]
    return [
        [Button(cards.called(context.tx, key, context.language), _listed(f"fact review {key}"))]
        for key in keys
    ]


def _left_behind(context: Context) -> list[Message]:
    return [
        context.say(
            "waiting.language",
            name=Strong(shown(cards.called(context.tx, fact.key, context.language))),
            language=context.phrase(f"language.{each}"),
            command=Code(languages.line(fact.key, held, each)),
        )
        for fact, held, behind in attention.left_behind(context.tx)
        for each in behind
    ]


def _mending(context: Context) -> list[tuple[str, Filled]]:
    """Return a form for each language left behind, in which what it lacks can be written."""
    return [
        (
            f"{shown(cards.called(context.tx, fact.key, context.language))}: "
            + context.phrase(f"channel.in-{each}"),
            Filled(f"fact {act}", {"fact": fact.key, "what": act}),
        )
        for fact, held, behind in attention.left_behind(context.tx)
        for each in behind
        for act in [languages.act(held, each)]
    ]


def _deciding(context: Context) -> list[Sequence[Button]]:
    """Return the buttons of each change that waits: it is shown, or decided upon at once."""
    return [_decisions(context, each) for each in context.tx.pending.waiting()]


def _decisions(context: Context, proposal: Proposal) -> list[Button]:
    """Return what somebody may do about a change; nobody approves their own."""
    number = proposal.number
    acts = {"waiting.show": StoredChoice(proposals.SHOW, {"number": number})}
    second = proposal.approved_by is None and pending.needs_second(context.tx, proposal)
    if second and proposal.author != context.person.id:
        acts["pending.do-approve-one"] = proposals.approving(context.tx, proposal, listed=True)
    if second:
        acts["pending.do-decline-one"] = _listed(f"decline {number}")
    return [Button(context.phrase(key, number=str(number)), act) for key, act in acts.items()]


def _pending(context: Context) -> list[Message]:
    return [_proposal(context, each) for each in context.tx.pending.waiting()]


def _proposal(context: Context, proposal: Proposal) -> Message:
    """Return what waits to be a change: its number, of what, until when, and what can be done.

    No value of it is told.
    """
    number, key = proposal.number, _key(proposal)
    name = Strong(shown(cards.called(context.tx, key, context.language) or key))
    what = Code(_as_typed(proposal))
    if proposal.due_at is None:
        return context.say(
            "waiting.approval",
            number=Code(str(number)),
            name=name,
            what=what,
            approve=Code(f"/approve {number}"),
            decline=Code(f"/decline {number}"),
        )
    return context.say(
        "waiting.embargo",
        number=Code(str(number)),
        name=name,
        what=what,
        at=wording.on(Moment.instant(proposal.due_at, context.zone), context.language),
        lift=Code(f"/embargo lift {number}"),
        move=Code(f"/embargo move {number}"),
    )


def _key(proposal: Proposal) -> str:
    """Return the KEY that the command that waits was given: an event's, not of its time."""
    of_event = proposal.command.startswith(f"{EVENT}.")
    return proposal.target.partition(".")[0] if of_event else proposal.target


def _as_typed(proposal: Proposal) -> str:
    """Return the command that waits, without its lines."""
    return f"/{proposal.command.replace('.', ' ')} {_key(proposal)}"


def _here(context: Context) -> Reply:
    update, tx = context.update, context.tx
    if update.chat.place is Place.PRIVATE:
        raise NotHereDesk
    left = [each for each in listeners(tx, context.home.editors) if each.person is None]
    if any(each.id == context.chat_id for each in left):
        return context.reply(context.say("waiting.was-here"))
    tx.chats.make_desk(context.chat_id, left_as=Place.GROUP)
    title = shown(update.chat.title) or str(update.chat)
    details = {"before": [f"{each.platform}:{each.external_id}" for each in left]}
    tx.audit.add(Entry(context.person.id, "desk.here", str(update.chat), str(update.chat), details))
    for each in left:
        language = spoken(tx, each, context.usual_language)
        told = texts.say(language, "waiting.moved", chat=title)
        queue_alarm(tx, f"desk:{tx.now.isoformat()}:{each.id}", each.id, told, language)
    return context.reply(context.say("waiting.here"))
