"""What the desk can do: one file a family, and the one list of it all."""

from __future__ import annotations

from bot.commands import (
    about,
    alike,
    approving,
    ask,
    audit,
    browse,
    channels,
    deliveries,
    desk,
    digest,
    edit,
    embargo,
    embargoing,
    entry,
    event_adding,
    event_changing,
    events,
    exports,
    following,
    holding,
    home,
    imports,
    language,
    later,
    latvian,
    listing,
    more,
    ordering,
    people,
    post_changing,
    posting,
    posts,
    privacy,
    questions,
    quiet,
    reaching,
    remind,
    reviewing,
    schedule_standing,
    schedules,
    start,
    subjects,
    timezone,
    votes,
)
from bot.context import Act, Chosen, Command
from bot.forms import asking, conversing
from bot.posting import parts, proposals
from bot.roles import Right


def _start(text: str) -> Act:
    return start.start(text, SPELLINGS)


def _help(text: str) -> Act:
    return about.help_(text, SPELLINGS)


COMMANDS: tuple[Command, ...] = (
    Command(("start",), Right.ALL, _start),
    Command(("help",), Right.ALL, _help, looks=True),
    Command(("about",), Right.ALL, about.about, takes=False),
    Command(("whoami",), Right.ALL, about.whoami, takes=False),
    Command(("privacy",), Right.ALL, privacy.privacy, takes=False),
    Command(("forget", "me"), Right.ALL, privacy.forget_me, takes=False),
    Command(("ask",), Right.ALL, ask.ask, looks=True),
    Command(("facts",), Right.ALL, listing.facts, looks=True),
    Command(("fact", "show"), Right.ALL, browse.show, looks=True, arguments=("fact",)),
    Command(("fact", "history"), Right.ALL, browse.history, looks=True, arguments=("fact",)),
    Command(("fact", "add"), Right.EDITOR, edit.add, changes=True),
    Command(("fact", "set"), Right.EDITOR, edit.set_, changes=True),
    Command(("fact", "correct"), Right.EDITOR, edit.correct, changes=True),
    Command(("fact", "edit"), Right.EDITOR, edit.edit, changes=True),
    Command(("fact", "retract"), Right.EDITOR, edit.retract, changes=True),
    Command(("fact", "undo"), Right.EDITOR, edit.undo, changes=True, arguments=("fact",)),
    Command(
        ("fact", "review"), Right.EDITOR, reviewing.review, changes=True, arguments=("fact-due",)
    ),
    Command(("subject", "show"), Right.EDITOR, subjects.show, looks=True, arguments=("subject",)),
    Command(
        ("subject", "set"),
        Right.EDITOR,
        subjects.set_,
        changes=True,
        arguments=("subject", "naming", "text"),
    ),
    Command(("events",), Right.ALL, events.events, takes=False, looks=True),
    Command(("event", "show"), Right.ALL, events.show, looks=True, arguments=("event",)),
    Command(("event", "add"), Right.EDITOR, event_adding.add, changes=True),
    Command(("event", "move"), Right.EDITOR, event_changing.move, changes=True),
    Command(("event", "cancel"), Right.EDITOR, event_changing.cancel, changes=True),
    Command(
        ("event", "undo"),
        Right.EDITOR,
        event_changing.undo,
        changes=True,
        arguments=("event-changed",),
    ),
    Command(("remind",), Right.CHAT, remind.remind),
    Command(("digest",), Right.CHAT, digest.digest),
    Command(("follow",), Right.CHAT, following.follow),
    Command(("unfollow",), Right.CHAT, following.unfollow),
    Command(("language",), Right.CHAT, language.language),
    Command(("timezone",), Right.CHAT, timezone.timezone),
    Command(("quiet",), Right.CHAT, quiet.quiet_),
    Command(("import",), Right.EDITOR, imports.import_),
    Command(("import", "undo"), Right.EDITOR, imports.undo, changes=True, arguments=("import",)),
    Command(("export",), Right.EDITOR, exports.export),
    Command(("answers",), Right.ALL, later.answers, arguments=("wants",)),
    Command(("questions",), Right.EDITOR, questions.list_, looks=True),
    Command(
        ("questions", "close"), Right.EDITOR, questions.close, changes=True, arguments=("question",)
    ),
    Command(("answer",), Right.EDITOR, questions.answer, changes=True),
    Command(("invite",), Right.EDITOR, entry.invite, takes=False),
    Command(("admit",), Right.EDITOR, entry.admit, arguments=("chat-met",)),
    Command(("schedule", "add"), Right.EDITOR, schedules.add, text=True),
    Command(("schedule", "list"), Right.EDITOR, schedule_standing.list_, takes=False, looks=True),
    Command(
        ("schedule", "preview"),
        Right.EDITOR,
        schedule_standing.preview,
        looks=True,
        arguments=("schedule",),
    ),
    Command(
        ("schedule", "pause"),
        Right.EDITOR,
        schedule_standing.pause,
        changes=True,
        arguments=("schedule-running",),
    ),
    Command(
        ("schedule", "resume"),
        Right.EDITOR,
        schedule_standing.resume,
        changes=True,
        arguments=("schedule-paused",),
    ),
    Command(
        ("schedule", "remove"),
        Right.EDITOR,
        schedule_standing.remove,
        changes=True,
        arguments=("schedule",),
    ),
    Command(("hold",), Right.EDITOR, holding.hold, changes=True, arguments=("hold-what", "reason")),
    Command(("release",), Right.EDITOR, holding.release, changes=True, arguments=("hold",)),
    Command(("deliveries",), Right.EDITOR, deliveries.list_, looks=True),
    Command(
        ("deliveries", "send"), Right.EDITOR, deliveries.send, changes=True, arguments=("held",)
    ),
    Command(
        ("deliveries", "drop"), Right.EDITOR, deliveries.drop, changes=True, arguments=("held",)
    ),
    Command(("deliveries", "change"), Right.EDITOR, deliveries.change, arguments=("held-one",)),
    Command(
        ("channel", "add"),
        Right.EDITOR,
        channels.add,
        changes=True,
        arguments=("channel-new", "chat"),
    ),
    Command(("channel", "list"), Right.EDITOR, channels.list_, takes=False, looks=True),
    Command(
        ("channel", "language"),
        Right.EDITOR,
        channels.language,
        changes=True,
        arguments=("channel", "tongue"),
    ),
    Command(
        ("channel", "remove"), Right.EDITOR, channels.remove, changes=True, arguments=("channel",)
    ),
    Command(("post",), Right.EDITOR, posting.post, text=True),
    Command(("posts",), Right.EDITOR, posts.list_, looks=True),
    Command(("post", "show"), Right.EDITOR, posts.show, looks=True, arguments=("post",)),
    Command(
        ("post", "edit"),
        Right.EDITOR,
        post_changing.edit,
        arguments=("post-standing",),
        text=True,
    ),
    Command(("post", "move"), Right.EDITOR, post_changing.move, arguments=("post-waiting", "time")),
    Command(
        ("post", "cancel"),
        Right.EDITOR,
        post_changing.cancel,
        changes=True,
        arguments=("post-waiting",),
    ),
    Command(("post", "delete"), Right.EDITOR, post_changing.delete, arguments=("post-left",)),
    Command(("desk",), Right.EDITOR, desk.desk, looks=True),
    Command(("desk", "here"), Right.OWNER, desk.here, changes=True, takes=False),
    Command(("audit",), Right.OWNER, audit.audit, looks=True),
    Command(
        ("approve",),
        Right.EDITOR,
        approving.approve,
        changes=True,
        arguments=("proposal-of-others",),
    ),
    Command(
        ("decline",),
        Right.EDITOR,
        approving.decline,
        changes=True,
        arguments=("proposal", "reason"),
    ),
    Command(
        ("approval",),
        Right.EDITOR,
        approving.approval,
        changes=True,
        arguments=("switch", "subject"),
    ),
    Command(
        ("embargo", "lift"), Right.EDITOR, embargo.lift, changes=True, arguments=("embargoed",)
    ),
    Command(("embargo", "move"), Right.EDITOR, embargo.move, arguments=("embargoed", "hour")),
    Command(("role", "grant"), Right.OWNER, people.grant, arguments=("person", "role")),
    Command(("role", "revoke"), Right.OWNER, people.revoke, arguments=("person-with-role", "role")),
    Command(("role", "list"), Right.OWNER, people.list_, takes=False, looks=True),
    Command(("role", "link"), Right.OWNER, people.link, arguments=("person", "person-besides")),
)
"""Every command, in the order in which help lists them."""

SPELLINGS: dict[tuple[str, ...], Command] = {
    (first, *command.name[1:]): command
    for command in COMMANDS
    for first in (command.name[0], latvian.FIRST.get(command.name[0], command.name[0]))
}
"""Every way to write the name of a command, in the order of `COMMANDS`."""

CHOSEN: dict[str, Chosen] = {
    "answer": ask.choose,
    "none-of-these": votes.none_of_these,
    "page": listing.turn,
    parts.MORE: more.more,
    "leave": about.leave,
    home.NAME: home.back,
    reaching.WAS_ERROR: ordering.corrected,
    asking.NAME: conversing.tapped,
    schedules.ADD: schedules.store,
    posting.SEND: posting.send,
    posting.CHANGE: posting.change,
    posting.WHERE: posting.go_on,
    post_changing.EDIT: post_changing.save,
    post_changing.MOVE: post_changing.moved,
    post_changing.DELETE: post_changing.withdrawn,
    imports.TAKE: imports.take,
    imports.LOOK: imports.look,
    imports.LEAVE: imports.leave,
    imports.UNDO: imports.undo_anyway,
    ordering.ANYWAY: ordering.anyway,
    alike.MEANT: ordering.meant,
    subjects.ANYWAY: subjects.anyway,
    embargoing.KEEP: embargoing.keep,
    embargo.MOVE: embargo.moved,
    proposals.APPROVE: approving.go_on,
    proposals.SHOW: approving.show,
    questions.TELL: questions.tell,
    "show-mine": privacy.show_mine,
    "forget": privacy.forget,
}
"""What each kind of button does."""
