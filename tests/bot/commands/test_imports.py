"""Files that editors bring: shown first, then stored as shown, and taken back whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands.imports import MOST_TOLD
from bot.desk import Desk
from bot.exchange.named import MOST_NAMED
from bot.platforms import LARGEST_FILE
from bot.port import Code, File, Unread, Update
from bot.roles import FileUnknown
from bot.texts import phrase
from tests.standins.clock import FakeClock
from tests.standins.speakers import EDITORS, GROUP, Speaker, editor, operator, owner, reader

BRIDGE = {
    "id": "b1",
    "subject": "bridge",
    "subject_names": {"lv": ["tilts"], "en": ["the bridge"]},
    "attribute": "length",
    "value": {"lv": "500 metru", "en": "500 metres"},
}
LEADER = "battle-group.leader"


def facts(*changes: Mapping[str, object]) -> bytes:
    """Return a file of the bridge's length, each line with its changes."""
    lines = [json.dumps({**BRIDGE, **each}, ensure_ascii=False) for each in changes]
    return "\n".join(lines).encode()


def number_of(speaker: Speaker) -> str:
    """Return the number of the import that somebody was just told of."""
    codes = [node.text for node in speaker.reply.message if isinstance(node, Code)]
    return codes[0]


def test_a_file_is_shown_before_it_is_stored(desk: Desk, holdings: Callable[[], str]) -> None:
    """Without a word it says what it would do; one tap stores just that, and gives its number."""
    chief, before = editor(desk), holdings()

    shown = chief.brings("bridge.jsonl", facts({}, {"id": "b2", "attribute": "width"}))
    assert "2 new, 0 changed, 0 the same, 0 wrong" in shown
    assert holdings() == before
    done = chief.tap(1)

    number = number_of(chief)
    assert f"Import {number} is done" in done
    assert f"/import undo {number}" in done
    assert "500 metres" in reader(desk, language="en").say("/fact show bridge.length")


def test_facts_of_a_file_are_named(desk: Desk) -> None:
    """In groups, each once however many versions of it there are, in the order of the file."""
    chief = editor(desk)
    chief.brings("bridge.jsonl", facts({}, {"id": "b2", "attribute": "width"}))
    chief.tap(1)
    height = {"id": "b3", "attribute": "height", "valid_from": "2019", "valid_to": "2019"}
    again = facts({"id": "b2", "attribute": "width", "value": {"en": "9 m"}}, height, {})
    again += b"\n" + facts({**height, "id": "b4", "valid_from": "2020", "valid_to": "2020"})

    told = chief.brings("bridge.jsonl", again, "/import as set").splitlines()

    assert told[1:4] == [
        phrase("en", "import.named-new", facts="bridge.height"),
        phrase("en", "import.named-changed", facts="bridge.width"),
        phrase("en", "import.named-same", facts="bridge.length"),
    ]


def test_of_many_facts_the_first_are_named(desk: Desk) -> None:
    """A list that nobody reads hides what matters; how many more there are is said."""
    chief = editor(desk)
    many = [{"id": f"m{n}", "attribute": f"part-{n}"} for n in range(MOST_NAMED + 2)]

    told = chief.brings("bridge.jsonl", facts(*many))

    first = ", ".join(f"bridge.part-{n}" for n in range(MOST_NAMED))
    named = phrase("en", "import.named-more", count=2, facts=first)
    assert phrase("en", "import.named-new", facts=named) in told


def test_facts_are_named_where_what_the_desk_sees_may_be(desk: Desk) -> None:
    """Elsewhere the counts alone are told: what is held of some may be there for the desk alone."""
    chief = editor(desk)
    there = chief.elsewhere(GROUP)
    there.alone = True

    assert "bridge.length" in chief.elsewhere(EDITORS).brings("a.jsonl", facts({}), "/import")
    told = there.brings("a.jsonl", facts({}), "/import")
    assert " 1 " in told
    assert "bridge.length" not in told


def test_a_file_can_be_left(desk: Desk, holdings: Callable[[], str]) -> None:
    """Then nothing is stored, its bytes are gone, and the other button with it."""
    chief, before = editor(desk), holdings()
    chief.brings("bridge.jsonl", facts({}))
    take, leave = chief.reply.choices

    chief.tap_token(leave.token)
    chief.tap_token(take.token)

    assert holdings() == before
    with desk.database.read() as tx:
        assert tx.brought.get(1) is None


def test_a_file_that_says_nothing_new_offers_nothing(desk: Desk) -> None:
    """There is nothing to decide, so there are no buttons."""
    chief = editor(desk)
    chief.brings("bridge.jsonl", facts({}))
    chief.tap(1)

    told = chief.brings("bridge.jsonl", facts({}), "/import")

    assert "0 new, 0 changed, 1 the same" in told
    assert chief.reply.choices == ()


@pytest.mark.parametrize("content", [b"", b"\n", b"id,subject,attribute\n"])
def test_a_file_without_facts_is_told_so(desk: Desk, content: bytes) -> None:
    """Rather than that there is nothing new in it."""
    chief = editor(desk)

    assert chief.brings("facts.csv", content) == phrase("en", "import.empty")
    assert chief.reply.choices == ()


def test_picture_is_no_file_of_facts(desk: Desk) -> None:
    """Whoever brings one without a word learns how it is posted."""
    told = editor(desk).brings("photo.PNG", b"\x89PNG")

    assert told.startswith(phrase("en", "ask.no-words"))


def test_faults_are_told_with_their_lines(desk: Desk, holdings: Callable[[], str]) -> None:
    """The first ten in words, the others counted, and nothing to tap."""
    chief, before = editor(desk), holdings()
    wrong = [{"id": f"w{n}", "valid_from": "soon"} for n in range(MOST_TOLD + 2)]

    told = chief.brings("bridge.jsonl", facts({}, *wrong))

    assert f"{MOST_TOLD + 2} wrong" in told
    assert "Line 2:" in told
    assert f"Line {MOST_TOLD + 1}:" in told
    assert f"Line {MOST_TOLD + 2}:" not in told
    assert "2 more faults" in told
    assert chief.reply.choices == ()
    assert holdings() == before


@pytest.mark.parametrize(
    ("button", "value"), [(1, "510 metres"), (2, "510 metres"), (3, "500 metres")]
)
def test_other_content_asks_what_happened(desk: Desk, button: int, value: str) -> None:
    """It changed, we were wrong, or only the wording: the tap shows it again before it is done."""
    chief = editor(desk)
    chief.brings("bridge.jsonl", facts({}))
    chief.tap(1)
    content = {} if button == 3 else {"value": {"lv": "510 metru", "en": "510 metres"}}

    asked = chief.brings("bridge.jsonl", facts(content | {"statement": {"en": "It is long."}}))
    shown = chief.tap(button)
    chief.tap(1)

    assert "What has happened?" in asked
    assert "1 changed" in shown
    assert value in chief.say("/fact show bridge.length")
    assert "500 metres" in chief.say("/fact history bridge.length")


def test_wrong_way_leads_to_the_others(desk: Desk) -> None:
    """Whoever said that only the wording is new, where a value is, does not send it again."""
    chief = editor(desk)
    chief.brings("bridge.jsonl", facts({}))
    chief.tap(1)
    chief.brings("bridge.jsonl", facts({"value": {"lv": "510 metru", "en": "510 metres"}}))

    refused = chief.tap(3)

    assert refused.endswith(phrase("en", "import.another-way"))
    labels = [phrase("en", f"import.{each}") for each in ("if-set", "if-correct", "leave")]
    assert [each.label for each in chief.reply.choices] == labels
    assert "1 changed" in chief.tap(1)


def test_other_content_names_its_buttons(desk: Desk) -> None:
    """What is typed at the command line is of no use to whoever can tap."""
    chief = editor(desk)
    chief.brings("bridge.jsonl", facts({}))
    chief.tap(1)

    asked = chief.brings("bridge.jsonl", facts({"value": {"lv": "510 metru", "en": "510 metres"}}))

    *ways, _ = chief.reply.choices
    assert all(f"“{way.label}”" in asked for way in ways)
    assert "--as" not in asked


def test_what_it_means_can_be_said_at_once(desk: Desk) -> None:
    """`/import correct` below the file asks nothing more; another word is told the three."""
    chief = editor(desk)
    chief.brings("bridge.jsonl", facts({}))
    chief.tap(1)
    other = facts({"value": {"lv": "510 metru", "en": "510 metres"}})

    assert "1 changed" in chief.brings("bridge.jsonl", other, "/import --as correct")
    assert "set, correct, edit" in chief.brings("bridge.jsonl", other, "/import please")


def test_a_store_that_changed_is_shown_again(desk: Desk) -> None:
    """What was shown is what is done: if something was changed meanwhile it is shown anew."""
    chief = editor(desk)
    chief.brings("bridge.jsonl", facts({}))
    editor(desk, "10").say(f"/fact set {LEADER} Somebody")

    again = chief.tap(1)
    done = chief.tap(1)

    assert "Something has changed since this was shown" in again
    assert "is done" in done


def test_a_file_is_kept_for_an_hour(desk: Desk, clock: FakeClock) -> None:
    """Then its button is too old, and it has to be sent again."""
    chief = editor(desk)
    chief.brings("bridge.jsonl", facts({}))
    clock.advance(timedelta(hours=1))

    chief.tap(1)

    with desk.database.read() as tx:
        assert tx.facts.find("bridge.length") is None


def test_only_editors_bring_files(desk: Desk, holdings: Callable[[], str]) -> None:
    """A reader is refused, and so is an editor's button once they are none any more."""
    chief, stranger, before = editor(desk), reader(desk, language="en"), holdings()
    chief.brings("bridge.jsonl", facts({}))
    owner(desk).say("/role revoke telegram:9 editor")

    stranger.brings("bridge.jsonl", facts({}), "/import")
    assert stranger.reply.choices == ()
    stranger.brings("bridge.jsonl", facts({}))
    assert stranger.reply.choices == ()
    chief.tap(1)

    assert holdings() == before


def test_everybody_in_a_group_would_read_it(desk: Desk) -> None:
    """In a group nothing is shown; in the editors' chat it is."""
    chief = editor(desk)
    told = chief.elsewhere(GROUP).brings("bridge.jsonl", facts({}), "/import")
    desk = replace(desk, editors=f"{EDITORS.platform}:{EDITORS.id}")

    assert "1 jauni" not in told
    assert "500" not in told
    assert "jauni 1" in Speaker(desk, chief.account, EDITORS).brings(
        "a.jsonl", facts({}), "/import"
    )


def test_what_cannot_be_read_is_said(desk: Desk) -> None:
    """No file, another format, too large, out of reach: each has a sentence that helps."""
    chief = editor(desk)
    large = File("telegram", "f", "a.csv", LARGEST_FILE + 1)
    gone = File("telegram", "f", "a.csv", 1, unread=Unread.OUT_OF_REACH)
    first = File("slack", "f", "a.csv", 1, others=1)

    assert "YAML or CSV" in chief.say("/import")
    assert ".yaml" in chief.brings("a.pdf", b"%PDF")
    assert "5 MB" in said_of(chief, large)
    assert "again in a while" in said_of(chief, gone)
    assert said_of(chief, first) == phrase("en", "import.several")
    with pytest.raises(FileUnknown), desk.database.write() as tx:
        desk.converse(tx, update_of(chief, File("telegram", "f", "a.csv", 1)))


def update_of(speaker: Speaker, file: File) -> Update:
    """Return an update in which somebody brings a file."""
    return Update("brought", speaker.account, speaker.chat, file=file)


def said_of(speaker: Speaker, file: File) -> str:
    """Return what somebody is told of a file."""
    reply = speaker.desk.handle(update_of(speaker, file))
    return "".join(getattr(node, "text", "") for node in reply.message)


def test_an_import_is_taken_back_among_editors_alone(desk: Desk) -> None:
    """What was changed since is named, and what was brought counted: also what is for the desk."""
    chief = editor(desk)
    chief.brings("bridge.jsonl", facts({}))
    chief.tap(1)
    number = number_of(chief)
    chief.say("/fact edit bridge.length | audience: desk")

    told = chief.elsewhere(GROUP).say(f"/import undo {number}")

    private = phrase("lv", "desk.in-private")
    assert told == phrase("lv", "access.not-here", private=private)
    assert "bridge.length" in chief.say(f"/import undo {number}")


def test_an_import_is_taken_back_by_its_button(desk: Desk, holdings: Callable[[], str]) -> None:
    """What was done stays to be read, and that it was taken back is said below."""
    chief = editor(desk)
    chief.brings("bridge.jsonl", facts({}))
    chief.tap(1)
    assert [each.label for each in chief.reply.choices] == [phrase("en", "import.undo")]
    number = number_of(chief)

    undone = chief.tap(1)

    assert undone.startswith(phrase("en", "import.undone", count=1, number=number))
    assert (chief.reply.apart, chief.reply.edits) == (True, "")
    assert "bridge.length" not in json.dumps(holdings())


def test_an_import_is_taken_back_whole(desk: Desk, holdings: Callable[[], str]) -> None:
    """By its number, once; a fact that was changed since keeps the whole from being undone."""
    chief = editor(desk)
    chief.brings("bridge.jsonl", facts({}, {"id": "b2", "attribute": "width"}))
    chief.tap(1)
    number = number_of(chief)
    chief.say("/fact set bridge.width 20")

    refused = chief.say(f"/import undo {number}")
    chief.say("/fact undo bridge.width")
    undone = chief.say(f"/import undo {number} the wrong file")

    assert "bridge.width" in refused
    assert "2 facts are as they were before" in undone
    assert "already" in chief.say(f"/import undo {number}")
    assert "bridge.length" not in json.dumps(holdings())
    with desk.database.read() as tx:
        (act,) = tx.audit.latest(1)
    assert (act.action, act.target, act.details["reason"]) == (
        "import.undo",
        number,
        "the wrong file",
    )


def test_a_number_that_is_none_is_told(desk: Desk) -> None:
    """So is one of something else, and none at all."""
    chief = editor(desk)

    assert "not the number of an import" in chief.say("/import undo x")
    assert "no import with the number" in chief.say("/import undo 999999")
    assert "/import undo" in chief.say("/import undo")


def test_an_export_goes_to_editors_alone(desk: Desk) -> None:
    """In private a file comes along, made when it leaves; in a group it does not."""
    chief = editor(desk)

    chief.say("/export yaml")
    assert chief.reply.document is not None
    assert chief.reply.document.name == "facts.yaml"
    chief.say("/export")
    assert chief.reply.document is not None
    assert chief.reply.document.name == "facts.jsonl"
    assert "jsonl, yaml, csv" in chief.say("/export docx")
    group = chief.elsewhere(GROUP)
    group.alone = True
    group.say("/export")
    assert group.reply.document is None
    assert "factdesk export --format csv" in operator(desk).say("/export csv")
    with desk.database.read() as tx:
        acts = [act for act in tx.audit.latest(9) if act.action == "export"]
    assert [act.target for act in acts] == ["jsonl", "yaml"]
