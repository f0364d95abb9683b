"""What editors prepare on each platform is posted there as it looks, through the whole program."""

from __future__ import annotations

from tests.journeys.doors.on_slack import SlackPerson
from tests.journeys.doors.on_telegram import TelegramPerson
from tests.journeys.doors.on_telegram import seen as seen_on_telegram
from tests.journeys.reminders.newsrooms import Newsrooms, at
from tests.standins.slack.shown import shown


def test_picture_is_chosen_prepared_shown_and_posted(newsrooms: Newsrooms) -> None:
    """The channel is picked with a button; the picture and its words are one message everywhere."""
    world, press = newsrooms.telegram.world, newsrooms.slack.workspace.channel("press")
    olga = TelegramPerson(newsrooms.telegram, world.user("Olga", "en"))
    channel = world.channel("Rīgas ziņas", creator=olga.user)
    newsrooms.owners = olga.account
    newsrooms.start()

    asked = olga.says("/channel add")
    picked = olga.user.shares_chat(asked.handle, channel)
    named = seen_on_telegram(world.wait_for_message(olga.user.chat, after=picked))
    assert "Editors may post to rigas-zinas" in olga.taps(named, "Call it").text

    olga.says(f"/channel add press slack:{press.id} lv")
    world.files["bridge"] = b"JPEG"
    picture = olga.user.shows("bridge", "Tilts ir <b>atvērts</b>.")
    command = olga.user.says("/post to: rigas-zinas, press", reply_to=picture)
    preview = world.wait_for_message(olga.user.chat, after=command, containing="Nothing has left")
    above = [each for each in olga.user.chat.messages_from_bot(after=command) if each.picture]
    assert [each.picture for each in above] == ["bridge"]
    olga.taps(seen_on_telegram(preview), "Send")
    newsrooms.walk_to(at(22, 9, 1))

    (posted,) = channel.messages_from_bot()
    assert (posted.picture, posted.text) == ("bridge", "Tilts ir atvērts.")
    assert posted.styled("bold") == ["atvērts"]
    there = press.messages[-1]
    assert newsrooms.slack.files.contents[there.blocks[0]["slack_file"]["id"]] == b"JPEG"
    assert shown(there).of("bold") == ["atvērts"]


def test_message_of_a_thread_is_posted(newsrooms: Newsrooms) -> None:
    """On Slack: who writes to us below a message of theirs has that posted in a channel."""
    workspace = newsrooms.slack.workspace
    eva = SlackPerson(newsrooms.slack, workspace.user("eva", "en-US"))
    room = eva.user.room
    press = workspace.channel("press", creator=eva.user)
    newsrooms.owners = f"slack:{eva.user.id}"
    newsrooms.start()
    eva.says(f"/channel add press slack:{press.id} en")
    bold = {"type": "text", "text": "meet", "style": {"bold": True}}
    words = [{"type": "text", "text": "Ministers "}, bold]
    section = {"type": "rich_text_section", "elements": words}
    prepared = eva.user.writes([{"type": "rich_text", "elements": [section]}], room)

    command = eva.user.direct("post to: press", thread=prepared.ts)
    preview = newsrooms.slack.posted(room, after=command, thread=prepared.ts)
    assert "Ministers meet" in shown(preview).text
    eva.user.taps(preview, "Send")
    newsrooms.walk_to(at(22, 9, 1))

    posted = press.messages[-1]
    assert (shown(posted).text, shown(posted).of("bold")) == ("Ministers meet", ["meet"])
