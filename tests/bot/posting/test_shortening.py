"""What leaves unasked is cut where it is too long, and says all else in full."""

from __future__ import annotations

from bot.port import Break, Strike, Strong, Text, plain
from bot.posting.shortening import MOST, shortened

WHEN = Text("30 November at 10:00")


def units(text: str) -> int:
    """Return how long a text is, as the narrowest platform counts."""
    return len(text.encode("utf-16-le")) // 2


def test_what_fits_stays_as_it_is() -> None:
    """Nothing is cut where there is room for all."""
    message = (Strong("x" * (MOST - 30)), Break(), WHEN)

    assert shortened(message) is message


def test_longest_words_are_cut() -> None:
    """A name and a reason without end make room for the time, and keep their style."""
    message = (Strong("n" * 5000), Break(), Strike("old"), WHEN, Break(), Text("r" * 9000))

    name, *when, reason = shortened(message)

    assert tuple(when) == message[1:-1]
    assert isinstance(name, Strong)
    assert {plain((each,))[-3:] for each in (name, reason)} == {"nn…", "rr…"}
    assert MOST - 10 < units(plain(shortened(message))) <= MOST


def test_no_character_is_cut_in_half() -> None:
    """What takes two units is kept whole or goes."""
    for before in ("", "x"):
        (cut,) = shortened((Text(before + "😀" * 100),), most=50)

        assert set(plain((cut,))) <= {"x", "😀", "…"}
        assert 48 <= units(plain((cut,))) <= 50
