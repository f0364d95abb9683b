"""Words made of words: what is only grammar, and what makes another word."""

from __future__ import annotations

import pytest

from bot.answering.derivation import bases, infinitives


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
