"""Words made of words: what is only grammar, and what makes another word."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.analysis import analyse
from bot.answering.derivation import bases, diminished, infinitives, verbs_behind
from bot.answering.words import fold


def derived_forms() -> list[list[str]]:
    """Read the table that lies beside this file, without its heading."""
    text = Path(__file__).with_name("derived-forms.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


def meet(one: str, other: str) -> bool:
    """Whether the index holds two words for forms of one."""
    first, second = (word.keys for text in (one, other) for word in analyse(text))
    stems = {first.stem} & {second.stem} - {""}
    return bool(stems) or not first.sure.isdisjoint(second.sure)


@pytest.mark.parametrize(("form", "base"), derived_forms())
def test_a_derived_form_meets_what_it_comes_of(form: str, base: str) -> None:
    """Debitives, participles, verbal nouns, diminutives meet their base, with marks or without."""
    assert meet(form, base)
    assert meet(fold(form), base)
    assert meet(form, fold(base))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ozoliņš", "ozols"),
        ("Kalniņš", "kalns"),
        ("Eglītis", "egle"),
        ("uzņēmums", "uzņemt"),
        ("jānes", "st"),
        ("nejāmaksā", "maksāt"),
    ],
)
def test_what_only_looks_derived_stays_apart(one: str, other: str) -> None:
    """Surnames are nobody's little trees, and what is only like a form is none."""
    assert not meet(one, other)


def test_only_a_known_noun_is_diminished_and_only_a_known_verb_stands_behind() -> None:
    """The dictionary has the last word on what a word may come of."""
    assert diminished("kugitis") == "kugis"
    assert diminished("qwertitis") is None
    assert verbs_behind("maksajums") == ("maksat",)
    assert verbs_behind("qwertajums") == ()


@pytest.mark.parametrize(
    ("form", "verb"),
    [
        ("jaremonte", "remontet"),
        ("jamaksa", "maksat"),
        ("jazvana", "zvanit"),
        ("streikosanu", "streikot"),
        ("uzstasanas", "uzstaties"),
        ("uzstasies", "uzstaties"),
        ("remontejot", "remontet"),
        ("apmeklejamas", "apmeklet"),
    ],
)
def test_a_form_of_a_verb_is_undone(form: str, verb: str) -> None:
    """What must be done, is being done or will be done is found as the verb."""
    assert verb in infinitives(form)


@pytest.mark.parametrize("word", ["lidosta", "osta", "ministrs", "runway", "болезнь"])
def test_what_is_no_verb_stays(word: str) -> None:
    """A noun, and a word of another language, has no infinitive."""
    assert infinitives(word) == ()


@pytest.mark.parametrize(
    ("word", "made_of"),
    [
        ("ligatniesiem", "ligatn"),
        ("cesnieki", "ces"),
        ("izremontet", "remont"),
        ("soloalbumu", "album"),
    ],
)
def test_a_word_is_kin_to_what_it_is_made_of(word: str, made_of: str) -> None:
    """Inhabitants are kin to their town, prefixed verbs to plain ones, compounds to their end."""
    assert made_of in set(bases(word))
