"""What holds for every text there is, however odd."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.answering.words import fold
from bot.grammar import (
    LINE_NAMES,
    BadKey,
    GrammarError,
    fields,
    first_words,
    fold_key,
    fold_part,
    looks_like_key,
    mend,
    nearest,
    take_key,
    take_source,
    take_tail,
    text_fields,
    typed,
)

NAMES = (("fact", "set"), ("fact",), ("palīdzība",))

PIECES = (
    *("fact set ", "a.b", "nato.bg_lv", " | ", "\n", "\n\n", "from:", "lv: ", "note: ", "|", "on "),
    *("as told on ", "2021-11-25", "2021–11–25", "25.11.2021", "https://a.lv/x", "www.", "LETA, "),
    *("<https://a|", "<@U1>", "<tel:1", ">", "<", "&amp;", "&lt;", "amp;", "/", "/factdesk ", "@b"),
    *(
        "\u200b",
        "\u200d",
        "\u200f",
        "\u0304",
        "\u0338",
        "\u00a0",
        "\ud83d",
        "🙂",
        "👩‍🚀",
        "Ā",
        "ß",
        "İ",
    ),
)

ANY_TEXT = st.one_of(
    st.text(st.characters(), max_size=60),
    st.lists(st.sampled_from(PIECES) | st.characters(), max_size=20).map("".join),
)
"""Anything at all, lone surrogates too, and lines pieced together from what we read."""

READERS: dict[str, Callable[[str], object]] = {
    "mend": mend,
    "typed": typed,
    "fold_key": fold_key,
    "fold_part": fold_part,
    "looks_like_key": looks_like_key,
    "take_key": take_key,
    "take_tail": take_tail,
    "take_source": take_source,
    "first_words": lambda text: first_words(text, NAMES),
    "fields": lambda text: fields(text, LINE_NAMES),
    "one field": lambda text: fields(text, {"reason"}),
    "text_fields": lambda text: text_fields(text, LINE_NAMES),
    "nearest": lambda text: nearest(text, ("fact", "help", text)),
}


def words_of(text: str) -> str:
    """The letters of a text, folded as names are, without the marks that make lines."""
    return "".join(fold(text).replace("_", "-").replace("|", " ").replace(":", " ").split())


@given(text=ANY_TEXT)
@example(text="<https://a<tel:1>>")
@example(text="&lt;tel:&lt;tel:1&gt;&gt;")
@example(text="<https://a>\u0301")
@example(text="a\u200d\u200d\u200b\u200d🙂")
def test_mending_twice_is_mending_once(text: str) -> None:
    """A mended text is whole, whatever door mends it again."""
    assert mend(mend(text)) == mend(text)


@given(text=ANY_TEXT)
def test_a_mended_text_can_be_stored(text: str) -> None:
    """Any database takes it: it can be encoded and holds no NUL."""
    assert b"\x00" not in mend(text).encode()


@given(text=ANY_TEXT)
@pytest.mark.parametrize("reader", READERS)
def test_nothing_but_the_named_errors_is_raised(reader: str, text: str) -> None:
    """Whatever is typed, it is read or refused with a sentence."""
    with suppress(GrammarError):
        READERS[reader](text)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "text",
    ["🙂" * 10_000, "ā" * 10_000, "| a:" * 2_500, "<tel:" * 2_000 + ">" * 2_000, "\n \n" * 3_000],
    ids=["emoji", "one word", "bars", "nested brackets", "blank lines"],
)
def test_long_texts_are_read_or_refused(reader: str, text: str) -> None:
    """Ten thousand characters of one kind are no different."""
    with suppress(GrammarError):
        READERS[reader](text)


@given(text=ANY_TEXT)
@example(text="nato.bg_lv.lead")
@example(text="ŁÓDŹ._mērs_")
def test_a_folded_key_folds_to_itself(text: str) -> None:
    """A KEY that was shown can be typed back."""
    try:
        key = fold_key(text)
    except BadKey:
        return
    assert fold_key(str(key)) == key


@given(text=ANY_TEXT)
def test_a_suggested_key_is_one(text: str) -> None:
    """What a refusal suggests would be taken."""
    try:
        fold_key(text)
    except BadKey as refused:
        suggestion = refused.fields.get("suggestion", "a")
        assert str(fold_key(str(suggestion))) == suggestion


@given(text=ANY_TEXT.map(mend))
@example(text="a.b 1 | lv: x | y: z\nen: q\n\nmore")
def test_fields_lose_no_word(text: str) -> None:
    """Every visible character is in the head, in a name or in a value, in its order."""
    try:
        read = fields(text, {"lv", "en", "source", "reason"})
    except GrammarError:
        return
    kept = read.head + "".join(name + value for name, value in read.fields.items())
    assert words_of(kept) == words_of(text)


@given(text=ANY_TEXT.map(mend))
@example(text="a\n\nlv: x | en: y")
def test_text_fields_lose_no_word(text: str) -> None:
    """TEXT and its lines hold together all that was typed."""
    try:
        read = text_fields(text, {"lv", "en", "source", "reason"})
    except GrammarError:
        return
    kept = read.head + "".join(name + value for name, value in read.fields.items())
    assert words_of(kept) == words_of(text)


@given(head=st.text(st.characters(categories=["L"]), min_size=1, max_size=20))
def test_a_tail_is_taken_whole(head: str) -> None:
    """What stands before the dates comes back untouched."""
    rest, tail = take_tail(f"{head} on 2019-06 as told on 2021-11-25")
    assert (rest, tail.on, tail.told_on) == (head, "2019-06", "2021-11-25")
