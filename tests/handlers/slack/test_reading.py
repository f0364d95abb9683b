"""What Slack tells, as an update; what is nothing to us is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot import grammar
from bot.port import Account, Chat, File, Happening, Place, Update
from handlers.slack.reading import read

ME = "U0FACTDESK"
ANNA = "U0ANNA"
ROOM = Chat("slack", "C1", Place.GROUP)
DIRECT = Chat("slack", "D1", Place.PRIVATE)


def told(**event: object) -> Update | None:
    """Return the update of an event."""
    return read({"type": "event_callback", "event_id": "Ev1", "event": event}, ME)


def said(
    text: str | None, channel: str = "C1", kind: str = "message", **more: object
) -> Update | None:
    """Return the update of a message."""
    fields = {"user": ANNA, "ts": "7.000001", "text": text, "channel": channel} | more
    return told(type=kind, **fields)


def changed(text: str, before: str, channel: str = "D1", **more: object) -> Update | None:
    """Return the update of a message that was changed."""
    message = {"user": ANNA, "ts": "7.000001", "text": text} | more
    fields = {"message": message, "previous_message": message | {"text": before}}
    return told(type="message", subtype="message_changed", channel=channel, ts="9.1", **fields)


def test_direct_message_is_private_and_as_typed() -> None:
    """The text is as Slack keeps it, the id that of the message, and no thread is opened."""
    assert said("kas &amp; kad?", "D1") == Update(
        id="D1:7.000001",
        account=Account("slack", ANNA),
        chat=DIRECT,
        text="kas &amp; kad?",
        message="7.000001",
        can_pick=True,
    )


@pytest.mark.parametrize("team", [{"team_id": "T1"}, {"team": {"id": "T1"}}])
def test_application_and_workspace_make_the_address_of_the_private_chat(
    team: Mapping[str, object],
) -> None:
    """An event and a command tell them otherwise than what is tapped."""
    update = read({**command(), "api_app_id": "A1", **team}, ME)

    assert update is not None
    assert update.private == "https://slack.com/app_redirect?app=A1&team=T1"


def test_direct_message_in_a_thread_is_answered_there() -> None:
    """Below a message of ours it is a reply to that."""
    update = said("and who?", "D1", thread_ts="5.1", parent_user_id=ME)

    assert update is not None
    assert (update.thread, update.reply_to) == ("5.1", "5.1")


@pytest.mark.parametrize("kind", ["app_mention", "message"])
def test_mention_is_answered_in_the_thread_under_it(kind: str) -> None:
    """Both events of a mention make the same update, without our name in its text."""
    assert said(f"<@{ME}> who leads?", kind=kind) == Update(
        id="C1:7.000001",
        account=Account("slack", ANNA),
        chat=ROOM,
        text="who leads?",
        message="7.000001",
        thread="7.000001",
        mentioned=True,
    )


def test_mention_inside_a_thread_is_answered_there() -> None:
    """Slash commands do not work there, mentions do."""
    update = said(f"<@{ME}> events", thread_ts="5.1", parent_user_id="U0OTHER")

    assert update is not None
    assert (update.thread, update.message, update.reply_to) == ("5.1", "7.000001", "")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (f"<@{ME}>: who?", "who?"),
        (f"<@{ME}|factdesk>, who?", "who?"),
        (f"hey <@{ME}> who?", "hey who?"),
        (f"<@{ME}>\n<@U0EGILS> leads", "<@U0EGILS> leads"),
        (
            f"<@{ME}> fact set a.b 7\nsource: LETA, 2021-11-26",
            "fact set a.b 7\nsource: LETA, 2021-11-26",
        ),
        (f"<@{ME}>", ""),
    ],
)
def test_our_name_is_taken_out_of_the_text(typed: str, text: str) -> None:
    """Wherever it stands; line ends, and the names of others, stay."""
    update = said(typed)

    assert update is not None
    assert update.text == text
    assert update.mentioned


NOTHING = {
    "among others": said("thanks!"),
    "below us without a mention": said("who?", thread_ts="5.1", parent_user_id=ME),
    "mention of another": said("hello <@U0OTHER>"),
    "blank": said("", "D1"),
    "file without words": said(None, "D1", subtype="file_share"),
    "ourselves": said("hi", "D1", user=ME),
    "Slackbot": said("hi", "D1", user="USLACKBOT"),
    "another bot": said("hi", "D1", bot_id="B1"),
    "integration": said("hi", "D1", user=None, subtype="bot_message"),
    "joining": said(f"<@{ME}> has joined the channel", subtype="channel_join"),
    "deletion": said("x", "D1", subtype="message_deleted", previous_message={"user": ANNA}),
    "preview": changed("same", "same"),
    "change that mentions nobody": changed("other", "words", "C1"),
    "change by a bot": changed("other", "words", bot_id="B1"),
    "change of an integration": changed("other", "words", subtype="bot_message"),
    "renaming": told(type="channel_rename", channel={"id": "C1", "name": "new"}),
    "somebody joins": told(type="member_joined_channel", user=ANNA, channel="C1"),
    "somebody leaves": told(type="member_left_channel", user=ANNA, channel="C1"),
    "messages opened": told(type="app_home_opened", user=ANNA, channel="D1", tab="messages"),
    "uninstalled": told(type="app_uninstalled"),
    "revoked": told(type="tokens_revoked", tokens={"bot": [ME]}),
    "unknown event": told(type="whatever_comes_next"),
}


@pytest.mark.parametrize("what", NOTHING)
def test_what_is_nothing_to_us_is_nothing(what: str) -> None:
    """Words among others without a mention, bots, joins, previews, deletions, renames."""
    assert NOTHING[what] is None


def test_name_is_taken_where_slack_tells_it() -> None:
    """Of people of other workspaces the event says what they are called."""
    update = said("hi", "D1", user_profile={"display_name": "", "real_name": "Anna Bērziņa"})

    assert update is not None
    assert update.account.name == "Anna Bērziņa"


@pytest.mark.parametrize(("kinds", "others"), [(["a"], 0), (["a", "b"], 1), (["a", "i"], None)])
def test_files_are_read_unless_one_is_a_picture(kinds: list[str], others: int | None) -> None:
    """The first of them, and how many came with it."""
    types = {"i": "image/png"}
    files = [
        {"id": f"F{each}", "name": f"{each}.csv", "mimetype": types.get(each, "text/csv")}
        for each in kinds
    ]

    update = said("", "D1", subtype="file_share", files=files)

    assert update is not None
    brought = None if others is None else File("slack", "Fa", "a.csv", others=others)
    assert update.file == brought


def test_words_with_a_file_are_words() -> None:
    """What is written beside a shared file is read, and so is what is sent to the channel too."""
    for subtype in ("file_share", "thread_broadcast"):
        update = said("who?", "D1", subtype=subtype)
        assert update is not None
        assert update.text == "who?"


@pytest.mark.parametrize("channel", ["C1", "D1"])
def test_changed_question_names_the_message(channel: str) -> None:
    """Its id is that of the event, as one message may be changed twice."""
    mention = f"<@{ME}> " if channel == "C1" else ""
    update = changed(f"{mention}who now?", f"{mention}who?", channel)

    assert update is not None
    assert (update.id, update.happening) == ("Ev1", Happening.EDITED)
    assert (update.message, update.text) == ("7.000001", "who now?")
    assert update.thread == ("7.000001" if channel == "C1" else "")


def test_changed_question_stays_ours_without_our_name() -> None:
    """Whoever takes our name out of a question still changes that question."""
    update = changed("who now?", f"<@{ME}> who?", "C1")

    assert update is not None
    assert (update.text, update.mentioned) == ("who now?", True)


@pytest.mark.parametrize(
    ("event", "happening", "by"),
    [
        ({"type": "member_joined_channel", "user": ME, "inviter": ANNA}, Happening.JOINED, ANNA),
        ({"type": "member_joined_channel", "user": ME}, Happening.JOINED, ME),
        ({"type": "channel_unarchive", "user": ANNA}, Happening.JOINED, ANNA),
        ({"type": "group_unarchive", "user": ANNA}, Happening.JOINED, ANNA),
        ({"type": "member_left_channel", "user": ME}, Happening.LEFT, ME),
        ({"type": "channel_left", "actor_id": ANNA}, Happening.LEFT, ANNA),
        ({"type": "group_left", "actor_id": ANNA}, Happening.LEFT, ANNA),
        ({"type": "channel_archive", "user": ANNA}, Happening.LEFT, ANNA),
        ({"type": "group_archive", "user": ANNA}, Happening.LEFT, ANNA),
    ],
)
def test_our_coming_and_going_is_told(
    event: Mapping[str, str], happening: Happening, by: str
) -> None:
    """From when on nothing can be sent to a channel, and from when on it can again."""
    assert told(**event, channel="C1") == Update(
        id="Ev1", account=Account("slack", by), chat=ROOM, happening=happening
    )


def command(**changes: str) -> Mapping[str, str]:
    """Return a slash command."""
    given = {
        "command": "/fakti",
        "text": "fact show a.b",
        "user_id": ANNA,
        "user_name": "anna",
        "channel_id": "C1",
        "trigger_id": "1.2.abc",
        "response_url": "https://hooks.slack.com/commands/1",
    }
    return given | changes


def test_slash_command_is_for_its_author_alone() -> None:
    """Whatever it is called in this workspace, the desk reads it as `/factdesk`."""
    assert read(command(), ME) == Update(
        id="command:1.2.abc",
        account=Account("slack", ANNA, "anna"),
        chat=ROOM,
        text="/factdesk fact show a.b",
        mentioned=True,
        alone=True,
        via="https://hooks.slack.com/commands/1",
        can_pick=True,
    )
    line = grammar.typed("/factdesk fact show a.b")
    assert (line.ours, line.text) == (True, "fact show a.b")


@pytest.mark.parametrize(
    ("name", "title"),
    [("riga-news", "riga-news"), ("privategroup", ""), ("directmessage", ""), ("", "")],
)
def test_slash_command_tells_what_its_channel_is_called(name: str, title: str) -> None:
    """Editors read where something was asked by its name, not by its id."""
    update = read(command(channel_name=name), ME)
    assert update is not None
    assert update.chat.title == title


def test_slash_command_alone_is_bare() -> None:
    """Without words it is the command itself; in a direct conversation it is private."""
    update = read(command(text="", channel_id="D1"), ME)

    assert update is not None
    assert (update.text, update.chat) == ("/factdesk", DIRECT)


def test_command_without_a_trigger_still_has_an_id() -> None:
    """The same again has the same id, another one another."""
    ids = [
        update.id
        for given in (
            command(trigger_id=""),
            command(trigger_id=""),
            command(trigger_id="", text="x"),
        )
        if (update := read(given, ME))
    ]

    assert ids[0] == ids[1] != ids[2]


def tapped(**changes: object) -> Update | None:
    """Return the update of a tap on a button."""
    given = {
        "type": "block_actions",
        "user": {"id": ANNA, "username": "anna", "name": "anna"},
        "container": {
            "type": "message",
            "message_ts": "7.1",
            "channel_id": "C1",
            "thread_ts": "5.1",
        },
        "actions": [{"type": "button", "value": "token-1", "action_ts": "9.1"}],
        "response_url": "https://hooks.slack.com/actions/1",
    }
    return read(given | changes, ME)


def test_tap_names_its_choice_and_its_message() -> None:
    """It says which message bore the button, and in which thread that is."""
    assert tapped() == Update(
        id=f"tap:9.1:{ANNA}:token-1",
        account=Account("slack", ANNA, "anna"),
        chat=ROOM,
        choice="token-1",
        happening=Happening.TAPPED,
        message="7.1",
        thread="5.1",
        via="https://hooks.slack.com/actions/1",
    )


def test_line_of_a_menu_names_its_choice() -> None:
    """What was chosen behind ⋯ is told in another place than what a button stands for."""
    option = {"text": {"type": "plain_text", "text": "👍"}, "value": "good.token"}
    action = {"type": "overflow", "selected_option": option, "action_ts": "9.1"}
    update = tapped(actions=[action])

    assert update is not None
    assert (update.happening, update.choice) == (Happening.TAPPED, "good.token")


def test_look_at_the_page_and_a_tap_there_are_of_the_private_chat() -> None:
    """Slack names it when the page is opened; for a tap the page itself has kept it."""
    looked = told(type="app_home_opened", user=ANNA, channel="D1", tab="home")
    view = {"type": "home", "private_metadata": "D1"}
    touched = tapped(container={"type": "view", "view_id": "V1"}, view=view)

    assert looked is not None
    assert touched is not None
    assert looked.chat == touched.chat == Chat("slack", "D1", Place.PRIVATE)
    assert (looked.happening, looked.at_home) == (Happening.HOME, True)
    assert (touched.happening, touched.at_home) == (Happening.TAPPED, True)
    assert touched.choice


def test_tap_on_what_one_person_sees_is_theirs_alone() -> None:
    """So its reply is seen by them alone too."""
    container = {"type": "message", "message_ts": "7.1", "channel_id": "C1", "is_ephemeral": True}
    update = tapped(container=container)

    assert update is not None
    assert update.alone


@pytest.mark.parametrize(
    "changes",
    [
        {"actions": [{"type": "button", "action_ts": "9.1"}]},
        {"actions": [{"type": "button", "action_ts": "9.1", "value": "x", "url": "https://a.lv"}]},
        {"container": {"type": "view", "view_id": "V1"}},
        {"type": "view_submission"},
        {"type": "message_action"},
    ],
)
def test_tap_that_chooses_nothing_is_nothing(changes: Mapping[str, Any]) -> None:
    """A button that is a link, the home tab, a form."""
    assert tapped(**changes) is None
