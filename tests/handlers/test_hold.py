"""`factdesk hold` and `release`: the big red button, for when chat is down."""

from __future__ import annotations

from tests.handlers.conftest import Factdesk

EN = {"FACTDESK_LANGUAGE": "en"}


def test_hold_and_release_from_the_terminal(factdesk: Factdesk) -> None:
    """What is on hold is told by itself, by `deliveries` and by `doctor`, until it is released."""
    held = factdesk("hold", "all", "the", "wrong", "list", **EN)
    told = factdesk("hold", **EN)
    listed = factdesk("deliveries", **EN)
    checked = factdesk("doctor", **EN)
    released = factdesk("release", "all", **EN)

    assert held.status == told.status == released.status == 0
    line = told.out.splitlines()[0]
    assert line.startswith("Everything is on hold since")
    assert line.endswith(": the wrong list")
    assert line == held.out.splitlines()[0] == listed.out.splitlines()[0]
    assert line.partition(" since")[0] in checked.out
    assert "Everything leaves again" in released.out
    assert factdesk("hold", **EN).out.startswith("Nothing is on hold.")


def test_what_is_wrong_fails(factdesk: Factdesk) -> None:
    """No reason, a channel that there is none of, and a second release: a sentence, and exit 1."""
    calls = [("hold", "all"), ("hold", "news", "why"), ("release", "all")]
    told = [factdesk(*call, **EN) for call in calls]

    assert {(each.status, each.out) for each in told} == {(1, "")}
    assert "/hold all" in told[0].err
    assert "“all” is not on hold" in told[2].err
