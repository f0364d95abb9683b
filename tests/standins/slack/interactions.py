"""Commands, taps and forms, in the payloads in which Slack hands them to the bot."""

from __future__ import annotations

from typing import Final

from tests.standins.slack.world import Json, Message, Profile, Room, World

ROOM_NAMES: Final = {"im": "directmessage", "group": "privategroup", "mpim": "privategroup"}
CHOSEN: Final = {
    "static_select": "selected_option",
    "overflow": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "plain_text_input": "value",
}
"""Where the chosen thing is told, by type of element."""


def room_name(room: Room) -> str:
    """Return the name of a conversation as interactions tell it."""
    return ROOM_NAMES.get(room.kind, room.name)


def slash(world: World, who: Profile, room: Room, command: str, text: str) -> Json:
    """Return a slash command, with its escaped text, still without trigger and response_url."""
    me = world.me
    return {
        "token": "verification",
        "team_id": me.team,
        "team_domain": me.team_domain,
        "channel_id": room.id,
        "channel_name": room_name(room),
        "user_id": who.id,
        "user_name": who.name,
        "command": command,
        "text": text,
        "api_app_id": me.app,
        "is_enterprise_install": "false",
    }


def interaction(world: World, who: Profile, kind: str) -> Json:
    """Return what every interaction has."""
    me = world.me
    return {
        "type": kind,
        "token": "verification",
        "api_app_id": me.app,
        "team": {"id": me.team, "domain": me.team_domain},
        "user": {"id": who.id, "username": who.name, "name": who.name, "team_id": who.team},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def action(world: World, element: Json, block_id: str, chosen: object = None) -> Json:
    """Return one action: the tap of a button, or the choice of something in a menu."""
    kind = element["type"]
    done: Json = {"type": kind, "block_id": block_id, "action_ts": world.stamp()}
    done["action_id"] = element.get("action_id", "generated")
    if kind == "button":
        done |= {name: element[name] for name in ("text", "value", "style") if name in element}
        return done
    return done | {CHOSEN[kind]: _choice(element, chosen)}


def _choice(element: Json, chosen: object) -> object:
    """Return an option where there are options, found by its words or its value."""
    options = [
        *element.get("options", []),
        *(option for group in element.get("option_groups", []) for option in group["options"]),
    ]
    if not options:
        return chosen
    found = [o for o in options if chosen in {o["value"], o["text"]["text"]}]
    assert found, f"no option {chosen!r} in {options}"
    return found[0]


def on_message(world: World, who: Profile, message: Message, done: Json) -> Json:
    """Return the tap of an element in a message; of an ephemeral one Slack tells but the place."""
    room = message.room
    payload = interaction(world, who, "block_actions")
    container: Json = {"type": "message", "message_ts": message.ts, "channel_id": room.id}
    container["is_ephemeral"] = bool(message.only_for)
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload |= {"container": container, "channel": {"id": room.id, "name": room_name(room)}}
    payload |= {"actions": [done], "state": {"values": {}}}
    return payload if message.only_for else payload | {"message": world.shown(message)}


def on_view(world: World, who: Profile, view: Json, done: Json) -> Json:
    """Return the tap of an element in a modal or in the home tab."""
    payload = interaction(world, who, "block_actions")
    container = {"type": "view", "view_id": view["id"]}
    return payload | {"container": container, "view": view, "actions": [done]}


def submission(world: World, who: Profile, view: Json, values: dict[str, object]) -> Json:
    """Return a form that was filled in: values by block_id."""
    filled: Json = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            value = _filled(element, values.get(block["block_id"]))
            filled[block["block_id"]] = {element["action_id"]: value}
    assert values.keys() <= filled.keys(), f"no inputs {values.keys() - filled.keys()}"
    state = {"state": {"values": filled}}
    return interaction(world, who, "view_submission") | {
        "view": view | state,
        "response_urls": [],
    }


def _filled(element: Json, value: object) -> Json:
    kind = element["type"]
    chosen = element.get("initial_value") if value is None else _choice(element, value)
    return {"type": kind, CHOSEN[kind]: chosen}
