"""How Telegram reads the HTML of a message: strictly.

Written after its behaviour: the tags it knows, the few named characters, proper nesting; a tag
that it does not know, or that is left open, refuses the whole message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from tests.standins.telegram.links import checked, mentioned_user
from tests.standins.telegram.refusals import Json, Refusal, bad_request

STYLES: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS: Final = STYLES.keys() | {"a", "pre", "code", "blockquote"}
NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
CHARACTER: Final = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<dec>\d+)|(?P<name>[a-zA-Z]+));?")
LONGEST_CHARACTER: Final = 10
"""A numeric character of so many signs is left as it stands."""
SPECIAL: Final = re.compile(r"[<&]")
START: Final = re.compile(r"<([^\s>]*)")
END: Final = re.compile(r"</([^\s>]*)\s*(>?)")
SPACE: Final = re.compile(r"\s*")
ATTRIBUTE: Final = re.compile(r"[^\s=>/\"']*")
TOKEN: Final = re.compile(r"[A-Za-z0-9.-]*")
MOST_ENTITIES: Final = 100
"""What is more than that is shown without its style."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A piece of a text that is shown in some way.

    Attributes:
        type: Telegram's word: bold, text_link, bot_command and so on.
        offset: where it begins, in UTF-16 units.
        length: how long it is, in UTF-16 units.
        url: where it leads, for text_link.
        language: the programming language, for pre.
        user: who is meant, for text_mention.
    """

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    user: int | None = None

    def as_json(self) -> Json:
        """Return it as it travels."""
        told: Json = {"type": self.type, "offset": self.offset, "length": self.length}
        if self.url:
            told["url"] = self.url
        if self.language:
            told["language"] = self.language
        if self.user:
            told["user"] = {"id": self.user, "is_bot": False, "first_name": str(self.user)}
        return told

    def of(self, text: str) -> str:
        """Return the piece of `text` that it covers."""
        units = text.encode("utf-16-le")
        return units[2 * self.offset : 2 * (self.offset + self.length)].decode("utf-16-le")


def units(text: str) -> int:
    """Return how long Telegram thinks a text is: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def parse(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Return the text that people see, and how its pieces are shown.

    Raises:
        Refusal: 400, "can't parse entities", with the reason.
    """
    return _Reading(source).read()


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    part: int


@dataclass(slots=True)
class _Reading:
    source: str
    at: int = 0
    length: int = 0
    parts: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def read(self) -> tuple[str, tuple[Entity, ...]]:
        while match := SPECIAL.search(self.source, self.at):
            self._show(self.source[self.at : match.start()])
            self.at = match.start()
            if match[0] == "&":
                self._character()
            elif self.source.startswith("</", self.at):
                self._end()
            else:
                self._start()
        self._show(self.source[self.at :])
        if self.open:
            tag = self.open[-1].tag
            raise self._refused(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return "".join(self.parts), _tidy(self.entities)

    def _show(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += units(text)

    def _character(self) -> None:
        shown, self.at = _decoded(self.source, self.at)
        self._show(shown)

    def _start(self) -> None:
        begin = self.at
        match = START.match(self.source, self.at)
        assert match is not None
        tag, self.at = match[1].lower(), match.end()
        if self.at == len(self.source):
            raise self._refused(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag not in TAGS:
            raise self._refused(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        argument = self._attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            where = self._byte(begin)
            raise self._refused(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self.open.append(_Open(tag, argument, self.length, len(self.parts)))

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while not self._closed(tag, begin):
            name = self._take(ATTRIBUTE)
            if not name:
                where = self._byte(begin)
                raise self._refused(
                    f'Empty attribute name in the tag "{tag}" at byte offset {where}'
                )
            self._take(SPACE)
            if self.source.startswith("=", self.at):
                self.at += 1
                self._take(SPACE)
                argument = _argument(tag, name, self._value(begin), argument)
            elif tag == "blockquote" and name == "expandable":
                argument = "1"
        self.at += 1
        return argument

    def _closed(self, tag: str, begin: int) -> bool:
        self._take(SPACE)
        if self.at >= len(self.source):
            raise self._refused(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        return self.source[self.at] == ">"

    def _value(self, begin: int) -> str:
        quote = self.source[self.at : self.at + 1]
        if quote not in {'"', "'"}:
            return self._bare_value(begin)
        end = self.source.find(quote, self.at + 1)
        if not quote or end < 0 or end + 1 == len(self.source):
            raise self._refused(f"Unclosed start tag at byte offset {self._byte(begin)}")
        raw, self.at = self.source[self.at + 1 : end], end + 1
        return CHARACTER.sub(lambda match: _decoded(match[0], 0)[0], raw)

    def _bare_value(self, begin: int) -> str:
        start = self.at
        token = self._take(TOKEN)
        if self.at >= len(self.source):
            raise self._refused(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if not (self.source[self.at].isspace() or self.source[self.at] == ">"):
            raise self._refused(f"Unexpected end of name token at byte offset {self._byte(start)}")
        return token.lower()

    def _end(self) -> None:
        begin = self._byte(self.at)
        if not self.open:
            raise self._refused(f"Unexpected end tag at byte offset {begin}")
        match = END.match(self.source, self.at)
        if not match or not match[2]:
            raise self._refused(f"Unclosed end tag at byte offset {begin}")
        opened, tag = self.open.pop(), match[1].lower()
        if tag and tag != opened.tag:
            raise self._refused(
                f"Unmatched end tag at byte offset {begin}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        self.at = match.end()
        if self.length > opened.offset:
            self._style(opened)

    def _style(self, opened: _Open) -> None:
        inside = "".join(self.parts[opened.part :])
        made = _entity(opened, self.length - opened.offset, inside)
        if made is None:
            return
        before = self.entities[-1] if self.entities else None
        if before and {before.type, made.type} == {"pre", "code"} and _same_place(before, made):
            self.entities[-1] = _code_block(before, made)
        else:
            self.entities.append(made)

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        assert match is not None
        self.at = match.end()
        return match[0]

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _refused(self, why: str) -> Refusal:
        return bad_request(f"can't parse entities: {why}")


def _argument(tag: str, name: str, value: str, before: str) -> str:
    if tag == "a" and name == "href":
        return value
    if tag == "code" and name == "class" and value.startswith("language-"):
        return value.removeprefix("language-")
    if tag == "span" and name == "class" and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if tag == "blockquote" and name == "expandable":
        return "1"
    return before


def _decoded(source: str, at: int) -> tuple[str, int]:
    match = CHARACTER.match(source, at)
    if not match:
        return "&", at + 1
    if match["name"]:
        shown = NAMED.get(match["name"], "")
    else:
        code = int(match["hex"], 16) if match["hex"] else int(match["dec"])
        long = len(match[0].rstrip(";")) >= LONGEST_CHARACTER
        half = 0xD800 <= code <= 0xDFFF
        shown = "" if code == 0 or code >= 0x10FFFF or half or long else chr(code)
    return (shown, match.end()) if shown else ("&", at + 1)


def _entity(opened: _Open, length: int, inside: str) -> Entity | None:
    if opened.tag == "a":
        return _link(opened, length, opened.argument or inside)
    if opened.tag == "blockquote":
        kind = "expandable_blockquote" if opened.argument else "blockquote"
        return Entity(kind, opened.offset, length)
    if opened.tag in {"pre", "code"}:
        return Entity(opened.tag, opened.offset, length, language=opened.argument or None)
    return Entity(STYLES[opened.tag], opened.offset, length)


def _link(opened: _Open, length: int, url: str) -> Entity | None:
    user = mentioned_user(url)
    if user:
        return Entity("text_mention", opened.offset, length, user=user)
    try:
        return Entity("text_link", opened.offset, length, checked(url))
    except ValueError:
        return None  # Telegram shows the words, and makes no link of them


def _same_place(one: Entity, other: Entity) -> bool:
    return (one.offset, one.length) == (other.offset, other.length)


def _code_block(one: Entity, other: Entity) -> Entity:
    return Entity("pre", one.offset, one.length, language=one.language or other.language)


def _tidy(entities: list[Entity]) -> tuple[Entity, ...]:
    verbatim = [entity for entity in entities if entity.type in {"code", "pre"}]
    kept = [entity for entity in entities if not any(_inside(entity, each) for each in verbatim)]
    kept.sort(key=lambda entity: (entity.offset, -entity.length))
    return tuple(kept[:MOST_ENTITIES])


def _inside(entity: Entity, other: Entity) -> bool:
    end, other_end = entity.offset + entity.length, other.offset + other.length
    return entity is not other and other.offset <= entity.offset and end <= other_end
