"""How an update and a message look in the store: JSON that any later version can read.

Only what differs from the default is written, under the names that the port uses; the
claims of a message are not, as its receipts keep them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, replace
from typing import Any, Final

from bot.port import (
    Account,
    Break,
    Chat,
    Choice,
    Code,
    File,
    Formatted,
    Happening,
    Link,
    Message,
    Node,
    Picture,
    Place,
    Prepared,
    Strike,
    Strong,
    Style,
    Text,
    Unfit,
    Update,
)

_WORDS: Final[Mapping[str, type[Text | Strong | Strike | Code]]] = {
    "text": Text,
    "strong": Strong,
    "strike": Strike,
    "code": Code,
}
_DEFAULTS: Final = {
    kind: [(field.name, field.default) for field in fields(kind)]
    for kind in (Update, Account, Chat, File)
}
_TUCKED: Final = "tucked"
_NAMES: Final = {kind: name for name, kind in _WORDS.items()}


def storable(text: str) -> str:
    """Return `text` as both databases can keep it: no NUL, no half of a surrogate pair."""
    if text.isascii() and "\0" not in text:
        return str(text)
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def update_record(update: Update) -> dict[str, Any]:
    """Return `update` as JSON."""
    record = _given(update)
    record["account"] = _given(update.account)
    record["chat"] = _given(update.chat)
    if update.reply_author is not None:
        record["reply_author"] = _given(update.reply_author)
    if update.picked is not None:
        record["picked"] = _given(update.picked)
    if update.prepared is not None:
        record["prepared"] = prepared_record(update.prepared)
    if update.file is not None:
        # What is in it is asked for each time: an inbox is no place for it.
        record["file"] = _given(replace(update.file, content=None, unread=None))
    return record


def read_update(record: Mapping[str, Any]) -> Update:
    """Return the update that `update_record` made `record` of."""
    read = dict(record)
    read["account"] = Account(**read["account"])
    read["chat"] = _chat(read["chat"])
    if "picked" in read:
        read["picked"] = _chat(read["picked"])
    if "reply_author" in read:
        read["reply_author"] = Account(**read["reply_author"])
    if "prepared" in read:
        read["prepared"] = read_prepared(read["prepared"])
    if "file" in read:
        read["file"] = File(**read["file"])
    if "happening" in read:
        read["happening"] = Happening(read["happening"])
    return Update(**read)


def _chat(record: Mapping[str, Any]) -> Chat:
    return Chat(**{**record, "place": Place(record["place"])})


def prepared_record(prepared: Prepared) -> dict[str, Any]:
    """Return `prepared` as JSON."""
    record: dict[str, Any] = {"message": message_record(prepared.message)}
    if prepared.author is not None:
        record["author"] = _given(prepared.author)
    if prepared.picture is not None:
        record["picture"] = picture_record(prepared.picture)
    if prepared.unfit is not None:
        record["unfit"] = prepared.unfit
    return record


def read_prepared(record: Mapping[str, Any]) -> Prepared:
    """Return what `prepared_record` made `record` of."""
    return Prepared(
        Account(**record["author"]) if "author" in record else None,
        read_message(record["message"]),
        read_picture(record.get("picture")),
        Unfit(record["unfit"]) if "unfit" in record else None,
    )


def picture_record(picture: Picture) -> dict[str, str]:
    """Return `picture` as JSON."""
    return {"platform": picture.platform, "id": storable(picture.id)}


def read_picture(record: Mapping[str, str] | None) -> Picture | None:
    """Return the picture that `picture_record` made `record` of; None of nothing."""
    return None if record is None else Picture(record["platform"], record["id"])


def message_record(message: Message) -> list[dict[str, Any]]:
    """Return `message` as JSON: an object a node."""
    return [_node_record(node) for node in message]


def read_message(records: Sequence[Mapping[str, Any]]) -> Message:
    """Return the message that `message_record` made `records` of."""
    return tuple(map(_node, records))


def choice_records(choices: Sequence[Choice]) -> list[list[str]]:
    """Return `choices` as JSON: label and token, and a third word for what is tucked away."""
    return [
        [choice.label, choice.token, *([_TUCKED] if choice.tucked else [])] for choice in choices
    ]


def read_choices(records: Sequence[Sequence[str]]) -> tuple[Choice, ...]:
    """Return the choices that `choice_records` made `records` of."""
    return tuple(Choice(label, token, _TUCKED in how) for label, token, *how in records)


def _given(value: Update | Account | Chat | File) -> dict[str, Any]:
    """Return the fields of `value` that are not as they are by default."""
    given = {}
    for name, default in _DEFAULTS[type(value)]:
        content = getattr(value, name)
        if default is MISSING or content != default:
            given[name] = storable(content) if isinstance(content, str) else content
    return given


def _node_record(node: Node) -> dict[str, Any]:
    match node:
        case Break(paragraph=paragraph):
            return {"break": 2 if paragraph else 1}
        case Link(text=text, url=url):
            return {"link": storable(text), "url": storable(url)}
        case Formatted(text=text, styles=styles, url=url):
            told = {"formatted": storable(text), "styles": [*map(str, styles)]}
            return told | ({"url": storable(url)} if url else {})
        case _:
            return {_NAMES[type(node)]: storable(node.text)}


def _node(record: Mapping[str, Any]) -> Node:
    if "break" in record:
        return Break(paragraph=record["break"] > 1)
    if "link" in record:
        return Link(record["link"], record["url"])
    if "formatted" in record:
        styles = tuple(map(Style, record["styles"]))
        return Formatted(record["formatted"], styles, record.get("url", ""))
    ((name, text),) = record.items()
    return _WORDS[name](text)
