"""How a test waits for what the bot does, and how it knows that the bot does nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tests.standins.slack.delivery import Delivery
from tests.standins.slack.shown import shown
from tests.standins.slack.world import Deed, DeedKind, Json, Message, Room, World

Point = Delivery | int


class Place(Protocol):
    """A channel, or somebody, whose place is the direct conversation with the bot."""

    @property
    def room(self) -> Room:
        """Return the conversation."""


class Somebody(Protocol):
    """Somebody who has an id."""

    @property
    def id(self) -> str:
        """Return it."""


Where = Place | Room | str | None


class Watching:
    """Waits for the bot. `after` is a delivery, or a number that `point` gave.

    Attributes:
        world: everything there is.
    """

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def point(self) -> int:
        """Return how much the bot has done so far, to look only at what comes later."""
        return len(self.world.journal)

    def posted(
        self,
        where: Where = None,
        *,
        after: Point = 0,
        thread: str | None = None,
        containing: str = "",
    ) -> Message:
        """Wait for a message of the bot that everybody there sees, and return it.

        Args:
            where: a channel, somebody (their direct conversation), or an id; else anywhere.
            after: only what came later.
            thread: only in the thread under this ts; empty: only outside threads.
            containing: only if its reader sees these words in it.
        """

        def fits(message: Message) -> bool:
            return (
                not message.only_for
                and thread in {None, message.thread_ts}
                and containing in shown(message).text
            )

        return self._message("posted", where, after, fits, f"message with {containing!r}")

    def whispered(
        self, user: Somebody, where: Where = None, *, after: Point = 0, containing: str = ""
    ) -> Message:
        """Wait for a message that only `user` sees, whichever way it was sent."""

        def fits(message: Message) -> bool:
            return message.only_for == user.id and containing in shown(message).text

        return self._message("posted", where, after, fits, f"ephemeral message for {user.id}")

    def responded(self, to: Delivery, number: int = 1) -> Message:
        """Wait for what was said by the response_url of a delivery, or with its acknowledgement."""

        def look() -> Message | None:
            said = [m for m in self._done("posted", to) if m.source is to]
            return said[number - 1] if len(said) >= number else None

        return self.world.wait(look, f"response number {number} to {to}")

    def updated(self, message: Message, *, after: Point = 0) -> Message:
        """Wait until the bot has changed this message, and return it."""
        return self._message("updated", None, after, lambda m: m is message, f"edit of {message}")

    def deleted(self, message: Message, *, after: Point = 0) -> Message:
        """Wait until the bot has deleted this message, and return it."""
        return self._message("deleted", None, after, lambda m: m is message, f"end of {message}")

    def opened(self, user: Somebody, *, after: Point = 0) -> Json:
        """Wait for a modal or a home tab of `user`, new or changed, and return it."""

        def look() -> Json | None:
            views = (deed.view for deed in self._since(after) if deed.kind == "opened")
            return next((view for view in views if view and view["user"] == user.id), None)

        return self.world.wait(look, f"view for {user.id}")

    def said(self, where: Where = None, *, after: Point = 0) -> list[Message]:
        """Return what the bot has written up to now, what only one person sees too."""
        return [m for m in self._done("posted", after) if _is_in(m, where)]

    def unanswered(self, what: Delivery, until: Callable[[], Delivery], reply: str) -> list[Deed]:
        """Return all that the bot did about `what`; nothing, if it is met with silence.

        A bot answers one person in one conversation in the order in which they write. So the
        test lets the same person say something else there that certainly is answered (`until`),
        and waits for that answer (the first that contains `reply`). Whatever the bot had to say
        to `what` it has said by then. It takes as long as the answer, and no sleep:

            quiet = anna.says("thanks!", newsroom)
            assert not slack.unanswered(quiet, lambda: anna.mentions("help", newsroom), "Hello")
        """
        what.wait()
        after = until()
        answer = self.posted(after=after, containing=reply)
        deeds = self._since(what)
        end = next(i for i, deed in enumerate(deeds) if deed.message is answer)
        return deeds[:end]

    def _message(
        self,
        kind: DeedKind,
        where: Where,
        after: Point,
        fits: Callable[[Message], bool],
        what: str,
    ) -> Message:
        def look() -> Message | None:
            done = self._done(kind, after)
            return next((m for m in done if _is_in(m, where) and fits(m)), None)

        return self.world.wait(look, what)

    def _since(self, after: Point) -> list[Deed]:
        start = after.point if isinstance(after, Delivery) else after
        return self.world.journal[start:]

    def _done(self, kind: DeedKind, after: Point) -> list[Message]:
        deeds = self._since(after)
        return [deed.message for deed in deeds if deed.kind == kind and deed.message]


def _is_in(message: Message, where: Where) -> bool:
    if where is None or isinstance(where, str):
        return where in {None, message.channel}
    return message.room is (where if isinstance(where, Room) else where.room)
