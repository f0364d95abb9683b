"""A message as Slack's blocks: rich text, which is data, so that nothing in it is markup.

In rich text every piece says what it is: words, their style, a link. Words are shown as they
stand; they cannot call anybody, draw an emoji or end a style, whatever is in them. Only the
`text` of a notification is markup, and is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final, TypeAlias

from bot.port import (
    Break,
    Choice,
    Code,
    Formatted,
    Link,
    Message,
    Node,
    Picture,
    Strike,
    Strong,
    Style,
    Text,
    plain,
)
from bot.texts import phrase
from handlers.slack.fitting import sections
from handlers.slack.reading import PICKER
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
LONGEST_TOLD: Final = 1000
"""Characters that stand for a picture; Slack takes 2000."""
BLANK: Final = "–"
"""The label of a button that has no words: Slack refuses an empty one."""
STYLES: Final = {
    Style.STRONG: "bold",
    Style.EMPHASIS: "italic",
    Style.STRIKE: "strike",
    Style.CODE: "code",
}
"""What a style is called here; Slack neither underlines nor covers words."""
_OWN: Final = {Text: "", Strong: "bold", Strike: "strike", Code: "code"}
SECTION: Final = "rich_text_section"
QUOTE: Final = "rich_text_quote"
BLOCK: Final = "rich_text_preformatted"
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
    parts = [part for section in sections(message) for part in _parts(section)]
    text = [{"type": "rich_text", "elements": parts}] if parts else []
    return [*text, *_rows(choices)]


def illustrated(picture: Picture, words: str) -> Json:
    """Return a picture that Slack has; whoever does not see it is told the words below it."""
    told = cut(words, LONGEST_TOLD) or BLANK
    return {"type": "image", "slack_file": {"id": picture.id}, "alt_text": told}


def picker(language: str) -> Json:
    """Return a menu of the conversations that somebody is in, to choose one."""
    menu: Json = {"type": PICKER, "action_id": "pick"}
    menu["placeholder"] = {"type": "plain_text", "text": phrase(language, "channel.pick-one")}
    menu["filter"] = {"include": ["public", "private"], "exclude_bot_users": True}
    return {"type": "actions", "elements": [menu]}


def _parts(section: Message) -> Iterator[Json]:
    """Yield a section, and what stands on lines of its own within it, each apart."""
    runs = [(kind, list(nodes)) for kind, nodes in groupby(section, _stands_as)]
    for place, (kind, nodes) in enumerate(runs):
        elements = list(_joined(map(_element, nodes)))
        if elements and kind == SECTION:
            # Each part begins a line: an end of a line before or behind it would be one more.
            _trim(elements, begins=place > 0, ends=place < len(runs) - 1)
        if elements := [each for each in elements if each["text"]]:
            yield {"type": kind, "elements": elements}


def _stands_as(node: Node) -> str:
    if isinstance(node, Formatted):
        if Style.BLOCK in node.styles:
            return BLOCK
        if Style.QUOTE in node.styles:
            return QUOTE
    return SECTION


def _trim(elements: list[Json], *, begins: bool, ends: bool) -> None:
    first, last = elements[0], elements[-1]
    if begins and first["type"] == "text":
        first["text"] = first["text"].removeprefix("\n")
    if ends and last["type"] == "text":
        last["text"] = last["text"].removesuffix("\n")


def _element(node: Node) -> Json:
    match node:
        case Break(paragraph=paragraph):
            return _words("\n\n" if paragraph else "\n")
        case Link(text=text, url=url):
            return _link(text, url)
        case Formatted():
            return _formatted(node)
        case _:
            return _words(node.text, _OWN[type(node)])


def _words(text: str, style: str = "") -> Json:
    element: Json = {"type": "text", "text": shown(text)}
    return element | {"style": {style: True}} if style else element


def _link(text: str, url: str) -> Json:
    if leads(url):
        return {"type": "link", "url": url, "text": shown(text).strip() or url}
    return _words(beside(text, url))


def _formatted(node: Formatted) -> Json:
    named = {STYLES[style]: True for style in node.styles if style in STYLES}
    # What stands apart as code has no look but that.
    named = {} if Style.BLOCK in node.styles else named
    if not node.url:
        element = _words(node.text)
    elif {Style.CODE, Style.BLOCK} & {*node.styles}:
        element = _words(beside(node.text, node.url))
    else:
        element = _link(node.text, node.url)
    return element | {"style": named} if named else element


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
