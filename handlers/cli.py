"""The command line: `factdesk`, also `python -m bot`.

Whoever may start the program acts as owner. Results go to standard output, everything
else to standard error. Exit status: 0 done or answered, 1 refused or failed, 2 wrong
usage; for `ask` also 3 ambiguous and 4 unknown.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot import exchange, texts
from handlers import app as parts
from handlers import asking, attending, backups, console, demo, files, without_chat
from handlers.exits import FAILED, WRONG_USAGE, carry_out, fail, print_json, settings_or_exit, told
from handlers.slack.manifest import BadManifestError, manifest

cli = typer.Typer(
    name="factdesk",
    help="A news desk's memory: plain questions answered from a versioned store of facts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
db = typer.Typer(help="The store itself.", no_args_is_help=True)
cli.add_typer(without_chat.calls)
cli.add_typer(db, name="db")
schedule = typer.Typer(help="What comes by rule.", no_args_is_help=True)
cli.add_typer(schedule, name="schedule")


def _one_of(known: Collection[str]) -> Callable[[str], str]:
    """Return a reader of an option that must be one of `known`."""

    def read(given: str) -> str:
        if given in known:
            return given
        raise typer.BadParameter(f"{given!r} is none of: {', '.join(known)}")

    return read


def main() -> None:
    """Run the command line."""
    cli()


@cli.command(name="demo")
def run_demo() -> None:
    """Try Factdesk on the Riga briefing, in a store that is thrown away."""
    settings = settings_or_exit()
    with told(settings.language):
        demo.run(settings)


@cli.command(name="run")
def run_desk() -> None:
    """Serve every configured platform until SIGTERM or Ctrl-C."""
    # What a chat needs of libraries takes half a second to import, and is asked for only here.
    from handlers import serving  # noqa: PLC0415 - as said above
    from handlers.door import WrongTokenError  # noqa: PLC0415 - as said above
    from handlers.web.server import PortTakenError  # noqa: PLC0415 - as said above

    settings = settings_or_exit()
    with told(settings.language):
        try:
            asyncio.run(serving.run(settings))
        except (WrongTokenError, PortTakenError) as error:
            fail(str(error))
        except serving.ServingFailedError:
            fail("Something ended that must not end; the log says what.")


@cli.command(name="console")
def run_console() -> None:
    """Chat with the desk over the configured store; leave with Ctrl-D.

    Reminders that are due there are shown before each prompt.
    """
    settings = settings_or_exit()
    with told(settings.language), parts.standing(settings) as app:
        conversation = console.Conversation(app.desk, console.screen(), noted=True)
        with attending.attended(app.desk, [conversation]) as show_what_is_due:
            console.converse(conversation, console.typed_lines(sys.stdin), show_what_is_due)


@cli.command(name="ask")
def run_ask(
    question: Annotated[str | None, typer.Argument(help="In Latvian or English.")] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            parser=_one_of(texts.LANGUAGES),
            metavar="|".join(texts.LANGUAGES),
            help="Language of the reply.",
        ),
    ] = None,
    at: Annotated[str, typer.Option(help="Ask as of this day or instant of the world.")] = "",
    known_at: Annotated[str, typer.Option(help="Ask by what was known then.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    explain: Annotated[bool, typer.Option(help="Say how the answer came about.")] = False,
    batch: Annotated[Path | None, typer.Option(help="A file of questions, a line each.")] = None,
) -> None:
    """Answer one question, or a file of them."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("Give a question, or --batch FILE.")
    settings = settings_or_exit()
    asked = asking.Question(question or "", language=lang or "", at=at, known_at=known_at)
    with (
        told(lang or settings.language),
        parts.standing(settings) as app,
        app.database.read() as tx,
    ):
        asker = asking.Asker(tx, settings, once=batch is None)
        if batch is not None:
            with batch.open(encoding="utf-8-sig") as lines:
                for each in asking.questions(lines, asked, settings):
                    print_json(asker.ask(each).as_json(explain=explain))
            return
        answered = asker.ask(asked)
        if not asker.knows_anything:
            typer.echo(texts.phrase(settings.language, "facts.empty"), err=True)
        if as_json:
            print_json(answered.as_json(explain=explain))
        else:
            message = answered.as_message(settings.timezone)
            console.screen().print(console.render(message), soft_wrap=True)
            if explain:
                typer.echo(json.dumps(answered.explained(), ensure_ascii=False, indent=1))
    raise typer.Exit(asking.EXIT[answered.status])


@cli.command(name="import")
def run_import(
    file: Annotated[
        list[str] | None, typer.Argument(help="A file, or a shipped briefing by name.")
    ] = None,
    how: Annotated[
        exchange.How | None,
        typer.Option("--as", help="What it means where something is held already."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    sure: Annotated[
        bool, typer.Option("--yes", help="Also what tells sooner what waits for its hour.")
    ] = False,
    undo: Annotated[
        int | None, typer.Option(metavar="N", help="Take the import of that number back whole.")
    ] = None,
) -> None:
    """Take in facts from files: all of them, or if anything is wrong none."""
    if bool(file) == (undo is not None):
        raise typer.BadParameter("Give files, or --undo N.")
    settings = settings_or_exit()
    with told(settings.language), parts.standing(settings) as app:
        if undo is not None:
            carry_out(app, f"/import undo {undo}")
            return
        take = files.try_out if dry_run else partial(files.take_in, sure=sure)
        for taken in take(app, file or [], how):
            typer.echo(taken.line)
            if taken.more:
                typer.echo(taken.more, err=True)


@cli.command(name="backup")
def run_backup(
    file: Annotated[Path, typer.Argument(help="A new file; the desk may go on meanwhile.")],
) -> None:
    """Copy the whole store into a file, with all that was ever believed and told."""
    settings = settings_or_exit()
    with told(settings.language):
        typer.echo(backups.back_up(settings, file))


@cli.command(name="restore")
def run_restore(
    file: Annotated[Path, typer.Argument(help="What `factdesk backup` has made.")],
) -> None:
    """Put a backup in the place of the store; everything is on hold then."""
    settings = settings_or_exit()
    with told(settings.language):
        for line in backups.restore(settings, file):
            typer.echo(line)


@cli.command(name="export")
def run_export(
    form: Annotated[
        str,
        typer.Option(
            "--format",
            parser=_one_of(exchange.FORMATS),
            metavar="|".join(exchange.FORMATS),
            help="The format.",
        ),
    ] = "jsonl",
) -> None:
    """Print everything that is held now, for all of validity."""
    settings = settings_or_exit()
    with told(settings.language), parts.standing(settings) as app, app.database.read() as tx:
        for line in exchange.export(tx, form):
            sys.stdout.write(line)


@cli.command(name="slack-manifest")
def run_slack_manifest(
    name: Annotated[str, typer.Option(help="What the app is called in Slack.")] = "Factdesk",
    command: Annotated[str, typer.Option(help="Its slash command.")] = "/factdesk",
    url: Annotated[
        str, typer.Option(help="Where it is reached over HTTPS; left out: Socket Mode.")
    ] = "",
) -> None:
    """Print the manifest from which Slack makes the app."""
    try:
        made = manifest(name, command, url)
    except BadManifestError as error:
        fail(str(error), WRONG_USAGE)
    else:
        typer.echo(json.dumps(made, ensure_ascii=False, indent=2))


@cli.command(name="doctor")
def run_doctor() -> None:
    """Check the settings and the store, a line each."""
    from handlers import doctor  # noqa: PLC0415 - it needs what `run` needs

    checks = doctor.examine()
    for check in checks:
        typer.echo(str(check))
    if not all(check.passed for check in checks):
        raise typer.Exit(FAILED)


@db.command(name="upgrade")
def run_upgrade() -> None:
    """Make the store, or bring its tables to what this version needs."""
    settings = settings_or_exit()
    with told(settings.language):
        typer.echo(f"Up to date: {parts.upgrade(settings)}")


@schedule.command(name="preview")
def run_schedule_preview(
    cron: Annotated[str, typer.Argument(help="A rule, quoted: minute hour day month weekday.")],
    zone: Annotated[str, typer.Option(help="Its time zone; left out: the configured one.")] = "",
    start: Annotated[
        str, typer.Option("--from", help="Those after this moment there; left out: now.")
    ] = "",
    count: Annotated[str, typer.Option(metavar="N", help="How many.")] = "5",
) -> None:
    """Print when a rule comes next, a line each."""
    from handlers import schedules  # noqa: PLC0415 - no other call needs it

    settings = settings_or_exit()
    with told(settings.language, WRONG_USAGE):
        asked = schedules.Preview(cron, zone or settings.timezone, start, count)
        lines = schedules.lines(asked, parts.utc_now())
        if not lines:
            typer.echo(texts.phrase(settings.language, "rule.never", text=cron), err=True)
        for line in lines:
            typer.echo(line)
