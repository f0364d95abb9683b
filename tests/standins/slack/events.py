"""The events that Slack tells the bot of, in the envelopes of the Events API."""

from __future__ import annotations

from typing import Literal

from tests.standins.slack.delivery import Courier, Delivery
from tests.standins.slack.world import Json, Message, Room, World

Twins = Literal["after", "before", "off"]


class Events:
    """Tells the bot what happens, where it is a member and has subscribed.

    Attributes:
        twins: whether a mention brings a `message` event besides, and which is first.
        echoes: whether the bot is told of its own messages, as Slack does.
        unsubscribed: types of events that the app did not ask for.
    """

    def __init__(self, world: World, courier: Courier) -> None:
        self.world = world
        self.courier = courier
        self.twins: Twins = "after"
        self.echoes = True
        self.unsubscribed: set[str] = set()

    def said(self, message: Message) -> Delivery:
        """Tell of a new message, and of the mention in it; returns what the bot is called by."""
        plain = self.plain(message)
        mentioned = f"<@{self.world.me.user}>" in message.text and message.room.kind != "im"
        if not mentioned:
            return self._send(plain, message)
        mention = {k: v for k, v in plain.items() if k not in {"channel_type", "subtype"}}
        mention["type"] = "app_mention"
        if self.twins == "off":
            return self._send(mention, message)
        first, second = (mention, plain) if self.twins == "after" else (plain, mention)
        sent = [self._send(first, message), self._send(second, message)]
        called, twin = sent if self.twins == "after" else reversed(sent)
        called.twin = twin
        return called

    def changed(self, message: Message, before: Json) -> Delivery:
        """Tell that a message is different now from `before`; an unfurled link does that too."""
        now = {**self.world.shown(message)}
        return self._send(self._about(message, "message_changed", now, before), message)

    def removed(self, message: Message) -> Delivery:
        """Tell that a message was deleted."""
        before = self.world.shown(message)
        event = self._about(message, "message_deleted", None, before)
        return self._send(event | {"deleted_ts": message.ts}, message)

    def echo(self, message: Message, before: Json | None = None) -> None:
        """Tell the bot of what itself did, if anybody listens: said, changed or deleted."""
        if not self.echoes or message.only_for or not self.courier.carrier.reachable():
            return
        if message.deleted:
            self.removed(message)
        elif before is not None:
            self.changed(message, before)
        else:
            self._send(self.plain(message), message)

    def tell(self, event: Json, room: Room | None = None) -> Delivery:
        """Tell of anything else; with a `room` only if the bot is in it, or is who left it."""
        return self._send(event, None, room)

    def raw(self, payload: Json) -> Delivery:
        """Deliver a payload of the Events API just as it is."""
        return self.courier.send(Delivery(self.courier, "events_api", payload))

    def envelope(self, event: Json, room: Room | None = None) -> Json:
        """Return the payload in which an event travels, with a new event id."""
        me = self.world.me
        authorization = {"team_id": me.team, "user_id": me.user, "is_bot": True}
        return {
            "type": "event_callback",
            "token": "verification",
            "team_id": me.team,
            "api_app_id": me.app,
            "event": event,
            "event_id": self.world.number("Ev"),
            "event_time": int(float(event["event_ts"])),
            "authorizations": [authorization | {"is_enterprise_install": False}],
            "is_ext_shared_channel": bool(room and room.teams),
        }

    def plain(self, message: Message) -> Json:
        """Return the `message` event of a new message."""
        room = message.room
        event = self.world.shown(message)
        event |= {"channel": room.id, "channel_type": room.kind, "event_ts": message.ts}
        if room.teams:
            team = self.world.team_of(message.author)
            event |= {"user_team": team, "source_team": team}
        return event

    def _about(self, message: Message, subtype: str, now: Json | None, before: Json) -> Json:
        stamp = self.world.stamp()
        event = {"type": "message", "subtype": subtype, "hidden": True, "ts": stamp}
        event |= {"channel": message.channel, "channel_type": message.room.kind}
        event |= {"event_ts": stamp, "previous_message": before}
        return event if now is None else event | {"message": now}

    def _send(self, event: Json, message: Message | None, room: Room | None = None) -> Delivery:
        room = message.room if message else room
        payload = self.envelope(event, room)
        delivery = Delivery(self.courier, "events_api", payload)
        delivery.message = message
        member = room is None or self.world.me.user in room.members
        if not member or event["type"] in self.unsubscribed:
            delivery.done = True
            return delivery
        return self.courier.send(delivery)
