"""Forms as Slack's modals: opened within three seconds, checked in the acknowledgement.

What a modal is of travels in its `private_metadata`: where it was asked for, and what is known of
its form. What is typed stays in its fields until the last page is sent, which is an update like
any other; until then nothing is stored.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

import structlog

from bot.forms.asking import OPENS
from bot.forms.sheets import Blank, Faults, Sheet
from bot.forms.windows import Windows
from bot.port import Account, Chat, Happening, Place, Update
from handlers.slack.calling import Calls
from handlers.slack.outcomes import FAILURES, refused_as
from handlers.slack.reading import PLATFORM, address, place_of
from handlers.slack.rendering import blocks
from handlers.slack.wording import cut, shown
from storage.errors import StoreError

Json: TypeAlias = Mapping[str, Any]

log = structlog.get_logger(__name__)

CALLBACK: Final = "form"
"""What our modals are called."""
SHORTCUT: Final = "make-fact"
"""What the shortcut of a message is called that makes a fact of it."""
ANSWER: Final = "answer"
"""What the element of each field is called."""

OPEN_WITHIN: Final = 2.5
"""Seconds in which a modal opens, or a button is given instead: a trigger lasts three."""

LONGEST_TITLE: Final = 24
LONGEST_LABEL: Final = 2000
LONGEST_INPUT: Final = 3000
LONGEST_OPTION: Final = 75
LONGEST_FAULT: Final = 2000
LONGEST_STATE: Final = 3000
"""Characters that Slack takes."""


class SlackWindows:
    """The forms of a desk as modals.

    Args:
        calls: by which they are opened.
        windows: the forms themselves; None: there are none.
    """

    def __init__(self, calls: Calls, windows: Windows | None) -> None:
        self._calls = calls
        self._windows = windows

    async def opens(self, update: Update, trigger: str) -> bool:
        """Open the modal that an update asks for; tell whether one is open now."""
        asks = update.choice.startswith(OPENS) or (update.alone and not update.choice)
        if self._windows is None or not (asks and trigger):
            return False
        try:
            async with asyncio.timeout(OPEN_WITHIN):
                # A window is seen by whoever opens it alone, wherever they did.
                asker = replace(update, alone=True)
                sheet = await asyncio.to_thread(self._windows.opened, asker)
                return sheet is not None and await self._open(sheet, update, trigger)
        except (TimeoutError, StoreError):
            return False

    async def makes_fact(self, update: Update, trigger: str) -> bool:
        """Open the modal that makes a fact of a message, or says who may; tell whether it did."""
        if self._windows is None:
            return False
        sheet = await asyncio.to_thread(self._windows.made_of, update)
        return await self._open(sheet, update, trigger)

    async def sent(self, update: Update, body: Json) -> Update | dict[str, Any]:
        """Return what follows when a modal was sent: the update that saves it, or the answer.

        Args:
            update: who sent it, and where it was asked for.
            body: what was sent.

        Raises:
            StoreError: it cannot be checked at present.
        """
        if self._windows is None:
            return {}
        kept = _kept(body)
        turn = await asyncio.to_thread(self._windows.sent, update, kept["state"], _values(body))
        match turn:
            case Sheet():
                return {"response_action": "update", "view": view(turn, update)}
            case Faults():
                told = {name: cut(said, LONGEST_FAULT) for name, said in turn.by_field.items()}
                return {"response_action": "errors", "errors": told}
            case filled:
                return replace(update, filled=filled.record())

    async def _open(self, sheet: Sheet, update: Update, trigger: str) -> bool:
        try:
            await self._calls.web.views_open(trigger_id=trigger, view=view(sheet, update))
        except FAILURES as error:
            log.warning("slack_window_not_opened", error=refused_as(error) or type(error).__name__)
            return False
        return True


def submission(body: Json) -> Update:
    """Return who sent a modal, and where it was asked for."""
    place = _kept(body)["place"]
    sender = _by(body, place["chat"])
    id = f"form:{body['view']['id']}"
    if sender.chat.place is Place.PRIVATE:
        # What is said there nobody else reads, and it may as well stay.
        return replace(sender, id=id, thread=place["thread"], alone=False)
    return replace(sender, id=id, thread=place["thread"], via=place["via"])


def shortcut(body: Json) -> Update:
    """Return what somebody wants to make a fact of."""
    channel, message = body["channel"]["id"], body["message"]
    return replace(_by(body, channel), id=f"shortcut:{body['trigger_id']}", text=message["text"])


def view(sheet: Sheet, update: Update) -> dict[str, Any]:
    """Return a page of a form as a modal."""
    place = {"chat": update.chat.id, "thread": update.thread, "via": update.via}
    said = blocks(sheet.said)
    modal = {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": _plain(sheet.title, LONGEST_TITLE),
        "close": _plain(sheet.leave, LONGEST_TITLE),
        "blocks": [*said, *map(_input, sheet.blanks)],
        "private_metadata": _metadata(sheet, place),
    }
    return modal | ({"submit": _plain(sheet.send, LONGEST_TITLE)} if sheet.blanks else {})


def _metadata(sheet: Sheet, place: Mapping[str, str]) -> str:
    """Return what travels with a page; an answer for which there is no room is asked for again."""
    state = dict(sheet.state)
    while len(told := json.dumps({"place": place, "state": state})) > LONGEST_STATE:
        filled = state.get("filled") or {}
        answers = dict(filled.get("answers") or {})
        if not answers:
            return json.dumps({"place": place, "state": {}})
        del answers[max(answers, key=lambda name: len(answers[name]))]
        state["filled"] = {**filled, "answers": answers}
    return told


def _input(blank: Blank) -> dict[str, Any]:
    element = _menu(blank) if blank.options else _typed(blank)
    return {
        "type": "input",
        "block_id": blank.name,
        "label": _plain(blank.label, LONGEST_LABEL),
        "hint": _plain(blank.hint, LONGEST_LABEL),
        "element": element,
        "optional": blank.optional,
    }


def _typed(blank: Blank) -> dict[str, Any]:
    element: dict[str, Any] = {"type": "plain_text_input", "action_id": ANSWER}
    element["multiline"] = blank.long
    element["max_length"] = LONGEST_INPUT
    given = cut(shown(blank.given), LONGEST_INPUT)
    return element | ({"initial_value": given} if given else {})


def _menu(blank: Blank) -> dict[str, Any]:
    options = [
        {"text": _plain(option.label, LONGEST_OPTION), "value": option.value}
        for option in blank.options
    ]
    chosen = [option for option in options if option["value"] == blank.given]
    element: dict[str, Any] = {"type": "radio_buttons", "action_id": ANSWER, "options": options}
    return element | ({"initial_option": chosen[0]} if chosen else {})


def _plain(text: str, longest: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": cut(shown(text), longest), "emoji": False}


def _values(body: Json) -> dict[str, str]:
    """Return what was typed or chosen, by field; nothing for what was left empty."""
    filled = body["view"]["state"]["values"]
    return {name: _value(inputs[ANSWER]) for name, inputs in filled.items()}


def _value(element: Json) -> str:
    chosen = element.get("selected_option")
    return str(chosen["value"]) if chosen else str(element.get("value") or "")


def _kept(body: Json) -> Json:
    """Return what has travelled with a modal."""
    kept: Json = json.loads(body["view"]["private_metadata"])
    return kept


def _by(body: Json, channel: str) -> Update:
    user = body["user"]
    return Update(
        id="",
        account=Account(PLATFORM, user["id"], user.get("name") or user.get("username") or ""),
        chat=Chat(PLATFORM, channel, place_of(channel)),
        happening=Happening.SAID,
        mentioned=True,
        alone=True,
        via=body.get("response_url") or "",
        private=address(body),
    )
