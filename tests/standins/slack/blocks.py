"""What Slack refuses in a message or a view, by the names of its errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.standins.slack.elements import (
    ACTING,
    CONTEXT,
    IMAGE,
    INPUT,
    MOST_FIELD,
    MOST_ID,
    MOST_TEXT,
    RICH,
    address,
    any_text,
    plain_text,
)
from tests.standins.slack.schema import (
    Check,
    Unfit,
    both,
    by_type,
    distinct,
    fields,
    flag,
    many,
    one_of,
    words,
)
from tests.standins.slack.world import Json

MOST_BLOCKS: Final = 50
MOST_VIEW_BLOCKS: Final = 100
MOST_MESSAGE_TEXT: Final = 4000
"""Up to 40,000 Slack used to cut; past 4,000 it may refuse, so here it does."""
MOST_CHARACTERS: Final = 12_000
"""All blocks of a message together; undocumented, seen between 12,000 and 13,300."""


_NO_ACTION: Final = {
    *("plain_text", "mrkdwn", "image"),
    *("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"),
}
"""Parts of blocks that nobody acts on."""


class Refused(Exception):
    """Slack answers `ok: false` with this error; `why` goes into `response_metadata`."""

    def __init__(self, error: str, why: str = "", **more: object) -> None:
        super().__init__(f"{error}: {why}" if why else error)
        self.error = error
        self.why = why
        self.more = more


def _block(
    kind: str, required: dict[str, Check], optional: dict[str, Check] | None = None
) -> Check:
    block_id: dict[str, Check] = {"block_id": words(MOST_ID, 1)}
    return fields({"type": one_of(kind), **required}, {**block_id, **(optional or {})})


def _accessory(thing: object, where: str) -> None:
    check = IMAGE if isinstance(thing, dict) and thing.get("type") == "image" else ACTING
    check(thing, where)


def _section(thing: object, where: str) -> None:
    _SECTION(thing, where)
    assert isinstance(thing, dict)
    if "text" not in thing and "fields" not in thing:
        raise Unfit("missing required field: text", where)


_SECTION: Final = _block(
    "section",
    {},
    {
        "text": any_text(MOST_TEXT),
        "fields": many(any_text(MOST_FIELD), 10),
        "accessory": _accessory,
        "expand": flag,
    },
)


def _image(thing: object, where: str) -> None:
    _IMAGE(thing, where)
    assert isinstance(thing, dict)
    if ("image_url" in thing) == ("slack_file" in thing):
        raise Unfit("either image_url or slack_file is needed", where)


_IMAGE: Final = _block(
    "image",
    {"alt_text": words(2000, 1)},
    {
        "title": plain_text(2000),
        "image_url": address,
        "slack_file": fields({"id": words(MOST_ID, 1)}, {}),
    },
)
_KINDS: Final[dict[str, Check]] = {
    "section": _section,
    "header": _block("header", {"text": plain_text(150)}),
    "divider": _block("divider", {}),
    "context": _block("context", {"elements": many(CONTEXT, 10)}),
    "actions": _block("actions", {"elements": both(many(ACTING, 25), distinct("action_id"))}),
    "image": _image,
    "input": _block(
        "input",
        {"label": plain_text(2000), "element": INPUT},
        {"hint": plain_text(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": _block("rich_text", {"elements": many(RICH, 1000)}),
    "markdown": _block("markdown", {"text": words(12_000, 1)}),
}


def _all(most: int) -> Check:
    return both(many(by_type(_KINDS), most, 0), distinct("block_id"))


_MESSAGE_BLOCKS: Final = _all(MOST_BLOCKS)
_VIEW_FIELDS: Final[dict[str, Check]] = {
    "private_metadata": words(3000),
    "callback_id": words(MOST_ID),
    "external_id": words(MOST_ID),
}
_VIEW: Final = by_type(
    {
        "modal": fields(
            {
                "type": one_of("modal"),
                "title": plain_text(24),
                "blocks": _all(MOST_VIEW_BLOCKS),
            },
            {
                **_VIEW_FIELDS,
                "submit": plain_text(24),
                "close": plain_text(24),
                "clear_on_close": flag,
                "notify_on_close": flag,
                "submit_disabled": flag,
            },
        ),
        "home": fields(
            {"type": one_of("home"), "blocks": _all(MOST_VIEW_BLOCKS)},
            _VIEW_FIELDS,
        ),
    }
)


def check_blocks(blocks: object) -> None:
    """Check the blocks of a message.

    Raises:
        Refused: `invalid_blocks`, or `msg_blocks_too_long`.
    """
    try:
        _MESSAGE_BLOCKS(blocks, "/blocks")
    except Unfit as unfit:
        raise Refused("invalid_blocks", str(unfit), errors=[str(unfit)]) from None
    if weight(blocks) > MOST_CHARACTERS:
        raise Refused("msg_blocks_too_long", f"{weight(blocks)} characters")


def complete(blocks: list[Json], number: Callable[[str], str]) -> list[Json]:
    """Give ids to blocks and elements that came without, as Slack does."""
    for block in blocks:
        block.setdefault("block_id", number("b"))
        elements = [block.get("accessory"), block.get("element"), *block.get("elements", [])]
        for element in elements:
            if element and element["type"] not in _NO_ACTION:
                element.setdefault("action_id", number("a"))
    return blocks


def check_text(text: object, blocks: list[Json]) -> None:
    """Check the text of a message.

    Raises:
        Refused: `no_text`, where there are no blocks either, `msg_too_long`, or
            `invalid_arguments`, where it is no text.
    """
    if not isinstance(text, str):
        raise Refused("invalid_arguments", "text must be a string")
    if len(text) > MOST_MESSAGE_TEXT:
        raise Refused("msg_too_long", f"{len(text)} characters")
    if not text.strip() and not blocks:
        raise Refused("no_text")


def check_view(view: object) -> None:
    """Check a modal or the home tab.

    Raises:
        Refused: `invalid_arguments`; a modal with an input but without a submit button too.
    """
    try:
        _VIEW(view, "/view")
    except Unfit as unfit:
        raise Refused("invalid_arguments", str(unfit)) from None
    assert isinstance(view, dict)
    asks = any(block["type"] == "input" for block in view["blocks"])
    if view["type"] == "modal" and asks and "submit" not in view:
        raise Refused("invalid_arguments", "missing required field: submit [json-pointer:/view]")


def check_metadata(metadata: object) -> None:
    """Check what the bot puts beside a message.

    Raises:
        Refused: `invalid_metadata_format`.
    """
    fits = (
        isinstance(metadata, dict)
        and metadata.keys() <= {"event_type", "event_payload", "entities"}
        and isinstance(metadata.get("event_type"), str)
        and metadata["event_type"]
        and isinstance(metadata.get("event_payload"), dict)
    )
    if not fits:
        raise Refused("invalid_metadata_format")


def weight(thing: object) -> int:
    """Return how many characters of text there are in blocks, buttons included."""
    if isinstance(thing, list):
        return sum(map(weight, thing))
    if not isinstance(thing, dict):
        return 0
    own = thing.get("text")
    inner = sum(weight(part) for part in thing.values() if isinstance(part, dict | list))
    return inner + (len(own) if isinstance(own, str) else 0)
