"""Proposals: what editors are told of a change that waits, and its author of what became of it.

Each word is a planned message of its own, worded when it leaves: what was settled by then is not
told of any more. Only where the desk reads does it say what the change is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Protocol

from bot import texts
from bot.editing.order import ADD_EVENT, Order
from bot.port import Break, Choice, Code, Kind, Message, Strong, joined
from bot.posting.alarms import listeners, second_pairs
from bot.posting.occasions import Composed, Dropped, Occasion, Verdict
from bot.posting.policies import POLICIES
from bot.showing import cards, overtaken, wording
from storage.choices import Choice as StoredChoice
from storage.content import Audience, Source
from storage.database import Transaction
from storage.deliveries import Reason
from storage.moments import Moment
from storage.pending import Proposal
from storage.plans import Planned

NAME: Final = "proposal"
"""What the payload of such a word names as its composer."""

APPROVE: Final = "approve"
"""What the button is called that has a proposal carried out as it was shown."""

SHOW: Final = "proposal"
"""What the button is called that shows a proposal."""

DECIDED_WITHIN: Final = timedelta(days=7)
"""How long the buttons work; the commands that they stand for always do."""


class Word(StrEnum):
    """What is told."""

    PROPOSED = "proposed"
    HELD = "held"
    CLOCK = "clock"
    APPLIED = "applied"
    DECLINED = "declined"


def tell(tx: Transaction, number: int, word: Word, editors: str, besides: int = 0) -> None:
    """Have the editors told of what waits.

    Args:
        tx: open for writing.
        number: of the proposal.
        word: what about it.
        editors: the editors' chat, as `telegram:-100123`, or empty.
        besides: our id of a chat that knows already.
    """
    # What was held once may be held again; that the clock is wrong is told once.
    mark = f":{tx.now.isoformat()}" if word is Word.HELD else ""
    for chat in listeners(tx, editors):
        if chat.id != besides:
            _plan(tx, f"{number}:{word}{mark}", chat.id, {"number": number, "word": word})


def ask(tx: Transaction, number: int, editors: str) -> None:
    """Have whoever can approve a proposal asked: its author cannot, and is not.

    Args:
        tx: open for writing.
        number: of the proposal.
        editors: the editors' chat, as `telegram:-100123`, or empty.
    """
    proposal = tx.pending.get(number)
    author = None if proposal is None else proposal.author
    for chat in second_pairs(tx, editors, author):
        _plan(tx, f"{number}:{Word.PROPOSED}", chat.id, {"number": number, "word": Word.PROPOSED})


def tell_author(tx: Transaction, proposal: Proposal, word: Word, reason: str = "") -> None:
    """Have who proposed a change told what became of it, in private if we can reach them there."""
    private = () if proposal.author is None else tx.chats.private(proposal.author)
    here = next((chat.id for chat in private if not chat.gone), proposal.chat)
    if here is not None:
        said = {"word": word, "target": proposal.target, "reason": reason}
        _plan(tx, f"{proposal.number}:{word}", here, {"number": proposal.number, **said})


def _plan(tx: Transaction, key: str, chat: int, payload: Mapping[str, Any]) -> None:
    planned = Planned(
        key=f"{NAME}:{key}:{chat}",
        chat=chat,
        due_at=tx.now,
        rank=POLICIES[Kind.NOTICE].rank,
        payload={"compose": NAME, **payload},
    )
    tx.plans.add(Kind.ALARM, None, [planned])


def compose(occasion: Occasion) -> Verdict:
    """Say what waits and how to decide, or what became of it."""
    payload = occasion.delivery.payload
    word, number = Word(payload["word"]), int(payload["number"])
    if word in {Word.APPLIED, Word.DECLINED}:
        return Composed(_ended(occasion, word, number))
    proposal = occasion.tx.pending.get(number)
    if proposal is None or occasion.audience is not Audience.DESK or _is_over(proposal, word):
        return Dropped(Reason.EMPTY)
    if word is Word.CLOCK:
        return Composed(_clock(occasion, proposal))
    return Composed(
        told(occasion, proposal, word), choices=_choices(occasion, occasion.chat.id, proposal)
    )


class Sight(Protocol):
    """How somebody sees a proposal: in what language and zone, as whom, and when."""

    @property
    def tx(self) -> Transaction:
        """Where it is stored."""

    @property
    def language(self) -> str:
        """In which it is told."""

    @property
    def zone(self) -> str:
        """The IANA zone in which instants are told."""

    @property
    def audience(self) -> Audience:
        """As whom they read."""

    @property
    def now(self) -> datetime:
        """The instant, aware."""


def told(sight: Sight, proposal: Proposal, word: Word) -> Message:
    """Return what a proposal would change, what holds, and how to decide."""
    lines = [_heading(sight, proposal, word), *_what(sight, proposal)]
    lines.append(texts.say(sight.language, "pending.how", number=str(proposal.number)))
    return joined(lines, Break())


def looked_at(
    sight: Sight, chat: int, proposal: Proposal, *, needs_second: bool
) -> tuple[Message, tuple[Choice, ...]]:
    """Return a proposal for an editor who looks at it in `chat`, by our id, with its buttons.

    What waits for its hour alone is not approved, but can be published now.
    """
    if proposal.held:
        return told(sight, proposal, Word.HELD), _choices(sight, chat, proposal)
    if needs_second or proposal.due_at is None:
        return told(sight, proposal, Word.PROPOSED), _choices(sight, chat, proposal)
    tx, language, number = sight.tx, sight.language, str(proposal.number)
    who = overtaken.named(tx, proposal.author, language)
    heading = texts.say(language, "pending.waits-for-time", number=number, who=who)
    due = texts.say(language, "pending.due", at=_due(sight, proposal))
    how = texts.say(language, "embargo.how", number=number)
    acts = {
        "lift": f"embargo lift {number}",
        "move": f"embargo move {number}",
        "decline": f"decline {number}",
    }
    stored = [StoredChoice("run", {"text": line}) for line in acts.values()]
    tokens = tx.choices.add(chat, stored, DECIDED_WITHIN)
    labels = [texts.phrase(language, f"pending.do-{name}") for name in acts]
    message = joined([heading, due, *_what(sight, proposal), how], Break())
    return message, tuple(map(Choice, labels, tokens))


def _is_over(proposal: Proposal, word: Word) -> bool:
    match word:
        case Word.PROPOSED:
            return proposal.approved_by is not None or bool(proposal.held)
        case Word.HELD:
            return not proposal.held
        case _:
            return bool(proposal.held)


def _ended(occasion: Occasion, word: Word, number: int) -> Message:
    payload, language = occasion.delivery.payload, occasion.language
    if occasion.audience is not Audience.DESK:
        return texts.say(language, f"pending.{word}-here", number=str(number))
    told = texts.say(language, f"pending.{word}", number=str(number), key=Code(payload["target"]))
    reason = payload.get("reason", "")
    why = texts.say(language, "pending.reason", reason=reason) if reason else ()
    return joined([told, *filter(None, [why])], Break())


def _clock(occasion: Occasion, proposal: Proposal) -> Message:
    command = Code(f"/embargo lift {proposal.number}")
    number, at = str(proposal.number), _due(occasion, proposal)
    return texts.say(occasion.language, "pending.clock", number=number, at=at, command=command)


def _due(sight: Sight, proposal: Proposal) -> str:
    moment = Moment.instant(proposal.due_at or sight.now, sight.zone)
    return wording.in_full(moment, moment, sight.language)


def _heading(sight: Sight, proposal: Proposal, word: Word) -> Message:
    language = sight.language
    what = f"pending.held-{proposal.held}" if word is Word.HELD else "pending.proposed"
    who = overtaken.named(sight.tx, proposal.author, language)
    told = texts.say(language, what, number=str(proposal.number), who=who)
    if proposal.due_at is None:
        return told
    due = texts.say(language, "pending.due", at=_due(sight, proposal))
    return joined([told, due], Break())


def _what(sight: Sight, proposal: Proposal) -> list[Message]:
    tx, language = sight.tx, sight.language
    lines: list[Message] = [(Code(as_typed(Order.read(proposal.payload["order"]))),)]
    fact = tx.facts.find(proposal.target)
    if fact is None:
        return lines
    audience, zone = sight.audience, sight.zone
    if proposal.revision is not None and proposal.revision != fact.revision:
        return lines + overtaken.told(tx, fact, proposal.revision, language, zone, audience)
    held = overtaken.held_now(tx, fact)
    if held is not None:
        # It is shown beside what would change it, and told to nobody.
        value = Strong(cards.value_text(held.version.content, language))
        lines.append(texts.say(language, "overtaken.is", value=value))
    return lines


def _choices(sight: Sight, chat: int, proposal: Proposal) -> tuple[Choice, ...]:
    """Return what may be done about a proposal."""
    tx, language = sight.tx, sight.language
    declined = StoredChoice("run", {"text": f"decline {proposal.number}"})
    tokens = tx.choices.add(chat, [approving(tx, proposal), declined], DECIDED_WITHIN)
    labels = [texts.phrase(language, f"pending.do-{name}") for name in ("approve", "decline")]
    return tuple(map(Choice, labels, tokens))


def approving(tx: Transaction, proposal: Proposal, *, listed: bool = False) -> StoredChoice:
    """Return what carries a proposal out on the fact as it is now, and on no other.

    Args:
        tx: open.
        proposal: which waits.
        listed: it stands in a list, which stays.
    """
    fact = tx.facts.find(proposal.target)
    shown = {"number": proposal.number, "revision": fact.revision if fact else 0}
    return StoredChoice(APPROVE, shown | ({"listed": True} if listed else {}))


def as_typed(order: Order) -> str:
    """Return an order as the command, or the two, that it came from, with its lines."""
    draft = order.draft
    key = order.subject if order.operation.startswith("event.") else order.target
    head = f"/{order.operation.replace('.', ' ')} {key}"
    if order.takes_back:
        head = f"/fact undo {key}\n{head}"
    if draft.span is not None:
        head = f"{head} {draft.span.start.iso_start()} {draft.span.end.iso_end()}"
    names = order.about.names if order.about else {}
    lines: dict[str, str] = {f"name-{each}": ", ".join(said) for each, said in names.items()}
    if draft.span is None:
        lines |= {f"value-{language}": text for language, text in draft.value.items()}
    lines |= dict(draft.statement)
    lines |= {
        "from": draft.start.iso_start() if draft.start else "",
        "until": draft.end.iso_end() if draft.end else "",
        "on": draft.on.iso_start() if draft.on else "",
        "source": _source(draft.source),
        "review": _day(draft.review),
        "audience": draft.audience or "",
        "reason": draft.reason,
    }
    if order.operation != ADD_EVENT:
        lines |= {f"words-{each}": ", ".join(said) for each, said in draft.words.items()}
    return "\n".join([head, *(f"{name}: {text}" for name, text in lines.items() if text)])


def _source(source: Source | None) -> str:
    if source is None:
        return ""
    return ", ".join(filter(None, [source.publisher, source.url, _day(source.date)]))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
