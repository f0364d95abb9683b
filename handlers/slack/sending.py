"""How a message leaves for Slack, tried once, and what becomes of it.

What everybody sees is posted, with our key as metadata, by which it can be found again. What
one person is to see goes to the response_url of what they did, which works where we are no
member too; that failing, as an ephemeral message. A word that one person saw and taps to share
is posted; where we may not, that person is told how to let us in.
"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

from slack_sdk.errors import SlackApiError

from bot import texts
from bot.outcomes import Gone, InDoubt, Later, Outcome, Refused, Sent, Wait
from bot.port import (
    Account,
    Chat,
    Code,
    File,
    Message,
    Outgoing,
    Picture,
    Place,
    Posting,
    Prepared,
    Whereto,
)
from handlers.slack.calling import Calls
from handlers.slack.documents import opened, shared
from handlers.slack.finding import find, room
from handlers.slack.fitting import fit
from handlers.slack.outcomes import FAILURES, Failure, failure, refused_as, wait
from handlers.slack.pictures import fetched, uploaded
from handlers.slack.prepared import asked
from handlers.slack.reading import COMMAND
from handlers.slack.rendering import illustrated, picker, rendered
from handlers.slack.standing import may_post, runs_chat
from storage.turns import Pace

NAME: Final = "slack"
EVENT_TYPE: Final = "factdesk_message"
NOT_THERE: Final = "message_not_found"
OUTSIDE: Final = frozenset({"not_in_channel", "channel_not_found"})
"""We are no member of the conversation."""
PACE: Final = Pace(
    bot=timedelta(milliseconds=250),
    private=timedelta(milliseconds=1100),
    group=timedelta(milliseconds=1100),
)
"""Slack takes a message a second in a channel, and "several hundred" a minute in a workspace
(docs.slack.dev, rate limits): 240 leave some for replies; a tenth of a second is for the way."""
SPENT: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
"""A response_url opens for half an hour and five times; then another way is taken."""


class SlackPlatform:
    """Slack, as the desk uses it."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    @property
    def name(self) -> str:
        """Return `slack`."""
        return NAME

    @property
    def pace(self) -> Pace:
        """Return `PACE`."""
        return PACE

    @property
    def slash(self) -> str:
        """Return `/factdesk `: what else begins with a slash, Slack keeps to itself."""
        return f"{COMMAND} "

    def fit(self, message: Message) -> tuple[Message, ...]:
        """Return `message` in parts that Slack takes."""
        return fit(message)

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Send or edit one message, trying once."""
        content = rendered(outgoing.message, outgoing.choices)
        if outgoing.home:
            return await self._published(outgoing, content)
        if outgoing.picks:
            content["blocks"].append(picker(outgoing.language))
        own = outgoing.picture and await uploaded(self._calls, outgoing.picture)
        if isinstance(own, Picture):
            content["blocks"].insert(0, illustrated(own, content["text"]))
        elif own is not None:
            return own
        return await self._tried(outgoing, content)

    async def _tried(self, outgoing: Outgoing, content: dict[str, Any]) -> Outcome:
        if not (content["text"] or outgoing.picture or outgoing.withdraws):
            return Refused("empty")
        if outgoing.preview:
            content |= {"unfurl_links": True, "unfurl_media": True}
        try:
            if outgoing.withdraws:
                return await self._withdrawn(outgoing)
            if outgoing.alone or outgoing.aside:
                return await self._whispered(outgoing, content)
            if outgoing.edits:
                return await self._edited(outgoing, content)
            return await self._posted(outgoing, content)
        except FAILURES as error:
            return failure(error)

    async def find(self, outgoing: Outgoing) -> Sent | Later | Wait | InDoubt:
        """Ask whether a message is there, by its key."""
        return await find(self._calls, outgoing)

    async def runs_chat(self, account: Account, chat: Chat) -> bool:
        """Ask whether somebody runs a conversation: its creator, or who runs the workspace."""
        return chat.place is Place.PRIVATE or await runs_chat(self._calls, account.id, chat.id)

    async def runners(self, chat: Chat) -> tuple[Account, ...]:
        """Return nobody: no conversation here has topics that somebody could open."""
        del chat
        return ()

    async def answers(self) -> bool:
        """Ask Slack who we are."""
        try:
            await self._calls.meet()
        except FAILURES:
            return False
        return True

    async def prepared(self, chat: Chat, message: str) -> Prepared:
        """Ask for the message at the head of a thread."""
        return await asked(self._calls, chat, message)

    async def opened(self, file: File) -> File:
        """Bring a file that somebody has shared with us."""
        return await opened(self._calls, file)

    async def fetched(self, picture: Picture) -> Picture | Wait | Later | Refused:
        """Bring a picture that somebody has shown us."""
        return await fetched(self._calls, picture)

    async def may_post(self, whereto: Whereto) -> Posting:
        """Ask which conversation is meant, and whether we and who wants to may post there."""
        return await may_post(self._calls, whereto)

    async def _posted(self, outgoing: Outgoing, content: dict[str, Any]) -> Outcome:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": outgoing.key}}
        said = {"channel": outgoing.chat.id, "metadata": metadata, **_thread(outgoing), **content}
        try:
            if outgoing.document:
                return await shared(self._calls, outgoing, outgoing.document, content["text"])
            return Sent(await self._calls.post("chat.postMessage", said))
        except SlackApiError as error:
            if outgoing.via and refused_as(error) in OUTSIDE:
                return await self._invited(outgoing)
            raise

    async def _edited(self, outgoing: Outgoing, content: dict[str, Any]) -> Outcome:
        channel = await room(self._calls, outgoing.chat.id)
        changed = {"channel": channel, "ts": outgoing.edits, **content}
        await self._calls.post("chat.update", changed)
        return Sent(outgoing.edits)

    async def _published(self, outgoing: Outgoing, content: dict[str, Any]) -> Outcome:
        """Show somebody their page, which keeps where they are spoken to in private."""
        view = {"type": "home", "private_metadata": outgoing.chat.id, "blocks": content["blocks"]}
        try:
            await self._calls.post("views.publish", {"user_id": outgoing.alone, "view": view})
        except FAILURES as error:
            return _of_one_person(failure(error))
        return Sent()

    async def _withdrawn(self, outgoing: Outgoing) -> Outcome:
        message = {"channel": outgoing.chat.id, "ts": outgoing.edits}
        try:
            await self._calls.post("chat.delete", message)
        except SlackApiError as error:
            if refused_as(error) != NOT_THERE:
                raise
        return Sent(outgoing.edits)

    async def _whispered(self, outgoing: Outgoing, content: dict[str, Any]) -> Outcome:
        """Say something to one person, in whichever way is open."""
        replaces = bool(outgoing.edits) and not outgoing.aside
        answered = await self._responded(outgoing, content, replaces=replaces)
        if answered is not None:
            return answered
        if not outgoing.alone:
            return Refused("nobody to tell")
        whispered = {"channel": outgoing.chat.id, "user": outgoing.alone, **_thread(outgoing)}
        try:
            await self._calls.post("chat.postEphemeral", {**whispered, **content})
        except SlackApiError as error:
            return _of_one_person(failure(error))
        return Sent()

    async def _responded(
        self, outgoing: Outgoing, content: dict[str, Any], *, replaces: bool
    ) -> Outcome | None:
        """Answer by the response_url; None where there is none that opens."""
        if not self._calls.opens(outgoing.via):
            return None
        said = {"response_type": "ephemeral", "replace_original": replaces}
        said |= {**_thread(outgoing), **content}
        answer = await self._calls.respond(outgoing.via, said)
        if answer.status == HTTPStatus.OK:
            return Sent()
        if answer.status in SPENT:
            return None
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            return wait(answer.headers)
        why = f"HTTP {answer.status}"
        return InDoubt(why) if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR else Refused(why)

    async def _invited(self, outgoing: Outgoing) -> Outcome:
        """Tell who wanted something shared how to let us in."""
        me = self._calls.identity
        command = Code(f"/invite @{me.name}" if me else "/invite")
        sentence = texts.say(outgoing.language, "slack.invite", command=command)
        told = await self._responded(outgoing, rendered(sentence), replaces=False)
        return Refused("not_in_channel", told=isinstance(told, Sent))


def _thread(outgoing: Outgoing) -> dict[str, str]:
    return {"thread_ts": outgoing.thread} if outgoing.thread else {}


def _of_one_person(outcome: Failure) -> Failure:
    """What fails for one person says nothing of the conversation."""
    return Refused(outcome.why) if isinstance(outcome, Gone) else outcome
