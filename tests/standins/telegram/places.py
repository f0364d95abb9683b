"""Groups and channels, and what happens to them, as a test says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tests.standins.telegram.accounts import GONE, TELEGRAM, Account, Membership
from tests.standins.telegram.chats import Chat, Topic
from tests.standins.telegram.detection import detected
from tests.standins.telegram.messages import Message, Shown
from tests.standins.telegram.people import User
from tests.standins.telegram.refusals import Json
from tests.standins.telegram.state import State

SUPERGROUPS: Final = -1_000_000_000_000
"""The number of a supergroup or channel is this less its own."""


class Group(Chat):
    """A group, a supergroup, a forum, or a channel, with what can be done to it."""

    def __init__(self, state: State, id: int, kind: str, title: str) -> None:
        super().__init__(id, kind, title)
        self._state: Final = state
        self._founder: Account = TELEGRAM
        self._linked: Group | None = None

    def found(self, creator: User) -> None:
        """Say who made it."""
        self._founder = creator.account
        self.seat(creator.account, Membership("creator"))

    def seat_all(self, people: Iterable[User], status: str) -> None:
        """Seat people in it, without any update."""
        for person in people:
            if not self.membership(person.id).present:
                self.seat(person.account, Membership(status))

    def add(self, user: User) -> Message:
        """Bring somebody in, which is said in the group."""
        self.seat(user.account, Membership("member"))
        return self._service({"new_chat_members": [user.account.as_json()]})

    def remove(self, user: User) -> Message:
        """Put somebody out, which is said in the group."""
        self.seat(user.account, Membership("kicked"))
        return self._service({"left_chat_member": user.account.as_json()})

    def promote(self, user: User, *, anonymous: bool = False, **rights: bool) -> None:
        """Make somebody an administrator, with every right but those named False."""
        self.seat(user.account, Membership("administrator", rights, anonymous))

    def demote(self, user: User) -> None:
        """Make an administrator a member again."""
        self.seat(user.account, Membership("member"))

    def add_bot(self, by: User | None = None) -> Message | None:
        """Bring the bot in: it is told so, and the group sees it."""
        self._make_bot(Membership("member"), by)
        if self.kind == "channel":
            return None
        return self._service({"new_chat_members": [self._state.bot.as_json()]}, by)

    def kick_bot(self, by: User | None = None) -> None:
        """Put the bot out for good."""
        self._make_bot(Membership("kicked"), by)

    def let_bot_leave(self) -> None:
        """Take the bot out as if it had left by itself."""
        self._state.tell_of_bot(self, self._state.bot, GONE)

    def promote_bot(self, by: User | None = None, **rights: bool) -> None:
        """Make the bot an administrator, with every right but those named False."""
        self._make_bot(Membership("administrator", rights), by)

    def demote_bot(self, by: User | None = None) -> None:
        """Make the bot an ordinary member again."""
        self._make_bot(Membership("member"), by)

    def restrict_bot(self, by: User | None = None, **rights: bool) -> None:
        """Take rights from the bot: to write, unless others are named."""
        self._make_bot(Membership("restricted", rights or {"can_send_messages": False}), by)

    def open_topic(self, name: str, by: User | None = None) -> Topic:
        """Open a topic of the forum."""
        assert self.is_forum, f"{self.title} has no topics"
        with self._state.lock:
            content: Json = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
            opening = self._said(content, by)
            opening.thread, opening.in_topic = opening.message_id, True
            topic = Topic(name, opening.message_id, opening)
            self.topics[topic.thread] = topic
            self._state.tell(opening)
            return topic

    def close_topic(self, topic: Topic, by: User | None = None) -> Message:
        """Close a topic: only who manages topics may write there."""
        topic.closed = True
        return self._in_topic(topic, "forum_topic_closed", by)

    def reopen_topic(self, topic: Topic, by: User | None = None) -> Message:
        """Open a closed topic again."""
        topic.closed = False
        return self._in_topic(topic, "forum_topic_reopened", by)

    def delete_topic(self, topic: Topic) -> None:
        """Remove a topic with all that was said there; Telegram tells no bot of that."""
        with self._state.lock:
            del self.topics[topic.thread]
            for message in self.messages.values():
                message.deleted = message.deleted or message.thread == topic.thread
            self._state.lock.notify_all()

    def migrate(self) -> Group:
        """Make the group a supergroup: another chat with another id; this one answers no more."""
        assert self.kind == "group", "only a small group can become a supergroup"
        with self._state.lock:
            new = Group(self._state, SUPERGROUPS + self.id - 1, "supergroup", self.title)
            new.members, new.accounts = dict(self.members), dict(self.accounts)
            new._founder = self._founder
            self._state.add_chat(new)
            self._service({"migrate_to_chat_id": new.id})
            self.moved_to = new.id
            new._service({"migrate_from_chat_id": self.id})
            return new

    def link(self, channel: Group) -> None:
        """Make this the discussion group of `channel`: its posts come in here by themselves."""
        channel._linked = self

    def post(self, text: str) -> Message:
        """Publish in the channel; a linked group gets the post as well."""
        assert self.kind == "channel", "only a channel has posts"
        with self._state.lock:
            shown = Shown(text, detected(text))
            post = self._state.say(self, shown, sender_chat=self.as_json())
            self._state.tell(post, "channel_post")
            if self._linked:
                self._linked.bring_in(post)
            return post

    def bring_in(self, post: Message) -> Message:
        """Show a linked channel's post here, as Telegram itself does."""
        origin: Json = {
            "type": "channel",
            "date": post.date,
            "chat": post.chat,
            "message_id": post.message_id,
        }
        brought = self._state.say(
            self,
            post.shown,
            sender=TELEGRAM,
            sender_chat=post.chat,
            extra={"is_automatic_forward": True, "forward_origin": origin},
        )
        return self._state.tell(brought)

    def _make_bot(self, membership: Membership, by: User | None) -> None:
        self._state.tell_of_bot(self, by.account if by else self._founder, membership)

    def _in_topic(self, topic: Topic, what: str, by: User | None) -> Message:
        place = self._state.place(self, topic, None)
        return self._state.tell(self._said({what: {}}, by, **place))

    def _service(self, content: Json, by: User | None = None) -> Message:
        return self._state.tell(self._said(content, by))

    def _said(self, content: Json, by: User | None, **place: object) -> Message:
        sender = by.account if by else self._founder
        return self._state.say(self, Shown(), sender=sender, extra=content, **place)
