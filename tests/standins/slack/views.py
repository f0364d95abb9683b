"""`views.*`: modals and the home tab."""

from __future__ import annotations

from typing import Any

from tests.standins.slack.arguments import Arguments
from tests.standins.slack.blocks import Refused, check_view, complete
from tests.standins.slack.world import Deed, Json, World


class Views:
    """The methods, and the triggers that open a modal: each once, and only for a moment.

    Attributes:
        triggers: user and state by trigger; the state is `new`, `exchanged` or `expired`.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.triggers: dict[str, tuple[str, str]] = {}

    def trigger(self, user: str) -> str:
        """Return a new trigger for what `user` did."""
        trigger = f"{self.world.number('1')}.{self.world.number('2')}.factdesk"
        self.triggers[trigger] = user, "new"
        return trigger

    def expire(self, trigger: str) -> None:
        """Let the three seconds of a trigger be over."""
        user, _ = self.triggers[trigger]
        self.triggers[trigger] = user, "expired"

    def open(self, arguments: Arguments) -> Json:
        """Show a modal to whoever pulled the trigger."""
        trigger = arguments.text("trigger_id")
        user, state = self.triggers.get(trigger, ("", "invalid"))
        if state != "new":
            raise Refused(f"{state}_trigger_id", trigger)
        view = _checked(arguments, "modal")
        self.triggers[trigger] = user, "exchanged"
        return {"view": self.keep(view, user)}

    def update(self, arguments: Arguments) -> Json:
        """Change an open modal, found by its id or ours."""
        found = self._find(arguments)
        self._check_hash(found, arguments)
        view = _checked(arguments, found["type"])
        return {"view": self.keep(view, found["user"], found["id"])}

    def publish(self, arguments: Arguments) -> Json:
        """Change the home tab of a user."""
        user = arguments.text("user_id")
        if user not in self.world.people:
            raise Refused("invalid_arguments", "user_id")
        before = self.world.homes.get(user)
        if before:
            self._check_hash(before, arguments)
        view = self.keep(_checked(arguments, "home"), user, before["id"] if before else "")
        self.world.homes[user] = view
        return {"view": view}

    def keep(self, view: Json, user: str, id: str = "") -> Json:
        """Keep a view as it is seen now, and return it as Slack tells of it."""
        complete(view["blocks"], self.world.number)
        kept = {"callback_id": "", "private_metadata": "", "external_id": "", **view}
        kept |= {"id": id or self.world.number("V"), "user": user}
        kept |= {"team_id": self.world.me.team, "app_id": self.world.me.app}
        kept |= {"hash": self.world.stamp(), "state": {"values": {}}, "bot_id": self.world.me.bot}
        kept["root_view_id"] = kept["id"]
        self.world.views[kept["id"]] = kept
        self.world.record(Deed("opened", view=kept))
        return kept

    def close(self, view: Json) -> None:
        """Take a view from the screen."""
        self.world.views.pop(view["id"], None)
        self.world.record(Deed("closed", view=view))

    def _find(self, arguments: Arguments) -> Json:
        ours, theirs = arguments.text("external_id", ""), arguments.text("view_id", "")
        for view in self.world.views.values():
            if view["id"] == theirs or (ours and view["external_id"] == ours):
                return view
        raise Refused("not_found", theirs or ours)

    def _check_hash(self, before: Json, arguments: Arguments) -> None:
        if arguments.text("hash", before["hash"]) != before["hash"]:
            raise Refused("hash_conflict")


def _checked(arguments: Arguments, kind: str) -> Json:
    view: Any = arguments.structure("view", "invalid_arguments")
    check_view(view)
    if view["type"] != kind:
        raise Refused("invalid_arguments", f"a view of type {kind} is expected")
    checked: Json = view
    return checked
