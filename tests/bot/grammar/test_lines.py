"""The grammar of typed lines: commands, named lines, dates at the end, sources."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.grammar import (
    LINE_NAMES,
    BadKey,
    BadSource,
    Fields,
    GrammarError,
    HopelessKey,
    MissingKey,
    MissingSource,
    RepeatedField,
    SourceText,
    Tail,
    Typed,
    UnknownField,
    fields,
    first_words,
    fold_key,
    take_key,
    take_source,
    take_tail,
    text_fields,
    typed,
)
from bot.texts import LANGUAGES, phrase

KNOWN = frozenset({"en", "lv", "value-lv", "from", "until", "source", "reason"})

NAMES = (("fact",), ("fact", "set"), ("facts",), ("help",), ("palīdzība",))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("kas vada?", Typed(slash=False, mention="", text="kas vada?")),
        ("/fact set a.b 1", Typed(slash=True, mention="", text="fact set a.b 1")),
        ("/help@desk_bot me", Typed(slash=True, mention="desk_bot", text="help me")),
        ("/factdesk fact set", Typed(slash=True, mention="", text="fact set", ours=True)),
        ("/Factdesk@desk_bot /help", Typed(slash=True, mention="desk_bot", text="help", ours=True)),
        ("/factdesk", Typed(slash=True, mention="", text="", ours=True)),
        ("/factdesks x", Typed(slash=True, mention="", text="factdesks x")),
        ("\u200b / fact set", Typed(slash=True, mention="", text="fact set")),
        ("/", Typed(slash=True, mention="", text="")),
        (
            "/post\u00a0Labdien!\n\nto: a",
            Typed(slash=True, mention="", text="post Labdien!\n\nto: a"),
        ),
        ("/a@b.lv x", Typed(slash=True, mention="", text="a@b.lv x")),
        ("factdesk fact set", Typed(slash=False, mention="", text="factdesk fact set")),
    ],
)
def test_typed_reads_the_command_mark(text: str, read: Typed) -> None:
    """Only a slash makes a line a command for certain, and it may name a bot."""
    assert typed(text) == read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fact set a.b „x”", (("fact", "set"), "a.b „x”")),
        ("Fact   SET\na.b", (("fact", "set"), "a.b")),
        ("fact show a.b", (("fact",), "show a.b")),
        ("fact\nset", (("fact",), "set")),
        ("palidziba", (("palīdzība",), "")),
        ("PALĪDZĪBA fakts", (("palīdzība",), "fakts")),
        ("factual", None),
        ("who leads?", None),
        ("", None),
    ],
)
def test_first_words_prefers_the_longest_name(
    text: str, found: tuple[tuple[str, ...], str] | None
) -> None:
    """A command is known by whole words however spelt, and what follows is as typed."""
    assert first_words(text, NAMES) == found


@pytest.mark.parametrize(
    ("text", "head", "values"),
    [
        ("a.b 1500", "a.b 1500", {}),
        ("a.b 1\nfrom: 2021-11\nlv: Teksts", "a.b 1", {"from": "2021-11", "lv": "Teksts"}),
        ("a.b 1 | from: 2021 | lv: x", "a.b 1", {"from": "2021", "lv": "x"}),
        ("a.b 1 |from:2021", "a.b 1", {"from": "2021"}),
        ("lv: x\nen: y", "", {"lv": "x", "en": "y"}),
        ("a.b 1\n| lv: x", "a.b 1", {"lv": "x"}),
        ("a.b\nVALUE_LV : x\nĒn: y", "a.b", {"value-lv": "x", "en": "y"}),
        ("a.b\nlv: viens\ndivi\n\ntrīs", "a.b", {"lv": "viens\ndivi\n\ntrīs"}),
        ("a.b one\ntwo", "a.b one\ntwo", {}),
        ("a.b A | B: c", "a.b A | B: c", {}),
        ("a.b x|from: 2021", "a.b x|from: 2021", {}),
        ("a.b Viņš teica: jā", "a.b Viņš teica: jā", {}),
        ("a.b\nsource: LSM\nhttps://a.lv:80/x", "a.b", {"source": "LSM\nhttps://a.lv:80/x"}),
        ("a.b\nlv: sākas\n9:00 un 10:00", "a.b", {"lv": "sākas\n9:00 un 10:00"}),
        ("a.b\nfrom: 2021–06\nlv: „a” – b", "a.b", {"from": "2021-06", "lv": "„a” – b"}),
        ("a.b\nlv:", "a.b", {"lv": ""}),
        ("", "", {}),
    ],
)
def test_fields_reads_named_lines(text: str, head: str, values: dict[str, str]) -> None:
    """Names are read at the beginning of lines and behind bars, all else is the text."""
    assert fields(text, KNOWN) == Fields(head, values)


@pytest.mark.parametrize(
    ("text", "name", "near"),
    [
        ("a.b\nform: 2021", "form", "from"),
        ("a.b | form: 2021", "form", "from"),
        ("a.b\nvalue-lt: x", "value-lt", "value-lv"),
        ("a.b\nresaon: x", "resaon", "reason"),
        ("a.b\nReview: 2021", "review", "reason"),
        ("a.b 1 | embargo: 9:00", "embargo", "from"),
    ],
)
def test_fields_refuses_unknown_names(text: str, name: str, near: str) -> None:
    """A mistyped name, or one of another command, is told with the nearest that fits."""
    with pytest.raises(UnknownField) as refused:
        fields(text, KNOWN)
    assert (refused.value.fields["name"], refused.value.fields["nearest"]) == (name, near)


def test_fields_refuses_a_repeated_name() -> None:
    """Of two lines with one name neither is taken, and another name is offered."""
    with pytest.raises(RepeatedField) as refused:
        fields("a.b\nlv: x | from: 2021\nLV: y", KNOWN)
    assert refused.value.fields == {
        "name": "lv",
        "nearest": "value-lv",
        "known": "en, reason, source, until, value-lv",
    }


def test_fields_repeats_the_only_name_there_is() -> None:
    """Where a command has one line name, its repetition has no other to offer."""
    with pytest.raises(RepeatedField) as refused:
        fields("a.b\nreason: x\nreason: y", {"reason"})
    assert refused.value.fields["nearest"] == "reason"


def test_a_command_without_lines_reads_none() -> None:
    """Where no name is known, all is the command's own text."""
    assert fields("who\nlv: x", ()) == Fields("who\nlv: x", {})


@pytest.mark.parametrize(
    ("text", "head", "values"),
    [
        ("Labdien!\n\nfrom: 2021\nlv: x", "Labdien!", {"from": "2021", "lv": "x"}),
        ("a\n\nb\n \nfrom: 2021", "a\n\nb", {"from": "2021"}),
        ("a\n\nfrom: 2021\n\nlv: x", "a\n\nfrom: 2021", {"lv": "x"}),
        ("a\n\nfrom: 2021 | lv: x", "a", {"from": "2021", "lv": "x"}),
        ("a\nfrom: 2021", "a\nfrom: 2021", {}),
        ("a | from: 2021", "a | from: 2021", {}),
        ("a\n\nfrom: 2021\nand more", "a\n\nfrom: 2021\nand more", {}),
        ("a\n\nfrom: 2021\nnote: b", "a\n\nfrom: 2021\nnote: b", {}),
        ("note: b\n\nreview: c", "note: b\n\nreview: c", {}),
        ("", "", {}),
    ],
)
def test_text_fields_reads_only_a_last_block_of_names(
    text: str, head: str, values: dict[str, str]
) -> None:
    """TEXT stays as typed unless every line after its last blank one has a known name."""
    assert text_fields(text, KNOWN) == Fields(head, values)


def test_text_fields_refuses_a_repeated_name() -> None:
    """A name twice in the block of names is an error there too."""
    with pytest.raises(RepeatedField):
        text_fields("a\n\nlv: x\nlv: y", KNOWN)


def test_line_names_cover_both_languages() -> None:
    """Every line of the contract has a name, and those of wording one a language."""
    spoken = {f"{of}-{language}" for of in ("value", "name", "also") for language in ("lv", "en")}
    assert spoken | {"lv", "en", "source", "words", "embargo", "silent"} <= LINE_NAMES


@pytest.mark.parametrize(
    ("head", "rest", "tail"),
    [
        ("a.b", "a.b", Tail()),
        ("a.b on 2019", "a.b", Tail(on="2019")),
        ("a.b ON 2019-06-01.", "a.b", Tail(on="2019-06-01")),
        ("a.b on 2019–06", "a.b", Tail(on="2019-06")),
        ("a.b on 2019-06-01T09:00+03:00", "a.b", Tail(on="2019-06-01T09:00+03:00")),
        ("a.b on 2019-06-01 09:00", "a.b", Tail(on="2019-06-01 09:00")),
        ("a.b as told on 2021-11-25", "a.b", Tail(told_on="2021-11-25")),
        ("a.b on 2019 as told on 2021-11-25", "a.b", Tail("2019", "2021-11-25")),
        ("a.b as told on 2021-11-25 on 2019", "a.b", Tail("2019", "2021-11-25")),
        ("a.b uz 2019 kā teikts 2021-11-25", "a.b", Tail("2019", "2021-11-25")),
        ("a.b ka teikts 2021-11-25", "a.b", Tail(told_on="2021-11-25")),
        ("on 2019", "", Tail(on="2019")),
        ("a.b on 2018 on 2019", "a.b on 2018", Tail(on="2019")),
        ("a.b on friday", "a.b on friday", Tail()),
        ("a.b on 20191", "a.b on 20191", Tail()),
        ("on 2019 the bridge", "on 2019 the bridge", Tail()),
        ("position 2019", "position 2019", Tail()),
        ("„a – b” on 2019", "„a – b”", Tail(on="2019")),
    ],
)
def test_take_tail_reads_from_the_end(head: str, rest: str, tail: Tail) -> None:
    """Dates are taken only from the end of a line and only in ISO shape."""
    assert take_tail(head) == (rest, tail)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("LETA, 2021-11-25", SourceText("", "LETA", "2021-11-25")),
        ("LETA 25.11.2021.", SourceText("", "LETA", "2021-11-25")),
        ("2021‑11‑25, Baltic Daily", SourceText("", "Baltic Daily", "2021-11-25")),
        ("Aizsardzības ministrija", SourceText("", "Aizsardzības ministrija", "")),
        ("https://a.lv/x", SourceText("https://a.lv/x", "", "")),
        ("https://a.lv/x_(y).", SourceText("https://a.lv/x_(y)", "", "")),
        ("LSM (https://a.lv/2020-01-02)", SourceText("https://a.lv/2020-01-02", "LSM", "")),
        (
            "LSM, 1.2.2021, https://a.lv/x",
            SourceText("https://a.lv/x", "LSM", "2021-02-01"),
        ),
        ("www.a.lv/x", SourceText("https://www.a.lv/x", "", "")),
        ("Par 2020-01-01, LETA, 2021-11-25", SourceText("", "Par 2020-01-01, LETA", "2021-11-25")),
        ("Apollo 11", SourceText("", "Apollo 11", "")),
        ("LETA, šodien", SourceText("", "LETA", "", "šodien")),
        ("LETA; otrdien, 23. novembrī.", SourceText("", "LETA", "", "otrdien, 23. novembrī")),
        ("LETA – 26.11.", SourceText("", "LETA", "", "26.11.")),
        ("LSM (yesterday)", SourceText("", "LSM", "", "yesterday")),
        ("LSM (Panorāma vakar)", SourceText("", "LSM (Panorāma vakar)", "")),
        ("https://a.lv/x today", SourceText("https://a.lv/x", "", "", "today")),
        ("USA Today", SourceText("", "USA Today", "")),
        ("USA Today, 2021-11-25", SourceText("", "USA Today", "2021-11-25")),
    ],
)
def test_take_source_parts_address_publisher_and_day(text: str, source: SourceText) -> None:
    """In whatever order its address, publisher and day were typed; a day in words comes last."""
    assert take_source(text) == source


@pytest.mark.parametrize("text", ["", " , ", "2021-11-25", "today"])
def test_take_source_needs_somebody(text: str) -> None:
    """A source that names neither an address nor a publisher is none."""
    with pytest.raises(MissingSource):
        take_source(text)


@pytest.mark.parametrize("text", ["LETA, 2021-02-30", "LETA 31.11.2021", "https://[", "https://?a"])
def test_take_source_refuses_what_cannot_be(text: str) -> None:
    """A day that no calendar has and an address without a host are refused, not kept."""
    with pytest.raises(BadSource):
        take_source(text)


def test_every_refusal_has_its_own_sentence() -> None:
    """No two errors of the grammar share a sentence."""
    kinds = [BadKey, HopelessKey, MissingKey, UnknownField, RepeatedField, MissingSource, BadSource]
    assert all(issubclass(kind, GrammarError) for kind in kinds)
    assert len({kind.key for kind in kinds}) == len(kinds)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "read",
    [
        lambda: fold_key("a b"),
        lambda: fold_key("🙂"),
        lambda: take_key(""),
        lambda: fields("a.b | form: 2021", KNOWN),
        lambda: fields("lv: x\nlv: y", KNOWN),
        lambda: take_source(""),
        lambda: take_source("https://["),
    ],
    ids=["key", "hopeless key", "no key", "unknown", "repeated", "no source", "source"],
)
def test_every_refusal_can_be_said(read: Callable[[], object], language: str) -> None:
    """Each error brings the fields that its sentence asks for, in every language."""
    with pytest.raises(GrammarError) as refused:
        read()
    shown = {name: str(value) for name, value in refused.value.fields.items()}
    assert phrase(language, refused.value.key, None, **shown)
