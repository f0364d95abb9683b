"""`posts`, `post show`: what is to be posted, what was, and what became of it where it went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from bot.commands.arguments import Incomplete, nothing
from bot.commands.entry import check_discreet
from bot.commands.post_reading import in_full
from bot.commands.posting import WITHIN, showing
from bot.context import Act, Button, Context
from bot.errors import DeskError
from bot.grammar.errors import shown
from bot.grammar.numbers import number_of
from bot.port import Break, Code, Message, Reply, Text, joined, plain
from bot.posting import posts
from bot.posting.posts import LEFT
from bot.showing import deliveries
from storage.choices import Choice as StoredChoice
from storage.deliveries import State
from storage.posts import UNSENT, Copy, Post

PAGE: Final = 8
"""Posts a page: each takes two or three lines of a telephone."""


class WrongNumber(DeskError):
    """Not the number of a post. Field: `text`."""

    key = "post.wrong-number"


class NoSuchPost(DeskError):
    """No post has the number. Field: `number`."""

    key = "post.no-such"


def list_(text: str) -> Act:
    """List the posts that are coming, and those that were.

    Raises:
        WrongNumber: what stands there is no page.
    """
    page = _number(text) if text.strip() else 1
    return partial(_list, page=max(page, 1))


def show(text: str) -> Act:
    """Show a post, and what became of each copy.

    Raises:
        Incomplete, WrongNumber, TooMuch: a number is due, and nothing else.
    """
    number, rest = numbered(text)
    nothing(rest)
    return partial(_show, number=number)


def numbered(text: str) -> tuple[int, str]:
    """Return the number that begins `text`, and the rest.

    Raises:
        Incomplete, WrongNumber: there is none.
    """
    words = text.split(maxsplit=1)
    if not words:
        raise Incomplete(given="")
    return _number(words[0]), words[1].strip() if len(words) > 1 else ""


def _number(word: str) -> int:
    number = number_of(word)
    if number is None:
        raise WrongNumber(text=shown(word))
    return number


def found(context: Context, number: int) -> tuple[Post, tuple[Copy, ...]]:
    """Return the post with this number, and its copies.

    Raises:
        NotHere: everybody here would read of it.
        NoSuchPost: there is none.
    """
    check_discreet(context, f"post show {number}")
    post = context.tx.posts.get(number)
    if post is None:
        raise NoSuchPost(number=str(number))
    return post, context.tx.posts.copies(number)


def waits(copies: Sequence[Copy]) -> bool:
    """Tell whether a copy has not left, and may still."""
    return any(copy.delivery.state in UNSENT for copy in copies)


def has_left(copies: Sequence[Copy]) -> bool:
    """Tell whether a copy is there, or may be."""
    return any(copy.delivery.state in LEFT for copy in copies)


def _list(context: Context, page: int) -> Reply:
    check_discreet(context, "posts")
    tx, first = context.tx, (page - 1) * PAGE
    page_of = tx.posts.page(first, PAGE)
    if not page_of:
        return context.reply(context.say("post.none"))
    count = tx.posts.count()
    lines = [context.say("post.list", count=count), *(_line(context, each) for each in page_of)]
    left = count - first - len(page_of)
    buttons = [showing(context, each.number) for each in page_of]
    if left > 0:
        turn = StoredChoice("run", {"text": f"posts {page + 1}"})
        buttons.append(Button(context.phrase("facts.more", count=left), turn))
    choices = context.offered(buttons, WITHIN)
    return context.reply(joined(lines, Break()), choices=choices)


def _line(context: Context, post: Post) -> Message:
    copies = context.tx.posts.copies(post.number)
    return context.say(
        "post.line",
        number=Code(str(post.number)),
        at=in_full(context, post.at),
        channels=", ".join(copy.channel for copy in copies),
        standing=_standing(context, post, copies),
        text=first_words(context, post),
    )


def first_words(context: Context, post: Post) -> str:
    """Return how a post begins, on one line."""
    words = " ".join(plain(_text(context, post)).split()) or context.phrase("post.picture-alone")
    return shown(words)


def _standing(context: Context, post: Post, copies: Sequence[Copy]) -> str:
    """Return how a post stands, in a word for each way in which its copies do."""
    if post.withdrawn_at is not None:
        taken = posts.withdrawals(context.tx, post.number)
        partly = any(each.delivery.state is State.FAILED for each in taken)
        return context.phrase(f"post.state-withdrawn{'-partly' if partly else ''}")
    states = dict.fromkeys(copy.delivery.state for copy in copies)
    names = [context.phrase(f"delivery.state-{each.replace('_', '-')}") for each in states]
    return ", ".join(names)


def _text(context: Context, post: Post) -> Message:
    said = posts.texts(post.content)
    return said[posts.spoken(said, context.language)]


def _show(context: Context, number: int) -> Reply:
    post, copies = found(context, number)
    heading = context.say(
        "post.card",
        number=Code(str(number)),
        at=in_full(context, post.at),
        standing=_standing(context, post, copies),
    )
    every = [*copies, *posts.withdrawals(context.tx, number)]
    lines = [heading, *(_copy(context, copy) for copy in every)]
    if posts.picture(post.content) is not None:
        lines.append(context.say("post.picture"))
    parts = [joined(lines, Break())]
    if text := every_text(context, posts.texts(post.content)):
        parts.append(text)
    can = _possible(post, copies)
    if can:
        listed = joined([(Code(f"/post {word} {number}"),) for word in can], Text(" · "))
        parts.append(context.say("post.can", commands=listed))
    buttons = [
        Button(
            context.phrase(f"post.button-{word}"),
            StoredChoice("run", {"text": f"post {word} {number}", "listed": True}),
        )
        for word in can
    ]
    choices = context.offered(buttons, WITHIN)
    return context.reply(joined(parts, Break(paragraph=True)), choices=choices)


def _copy(context: Context, copy: Copy) -> Message:
    return deliveries.line(context.tx, copy.delivery, context.language, context.zone)


def every_text(context: Context, said: Mapping[str, Message]) -> Message:
    """Return the texts of a post, each below the name of its language if there are several."""
    if len(said) == 1:
        (only,) = said.values()
        return only
    if not any(said.values()):
        return ()
    each = [(*context.say(f"post.in-{name}"), Break(), *text) for name, text in said.items()]
    return joined(each, Break(paragraph=True))


def _possible(post: Post, copies: Sequence[Copy]) -> list[str]:
    if post.withdrawn_at is not None:
        return []
    before = ["edit", "move", "cancel"] if waits(copies) else []
    after = ["edit", "delete"] if has_left(copies) else []
    return list(dict.fromkeys([*before, *after]))
