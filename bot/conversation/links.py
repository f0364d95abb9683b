"""What a link to us can carry: a line to be read as if typed, in the few characters allowed.

A space becomes `-`; whatever else is no letter or digit of ASCII becomes `_` and two digits for
each of its bytes, so that `remind ministers-meeting 2d` is `remind-ministers_2dmeeting-2d`.
"""

from __future__ import annotations

import re
from typing import Final

DOES: Final = "do-"
"""What a payload with a line begins with."""

LONGEST: Final = 64
"""Characters that Telegram lets a start link carry: letters, digits, `_` and `-`."""

_OTHER: Final = re.compile(r"[^A-Za-z0-9 ]")
_WRITTEN: Final = re.compile(r"(?:_[0-9a-f]{2})+")


def carrying(line: str) -> str | None:
    """Return the payload that carries `line`; None if it is too long for one."""
    written = _OTHER.sub(lambda found: "".join(f"_{byte:02x}" for byte in found[0].encode()), line)
    payload = DOES + written.replace(" ", "-")
    return payload if len(payload) <= LONGEST else None


def carried(words: str) -> str:
    """Return the line that a payload carries, `words` being what follows `DOES`."""
    line = words.replace("-", " ")
    return _WRITTEN.sub(_read, line)


def _read(written: re.Match[str]) -> str:
    return bytes.fromhex(written[0].replace("_", "")).decode(errors="replace")
