"""`factdesk audit`: who did what, read as a page or exported whole."""

from __future__ import annotations

import json

from tests.handlers.conftest import Factdesk

EN = {"FACTDESK_LANGUAGE": "en"}


def test_it_is_exported_a_line_an_act(riga: Factdesk) -> None:
    """The oldest first, with instants, accounts and the change that was made."""
    riga("role", "grant", "telegram:7", "editor")

    told = riga("audit", "--json")

    first, granted = map(json.loads, told.out.splitlines())
    assert told.status == 0
    assert first["action"] == "import"
    assert first["change"] == 1
    assert (granted["action"], granted["target"]) == ("role.grant", "telegram:7")
    assert granted["accounts"] == ["console:operator"]
    assert granted["at"].endswith("+00:00")
    assert granted["details"] == {"role": "editor", "before": "reader"}


def test_it_is_read_as_in_a_chat(riga: Factdesk) -> None:
    """Of a person or a KEY too; of nothing it fails with a sentence."""
    riga("role", "grant", "telegram:7", "editor")

    assert "telegram:7 made editor by console" in riga("audit", **EN).out
    assert "telegram:7 made editor by console" in riga("audit", "telegram:7", **EN).out
    assert riga("audit", "nosuch.fact", **EN).status == 1
