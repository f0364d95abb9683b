"""Undo what keyboards, clipboards and Slack do to plain typing.

What nobody sees or meant is mended everywhere: control and invisible characters,
odd spaces and line ends, split accents, Slack's own notation. Quotes and dashes
are somebody's wording too (a statement may well need „…” and –), so `mend` leaves
them; whoever reads a key, a date or a rule straightens just that by `straighten`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

DASHES: Final = "‐‑‒–—―−"
"""Every character that people and keyboards put for a hyphen."""

_LINE_END = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACE = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# A joiner between two emoji makes one of them; beside a letter it is only hidden.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
    r"|\u200d{2,}|(?<!\W)\u200d|\u200d(?!\W)"
)
_ENTITY = re.compile(r"&(?:amp;)*(lt|gt);|&(?:amp;)+")
_ENTITIES = {"lt": "<", "gt": ">", None: "&"}
_SLACK = re.compile(
    r"<(?:(?P<url>(?:https?://|mailto:|tel:)[^<>|\s]+)"
    r"|(?P<mark>[@#][A-Z0-9]+)"
    r"|!(?P<call>here|channel|everyone|(?:subteam|date)\^[^<>|\n]*))"
    r"(?:\|(?P<label>[^<>|\n]*))?>"
)
_DAY = re.compile(rf"(?<!\d)(\d{{4}})[{DASHES}-](\d\d)[{DASHES}-](\d\d)(?!\d)")
_PLAIN: Final = str.maketrans(
    {**dict.fromkeys("„“”‟«»″", '"'), **dict.fromkeys("’‘‚‛ʼ′´", "'"), **dict.fromkeys(DASHES, "-")}
)


def mend(text: str) -> str:
    """Return what was meant by `text`; mending twice changes nothing more.

    Visible characters stay, but for Slack's notation and the dashes of an ISO day;
    the result can be encoded, has only spaces and newlines between words and none
    at its ends.
    """
    while (mended := _mended_once(text)) != text:
        text = mended
    return text


def straighten(text: str) -> str:
    """Return text with every kind of quote and dash as the plain one."""
    return text.translate(_PLAIN)


def _mended_once(text: str) -> str:
    text = _LINE_END.sub("\n", text)
    text = _UNSEEN.sub("", _SPACE.sub(" ", text))
    text = _SLACK.sub(_unslacked, unicodedata.normalize("NFC", text))
    text = _ENTITY.sub(lambda found: _ENTITIES[found[1]], text)
    return _DAY.sub(r"\1-\2-\3", text).strip()


def _unslacked(found: re.Match[str]) -> str:
    """One piece of Slack's notation as a person reads it; a mention keeps its id."""
    text, start = found.string, found.start()
    line = text.rfind("\n", 0, start) + 1
    # Slack escapes what people type, so it never nests; and unpeeled one by one, nested
    # brackets would take as many passes as there are.
    if text.rfind("<", line, start) > text.rfind(">", line, start):
        return found[0]
    label = found["label"] or ""
    if found["call"]:
        return label or "@" + found["call"].rpartition("^")[2]
    return found["mark"] or _address(found["url"], label)


def _address(url: str, label: str) -> str:
    """The label alone where Slack made the link by itself (`a.lv` → `http://a.lv`)."""
    typed = url.partition(":")[2].lstrip("/")
    if not label:
        return url if url.startswith("http") else typed
    return label if label in {url, typed, typed.rstrip("/")} else f"{label} ({url})"
