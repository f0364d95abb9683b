"""Words and their keys: folding, tokens, lemmas, stems, Cyrillic."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.words import (
    SHORTEST_STEM,
    Forms,
    edit_distance_at_most_one,
    fold,
    forms,
    lemmas,
    pieces,
    stem,
    tokens,
    transliterate,
)


def rows(name: str) -> list[list[str]]:
    """Read a table that lies beside this file, without its heading."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


def share_a_key(one: Forms, other: Forms) -> bool:
    """Whether two words are the same by folding, dictionary or stem."""
    return (
        one.folded == other.folded
        or not one.lemmas.isdisjoint(other.lemmas)
        or one.stem == other.stem
    )


def join(one: str, other: str) -> bool:
    """Whether two phrases have as many words, each sharing a key with its partner."""
    first = [forms(token) for token in tokens(one)]
    second = [forms(token) for token in tokens(other)]
    return len(first) == len(second) and all(map(share_a_key, first, second))


def spellings(text: str) -> list[str]:
    """The `exact` of every token."""
    return [token.exact for token in tokens(text)]


@pytest.mark.parametrize(("form", "base"), rows("word-forms.tsv"))
def test_a_form_joins_its_base(form: str, base: str) -> None:
    """An inflected word is found by its base, whichever side lacks diacritics."""
    assert join(form, base)
    assert join(fold(form), base)
    assert join(form, fold(base))


@pytest.mark.parametrize(("one", "other"), rows("words-apart.tsv"))
def test_other_words_stay_apart(one: str, other: str) -> None:
    """Words that merely look alike share no key."""
    assert not join(one, other)


def test_exact_tells_apart_what_folding_joins() -> None:
    """A liar and a tongue fold together and differ as typed."""
    liar, tongue = forms("mele"), forms("mēle")
    assert liar.folded == tongue.folded
    assert liar.exact != tongue.exact


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ĀĒĪŪ ČŠŽ ĢĶĻŅ", "aeiu csz gkln"),
        ("Łódź, Malmö, Straße, Ærø", "lodz, malmo, strasse, aero"),
        ("a\u0304da\u017e\u030ci", "adazi"),
        ("„Rīga” – ‚jā’ «nē»", '"riga" - \'ja\' "ne"'),
        ("Ёлка й и\u0306 ї", "елка й й ї"),
        ("10\u00a0000 m²", "10 000 m2"),
        ("pie\u00adci", "pieci"),
    ],
)
def test_folding(typed: str, folded: str) -> None:
    """Capitals, diacritics, typographic signs and invisible ones are evened out."""
    assert fold(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """What is folded stays as it is."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1500; 1,500; 1 500; 1.500; 1\u00a0500", ["1500"] * 5),
        ("23,8 % vs 23.8%", ["23.8", "vs", "23.8"]),
        ("1,500.5 or 1.500,5", ["1500.5", "or", "1500.5"]),
        ("12 345 678", ["12345678"]),
        ("0.125", ["0.125"]),
        ("in 2017 500 men", ["in", "2017", "500", "men"]),
        ("30. novembrī, the 30th", ["30", "novembrī", "the", "30"]),
        ("30.11.2021 2021-11-30", ["30", "11", "2021", "2021", "11", "30"]),
        ("plkst. 9:00", ["plkst", "9:00"]),
        ("5km, 5G, 2020s, 250MW", ["5", "km", "5g", "2020s", "250", "mw"]),
        ("2019–2021, 24/7", ["2019", "2021", "24", "7"]),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    """One number is one token in one spelling, however it is grouped."""
    assert spellings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada's NATO’s soldiers'", ["canada", "nato", "soldiers"]),
        ("don't O’Brien", ["don't", "o'brien"]),
        ("Bērziņš-Ozols COVID-19", ["bērziņš", "ozols", "covid", "19"]),
        ("F-35 F35 KC-390", ["f35", "f35", "kc390"]),
        ("e-pasts E-MAIL", ["epasts", "email"]),
        ("U.S. u.c. A.K.Bērziņš", ["us", "uc", "ak", "bērziņš"]),
        ("кто? Рига!", ["кто", "рига"]),
        ("🙂 labi 👍🏽 … — „”", ["labi"]),
        ("snake_case @user", ["snake", "case", "user"]),
        ("A\u0304daz\u030ci pie\u00adci", ["ādaži", "pieci"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    """Words part where a reader would part them; signs and emoji are none."""
    assert spellings(text) == expected


@given(st.text())
def test_tokens_stand_where_they_say(text: str) -> None:
    """Each token is found at its start, in reading order, with no empty spelling."""
    found = tokens(text)
    assert all(text.startswith(token.text, token.start) for token in found)
    assert [token.start for token in found] == sorted({token.start for token in found})
    assert all(token.exact and token.folded == fold(token.exact) for token in found)


@given(st.text("aĀ1 .,:-–'\u00a0\u2009"))
def test_the_tokens_of_a_text_are_those_of_its_pieces(text: str) -> None:
    """No token reaches over the end of a piece, not even a number with spaces in it."""
    assert [one for piece in pieces(text) for one in spellings(piece)] == spellings(text)


def test_capitals_are_remembered() -> None:
    """A token knows whether it was capitalised."""
    assert [token.capitalised for token in tokens("Kur ir NATO 5")] == [True, False, True, False]


def test_each_dictionary_answers_for_its_language() -> None:
    """Lemmas are folded and come from the dictionary that was asked."""
    assert lemmas("ministriem", "lv") == {"ministrs"}
    assert lemmas("ministriem", "en") == frozenset()
    assert lemmas("armies", "en") == {"army"}
    assert lemmas("armies", "ru") == frozenset()
    assert lemmas("meet") == lemmas("meet", "lv") | lemmas("meet", "en")


def test_a_word_of_no_dictionary_has_no_lemma() -> None:
    """What is unknown stays unknown."""
    assert lemmas("qwxzv") == frozenset()


def test_a_prefixed_verb_has_the_lemma_of_its_verb() -> None:
    """A verb that the dictionary knows without its prefix keeps the prefix in its lemma."""
    assert "uzbuvet" in lemmas("uzbuveja", "lv")
    assert "buvet" not in lemmas("uzbuveja", "lv")


def test_a_denied_verb_is_another_verb() -> None:
    """What did not happen is never found as what did."""
    assert not join("nenotika", "notika")


@given(st.text(alphabet="abdeijklmnoprstuvz", min_size=1))
def test_a_stem_begins_the_word_and_keeps_its_letters(word: str) -> None:
    """A stem has at least three letters of the word, all but the last as they stood."""
    root = stem(word)
    assert len(root) >= min(len(word), SHORTEST_STEM)
    assert word.startswith(root[:-1])


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Рига", "Rīga"),
        ("Адажи", "Ādaži"),
        ("Ринкевич", "Rinkēvičs"),
        ("Ринкевичем", "Rinkēvičs"),
        ("Кариньша", "Kariņš"),
        ("Силиня", "Siliņa"),
        ("Юрмале", "Jūrmala"),
        ("Елгава", "Jelgava"),
        ("Лиепае", "Liepāja"),
        ("Екабпилс", "Jēkabpils"),
        ("Вентспилсе", "Ventspils"),
        ("Резекне", "Rēzekne"),
        ("Латвией", "Latvija"),
        ("Зеленского", "Zelenskis"),
        ("Кайминьш", "Kaimiņš"),
        ("Домбровскис", "Dombrovskis"),
        ("Сигулде", "Sigulda"),
        ("Калниньш", "Kalniņš"),
    ],
)
def test_a_name_in_russian_shares_its_latvian_stem(cyrillic: str, latin: str) -> None:
    """A Latvian name is found from its Russian spelling, declined too."""
    assert forms(cyrillic).stem == forms(latin).stem


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Рига", "riga"),
        ("Адажи", "adazi"),
        ("Юрмала", "jurmala"),
        ("Майзите", "maizite"),
        ("Джонс", "dzons"),
        ("Ёж и щит", "joz i scit"),
        ("объезд", "objezd"),
        ("NATO в Латвии", "nato v latvii"),
    ],
)
def test_transliteration(cyrillic: str, latin: str) -> None:
    """Cyrillic letters become Latin ones, by their neighbours; Latin ones stay."""
    assert fold(transliterate(cyrillic)) == latin


@given(st.text())
def test_transliteration_leaves_no_cyrillic_of_a_russian_text(text: str) -> None:
    """Text without Cyrillic is returned as it is."""
    latin = "".join(letter for letter in text if not "\u0400" <= letter <= "\u052f")
    assert transliterate(latin) == latin


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("bridge", "bridge", True),
        ("bridge", "brigde", True),
        ("bridge", "bidge", True),
        ("bridge", "bridges", True),
        ("bridge", "brudge", True),
        ("bridge", "brudgs", False),
        ("bridge", "bidges", False),
        ("ab", "ba", True),
        ("abcd", "badc", False),
        ("", "a", True),
        ("", "ab", False),
    ],
)
def test_one_slip_of_the_finger(*, one: str, other: str, near: bool) -> None:
    """One letter too many, missing, wrong or swapped is near, two are not."""
    assert edit_distance_at_most_one(one, other) is near
    assert edit_distance_at_most_one(other, one) is near


def test_importing_reads_no_dictionary() -> None:
    """A start that asks nothing pays nothing: simplemma is loaded at first use."""
    program = "import sys, bot.answering.words; sys.exit('simplemma' in sys.modules)"
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0
