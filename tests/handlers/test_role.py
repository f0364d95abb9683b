"""`factdesk role`: who may edit, when no chat can be reached."""

from __future__ import annotations

from tests.handlers.conftest import Factdesk


def test_role_is_granted_and_listed(factdesk: Factdesk) -> None:
    """What is granted at the terminal is what `role list` shows from then on."""
    granted = factdesk("role", "grant", "telegram:123", "owner", FACTDESK_LANGUAGE="en")
    listed = factdesk("role", "list", FACTDESK_LANGUAGE="en")

    assert granted.status == listed.status == 0
    assert "telegram:123" in granted.out
    assert "telegram:123" in listed.out


def test_what_is_wrong_is_said(factdesk: Factdesk) -> None:
    """Nobody is named so: a sentence says how people are named."""
    told = factdesk("role", "grant", "nobody", "editor", FACTDESK_LANGUAGE="en")

    assert "telegram:123" in told.out
