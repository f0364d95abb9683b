"""What the desk can do: one file a family, and the one list of it all."""

from __future__ import annotations

from typing import Final

from bot.commands import (
    about,
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
    Command(("fact", "show"), Right.ALL, browse.show, looks=True),
    Command(("fact", "history"), Right.ALL, browse.history, looks=True),
    Command(("fact", "add"), Right.EDITOR, edit.add, changes=True),
    Command(("fact", "set"), Right.EDITOR, edit.set_, changes=True),
    Command(("fact", "correct"), Right.EDITOR, edit.correct, changes=True),
    Command(("fact", "edit"), Right.EDITOR, edit.edit, changes=True),
    Command(("fact", "retract"), Right.EDITOR, edit.retract, changes=True),
    Command(("fact", "undo"), Right.EDITOR, edit.undo, changes=True),
    Command(("fact", "review"), Right.EDITOR, reviewing.review, changes=True),
    Command(("subject", "show"), Right.EDITOR, subjects.show, looks=True),
    Command(("subject", "set"), Right.EDITOR, subjects.set_, changes=True),
    Command(("events",), Right.ALL, events.events, takes=False, looks=True),
    Command(("event", "show"), Right.ALL, events.show, looks=True),
    Command(("event", "add"), Right.EDITOR, event_adding.add, changes=True),
    Command(("event", "move"), Right.EDITOR, event_changing.move, changes=True),
    Command(("event", "cancel"), Right.EDITOR, event_changing.cancel, changes=True),
    Command(("event", "undo"), Right.EDITOR, event_changing.undo, changes=True),
    Command(("remind",), Right.CHAT, remind.remind),
    Command(("digest",), Right.CHAT, digest.digest),
    Command(("follow",), Right.CHAT, following.follow),
    Command(("unfollow",), Right.CHAT, following.unfollow),
    Command(("language",), Right.CHAT, language.language),
    Command(("timezone",), Right.CHAT, timezone.timezone),
    Command(("quiet",), Right.CHAT, quiet.quiet_),
    Command(("import",), Right.EDITOR, imports.import_),
    Command(("import", "undo"), Right.EDITOR, imports.undo, changes=True),
    Command(("export",), Right.EDITOR, exports.export),
    Command(("answers",), Right.ALL, later.answers),
    Command(("questions",), Right.EDITOR, questions.list_, looks=True),
    Command(("questions", "close"), Right.EDITOR, questions.close, changes=True),
    Command(("answer",), Right.EDITOR, questions.answer, changes=True),
    Command(("invite",), Right.EDITOR, entry.invite, takes=False),
    Command(("admit",), Right.EDITOR, entry.admit),
    Command(("schedule", "add"), Right.EDITOR, schedules.add),
    Command(("schedule", "list"), Right.EDITOR, schedules.list_, takes=False, looks=True),
    Command(("schedule", "preview"), Right.EDITOR, schedules.preview, looks=True),
    Command(("schedule", "pause"), Right.EDITOR, schedules.pause, changes=True),
    Command(("schedule", "resume"), Right.EDITOR, schedules.resume, changes=True),
    Command(("schedule", "remove"), Right.EDITOR, schedules.remove, changes=True),
    Command(("hold",), Right.EDITOR, holding.hold, changes=True),
    Command(("release",), Right.EDITOR, holding.release, changes=True),
    Command(("deliveries",), Right.EDITOR, deliveries.list_, looks=True),
    Command(("deliveries", "send"), Right.EDITOR, deliveries.send, changes=True),
    Command(("deliveries", "drop"), Right.EDITOR, deliveries.drop, changes=True),
    Command(("deliveries", "change"), Right.EDITOR, deliveries.change),
    Command(("channel", "add"), Right.EDITOR, channels.add, changes=True),
    Command(("channel", "list"), Right.EDITOR, channels.list_, takes=False, looks=True),
    Command(("channel", "language"), Right.EDITOR, channels.language, changes=True),
    Command(("channel", "remove"), Right.EDITOR, channels.remove, changes=True),
    Command(("post",), Right.EDITOR, posting.post),
    Command(("posts",), Right.EDITOR, posts.list_, looks=True),
    Command(("post", "show"), Right.EDITOR, posts.show, looks=True),
    Command(("post", "edit"), Right.EDITOR, post_changing.edit),
    Command(("post", "move"), Right.EDITOR, post_changing.move),
    Command(("post", "cancel"), Right.EDITOR, post_changing.cancel, changes=True),
    Command(("post", "delete"), Right.EDITOR, post_changing.delete),
    Command(("desk",), Right.EDITOR, desk.desk, looks=True),
    Command(("desk", "here"), Right.OWNER, desk.here, changes=True, takes=False),
    Command(("audit",), Right.OWNER, audit.audit, looks=True),
    Command(("approve",), Right.EDITOR, approving.approve, changes=True),
    Command(("decline",), Right.EDITOR, approving.decline, changes=True),
    Command(("approval",), Right.EDITOR, approving.approval, changes=True),
    Command(("embargo", "lift"), Right.EDITOR, embargo.lift, changes=True),
    Command(("embargo", "move"), Right.EDITOR, embargo.move),
    Command(("role", "grant"), Right.OWNER, people.grant),
    Command(("role", "revoke"), Right.OWNER, people.revoke),
    Command(("role", "list"), Right.OWNER, people.list_, takes=False, looks=True),
    Command(("role", "link"), Right.OWNER, people.link),
)
"""Every command, in the order in which help lists them."""

LATVIAN: Final = {
    "ask": "jautāt",
    "facts": "fakti",
    "fact": "fakts",
    "events": "notikumi",
    "event": "notikums",
    "language": "valoda",
    "remind": "atgādini",
    "digest": "apkopojums",
    "follow": "seko",
    "help": "palīdzība",
}
"""What the first word of a command is in Latvian; diacritics may be left out."""

SPELLINGS: dict[tuple[str, ...], Command] = {
    (first, *command.name[1:]): command
    for command in COMMANDS
    for first in (command.name[0], LATVIAN.get(command.name[0], command.name[0]))
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
