"""Sentences are whole in every language, and come out as message trees."""

from __future__ import annotations

import ast
import gettext
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from bot.port import Break, Code, Strong, Text
from bot.texts import LANGUAGES, number, phrase, plural_tags, say

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "bot" / "locales"
NO_BREAK = "\N{NO-BREAK SPACE}"


def catalog(language: str) -> dict[str, tuple[str, ...]]:
    """Return the forms of every sentence of `language`, in the order of its file."""
    with (LOCALES / f"{language}.po").open("rb") as file:
        messages = read_po(file, locale=language, abort_invalid=True)
    return {
        message.id if isinstance(message.id, str) else message.id[0]: (
            (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        )
        for message in messages
        if message.id
    }


def gaps(sentence: str) -> set[str]:
    """Return the fields that `sentence` asks for."""
    return {field for _, field, _, _ in Formatter().parse(sentence) if field is not None}


def section(key: str) -> str:
    """Return the part of `key` before its dot."""
    return key.partition(".")[0]


def calls() -> Iterator[tuple[str, str, set[str] | None]]:
    """Yield place, key and fields (None: not written out) of each sentence that code names."""
    for file in sorted(
        path for room in ("bot", "handlers") for path in (ROOT / room).rglob("*.py")
    ):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="say" | "phrase") | ast.Attribute(attr="say" | "phrase"),
                    args=[*_, ast.Constant(value=str(key))],
                    keywords=given,
                ) if "." in key:
                    names = {keyword.arg for keyword in given if keyword.arg is not None}
                    whole = len(names) == len(given)
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", key, names if whole else None
                case ast.Assign(
                    targets=[ast.Name(id="key")], value=ast.Constant(value=str(key))
                ) if "." in key:
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", key, None


def test_the_default_language_comes_first() -> None:
    """Latvian is the default, and every locale file is a language."""
    assert LANGUAGES[0] == "lv"
    assert set(LANGUAGES) == {file.stem for file in LOCALES.glob("*.po")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_say_the_same_things(language: str) -> None:
    """Every language has the same keys in the same order, to be read side by side."""
    assert list(catalog(language)) == list(catalog("lv"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_given_twice(language: str) -> None:
    """A second entry for a key would silently win over the first."""
    text = (LOCALES / f"{language}.po").read_text(encoding="utf-8")
    keys = re.findall(r'^msgid "(.+)"$', text, flags=re.MULTILINE)

    assert [key for key, times in Counter(keys).items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_section_stands_together_under_its_title(language: str) -> None:
    """Keys of one section follow each other, and the first of them has its title above."""
    text = (LOCALES / f"{language}.po").read_text(encoding="utf-8")
    keys = list(catalog(language))
    turns = [
        now
        for before, now in zip(["", *keys], keys, strict=False)
        if section(before) != section(now)
    ]

    assert [section(key) for key in turns] == sorted({section(key) for key in keys})
    assert re.findall(r"^# == ([a-z]+): ", text, flags=re.MULTILINE) == [
        section(key) for key in turns
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_leave_the_same_gaps(language: str) -> None:
    """Each form of a sentence asks for the same fields in every language."""
    wanted = {key: gaps(forms[-1]) for key, forms in catalog("lv").items()}
    faults = [
        (key, form)
        for key, forms in catalog(language).items()
        for form in forms
        if gaps(form) != wanted[key]
    ]

    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_are_complete(language: str) -> None:
    """A sentence has one form, or one for every plural category; none of them is empty."""
    categories = len(plural_tags(Locale.parse(language)))
    faults = [
        (key, forms)
        for key, forms in catalog(language).items()
        if len(forms) not in (1, categories) or not all(form.strip() for form in forms)
    ]

    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_tells_the_order_of_plurals(language: str) -> None:
    """What a locale file declares about its plural forms is how they are chosen."""
    locale = Locale.parse(language)
    text = (LOCALES / f"{language}.po").read_text(encoding="utf-8")
    declared = re.search(r"nplurals=(\d); plural=(.+?);", text)
    assert declared is not None
    choose = gettext.c2py(declared[2])

    assert int(declared[1]) == len(plural_tags(locale))
    assert [choose(n) for n in range(250)] == [
        plural_tags(locale).index(locale.plural_form(n)) for n in range(250)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_typography(language: str) -> None:
    """Sentences have typographic quotes, apostrophes and dashes, and no stray spaces."""
    wrong = re.compile(r"[\"']|\.\.\.| - |--|  | $|^ | [,.;!?]", re.MULTILINE)
    faults = [
        (key, form)
        for key, forms in catalog(language).items()
        for form in forms
        if wrong.search(form)
    ]

    assert faults == []


def test_latvian_typography() -> None:
    """Latvian quotes are „…”, and a day never parts from its month at the end of a line."""
    months = "|".join(phrase("lv", f"month.{case}").replace(" ", "|") for case in ("is", "of"))
    wrong = re.compile(rf"[“‘’«»]|\. (\{{month\}}|{months})")
    faults = [
        (key, form)
        for key, forms in catalog("lv").items()
        for form in forms
        if wrong.search(form) or form.count("„") != form.count("”")
    ]

    assert faults == []


def test_latvian_has_one_word_for_one_thing() -> None:
    """Words that once stood beside the chosen ones, which the head of the file lists, are gone."""
    retired = re.compile(
        r"\b(subjekt|datn[eēi]|likum|ziņojum|pieskar|īpašīb|pasaul)\w*", re.IGNORECASE
    )

    for key, forms in catalog("lv").items():
        assert not retired.search(" ".join(forms)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_dash_is_an_en_dash(language: str) -> None:
    """As the head of each file says; no hyphen stands between spaces in its place."""
    for key, forms in catalog(language).items():
        assert not re.search("—| - ", " ".join(forms)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_code_says_exists(language: str) -> None:
    """Each sentence that code names exists, and is given every field that it asks for."""
    sentences = catalog(language)
    faults = [
        (place, key)
        for place, key, fields in calls()
        if key not in sentences
        or (fields is not None and not gaps(sentences[key][-1]) <= fields | {"choose"})
    ]

    assert faults == []


def test_a_sentence_is_split_at_its_gaps() -> None:
    """Plain words become text, a node stays itself, and a new line is a break."""
    assert say("en", "moment.form", text=Code("30.11")) == (
        Text("I cannot read this date: "),
        Code("30.11"),
        Break(),
        Text("Write, for example, 2021, 2021-11, 2021-11-30 or 2021-11-30T09:00."),
    )


def test_a_field_may_be_a_message() -> None:
    """A field that is a message is taken in whole; plain words are shown exactly as they stand."""
    message = (Strong("{x}"), Break(), Text("y"))

    assert say("en", "moment.calendar", text=message)[1:] == message
    assert say("en", "moment.calendar", text="{x}\n")[1:] == (Text("{x}\n"),)


def test_a_phrase_is_plain_words() -> None:
    """A phrase is the sentence without nodes, its breaks being line ends."""
    assert phrase("lv", "moment.year", text="0") == (
        "Šāds gads neder: 0\nGadam jābūt no 2 līdz 9998."
    )


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "pēc 0 dienām"),
        (1, "pēc 1 dienas"),
        (2, "pēc 2 dienām"),
        (10, "pēc 10 dienām"),
        (11, "pēc 11 dienām"),
        (21, "pēc 21 dienas"),
        (111, "pēc 111 dienām"),
        (10_001, f"pēc 10{NO_BREAK}001 dienas"),
    ],
)
def test_a_count_chooses_the_latvian_form(count: int, words: str) -> None:
    """1, 21 and 10 001 take the singular, 11 and 111 do not, and the count is written out."""
    assert phrase("lv", "time.in-days", count=count) == words


@pytest.mark.parametrize(
    ("count", "words"), [(0, "in 0 days"), (1, "in 1 day"), (21, "in 21 days")]
)
def test_a_count_chooses_the_english_form(count: int, words: str) -> None:
    """Only one takes the singular."""
    assert phrase("en", "time.in-days", count=count) == words


@pytest.mark.parametrize(
    ("language", "key"),
    [
        ("xx", "desk.refused"),
        ("lv", "desk.no-such-sentence"),
        ("lv", "desk.incident"),
        ("lv", "time.in-days"),
    ],
)
def test_what_is_missing_is_told_at_once(language: str, key: str) -> None:
    """A missing language, sentence, field or count is a fault of ours, not an empty sentence."""
    with pytest.raises(KeyError):
        say(language, key)


@pytest.mark.parametrize(
    ("n", "lv", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1500, "1500", "1,500"),
        (9999, "9999", "9,999"),
        (10_000, f"10{NO_BREAK}000", "10,000"),
        (-10_000, f"-10{NO_BREAK}000", "-10,000"),
        (1_234_567, f"1{NO_BREAK}234{NO_BREAK}567", "1,234,567"),
        (Decimal("23.8"), "23,8", "23.8"),
        (Decimal("1500.125"), "1500,125", "1,500.125"),
        (Decimal("0.00004"), "0,00004", "0.00004"),
    ],
)
def test_numbers(n: int | Decimal, lv: str, en: str) -> None:
    """Latvian has a decimal comma and parts thousands from 10 000 on, English from 1,000 on."""
    assert (number(n, "lv"), number(n, "en")) == (lv, en)
