"""What Block Kit's blocks are made of, and the limits of each: texts, buttons, menus, rich text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.standins.slack.schema import (
    Check,
    Unfit,
    any_string,
    by_type,
    fields,
    flag,
    many,
    number,
    one_of,
    words,
)

MOST_TEXT: Final = 3000
MOST_FIELD: Final = 2000
MOST_ID: Final = 255
MOST_URL: Final = 3000
ADDRESSES: Final = ("http://", "https://", "mailto:", "slack://", "tel:")


def plain_text(longest: int) -> Check:
    """Check a `plain_text` object."""
    return fields({"type": one_of("plain_text"), "text": words(longest, 1)}, {"emoji": flag})


def any_text(longest: int) -> Check:
    """Check a text object, `plain_text` or `mrkdwn`."""
    marked = fields({"type": one_of("mrkdwn"), "text": words(longest, 1)}, {"verbatim": flag})
    return by_type({"plain_text": plain_text(longest), "mrkdwn": marked})


def address(thing: object, where: str) -> None:
    """Check a URL that leads somewhere."""
    words(MOST_URL, 1)(thing, where)
    url = str(thing)
    if not url.startswith(ADDRESSES) or any(mark in url for mark in " \n<>"):
        raise Unfit(f"invalid url: {url}", where)


_STYLE = one_of("primary", "danger")
_ID = words(MOST_ID, 1)
_CONFIRM = fields(
    {
        "title": plain_text(100),
        "text": any_text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
    },
    {"style": _STYLE},
)
_OPTION = fields(
    {"text": any_text(75), "value": words(150, 1)},
    {"description": plain_text(75), "url": address},
)
_LINE = fields(
    {"text": plain_text(75), "value": words(150, 1)},
    {"description": plain_text(75), "url": address},
)
"""A line of the menu behind ⋯: its words are never markup."""
_GROUPS = many(
    fields({"label": plain_text(75), "options": many(_OPTION, 100)}),
    100,
)


def _element(kind: str, required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    acting = {"action_id": _ID, "confirm": _CONFIRM, "focus_on_load": flag}
    return fields({"type": one_of(kind), **required}, {**acting, **optional})


def _menu(kind: str, **optional: Check) -> Check:
    return _element(kind, {}, {"placeholder": plain_text(150), **optional})


def _static(thing: object, where: str) -> None:
    _menu(
        "static_select", options=many(_OPTION, 100), option_groups=_GROUPS, initial_option=_OPTION
    )(thing, where)
    assert isinstance(thing, dict)
    if ("options" in thing) == ("option_groups" in thing):
        raise Unfit("either options or option_groups is needed", where)


BUTTON: Final = _element(
    "button",
    {"text": plain_text(75)},
    {
        "value": words(2000),
        "url": address,
        "style": _STYLE,
        "accessibility_label": words(75),
    },
)
_CONVERSATION_FILTER = fields(
    {},
    {
        "include": many(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)
_MENUS: Final[dict[str, Check]] = {
    "static_select": _static,
    "users_select": _menu("users_select", initial_user=any_string),
    "channels_select": _menu(
        "channels_select", initial_channel=any_string, response_url_enabled=flag
    ),
    "conversations_select": _menu(
        "conversations_select",
        initial_conversation=any_string,
        default_to_current_conversation=flag,
        response_url_enabled=flag,
        filter=_CONVERSATION_FILTER,
    ),
    "multi_conversations_select": _menu(
        "multi_conversations_select",
        initial_conversations=many(any_string, 100, 0),
        default_to_current_conversation=flag,
        max_selected_items=number(1, 100),
        filter=_CONVERSATION_FILTER,
    ),
    "datepicker": _menu("datepicker", initial_date=words(10, 10)),
    "timepicker": _menu("timepicker", initial_time=words(5, 5), timezone=any_string),
    "overflow": _element("overflow", {"options": many(_LINE, 5, 2)}, {}),
    "checkboxes": _element(
        "checkboxes", {"options": many(_OPTION, 10)}, {"initial_options": many(_OPTION, 10)}
    ),
    "radio_buttons": _element(
        "radio_buttons", {"options": many(_OPTION, 10)}, {"initial_option": _OPTION}
    ),
}
ACTING: Final = by_type({"button": BUTTON, **_MENUS})
"""Whatever may be tapped in an actions block or beside a section."""

IMAGE: Final = fields(
    {"type": one_of("image"), "image_url": address, "alt_text": words(2000, 1)}, {}
)
INPUT: Final = by_type(
    {
        "plain_text_input": _menu(
            "plain_text_input",
            initial_value=words(MOST_TEXT),
            multiline=flag,
            min_length=number(0, MOST_TEXT),
            max_length=number(1, MOST_TEXT),
        ),
        **{kind: check for kind, check in _MENUS.items() if kind != "overflow"},
    }
)

# ------------------------------------------------------------------------------ rich text

_RICH_STYLE = fields(
    {}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), flag)
)


def _rich(kind: str, required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    return fields({"type": one_of(kind), **required}, {"style": _RICH_STYLE, **optional})


_RICH_TEXT = _rich("text", {"text": words(MOST_TEXT * 4, 1)}, {})
_RICH_LINK = _rich("link", {"url": address}, {"text": words(MOST_TEXT, 1), "unsafe": flag})
_RICH_PARTS = by_type(
    {
        "text": _RICH_TEXT,
        "link": _RICH_LINK,
        "emoji": _rich("emoji", {"name": any_string}, {"unicode": any_string}),
        "user": _rich("user", {"user_id": any_string}, {}),
        "usergroup": _rich("usergroup", {"usergroup_id": any_string}, {}),
        "channel": _rich("channel", {"channel_id": any_string}, {}),
        "broadcast": _rich("broadcast", {"range": one_of("here", "channel", "everyone")}, {}),
        "date": _rich(
            "date",
            {"timestamp": number(0, 2**40), "format": any_string},
            {"url": address, "fallback": any_string},
        ),
    }
)
_RICH_SECTION = fields(
    {"type": one_of("rich_text_section"), "elements": many(_RICH_PARTS, 1000, 0)}
)
_BORDER = number(0, 1)
RICH: Final = by_type(
    {
        "rich_text_section": _RICH_SECTION,
        "rich_text_list": fields(
            {
                "type": one_of("rich_text_list"),
                "style": one_of("bullet", "ordered"),
                "elements": many(_RICH_SECTION, 1000),
            },
            {"indent": number(0, 8), "offset": number(0, 10_000), "border": _BORDER},
        ),
        "rich_text_quote": fields(
            {"type": one_of("rich_text_quote"), "elements": many(_RICH_PARTS, 1000)},
            {"border": _BORDER},
        ),
        "rich_text_preformatted": fields(
            {
                "type": one_of("rich_text_preformatted"),
                "elements": many(by_type({"text": _RICH_TEXT, "link": _RICH_LINK}), 1000),
            },
            {"border": _BORDER, "language": any_string},
        ),
    }
)
"""A part of a rich text block."""

CONTEXT: Final = by_type(
    {"image": IMAGE, **dict.fromkeys(("plain_text", "mrkdwn"), any_text(MOST_TEXT))}
)
