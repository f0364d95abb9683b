"""The stand-in of Telegram: how it reads HTML."""

from __future__ import annotations

import pytest

from tests.standins.telegram.markup import Entity, parse


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a &lt; b &gt; c &amp; &quot;d&quot;", 'a < b > c & "d"'),
        ("&#8222;x&#x201d;", "„x”"),
        ("&nbsp;&copy; &", "&nbsp;&copy; &"),
        ("&lt b", "< b"),
        ("AT&T &amp;lt;", "AT&T &lt;"),
        ("1 > 0", "1 > 0"),
    ],
)
def test_characters_are_decoded_as_telegram_does(source: str, text: str) -> None:
    """Four names and numbers are decoded once; everything else stands as it was typed."""
    assert parse(source) == (text, ())


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("<b>x</b>", "bold"),
        ("<STRONG>x</strong>", "bold"),
        ("<em>x</em>", "italic"),
        ("<ins>x</ins>", "underline"),
        ("<del>x</>", "strikethrough"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ("<code>x</code>", "code"),
        ("<pre>x</pre>", "pre"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
    ],
)
def test_each_tag_has_its_look(source: str, kind: str) -> None:
    """Every tag that Telegram knows makes a piece of the kind that belongs to it."""
    assert parse(source) == ("x", (Entity(kind, 0, 1),))


def test_pieces_are_counted_in_utf16() -> None:
    """An emoji counts two, and what contains comes before what is contained."""
    _, entities = parse("😀<b>a<i>b</i></b>")

    assert entities == (Entity("bold", 2, 2), Entity("italic", 3, 1))


def test_code_has_a_language() -> None:
    """Code inside pre, with a language, is one piece."""
    _, entities = parse('<pre><code class="language-python">x</code></pre>')

    assert entities == (Entity("pre", 0, 1, language="python"),)


def test_code_holds_no_other_look() -> None:
    """Whatever is inside code, or around exactly it, is not shown."""
    _, entities = parse("<b><code>x<i>y</i></code></b>")

    assert entities == (Entity("code", 0, 2),)


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ('<a href="https://Nato.int">x</a>', "https://nato.int/"),
        ("<a href='nato.int/a?b=1&amp;c=2'>x</a>", "http://nato.int/a?b=1&c=2"),
        ("<a>www.nato.int</a>", "http://www.nato.int/"),
        ('<a href="tg://resolve?domain=x">x</a>', "tg://resolve?domain=x"),
    ],
)
def test_link_leads_where_it_says(source: str, url: str) -> None:
    """An address is completed; without one the words are the address."""
    _, entities = parse(source)

    assert [entity.url for entity in entities] == [url]


@pytest.mark.parametrize("url", ["localhost", "javascript:alert(1)", "ftp://nato.int", ""])
def test_bad_link_is_only_words(url: str) -> None:
    """Telegram makes no link of what is no address, and refuses nothing for it."""
    assert parse(f'<a href="{url}">x</a>') == ("x", ())


def test_link_to_a_person_is_a_mention() -> None:
    """A link to an account mentions it, which needs no name."""
    assert parse('<a href="tg://user?id=5">x</a>')[1] == (Entity("text_mention", 0, 1, user=5),)


def test_hundred_pieces_are_enough() -> None:
    """From the hundred and first on, pieces are shown without their look."""
    text, entities = parse("<b>x</b>-" * 101)

    assert (len(text), len(entities)) == (202, 100)
