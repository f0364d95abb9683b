"""Files on their way: asked for when they are needed, and made when they leave."""

from __future__ import annotations

import json
from dataclasses import replace

from bot import exchange
from bot.port import Document, File
from storage.ledger import State
from tests.bot.receiving.house import House, make_editor, run, said

LINE = {
    "id": "b1",
    "subject": "bridge",
    "subject_names": {"lv": ["tilts"], "en": ["the bridge"]},
    "attribute": "length",
    "value": {"lv": "500", "en": "500"},
}


def test_a_brought_file_is_fetched_and_never_kept_in_the_inbox(house: House) -> None:
    """The platform is asked for it once the desk wants it; the inbox has no more than its name."""
    make_editor(house)
    house.platform.files["F1"] = json.dumps(LINE).encode()
    update = replace(said("/import"), file=File("telegram", "F1", "bridge.jsonl", 99))

    run(lambda: house.hears(update))

    assert "1 new" in house.platform.words[0] or "jauni 1" in house.platform.words[0]
    assert len(house.platform.sent[0].choices) == 2


def test_a_file_that_is_out_of_reach_is_said(house: House) -> None:
    """Whoever sent it is asked to send it again."""
    make_editor(house)
    update = replace(said("/import"), file=File("telegram", "F404", "bridge.jsonl", 99))

    run(lambda: house.hears(update))

    assert len(house.platform.sent) == 1
    assert house.platform.sent[0].choices == ()


def test_an_export_is_made_when_it_leaves(house: House) -> None:
    """The ledger has no more than its name; what arrives is what is held then."""
    make_editor(house)

    run(lambda: house.hears(said("/export csv")))

    (sent,) = house.platform.sent
    (row,) = house.ledger()
    assert sent.document == Document("facts.csv")
    with house.desk.database.read() as tx:
        assert sent.document.content.decode() == "".join(exchange.export(tx, "csv"))
    assert (row.state, row.payload["document"]) == (State.SENT, "facts.csv")
