"""What is to be done, as it is done where it is read.

A command is typed `/hold`, or `/factdesk hold` in Slack; a choice is tapped, or typed where nobody
can tap.
"""

from __future__ import annotations

from bot.port import Choosing, Code, Message, Text


def spelt(message: Message, slash: str) -> Message:
    """Return `message` with its commands written so that they begin with `slash`."""
    if slash == "/":
        return message
    return tuple(
        Code(slash + node.text[1:]) if isinstance(node, Code) and node.text[:1] == "/" else node
        for node in message
    )


def chosen(message: Message, *, typed: bool) -> Message:
    """Return `message` as it tells how a choice is taken: by a tap, or by what is `typed`."""
    return tuple(
        Text(node.typed if typed else node.text) if isinstance(node, Choosing) else node
        for node in message
    )
