"""The index: what words are, and which facts they could mean."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.analysis import analyse, sound
from bot.answering.lexicon import lexicon
from bot.answering.slips import one_edit_away, slips_among

WORDS = st.text(string.ascii_lowercase, min_size=3, max_size=12)
ALIKE = st.text("ab~2и", min_size=1, max_size=5)


@given(WORDS, st.data())
def test_any_single_slip_is_among_the_variants(word: str, data: st.DataObject) -> None:
    """A letter lost, doubled, changed or swapped is always one edit away, both ways."""
    at = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ]

    for slip in slips:
        assert word in set(one_edit_away(slip))


@given(ALIKE, st.frozensets(ALIKE, max_size=200))
def test_slips_are_found_among_words_in_order(word: str, known: frozenset[str]) -> None:
    """Following a word through a list finds just the slips that making every one would find."""
    found = slips_among(word, known, sorted(known))

    assert found - {word} == known.intersection(one_edit_away(word)) - {word}


@pytest.mark.parametrize(
    ("heard", "written"),
    [("stratkom", "stratcom"), ("volmar", "wolmar"), ("fenix", "phenix"), ("smits", "schmits")],
)
def test_names_written_by_ear_sound_like_themselves(heard: str, written: str) -> None:
    """A name spelt the Latvian way sounds like the original."""
    assert sound(heard) == sound(written)


def test_names_that_sound_different_stay_apart() -> None:
    """Sounding alike is not looking alike."""
    assert sound("marks") != sound("lauks")


@pytest.mark.parametrize(
    ("one", "other"),
    [("skola", "school"), ("slimnīcā", "hospital"), ("vilcieni", "trains"), ("школы", "skolas")],
)
def test_common_words_of_three_languages_share_a_concept(one: str, other: str) -> None:
    """A question in one language meets a fact told in another."""
    assert analyse(one)[0].keys.concepts & analyse(other)[0].keys.concepts


@pytest.mark.parametrize(
    ("one", "other"), [("mele", "skola"), ("tilts", "train"), ("māja", "mazs")]
)
def test_different_words_share_no_key(one: str, other: str) -> None:
    """Words that mean different things stay apart."""
    assert not analyse(one)[0].keys.every & analyse(other)[0].keys.every


def test_vowels_typed_twice_are_long_vowels() -> None:
    """Without diacritics people write "buus" for "būs"; English doubles stay."""
    assert analyse("kopaa")[0].folded == "kopa"
    assert analyse("speed")[0].folded == "speed"


def test_the_lexicon_is_consistent() -> None:
    """Every family is near to families that exist, and gives kinds of answer that exist."""
    kinds = {"who", "what", "where", "when", "quantity", "why", "how"}
    families = lexicon().families

    for family in families.values():
        assert family.near <= families.keys(), family.name
        assert family.gives <= kinds, family.name
