"""What a reader sees of a message: its words, what is formatted, its buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.standins.slack.markup import Read, Span, read_emoji, read_mrkdwn
from tests.standins.slack.world import Json, Message


@dataclass(frozen=True, slots=True)
class Button:
    """Something to tap or choose: its words, and the element and block that it is in."""

    label: str
    element: Json
    block_id: str

    @property
    def action_id(self) -> str:
        """Return the element's action_id."""
        return str(self.element.get("action_id", ""))

    @property
    def value(self) -> str:
        """Return the stored reference behind it."""
        return str(self.element.get("value", ""))

    @property
    def url(self) -> str:
        """Return where it leads, if it is a link."""
        return str(self.element.get("url", ""))

    @property
    def style(self) -> str:
        """Return `primary`, `danger` or nothing."""
        return str(self.element.get("style", ""))


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as its reader sees it.

    Attributes:
        text: the words; blocks are apart by an empty line.
        spans: what is formatted, linked, pinged or drawn, in order.
        pings: whom it would call, in the blocks or in the text of the notification.
        buttons: what can be tapped, in order.
        menus: what opens behind ⋯, in order.
        notification: the words of the notification, where blocks take the text's place.
    """

    text: str
    spans: tuple[Span, ...] = ()
    pings: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    notification: str = ""
    menus: tuple[Button, ...] = ()

    def of(self, kind: str) -> list[str]:
        """Return the words of the spans of one kind."""
        return [span.text for span in self.spans if span.kind == kind]

    @property
    def links(self) -> list[tuple[str, str]]:
        """Return the words and the address of each link."""
        return [(span.text, span.url) for span in self.spans if span.kind == "link"]

    @property
    def labels(self) -> list[str]:
        """Return the words on the buttons."""
        return [button.label for button in self.buttons]

    @property
    def tucked(self) -> list[str]:
        """Return the words of the lines behind ⋯."""
        return [line["text"]["text"] for menu in self.menus for line in menu.element["options"]]


def shown(message: Message) -> Shown:
    """Return what a reader sees of `message` now."""
    return seen(message.text, message.blocks, message.options)


def seen(text: str, blocks: list[Json], options: Json) -> Shown:
    """Return what a reader sees of a text and blocks, sent with these options."""
    called = read_mrkdwn(text, verbatim=options.get("parse") == "none")
    # A bare name in the text alone calls nobody, unless the sender asked for that.
    asked = options.get("link_names") or options.get("parse") == "full"
    pings = [ping for ping in called.pings if asked or ping.startswith("<")]
    if not blocks:
        if options.get("mrkdwn") is False:
            return Shown(text, pings=tuple(pings))
        spans = (s for s in called.spans if s.kind != "broadcast" or s.text in _broadcasts(pings))
        return Shown(called.text, tuple(spans), tuple(pings))
    sheet = _Sheet()
    for block in blocks:
        sheet.block(block)
    return Shown(
        "\n\n".join(sheet.paragraphs),
        tuple(sheet.spans),
        (*sheet.pings, *pings),
        tuple(sheet.buttons),
        called.text,
        tuple(sheet.menus),
    )


def _broadcasts(pings: Iterable[str]) -> set[str]:
    return {ping if ping.startswith("@") else f"@{ping[2:-1].partition('|')[0]}" for ping in pings}


@dataclass(slots=True)
class _Sheet:
    """Reads blocks, one after the other."""

    paragraphs: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    pings: list[str] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    menus: list[Button] = field(default_factory=list)

    def block(self, block: Json) -> None:
        """Read a block of any type that `blocks.py` lets pass."""
        reader: Callable[[Json], None] = getattr(self, f"_{block['type']}")
        reader(block)

    def _show(self, read: Read) -> None:
        self.paragraphs.append(read.text)
        self.spans.extend(read.spans)
        self.pings.extend(read.pings)

    def _divider(self, _: Json) -> None:
        self.paragraphs.append("———")

    def _header(self, block: Json) -> None:
        read = read_text(block["text"])
        read.spans.insert(0, Span("header", read.text))
        self._show(read)

    def _section(self, block: Json) -> None:
        texts = ([block["text"]] if block.get("text") else []) + block.get("fields", [])
        self._show(_joined((read_text(text) for text in texts), "\n"))
        if "accessory" in block:
            self._element(block["accessory"], block)

    def _context(self, block: Json) -> None:
        elements = block["elements"]
        self._show(_joined((read_context(element) for element in elements), " "))

    def _actions(self, block: Json) -> None:
        for element in block["elements"]:
            self._element(element, block)

    def _input(self, block: Json) -> None:
        self._show(read_text(block["label"]))
        self._element(block["element"], block)

    def _image(self, block: Json) -> None:
        read = Read()
        read.add("image", block["alt_text"], block.get("image_url", ""))
        self._show(read)

    def _markdown(self, block: Json) -> None:
        self.paragraphs.append(block["text"])

    def _rich_text(self, block: Json) -> None:
        self._show(_joined((read_rich(element) for element in block["elements"]), "\n"))

    def _element(self, element: Json, block: Json) -> None:
        label = element.get("text") or element.get("placeholder") or {}
        words = read_text(label).text if label else ""
        seen_ = self.menus if element["type"] == "overflow" else self.buttons
        seen_.append(Button(words, element, block.get("block_id", "")))


def read_text(text: Json) -> Read:
    """Return what is seen of a text object."""
    if text["type"] == "mrkdwn":
        return read_mrkdwn(text["text"], verbatim=bool(text.get("verbatim")))
    read = Read()
    if text.get("emoji"):
        read_emoji(text["text"], read)
    else:
        read.parts.append(text["text"])
    return read


def read_context(element: Json) -> Read:
    """Return what is seen of a part of a context block, a text or an image."""
    if element["type"] != "image":
        return read_text(element)
    read = Read()
    read.add("image", element["alt_text"], element.get("image_url", ""))
    return read


def read_rich(element: Json) -> Read:
    """Return what is seen of a part of a rich text block, lists and quotations included."""
    kind = element["type"]
    if kind == "rich_text_list":
        return _joined((_item(read_rich(part)) for part in element["elements"]), "\n")
    read = Read()
    for part in element["elements"]:
        _rich_part(part, read)
    if kind == "rich_text_preformatted":
        read.spans.insert(0, Span("pre", read.text))
    if kind == "rich_text_quote":
        read.spans.insert(0, Span("quote", read.text))
    return read


def _item(read: Read) -> Read:
    read.parts.insert(0, "• ")
    return read


def _rich_part(part: Json, read: Read) -> None:
    kind = part["type"]
    if kind == "text":
        read.parts.append(part["text"])
        _styled(part, part["text"], read)
    elif kind == "link":
        words = part.get("text") or part["url"]
        read.add("link", words, part["url"])
        _styled(part, words, read)
    elif kind == "emoji":
        read.add("emoji", f":{part['name']}:")
    elif kind == "channel":
        read.add("channel", f"#{part['channel_id']}")
    elif kind == "date":
        read.add("date", part.get("fallback") or part["format"])
    else:
        _rich_ping(part, read)


def _rich_ping(part: Json, read: Read) -> None:
    kind, key = {
        "user": ("user", "user_id"),
        "usergroup": ("group", "usergroup_id"),
        "broadcast": ("broadcast", "range"),
    }[part["type"]]
    read.ping(kind, f"@{part[key]}", f"{kind}:{part[key]}")


def _styled(part: Json, words: str, read: Read) -> None:
    style: dict[str, Any] = part.get("style") or {}
    read.spans.extend(Span(name, words) for name, on in style.items() if on)


def _joined(reads: Iterable[Read], between: str) -> Read:
    whole = Read()
    for number, read in enumerate(reads):
        if number:
            whole.parts.append(between)
        whole.parts.extend(read.parts)
        whole.spans.extend(read.spans)
        whole.pings.extend(read.pings)
    return whole
