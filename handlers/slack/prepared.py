"""A message that somebody has written, to be posted: its words as they look, and its picture.

Slack tells of a thread, and not what stands at its head: that is asked for where it is needed. It
keeps what people type as rich text, whose parts begin lines of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from bot.grammar.mending import mend
from bot.platforms import LARGEST_PICTURE
from bot.port import (
    Account,
    Chat,
    Formatted,
    Link,
    Message,
    Node,
    Picture,
    Prepared,
    Style,
    Text,
    Unfit,
)
from handlers.slack.calling import Calls
from handlers.slack.outcomes import FAILURES
from handlers.slack.reading import PLATFORM, UNREADABLE

Json: TypeAlias = Mapping[str, Any]

STYLES: Final = {
    "bold": Style.STRONG,
    "italic": Style.EMPHASIS,
    "underline": Style.UNDERLINE,
    "strike": Style.STRIKE,
    "code": Style.CODE,
}
PARTS: Final = {"rich_text_quote": Style.QUOTE, "rich_text_preformatted": Style.BLOCK}
PICTURES: Final = frozenset({"image/png", "image/jpeg"})
NAMED: Final = {
    "user": "@{user_id}",
    "usergroup": "@{usergroup_id}",
    "channel": "#{channel_id}",
    "broadcast": "@{range}",
    "color": "{value}",
    "date": "{fallback}",
}
"""What calls somebody, or is shown otherwise to each who reads it, is posted as plain words."""


async def asked(calls: Calls, chat: Chat, message: str) -> Prepared:
    """Ask for the message at the head of a thread, by its id."""
    try:
        me = calls.identity or await calls.meet()
        answer = await calls.web.conversations_replies(channel=chat.id, ts=message, limit=1)
        return read(answer["messages"][0], me.user)
    except (*FAILURES, *UNREADABLE):
        return Prepared(None, (), unfit=Unfit.OUT_OF_REACH)


def read(message: Json, me: str) -> Prepared:
    """Return a message as it can be posted, or why it cannot; `me` is the id of our user."""
    user, files = message.get("user"), message.get("files") or []
    hidden = not user or bool(message.get("bot_id"))
    author = None if hidden else Account(PLATFORM, str(user))
    nodes = tuple(_nodes(message.get("blocks") or []))
    words = nodes or _plain(message.get("text") or "")
    picture = Picture(PLATFORM, str(files[0]["id"])) if files else None
    if user == me:
        return Prepared(author, words, picture, Unfit.OURS)
    return Prepared(author, words, picture, Unfit.NOBODYS if hidden else _unfit(files))


def _unfit(files: Sequence[Json]) -> Unfit | None:
    if any(file.get("mimetype") not in PICTURES for file in files):
        return Unfit.FILE
    if any(int(file.get("size") or 0) > LARGEST_PICTURE for file in files):
        return Unfit.LARGE
    return Unfit.ALBUM if len(files) > 1 else None


def _plain(text: str) -> Message:
    mended = mend(text)
    return (Text(mended),) if mended else ()


def _nodes(blocks: Sequence[Json]) -> Iterator[Node]:
    """Yield what rich text says; each of its parts begins a line."""
    parts = [part for block in blocks for part in block.get("elements", []) if _is_part(part)]
    ended = True
    for part in parts:
        nodes = list(_part(part))
        if nodes and not ended:
            yield Text("\n")
        yield from nodes
        last = nodes[-1] if nodes else None
        ended = ended if last is None else isinstance(last, Text) and last.text.endswith("\n")


def _is_part(part: Json) -> bool:
    return str(part.get("type", "")).startswith("rich_text_")


def _part(part: Json) -> Iterator[Node]:
    if part["type"] == "rich_text_list":
        yield from _list(part)
    else:
        own = PARTS.get(part["type"])
        yield from (_node(each, own) for each in part["elements"])


def _list(part: Json) -> Iterator[Node]:
    ordered, first = part.get("style") == "ordered", int(part.get("offset") or 0) + 1
    for number, item in enumerate(part["elements"], first):
        mark = f"{number}. " if ordered else "• "
        line = "" if number == first else "\n"
        yield Text(line + "  " * int(part.get("indent") or 0) + mark)
        yield from _part(item)


def _node(element: Json, own: Style | None) -> Node:
    """Return a piece of rich text, with the style of the part that it is in."""
    told = element.get("style") or {}
    had = {STYLES[name] for name, on in told.items() if on and name in STYLES}
    styles = tuple(style for style in Style if style in had or style is own)
    words, url = _words(element), str(element.get("url") or "")
    if styles:
        return Formatted(words, styles, url)
    return Link(words, url) if url else Text(words)


def _words(element: Json) -> str:
    kind = element["type"]
    if kind == "emoji":
        codes = str(element.get("unicode") or "")
        # What a workspace has drawn itself has no character, and goes by its name.
        drawn = "".join(chr(int(code, 16)) for code in codes.split("-")) if codes else ""
        return drawn or f":{element.get('name', '')}:"
    if kind in NAMED:
        return NAMED[kind].format_map({"fallback": "", **element})
    return str(element.get("text") or element.get("url") or "")
