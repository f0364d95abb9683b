"""The grammar of typed words: mending, keys, and what was probably meant."""

from __future__ import annotations

import pytest

from bot.grammar import (
    BadKey,
    HopelessKey,
    Key,
    MissingKey,
    fold_key,
    fold_part,
    looks_like_key,
    mend,
    nearest,
    straighten,
    take_key,
)

KNOWN = frozenset({"en", "lv", "value-lv", "from", "until", "source", "reason"})

NAMES = (("fact",), ("fact", "set"), ("facts",), ("help",), ("palīdzība",))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("30.\u00a0novembris\u202f2021", "30. novembris 2021"),
        ("a\tb", "a b"),
        ("viens\r\ndivi\rtrīs\u2028četri", "viens\ndivi\ntrīs\nčetri"),
        ("\ufeffRī\u200bga\u00ad\u200f", "Rīga"),
        ("A\u0304daz\u030ci", "Ādaži"),
        ("a\x00b\x1b[1mc", "ab[1mc"),
        ("a\ud800b", "ab"),
        ("R&amp;D &lt;b&gt;", "R&D <b>"),
        ("&amp;amp;lt;", "<"),
        ("no 2021–11–30 līdz 2021‑12‑01", "no 2021-11-30 līdz 2021-12-01"),
        ("2017–2019, „mēle” – ’s", "2017–2019, „mēle” – ’s"),
        ("👩\u200d🚀 a\u200db", "👩\u200d🚀 ab"),
        ("  \n text \n ", "text"),
    ],
)
def test_mend_undoes_damage_and_keeps_wording(text: str, meant: str) -> None:
    """What nobody meant is mended; quotes and dashes of a sentence are its wording."""
    assert mend(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("<https://a.lv/x?b=1&amp;c=2>", "https://a.lv/x?b=1&c=2"),
        ("fact show <http://summit.place|summit.place>", "fact show summit.place"),
        ("<https://a.lv/|https://a.lv/>", "https://a.lv/"),
        ("<https://a.lv/x|LSM &gt; ziņas>", "LSM > ziņas (https://a.lv/x)"),
        ("<mailto:a@b.lv|a@b.lv> <tel:+37112345678>", "a@b.lv +37112345678"),
        ("role grant <@U01ABC> editor", "role grant @U01ABC editor"),
        ("<@U01ABC|anna> <#C01|news>", "@U01ABC #C01"),
        ("<!here> <!channel|channel> <!subteam^S1|@desk>", "@here channel @desk"),
        ("<!subteam^S1>", "@S1"),
        ("1 &lt; 2 <https://a.lv>", "1 < 2 https://a.lv"),
        ("<b> <U01> <!else>", "<b> <U01> <!else>"),
    ],
)
def test_mend_reads_slack_notation(text: str, meant: str) -> None:
    """Slack's marks come back as they were typed; a mention keeps the id that names it."""
    assert mend(text) == meant


def test_mend_leaves_nested_brackets() -> None:
    """Brackets within brackets are nobody's Slack notation and stay as they are."""
    assert mend("<https://a<https://b>>") == "<https://a<https://b>>"


def test_straighten_makes_punctuation_plain() -> None:
    """Rules, ranges and keys can be read whatever quotes and dashes were typed."""
    assert straighten("“0 9 * * 1” 22:00–08:00 ’s") == '"0 9 * * 1" 22:00-08:00 \'s'


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("battle-group.leader", "battle-group.leader"),
        ("nato.bg_lv.lead", "nato-bg-lv.lead"),
        ("Rīga", "riga"),
        ("ĀDAŽI.Mērs", "adazi.mers"),
        ("battle–group.said_on_aim", "battle-group.said-on-aim"),
        ("„summit.place”.", "summit.place"),
        ("`summit.place`", "summit.place"),
        ("a__b..c", "a-b.c"),
        ("2021.budget", "2021.budget"),
    ],
)
def test_fold_key_folds_what_people_type(text: str, key: str) -> None:
    """One KEY has many spellings, and the last dot parts the attribute from the subject."""
    assert str(fold_key(text)) == key


def test_fold_key_parts_subject_and_attribute() -> None:
    """A dot makes it a fact's KEY, without one it is a subject's or an event's."""
    assert fold_key("nato.bg_lv.lead") == Key("nato-bg-lv", "lead")
    assert fold_key("summit") == Key("summit")


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("battle group.leader", "battle-group.leader"),
        ("r&d.cost!", "r-d.cost"),
        (".leader", "leader"),
        ("Rīga Kuldīga", "riga-kuldiga"),
    ],
)
def test_fold_key_suggests_the_nearest_key(text: str, suggestion: str) -> None:
    """What cannot be a KEY is refused, with one that can."""
    with pytest.raises(BadKey) as refused:
        fold_key(text)
    assert refused.value.fields == {"text": text, "suggestion": suggestion}


@pytest.mark.parametrize("text", ["", ".", "…", "🙂.🙂", "Рига.мэр", "---"])
def test_fold_key_without_a_letter_has_no_suggestion(text: str) -> None:
    """Where nothing can stand in a KEY, nothing is suggested."""
    with pytest.raises(HopelessKey) as refused:
        fold_key(text)
    assert refused.value.fields == {"text": text}


def test_refusals_repeat_long_text_shortened() -> None:
    """A long paste is not thrown back at who typed it."""
    with pytest.raises(BadKey) as refused:
        fold_key("ā! " * 3000)
    assert len(str(refused.value.fields["text"])) <= 60


def test_fold_part_has_no_dots_left() -> None:
    """A file gives subject and attribute apart, so no dot in either is the dividing one."""
    assert fold_part("nato.BG_lv") == "nato-bg-lv"


def test_looks_like_key_takes_one_plain_word() -> None:
    """A single word may be a KEY, a phrase, a question and an empty line are none."""
    assert looks_like_key("Battle_Group.leader")
    assert not any(map(looks_like_key, ["who leads", "leader?", "", "🙂"]))


def test_take_key_leaves_the_rest_as_typed() -> None:
    """The first word is the KEY, all behind it stays as it was."""
    assert take_key(" nato.bg_lv.size  1500 –  „karavīri” ") == (
        Key("nato-bg-lv", "size"),
        "1500 –  „karavīri”",
    )
    assert take_key("summit") == (Key("summit"), "")


def test_take_key_needs_a_word() -> None:
    """A line that ends before its KEY is refused as such."""
    with pytest.raises(MissingKey):
        take_key("  ")


@pytest.mark.parametrize(
    ("word", "among", "near"),
    [
        ("fcat", ["fact", "help", "events"], ("fact",)),
        ("JAUTĀT", ["jautat", "notikumi"], ("jautat",)),
        ("leader", ["battle-group.leader", "bridge.length"], ("battle-group.leader",)),
        ("batlegroup.leader", ["battle-group.leader", "bridge.length"], ("battle-group.leader",)),
        ("zzzz", ["fact", "help"], ()),
        ("", ["fact"], ()),
        ("fact", [], ()),
    ],
)
def test_nearest_finds_what_was_meant(word: str, among: list[str], near: tuple[str, ...]) -> None:
    """A slip of the fingers still finds its name, and nothing like it finds none."""
    assert nearest(word, among) == near


def test_nearest_orders_by_likeness_then_alphabet() -> None:
    """The best comes first, what is equally near comes as in a dictionary, each once."""
    assert nearest("fact", ["fact-b", "facts", "fact-a", "facts"], 3) == (
        "facts",
        "fact-a",
        "fact-b",
    )


def test_nearest_gives_no_more_than_asked() -> None:
    """A later name that is nearer takes the place of an earlier one."""
    assert nearest("reason", ["person", "reason", "season"], 1) == ("reason",)
    assert nearest("reason", ["reason"], 0) == ()
