"""Posts: what an editor wrote leaves for each channel at its time, in the language of the channel.

[Send] makes a post of what was shown, and plans a copy for each channel, under a key that names
both for ever. A copy says what the post says when it leaves; who sent it has to be an editor
still, and its chat a channel. Once it has left, a change is a message of its own kind that edits
it, and so is taking it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.port import Kind, Message, Picture, plain
from bot.posting import secrecy
from bot.posting.occasions import Composed, Dropped, Occasion, Unsure, Verdict
from bot.posting.policies import POLICIES
from bot.roles import Right, holds
from bot.showing.cards import OTHER
from bot.stored import message_record, picture_record, read_message, read_picture
from storage.channels import Channel
from storage.database import Transaction
from storage.deliveries import Reason, State
from storage.plans import Planned
from storage.posts import Copy, NewPost, Post

NAME: Final = "post"
"""What the payload of a copy names as its composer."""

EDIT: Final = "post-edit"
"""The same of what changes a copy that has left."""

WITHDRAWAL: Final = "post-withdrawal"
"""The same of what takes one back."""

TAKEN_AWAY: Final = "withdrawal"
"""What the key of a withdrawal has behind that of its copy."""

LEFT: Final = frozenset({State.SENDING, State.IN_DOUBT, State.SENT})
"""States of a copy that is there, or may be."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A post that was shown, and waits to be sent.

    Attributes:
        texts: what it says, by language.
        channels: the names of those that get it.
        at: when, aware; None for at once.
        silent, preview: without a sound; with a look at what its links lead to.
        picture: above the words.
    """

    texts: Mapping[str, Message]
    channels: tuple[str, ...]
    at: datetime | None = None
    silent: bool = False
    preview: bool = False
    picture: Picture | None = None

    def record(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "content": content(self.texts, self.picture),
            "channels": list(self.channels),
            "at": self.at.isoformat() if self.at else "",
            "silent": self.silent,
            "preview": self.preview,
        }

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Draft:
        """Return the draft that `record` made JSON of."""
        at = str(record["at"])
        return cls(
            texts(record["content"]),
            tuple(record["channels"]),
            datetime.fromisoformat(at) if at else None,
            bool(record["silent"]),
            bool(record["preview"]),
            picture(record["content"]),
        )


def content(said: Mapping[str, Message], above: Picture | None = None) -> dict[str, Any]:
    """Return what a post says as it is kept, JSON by language, with the picture above it."""
    more = {} if above is None else {"picture": picture_record(above)}
    return {language: {"message": message_record(text)} | more for language, text in said.items()}


def picture(kept: Mapping[str, Any]) -> Picture | None:
    """Return the picture that stands above the words of a post, as `content` has kept it."""
    return next((read_picture(each.get("picture")) for each in kept.values()), None)


def texts(kept: Mapping[str, Any]) -> dict[str, Message]:
    """Return what a post says, by language, as `content` has kept it."""
    return {language: read_message(each["message"]) for language, each in kept.items()}


def spoken(said: Mapping[str, Message], language: str) -> str:
    """Return in which language a channel that speaks `language` is told: in its own if it can."""
    return language if language in said else OTHER[language]


def send(
    tx: Transaction, draft: Draft, channels: Iterable[Channel], author: int | None
) -> tuple[int, datetime]:
    """Make a post of a draft, and plan its copies; return its number, and when it leaves.

    Args:
        tx: open for writing.
        draft: as it was shown.
        channels: those that it names, as they are now.
        author: the id of who sends it; None for the operator.
    """
    at = draft.at or tx.now
    kept = content(draft.texts, draft.picture)
    new = NewPost(kept, at, draft.silent, draft.preview, author)
    number = tx.posts.add(new)
    copies = [
        Planned(
            key=f"{NAME}:{number}:{channel.chat}",
            chat=channel.chat,
            due_at=at,
            rank=POLICIES[Kind.POST].rank,
            payload=_payload(NAME, number, channel.name),
        )
        for channel in channels
    ]
    tx.plans.add(Kind.POST, None, copies)
    tx.posts.copy(number, {each.payload["channel"]: each.key for each in copies})
    return number, at


def edit(tx: Transaction, post: Post) -> int:
    """Have what has left of a post say what it says now; return how many copies that is."""
    return _follow(tx, post, EDIT, f"edit:{post.revision}")


def withdraw(tx: Transaction, post: Post) -> int:
    """Take back what has left of a post; return how many copies that is."""
    return _follow(tx, post, WITHDRAWAL, TAKEN_AWAY)


def withdrawals(tx: Transaction, number: int) -> tuple[Copy, ...]:
    """Return what is to take away the copies of a post, and what became of it."""
    return tx.posts.followers(number, TAKEN_AWAY)


def _follow(tx: Transaction, post: Post, compose_by: str, what: str) -> int:
    planned = [
        Planned(
            key=f"{copy.delivery.key}:{what}",
            chat=copy.delivery.chat,
            due_at=tx.now,
            rank=POLICIES[Kind.NOTICE].rank,
            payload=_payload(compose_by, post.number, copy.channel),
        )
        for copy in tx.posts.copies(post.number)
        if copy.delivery.state in LEFT
    ]
    tx.plans.add(Kind.POST, None, planned)
    return len(planned)


def _payload(compose_by: str, number: int, channel: str) -> dict[str, Any]:
    return {"compose": compose_by, "post": number, "channel": channel}


def compose(occasion: Occasion) -> Verdict:
    """Say what a post says now, unless an editor has to look at it first."""
    post = _post(occasion)
    if post is None:
        return Dropped(Reason.EMPTY)
    return _doubtful(occasion, post) or _said(occasion, post)


def _doubtful(occasion: Occasion, post: Post) -> Verdict | None:
    tx, named = occasion.tx, occasion.delivery.payload["channel"]
    channel = tx.channels.get(named)
    if channel is None or channel.chat != occasion.delivery.chat:
        return Unsure(Reason.NO_CHANNEL)
    author = None if post.author is None else tx.people.get(post.author)
    if occasion.insisted:
        # Whoever insists is an editor, and has seen that it is late.
        return None
    if author is not None and not holds(Right.EDITOR, author.role):
        return Unsure(Reason.NO_RIGHT)
    if occasion.late:
        return Unsure(Reason.LATE)
    return secrecy.embargoed(occasion, map(plain, texts(post.content).values()))


def _said(occasion: Occasion, post: Post) -> Composed:
    said = texts(post.content)
    message = said[spoken(said, occasion.language)]
    above = picture(post.content)
    return Composed(message, silent=post.silent, preview=post.preview, picture=above)


def compose_edit(occasion: Occasion) -> Verdict:
    """Put what a post says now in the place of what it said; nothing where it is not there."""
    post, there = _post(occasion), _there(occasion)
    if post is None or there is None or post.withdrawn_at is not None:
        return Dropped(Reason.EMPTY)
    said = texts(post.content)
    unsure = secrecy.embargoed(occasion, map(plain, said.values()))
    if unsure is not None:
        return unsure
    message, where = said[spoken(said, occasion.language)], there.delivery.message
    above = picture(post.content)
    return Composed(message, edits=where, preview=post.preview, picture=above)


def compose_withdrawal(occasion: Occasion) -> Verdict:
    """Take a copy away; nothing where it is not there."""
    there = _there(occasion)
    if there is None:
        return Dropped(Reason.EMPTY)
    return Composed((), edits=there.delivery.message, withdraws=True)


def _post(occasion: Occasion) -> Post | None:
    return occasion.tx.posts.get(int(occasion.delivery.payload["post"]))


def _there(occasion: Occasion) -> Copy | None:
    """Return the copy that a message is about, if it was sent."""
    payload = occasion.delivery.payload
    copies = occasion.tx.posts.copies(int(payload["post"]))
    sent = (each for each in copies if each.delivery.state is State.SENT)
    return next((each for each in sent if each.channel == payload["channel"]), None)
