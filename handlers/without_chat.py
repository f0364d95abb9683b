"""Calls that do what a command does in a chat, for when no chat can be reached."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from handlers import app as parts
from handlers import console
from handlers.exits import WRONG_USAGE, carry_out, print_json, settings_or_exit, told

calls: Final = typer.Typer()


@calls.command(name="events")
def run_events() -> None:
    """Print what is coming."""
    settings = settings_or_exit()
    with told(settings.language), parts.standing(settings) as app:
        console.Conversation(app.desk, console.screen()).say("/events")


@calls.command(name="deliveries")
def run_deliveries(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[held|failed|late | send N… | drop N… | change N]",
            help="Which; or what to settle.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, of every kind.")] = False,
) -> None:
    """Print what was sent, is due, failed and why; settle what is held."""
    from handlers import deliveries  # noqa: PLC0415 - no other call needs it

    settings, given = settings_or_exit(), words or []
    with told(settings.language, WRONG_USAGE), parts.standing(settings) as app:
        if deliveries.decides(given):
            carry_out(app, f"/deliveries {' '.join(given)}")
        elif as_json:
            for record in deliveries.records(app, given):
                print_json(record)
        else:
            deliveries.show(app, given)


@calls.command(name="role")
def run_role(
    words: Annotated[
        list[str], typer.Argument(help="grant PERSON ROLE, revoke PERSON ROLE, list, link A B.")
    ],
) -> None:
    """Say who may edit, as `/role` does in a chat; PERSON is as telegram:123456."""
    settings = settings_or_exit()
    with told(settings.language), parts.standing(settings) as app:
        carry_out(app, f"/role {' '.join(words)}")


@calls.command(name="audit")
def run_audit(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KEY|PERSON]", help="Of what, or by whom; left out: all."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> None:
    """Print who did what, when and from where, the newest first."""
    from handlers import audit  # noqa: PLC0415 - no other call needs it

    settings = settings_or_exit()
    with told(settings.language), parts.standing(settings) as app:
        if not as_json:
            carry_out(app, f"/audit {' '.join(words or [])}")
            return
        for record in audit.records(app):
            print_json(record)


@calls.command(name="hold")
def run_hold(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[all|NAME REASON…]", help="What, and why; left out: what is."),
    ] = None,
) -> None:
    """Have nothing leave but replies and alarms: at all, or for the channel of that name."""
    settings = settings_or_exit()
    with told(settings.language), parts.standing(settings) as app:
        carry_out(app, f"/hold {' '.join(words or [])}")


@calls.command(name="release")
def run_release(
    name: Annotated[str, typer.Argument(metavar="all|NAME", help="What is on hold.")],
) -> None:
    """Let what is on hold go on."""
    settings = settings_or_exit()
    with told(settings.language), parts.standing(settings) as app:
        carry_out(app, f"/release {name}")
