"""What Slack tells, as an `Update`; pure translation.

Text stays as Slack keeps it (`&amp;`, `<https://…|…>`, `<@U…>`): the desk mends that. Of a
conversation with others only what mentions us is ours. Slack tells of a mention twice, once
as `app_mention` and once as `message`; both have the id of the message, so one is dropped
where updates are stored.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode

from bot.port import Account, Chat, File, Happening, Place, Update

Json: TypeAlias = Mapping[str, Any]

PLATFORM: Final = "slack"
COMMAND: Final = "/factdesk"
"""What any slash command of ours is to the desk, whatever it is called in this workspace."""

REDIRECT: Final = "https://slack.com/app_redirect"
"""Leads to the conversation of whoever follows it with an application."""
UNNAMED: Final = frozenset({"directmessage", "privategroup"})
"""What Slack says in the place of the name of a conversation that is not public."""
SLACKBOT: Final = "USLACKBOT"
"""Slack's own voice, which looks like a person's."""
SPOKEN: Final = frozenset({None, "", "file_share", "thread_broadcast"})
"""Subtypes of a message that a person typed."""
OUR_COMING: Final = frozenset({"member_joined_channel"})
OUR_GOING: Final = frozenset({"member_left_channel"})
GONE: Final = frozenset({"channel_left", "group_left", "channel_archive", "group_archive"})
BACK: Final = frozenset({"channel_unarchive", "group_unarchive"})
PICKER: Final = "conversations_select"
"""The menu in which a conversation is chosen."""
UNREADABLE: Final = (LookupError, TypeError, AttributeError, ValueError)
"""What is raised by a payload of another shape than Slack documents."""


def read(body: Json, me: str) -> Update | None:
    """Return what Slack tells, or None if it is nothing to us.

    Args:
        body: a payload of the Events API, a command or an interaction.
        me: the id of our user.

    Raises:
        LookupError, TypeError, AttributeError, ValueError: it has another shape than Slack
            documents.
    """
    update = _read(body, me)
    return replace(update, private=address(body)) if update else None


def address(body: Json) -> str:
    """Return the address of whoever's private conversation with us; empty where it is not told."""
    app, team = body.get("api_app_id"), body.get("team_id") or (body.get("team") or {}).get("id")
    return f"{REDIRECT}?{urlencode({'app': app, 'team': team})}" if app and team else ""


def _read(body: Json, me: str) -> Update | None:
    if body.get("type") == "event_callback":
        return _event(body, me)
    if "command" in body:
        return _command(body)
    if body.get("type") == "block_actions":
        return _tap(body)
    return None


def _event(body: Json, me: str) -> Update | None:
    event = body["event"]
    kind = event["type"]
    if kind in {"message", "app_mention"}:
        if event.get("subtype") == "message_changed":
            return _changed(body["event_id"], event, me)
        return _said(event, me)
    if kind == "app_home_opened":
        return _at_home(body["event_id"], event)
    return _happened(body["event_id"], event, kind, me)


def _said(event: Json, me: str) -> Update | None:
    if not _by_person(event, me) or event.get("subtype") not in SPOKEN:
        return None
    return _spoken(event, event["channel"], me, f"{event['channel']}:{event['ts']}")


def _changed(id: str, event: Json, me: str) -> Update | None:
    """Return what a person made of their words; a preview that Slack adds changes none."""
    message, before = event["message"], event["previous_message"]
    text, said = message.get("text") or "", before.get("text") or ""
    if text == said or not _by_person(message, me) or message.get("subtype") not in SPOKEN:
        return None
    if _without_mention(said, me)[1] and not _without_mention(text, me)[1]:
        # A question stays ours where its author took our name out of it.
        message = {**message, "text": f"<@{me}> {text}"}
    return _spoken(message, event["channel"], me, id, Happening.EDITED)


def _spoken(
    message: Json, channel: str, me: str, id: str, happening: Happening = Happening.SAID
) -> Update | None:
    text, mentioned = _without_mention(message.get("text") or "", me)
    place, thread = place_of(channel), message.get("thread_ts") or ""
    private = place is Place.PRIVATE
    said = happening is Happening.SAID
    # In private whoever sends a picture, or passes on a message, has said something to us.
    wordless = said and bool(message.get("files") or message.get("attachments"))
    if not (text or wordless if private else mentioned):
        return None
    below_us = thread and message.get("parent_user_id") == me
    return Update(
        id=id,
        account=Account(PLATFORM, message["user"], _name(message.get("user_profile") or {})),
        chat=Chat(PLATFORM, channel, place),
        text=text,
        happening=happening,
        message=message["ts"],
        reply_to=thread if below_us else "",
        thread=thread if private else thread or message["ts"],
        mentioned=mentioned,
        below=thread if thread != message["ts"] else "",
        can_pick=private,
        file=_file(message) if said else None,
    )


def _file(message: Json) -> File | None:
    """Return the file that came with a message, the first of several, where none is a picture."""
    files = message.get("files") or []
    if not files or any(str(each.get("mimetype") or "").startswith("image/") for each in files):
        return None
    file, *others = files
    name, size = str(file.get("name") or ""), int(file.get("size") or 0)
    return File(PLATFORM, str(file["id"]), name, size, others=len(others))


def _happened(id: str, event: Json, kind: str, me: str) -> Update | None:
    """Return what befell a conversation that we are in."""
    ours = event.get("user") == me
    if (kind in OUR_COMING and ours) or kind in BACK:
        happening = Happening.JOINED
    elif (kind in OUR_GOING and ours) or kind in GONE:
        happening = Happening.LEFT
    else:
        return None
    by = event.get("inviter") or event.get("actor_id") or event.get("user") or me
    channel = event["channel"]
    return Update(
        id=id,
        account=Account(PLATFORM, by),
        chat=Chat(PLATFORM, channel, place_of(channel)),
        happening=happening,
    )


def _command(body: Json) -> Update:
    channel = body["channel_id"]
    return Update(
        id=f"command:{body.get('trigger_id') or _digest(body)}",
        account=Account(PLATFORM, body["user_id"], body.get("user_name") or ""),
        chat=Chat(PLATFORM, channel, place_of(channel), title=_title(body)),
        text=f"{COMMAND} {body.get('text') or ''}".rstrip(),
        mentioned=True,
        alone=True,
        via=body.get("response_url") or "",
        can_pick=True,
    )


def _title(command: Json) -> str:
    """Return what the channel of a command is called; a private one is not named to us."""
    name = str(command.get("channel_name") or "")
    return "" if name in UNNAMED else name


def _tap(body: Json) -> Update | None:
    """Return the tap of a button, or of a line of a menu, that stands for a choice in a message."""
    container, action = body["container"], body["actions"][0]
    if container.get("type") == "view":
        return _tap_at_home(body, action)
    if action["type"] == PICKER:
        return _picked(body, action)
    token = (action.get("selected_option") or action).get("value") or ""
    if container.get("type") != "message" or action.get("url") or not token:
        return None
    user, channel = body["user"], container["channel_id"]
    return Update(
        id=f"tap:{action['action_ts']}:{user['id']}:{token}",
        account=Account(PLATFORM, user["id"], user.get("name") or user.get("username") or ""),
        chat=Chat(PLATFORM, channel, place_of(channel)),
        choice=token,
        happening=Happening.TAPPED,
        message=container["message_ts"],
        thread=container.get("thread_ts") or "",
        alone=bool(container.get("is_ephemeral")),
        via=body.get("response_url") or "",
    )


def _tap_at_home(body: Json, action: Json) -> Update | None:
    """Return the tap of a button on somebody's page, which keeps where they are private."""
    view, user, token = body.get("view") or {}, body["user"], action.get("value") or ""
    channel = view.get("private_metadata") or ""
    if view.get("type") != "home" or not channel or action.get("url") or not token:
        return None
    return Update(
        id=f"tap:{action['action_ts']}:{user['id']}:{token}",
        account=Account(PLATFORM, user["id"], user.get("name") or user.get("username") or ""),
        chat=Chat(PLATFORM, channel, place_of(channel)),
        choice=token,
        happening=Happening.TAPPED,
        at_home=True,
    )


def _at_home(id: str, event: Json) -> Update | None:
    """Return that somebody looks at their page; of the messages beside it nothing."""
    if event["tab"] != "home":
        return None
    channel = event["channel"]
    return Update(
        id=id,
        account=Account(PLATFORM, event["user"]),
        chat=Chat(PLATFORM, channel, place_of(channel)),
        happening=Happening.HOME,
        at_home=True,
    )


def _picked(body: Json, action: Json) -> Update:
    """Return the choice of a conversation in the menu of a message."""
    user, container, picked = body["user"], body["container"], action["selected_conversation"]
    channel = container["channel_id"]
    return Update(
        id=f"pick:{action['action_ts']}:{user['id']}:{picked}",
        account=Account(PLATFORM, user["id"], user.get("name") or user.get("username") or ""),
        chat=Chat(PLATFORM, channel, place_of(channel)),
        happening=Happening.PICKED,
        thread=container.get("thread_ts") or "",
        alone=bool(container.get("is_ephemeral")),
        via=body.get("response_url") or "",
        picked=Chat(PLATFORM, picked, place_of(picked)),
    )


def _by_person(message: Json, me: str) -> bool:
    author = message.get("user")
    return bool(author) and author not in {me, SLACKBOT} and not message.get("bot_id")


def place_of(channel: str) -> Place:
    """Return what kind of place a conversation is, by its id."""
    return Place.PRIVATE if channel.startswith("D") else Place.GROUP


def _without_mention(text: str, me: str) -> tuple[str, bool]:
    """Return a text without our name, and whether that was in it."""
    mention = rf"<@{re.escape(me)}(?:\|[^<>]*)?>"
    said, count = re.subn(rf"[ \t]*{mention}(?:[ \t]*[,:])?", "", text)
    return said.strip(), count > 0


def _name(profile: Json) -> str:
    return str(profile.get("display_name") or profile.get("real_name") or "")


def _digest(body: Json) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
