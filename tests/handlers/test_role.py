"""`factdesk role`: who may edit, when no chat can be reached."""

from __future__ import annotations

import pytest

from tests.handlers.conftest import Factdesk


def test_role_is_granted_and_listed(factdesk: Factdesk) -> None:
    """What is granted at the terminal is what `role list` shows from then on."""
    granted = factdesk("role", "grant", "telegram:123", "owner", FACTDESK_LANGUAGE="en")
    listed = factdesk("role", "list", FACTDESK_LANGUAGE="en")

    assert granted.status == listed.status == 0
    assert "telegram:123" in granted.out
    assert "telegram:123" in listed.out


@pytest.mark.parametrize("who", ["nobody", ""])
def test_what_is_wrong_is_said(factdesk: Factdesk, who: str) -> None:
    """A sentence says how people are named, where faults are read, and the call has failed."""
    told = factdesk("role", "grant", *([who] if who else []), "editor", FACTDESK_LANGUAGE="en")

    assert (told.status, told.out) == (1, "")
    assert "telegram:123" in told.err
