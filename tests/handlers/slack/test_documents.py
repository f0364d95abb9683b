"""Files of facts in Slack: brought by people, and sent by us."""

from __future__ import annotations

from dataclasses import replace

from bot.outcomes import InDoubt, Later, Sent
from bot.platforms import LARGEST_FILE
from bot.port import Document, File, Unread
from tests.handlers.slack.doors import asked, opened, sent, word
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack

FACTS = b"subject,attribute\n"
OURS = Document("facts.yaml", FACTS)


def bring(slack: Slack, file: File) -> File:
    """Return what comes of asking for a file."""
    return asked(slack, lambda door: door.platform.opened(file))


def test_a_brought_file_comes_with_what_is_said_of_it(
    slack: Slack, anna: User, newsroom: Channel
) -> None:
    """In private with or without words; in a channel only where we are mentioned."""
    with opened(slack) as door:
        anna.brings("a.csv", FACTS, anna.room).wait()
        bare = door.inbox.next()
        anna.brings("b.csv", FACTS, newsroom, call="import").wait()
        called, twin = door.inbox.next(), door.inbox.next()
        anna.shares("c.png", anna.room).wait()
        picture = door.inbox.next()
        anna.shares("d.csv", newsroom, "look at this").wait()
        anna.direct("import").wait()
        last = door.inbox.next()

    assert bare.file is not None
    assert (bare.file.name, bare.text) == ("a.csv", "")
    assert called.file is not None
    assert (called.file.name, called.text) == ("b.csv", "import")
    assert (twin.id, twin.file) == (called.id, called.file)
    assert (picture.file, picture.text) == (None, "")
    assert (last.file, last.text) == (None, "import")


def test_a_file_is_fetched_with_what_is_in_it(slack: Slack, anna: User) -> None:
    """One that is too large, or gone, or that does not arrive, says why."""
    shared = anna.brings("a.csv", FACTS, anna.room).message
    large = anna.shares("large.csv", anna.room).message
    assert shared is not None
    assert large is not None
    large.extra["files"][0]["size"] = LARGEST_FILE + 1
    ids = [each.extra["files"][0]["id"] for each in (shared, large)]
    files = [File("slack", id, "a.csv") for id in (*ids, "F404")]

    found = [bring(slack, file) for file in files]
    slack.faults.break_down("files.info")
    broken = bring(slack, files[0])

    assert [each.content for each in found] == [FACTS, None, None]
    assert [each.unread for each in found] == [None, Unread.LARGE, Unread.OUT_OF_REACH]
    assert broken.unread is Unread.OUT_OF_REACH


def test_a_file_of_ours_is_shared_with_its_words(
    slack: Slack, anna: User, newsroom: Channel
) -> None:
    """It arrives under its name, to the byte, in the thread that it belongs to."""
    head = anna.says("export", newsroom).message
    assert head is not None
    became = sent(slack, replace(word(newsroom), document=OURS, thread=head.ts))

    posted = newsroom.messages[-1]
    (file,) = posted.extra["files"]
    assert became == Sent()
    assert (posted.text, posted.thread_ts, file["name"]) == ("Vilks", head.ts, "facts.yaml")
    assert slack.files.contents[file["id"]] == FACTS


def test_an_upload_that_breaks_has_sent_nothing(slack: Slack, newsroom: Channel) -> None:
    """Only its last step may have: that is a doubt, and Slack can never tell."""
    message = replace(word(newsroom), document=OURS)
    slack.faults.break_down("files.getUploadURLExternal")
    first = sent(slack, message)
    slack.faults.break_down("files.completeUploadExternal")
    last = sent(slack, message)

    assert isinstance(first, Later)
    assert isinstance(last, InDoubt)
    assert isinstance(asked(slack, lambda door: door.platform.find(message)), InDoubt)
