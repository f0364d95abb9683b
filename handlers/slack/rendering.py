"""A message as Slack's blocks: rich text, which is data, so that nothing in it is markup.

In rich text every piece says what it is: words, their style, a link. Words are shown as they
stand; they cannot call anybody, draw an emoji or end a style, whatever is in them. Only the
`text` of a notification is markup, and is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias

from bot.port import Break, Choice, Code, Link, Message, Node, Strike, Strong, Text, plain
from handlers.slack.fitting import sections
from handlers.slack.wording import MORE, beside, cut, escaped, leads, shown

Json: TypeAlias = dict[str, Any]

LONGEST_TEXT: Final = 3000
"""Characters of a notification, escaped."""
MOST_BUTTONS: Final = 25
"""In one block."""
LEAST_OPTIONS: Final = 2
MOST_OPTIONS: Final = 5
"""In a menu behind ⋯."""
MOST_ROWS: Final = 5
"""Blocks of buttons: more than anybody reads."""
LONGEST_LABEL: Final = 75
LONGEST_LABELS: Final = 1800
"""Characters of all labels together: with the longest message, less than Slack refuses."""
BLANK: Final = "–"
"""The label of a button that has no words: Slack refuses an empty one."""
_HALF_ENTITY: Final = re.compile(r"&[a-z]{0,3}\Z")


def rendered(message: Message, choices: Sequence[Choice] = ()) -> Json:
    """Return the `text` and `blocks` of a message, and what keeps Slack from adding to it."""
    return {
        "text": notification(message),
        "blocks": blocks(message, choices),
        "unfurl_links": False,
        "unfurl_media": False,
        "link_names": False,
        "parse": "none",
    }


def notification(message: Message) -> str:
    """Return the words of `message` for a notification: escaped, cut where they are too long."""
    words = escaped(shown(plain(message)).strip())
    if len(words) <= LONGEST_TEXT:
        return words
    return _HALF_ENTITY.sub("", words[: LONGEST_TEXT - len(MORE)]) + MORE


def blocks(message: Message, choices: Sequence[Choice] = ()) -> list[Json]:
    """Return `message` with its choices below it; nothing where nothing is to be seen."""
    parts = [_section(part) for part in sections(message)]
    parts = [part for part in parts if part["elements"]]
    text = [{"type": "rich_text", "elements": parts}] if parts else []
    return [*text, *_rows(choices)]


def _section(part: Message) -> Json:
    return {"type": "rich_text_section", "elements": list(_joined(map(_element, part)))}


def _element(node: Node) -> Json:
    match node:
        case Break(paragraph=paragraph):
            return _words("\n\n" if paragraph else "\n")
        case Link(text=text, url=url):
            return _link(text, url)
        case Strong(text=text):
            return _words(text, "bold")
        case Strike(text=text):
            return _words(text, "strike")
        case Code(text=text):
            return _words(text, "code")
        case Text(text=text):
            return _words(text)


def _words(text: str, style: str = "") -> Json:
    element: Json = {"type": "text", "text": shown(text)}
    return element | {"style": {style: True}} if style else element


def _link(text: str, url: str) -> Json:
    if leads(url):
        return {"type": "link", "url": url, "text": shown(text).strip() or url}
    return _words(beside(text, url))


def _joined(elements: Iterable[Json]) -> Iterator[Json]:
    """Yield the elements that have words, those of one style that follow each other as one."""
    last: Json = {}
    for element in elements:
        if not element["text"]:
            continue
        if last and last["type"] == "text" == element["type"] and _alike(last, element):
            last["text"] += element["text"]
            continue
        if last:
            yield last
        last = element
    if last:
        yield last


def _alike(one: Json, other: Json) -> bool:
    return bool(one.get("style") == other.get("style"))


def _rows(choices: Sequence[Choice]) -> Iterator[Json]:
    shown_ = [choice for choice in choices if not choice.tucked][: MOST_BUTTONS * MOST_ROWS]
    tucked = [choice for choice in choices if choice.tucked][:MOST_OPTIONS]
    longest = min(LONGEST_LABEL, LONGEST_LABELS // max(len(shown_) + len(tucked), 1))
    elements = [_button(number, choice, longest) for number, choice in enumerate(shown_)]
    if len(tucked) >= LEAST_OPTIONS:
        del elements[MOST_BUTTONS * MOST_ROWS - 1 :]
        elements.append(_menu(tucked, longest))
    for start in range(0, len(elements), MOST_BUTTONS):
        yield {"type": "actions", "elements": elements[start : start + MOST_BUTTONS]}


def _button(number: int, choice: Choice, longest: int) -> Json:
    return {
        "type": "button",
        "action_id": f"choice-{number}",
        "text": _label(choice, longest),
        "value": choice.token,
    }


def _menu(choices: Iterable[Choice], longest: int) -> Json:
    """Return the menu behind ⋯."""
    options = [{"text": _label(each, longest), "value": each.token} for each in choices]
    return {"type": "overflow", "action_id": "tucked", "options": options}


def _label(choice: Choice, longest: int) -> Json:
    label = " ".join(shown(choice.label).split())
    return {"type": "plain_text", "text": cut(label, longest) or BLANK, "emoji": False}
