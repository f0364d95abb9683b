"""`conversations.*`, `users.*`, `bots.info`: where the bot is, and with whom."""

from __future__ import annotations

from tests.standins.slack.arguments import Arguments, joined_room, next_page, read_room
from tests.standins.slack.blocks import Refused
from tests.standins.slack.chat import direct_room
from tests.standins.slack.delivery import Delivery
from tests.standins.slack.events import Events
from tests.standins.slack.world import Json, Message, Profile, Room, World


class Conversations:
    """The methods; each takes arguments, with the world held, and returns the answer."""

    def __init__(self, world: World, events: Events) -> None:
        self.world = world
        self.events = events

    def info(self, arguments: Arguments) -> Json:
        """Describe a conversation."""
        room = read_room(self.world, arguments.text("channel"))
        return {"channel": self._described(room, arguments)}

    def open(self, arguments: Arguments) -> Json:
        """Open the direct conversation with one user."""
        users = arguments.text("users").split(",")
        if len(users) != 1:
            raise Refused("invalid_arguments", "this stand-in opens direct conversations only")
        if users[0] not in self.world.people:
            raise Refused("user_not_found", users[0])
        room = direct_room(self.world, users[0])
        if arguments.flag("return_im"):
            return {"channel": self._described(room, arguments)}
        return {"channel": {"id": room.id}}

    def join(self, arguments: Arguments) -> Json:
        """Let the bot into a public channel."""
        room = read_room(self.world, arguments.text("channel"))
        if room.kind != "channel":
            raise Refused("method_not_supported_for_channel_type")
        if room.archived:
            raise Refused("is_archived", room.name)
        if self.world.me.user not in room.members:
            enter(self.world, self.events, room, self.world.me.user)
        return {"channel": self._described(room, arguments)}

    def members(self, arguments: Arguments) -> Json:
        """List the users in a conversation, a page at a time."""
        room = read_room(self.world, arguments.text("channel"))
        limit = arguments.count("limit", 100, 1000)
        page, following = next_page(sorted(room.members), arguments, limit)
        return {"members": page, **following}

    def history(self, arguments: Arguments) -> Json:
        """List messages, newest first; what was answered in threads is not among them."""
        room = joined_room(self.world, arguments.text("channel"))
        limit = arguments.count("limit", 100, 999)
        found = [m for m in room.messages.values() if _on_top(m) and _between(m, arguments)]
        page, following = next_page(found[::-1], arguments, limit)
        shown = [self._told(message, arguments) for message in page]
        more = bool(following["response_metadata"]["next_cursor"])
        return {"messages": shown, "has_more": more, **following}

    def replies(self, arguments: Arguments) -> Json:
        """List a thread, oldest first, with the message that it is under."""
        room = joined_room(self.world, arguments.text("channel"))
        parent = room.messages.get(arguments.ts("ts"))
        if parent is None:
            raise Refused("thread_not_found", str(arguments.get("ts")))
        answers = self.world.thread(room, parent.root)
        root = room.messages.get(parent.root, parent)
        found = [root] + [m for m in answers if m is not root and _between(m, arguments)]
        limit = arguments.count("limit", 1000, 1000)
        page, following = next_page(found, arguments, limit)
        shown = [self._told(message, arguments) for message in page]
        more = bool(following["response_metadata"]["next_cursor"])
        return {"messages": shown, "has_more": more, **following}

    def users_conversations(self, arguments: Arguments) -> Json:
        """List the conversations that a user, or the bot, is in."""
        user = arguments.text("user", self.world.me.user)
        kinds = set(arguments.text("types", "public_channel").split(","))
        found = [room for room in self.world.rooms.values() if user in room.members]
        found = [room for room in found if _kind(room) in kinds]
        if arguments.flag("exclude_archived"):
            found = [room for room in found if not room.archived]
        page, following = next_page(found, arguments, arguments.count("limit", 100, 999))
        return {"channels": [self._described(room, arguments) for room in page], **following}

    def user_info(self, arguments: Arguments) -> Json:
        """Describe a user."""
        profile = self.world.people.get(arguments.text("user"))
        if profile is None:
            raise Refused("user_not_found", str(arguments["user"]))
        return {"user": self._profile(profile, locale=arguments.flag("include_locale"))}

    def bot_info(self, arguments: Arguments) -> Json:
        """Describe a bot, by its `B…` id."""
        wanted = arguments.text("bot")
        for profile in self.world.people.values():
            if profile.bot_id == wanted:
                app = self.world.me.app if profile.id == self.world.me.user else f"A{wanted}"
                bot = {"id": wanted, "name": profile.name, "app_id": app, "deleted": False}
                return {"bot": bot | {"user_id": profile.id}}
        raise Refused("bot_not_found", wanted)

    def _profile(self, who: Profile, *, locale: bool) -> Json:
        told = {
            "id": who.id,
            "team_id": who.team,
            "name": who.name,
            "deleted": who.deleted,
            "real_name": who.name,
            "tz": "Europe/Riga",
            "profile": {"display_name": who.name, "real_name": who.name, "team": who.team},
            "is_admin": who.admin or who.owner,
            "is_owner": who.owner or who.primary,
            "is_primary_owner": who.primary,
            "is_restricted": who.guest or who.single,
            "is_ultra_restricted": who.single,
            "is_bot": bool(who.bot_id),
            "is_app_user": False,
        }
        if who.team != self.world.me.team:
            # Of people elsewhere Slack does not tell what they may do there.
            told = {k: v for k, v in told.items() if k not in {"is_admin", "is_owner"}}
            told |= {"is_stranger": True, "is_primary_owner": False}
        return told | ({"locale": who.locale} if locale else {})

    def _described(self, room: Room, arguments: Arguments) -> Json:
        me = self.world.me
        told: Json = {"id": room.id, "is_archived": room.archived, "creator": room.creator}
        told |= {
            "is_channel": room.kind == "channel",
            "is_group": room.kind == "group",
            "is_im": room.kind == "im",
            "is_mpim": room.kind == "mpim",
            "is_private": room.kind != "channel",
            "is_member": me.user in room.members,
            "is_ext_shared": bool(room.teams),
            "is_shared": bool(room.teams),
            "is_org_shared": False,
            "context_team_id": me.team,
        }
        if room.kind == "im":
            told["user"] = next(iter(room.members - {me.user}), "")
        else:
            told |= {"name": room.name, "name_normalized": room.name}
        if arguments.flag("include_locale"):
            told["locale"] = room.locale
        if arguments.flag("include_num_members"):
            told["num_members"] = len(room.members)
        return told

    def _told(self, message: Message, arguments: Arguments) -> Json:
        told = self.world.shown(message)
        answers = self.world.thread(message.room, message.ts)
        if answers and not message.thread_ts:
            told |= {"thread_ts": message.ts, "reply_count": len(answers)}
        if message.metadata:
            everything = arguments.flag("include_all_metadata")
            kind = {"event_type": message.metadata["event_type"]}
            told["metadata"] = message.metadata if everything else kind
        return told


def enter(world: World, events: Events, room: Room, user: str, inviter: str = "") -> Delivery:
    """Let a user into a conversation and tell of it: an event, and a message that says so."""
    room.members.add(user)
    stamp = world.stamp()
    event: Json = {"type": "member_joined_channel", "user": user, "channel": room.id}
    event |= {"channel_type": room.id[0], "team": world.team_of(user), "event_ts": stamp}
    delivery = events.tell(event | ({"inviter": inviter} if inviter else {}), room)
    text = f"<@{user}> has joined the channel"
    notice = Message(room, world.stamp(), user, text, subtype="channel_join")
    notice.extra = {"inviter": inviter} if inviter else {}
    if user == world.me.user:
        notice.bot_id = world.me.bot
    # Its text mentions who came, who is not called by it: no app_mention.
    delivery.twin = events.tell(events.plain(world.post(notice)), room)
    return delivery


def _on_top(message: Message) -> bool:
    answered = message.thread_ts not in {"", message.ts} and message.subtype != "thread_broadcast"
    return not message.deleted and not answered


def _between(message: Message, arguments: Arguments) -> bool:
    oldest, latest = arguments.text("oldest", ""), arguments.text("latest", "")
    moment = float(message.ts)
    if arguments.flag("inclusive") and message.ts in {oldest, latest}:
        return True
    return float(oldest or 0) < moment and (not latest or moment < float(latest))


def _kind(room: Room) -> str:
    return {"channel": "public_channel", "group": "private_channel"}.get(room.kind, room.kind)
