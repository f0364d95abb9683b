"""Which keyboards Telegram takes."""

from __future__ import annotations

from typing import Any, Final

from tests.standins.telegram.arguments import Arguments
from tests.standins.telegram.links import checked, mentioned_user
from tests.standins.telegram.messages import Keyboard
from tests.standins.telegram.refusals import Json, bad_request

MOST_BUTTONS: Final = 100
MOST_IN_A_ROW: Final = 8
LONGEST_DATA: Final = 64
"""In bytes."""
INLINE: Final = "inline keyboard button"
DOES: Final = ("url", "callback_data", "switch_inline_query", "copy_text", "web_app", "login_url")
"""What an inline button may do; it does one of these."""
OTHER: Final = ("keyboard", "remove_keyboard", "force_reply")


def read_markup(arguments: Arguments, *, private: bool = True) -> Json | None:
    """Return the reply_markup of a call, if it has one, after all that Telegram checks.

    Raises:
        Refusal: it takes no such keyboard.
    """
    markup = arguments.object("reply_markup", "reply keyboard markup")
    if "inline_keyboard" in markup:
        _check_inline(markup["inline_keyboard"])
    elif "keyboard" in markup:
        _check_reply(markup["keyboard"], private=private)
    elif markup and not markup.keys() & set(OTHER):
        return None
    return markup or None


def inline(markup: Json | None) -> Keyboard:
    """Return the rows of inline buttons; rows without any are not shown."""
    rows: Keyboard = (markup or {}).get("inline_keyboard", [])
    return [row for row in rows if row]


def _rows(given: Any) -> Keyboard:  # noqa: ANN401 - whatever JSON held
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise bad_request(
            'field "inline_keyboard" of the InlineKeyboardMarkup should be an Array of Arrays'
        )
    return given


def _check_inline(given: Any) -> None:  # noqa: ANN401 - whatever JSON held
    rows = _rows(given)
    for row in rows:
        for button in row:
            _check_button(button)
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")


def _check_button(button: Any) -> None:  # noqa: ANN401 - whatever JSON held
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {INLINE}: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request(f"can't parse {INLINE}: Can't find field \"text\"")
    if not text.strip():
        raise bad_request(f"{INLINE} text must be non-empty")
    does = [name for name in DOES if name in button]
    if not does:
        raise bad_request(
            f"can't parse {INLINE}: Text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in button:
        _check_data(button["callback_data"])
    if "url" in button:
        _check_url(button["url"])


def _check_data(data: Any) -> None:  # noqa: ANN401 - whatever JSON held
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: str) -> None:
    if mentioned_user(url):
        return
    try:
        checked(url)
    except ValueError as why:
        raise bad_request(f"{INLINE} URL '{url}' is invalid: {why}") from why


def _check_reply(given: Any, *, private: bool) -> None:  # noqa: ANN401 - whatever JSON held
    buttons: list[Any] = [button for row in _rows(given) for button in row]
    for button in buttons:
        text = button.get("text") if isinstance(button, dict) else button
        if not text:
            raise bad_request("keyboard button text must be non-empty")
        if isinstance(button, dict) and "request_chat" in button and not private:
            raise bad_request("shared chats can be requested in private chats only")
