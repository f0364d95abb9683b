"""Pictures that come from Slack to go elsewhere, and those that come here from elsewhere."""

from __future__ import annotations

from dataclasses import replace

from bot.outcomes import Later, Refused, Sent
from bot.port import Picture
from tests.handlers.slack.doors import asked, sent, word
from tests.standins.slack.people import Channel, User
from tests.standins.slack.server import Slack

PNG = b"\x89PNG"
FAR = Picture("telegram", "bridge", PNG)


def fetch(slack: Slack, picture: Picture) -> object:
    """Return what comes of fetching a picture."""
    return asked(slack, lambda door: door.platform.fetched(picture))


def test_picture_is_brought_with_its_content(slack: Slack, anna: User) -> None:
    """One that is gone or cannot be read is not; whatever breaks is tried again."""
    shared = anna.shares("bridge.png", anna.room).message
    assert shared is not None
    picture = Picture("slack", shared.extra["files"][0]["id"])
    unread = fetch(slack, picture)
    slack.files.contents[picture.id] = PNG
    brought = fetch(slack, picture)

    assert isinstance(unread, Later)
    assert isinstance(brought, Picture)
    assert (brought, brought.content) == (picture, PNG)
    assert fetch(slack, Picture("slack", "F404")) == Refused("file_not_found")
    slack.faults.break_down("files.info")
    assert isinstance(fetch(slack, picture), Later)


def test_picture_of_another_platform_is_put_here(slack: Slack, newsroom: Channel) -> None:
    """It is uploaded, waited for, and shown above the words of one message."""
    became = sent(slack, replace(word(newsroom), picture=FAR))
    posted = newsroom.messages[-1]
    file = posted.blocks[0]["slack_file"]["id"]

    assert became == Sent(posted.ts)
    assert slack.files.contents[file] == PNG
    assert posted.text == "Vilks"
    assert [each.outcome for each in slack.counted("files.info")] == ["ok", "ok"]


def test_upload_that_breaks_has_sent_nothing(slack: Slack, newsroom: Channel) -> None:
    """So it is simply tried again, whichever step it was."""
    before = len(newsroom.messages)
    for method in ("files.getUploadURLExternal", "files.completeUploadExternal", "files.info"):
        slack.faults.break_down(method)
        assert isinstance(sent(slack, replace(word(newsroom), picture=FAR)), Later)

    assert len(newsroom.messages) == before
