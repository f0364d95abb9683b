"""Commands as they have to be typed where they are read: `/hold`, or `/factdesk hold` in Slack."""

from __future__ import annotations

from bot.port import Code, Message


def spelt(message: Message, slash: str) -> Message:
    """Return `message` with its commands written so that they begin with `slash`."""
    if slash == "/":
        return message
    return tuple(
        Code(slash + node.text[1:]) if isinstance(node, Code) and node.text[:1] == "/" else node
        for node in message
    )
