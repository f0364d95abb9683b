"""The command line: `factdesk`, also `python -m bot`.

Whoever may start the program acts as owner. Results go to standard output, everything
else to standard error. Exit status: 0 done or answered, 1 refused or failed, 2 wrong
usage; for `ask` also 3 ambiguous and 4 unknown.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot import exchange, texts
from bot.errors import DeskError
from bot.port import plain
from handlers import app as parts
from handlers import asking, attending, backups, console, demo, files
from handlers.settings import Settings, WrongSettingsError, load
from handlers.slack.manifest import BadManifestError, manifest
from storage.errors import StoreError

cli = typer.Typer(
    name="factdesk",
    help="A news desk's memory: plain questions answered from a versioned store of facts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
db = typer.Typer(help="The store itself.", no_args_is_help=True)
cli.add_typer(db, name="db")
schedule = typer.Typer(help="What comes by rule.", no_args_is_help=True)
cli.add_typer(schedule, name="schedule")

FAILED = 1
WRONG_USAGE = 2


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


@contextmanager
def _told(language: str, status: int = FAILED) -> Iterator[None]:
    """Turn what an operator can mend into a sentence and an exit status."""
    try:
        yield
    except DeskError as error:
        _fail(plain(error.said(language)), status)
    except BrokenPipeError:
        # Whoever read our output has heard enough; the interpreter must not flush it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except StoreError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def _fail(message: str, status: int = FAILED) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(status)


def _carry_out(app: parts.App, line: str) -> None:
    """Have the desk do what it would do at this line in a chat."""
    if not console.Conversation(app.desk, console.screen()).carry_out(line):
        raise typer.Exit(FAILED)


def _settings() -> Settings:
    try:
        return load()
    except WrongSettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED) from None


@cli.command(name="demo")
def run_demo() -> None:
    """Try Factdesk on the Riga briefing, in a store that is thrown away."""
    settings = _settings()
    with _told(settings.language):
        demo.run(settings)


@cli.command(name="run")
def run_desk() -> None:
    """Serve every configured platform until SIGTERM or Ctrl-C."""
    # What a chat needs of libraries takes half a second to import, and is asked for only here.
    from handlers import serving  # noqa: PLC0415 - as said above
    from handlers.door import WrongTokenError  # noqa: PLC0415 - as said above
    from handlers.web.server import PortTakenError  # noqa: PLC0415 - as said above

    settings = _settings()
    with _told(settings.language):
        try:
            asyncio.run(serving.run(settings))
        except (WrongTokenError, PortTakenError) as error:
            _fail(str(error))
        except serving.ServingFailedError:
            _fail("Something ended that must not end; the log says what.")


@cli.command(name="console")
def run_console() -> None:
    """Chat with the desk over the configured store; leave with Ctrl-D.

    Reminders that are due there are shown before each prompt.
    """
    settings = _settings()
    with _told(settings.language), parts.standing(settings) as app:
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
    settings = _settings()
    asked = asking.Question(question or "", language=lang or "", at=at, known_at=known_at)
    with (
        _told(lang or settings.language),
        parts.standing(settings) as app,
        app.database.read() as tx,
    ):
        asker = asking.Asker(tx, settings, once=batch is None)
        if batch is not None:
            with batch.open(encoding="utf-8-sig") as lines:
                for each in asking.questions(lines, asked, settings):
                    _print_json(asker.ask(each).as_json(explain=explain))
            return
        answered = asker.ask(asked)
        if not asker.knows_anything:
            typer.echo(texts.phrase(settings.language, "facts.empty"), err=True)
        if as_json:
            _print_json(answered.as_json(explain=explain))
        else:
            message = answered.as_message(settings.timezone)
            console.screen().print(console.render(message), soft_wrap=True)
            if explain:
                typer.echo(json.dumps(answered.explained(), ensure_ascii=False, indent=1))
    raise typer.Exit(asking.EXIT[answered.status])


def _print_json(record: dict[str, object]) -> None:
    typer.echo(json.dumps(record, ensure_ascii=False))


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
    undo: Annotated[
        int | None, typer.Option(metavar="N", help="Take the import of that number back whole.")
    ] = None,
) -> None:
    """Take in facts from files: all of them, or if anything is wrong none."""
    if bool(file) == (undo is not None):
        raise typer.BadParameter("Give files, or --undo N.")
    settings = _settings()
    with _told(settings.language), parts.standing(settings) as app:
        if undo is not None:
            _carry_out(app, f"/import undo {undo}")
            return
        for taken in (files.try_out if dry_run else files.take_in)(app, file or [], how):
            typer.echo(taken.line)
            if taken.more:
                typer.echo(taken.more, err=True)


@cli.command(name="backup")
def run_backup(
    file: Annotated[Path, typer.Argument(help="A new file; the desk may go on meanwhile.")],
) -> None:
    """Copy the whole store into a file, with all that was ever believed and told."""
    settings = _settings()
    with _told(settings.language):
        typer.echo(backups.back_up(settings, file))


@cli.command(name="restore")
def run_restore(
    file: Annotated[Path, typer.Argument(help="What `factdesk backup` has made.")],
) -> None:
    """Put a backup in the place of the store; everything is on hold then."""
    settings = _settings()
    with _told(settings.language):
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
    settings = _settings()
    with _told(settings.language), parts.standing(settings) as app, app.database.read() as tx:
        for line in exchange.export(tx, form):
            sys.stdout.write(line)


@cli.command(name="events")
def run_events() -> None:
    """Print what is coming."""
    settings = _settings()
    with _told(settings.language), parts.standing(settings) as app:
        console.Conversation(app.desk, console.screen()).say("/events")


@cli.command(name="deliveries")
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

    settings, given = _settings(), words or []
    with _told(settings.language, WRONG_USAGE), parts.standing(settings) as app:
        if deliveries.decides(given):
            _carry_out(app, f"/deliveries {' '.join(given)}")
        elif as_json:
            for record in deliveries.records(app, given):
                _print_json(record)
        else:
            deliveries.show(app, given)


@cli.command(name="role")
def run_role(
    words: Annotated[
        list[str], typer.Argument(help="grant PERSON ROLE, revoke PERSON ROLE, list, link A B.")
    ],
) -> None:
    """Say who may edit, as `/role` does in a chat; PERSON is as telegram:123456."""
    settings = _settings()
    with _told(settings.language), parts.standing(settings) as app:
        _carry_out(app, f"/role {' '.join(words)}")


@cli.command(name="audit")
def run_audit(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KEY|PERSON]", help="Of what, or by whom; left out: all."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> None:
    """Print who did what, when and from where, the newest first."""
    from handlers import audit  # noqa: PLC0415 - no other call needs it

    settings = _settings()
    with _told(settings.language), parts.standing(settings) as app:
        if not as_json:
            _carry_out(app, f"/audit {' '.join(words or [])}")
            return
        for record in audit.records(app):
            _print_json(record)


@cli.command(name="hold")
def run_hold(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[all|NAME REASON…]", help="What, and why; left out: what is."),
    ] = None,
) -> None:
    """Have nothing leave but replies and alarms: at all, or for the channel of that name."""
    settings = _settings()
    with _told(settings.language), parts.standing(settings) as app:
        _carry_out(app, f"/hold {' '.join(words or [])}")


@cli.command(name="release")
def run_release(
    name: Annotated[str, typer.Argument(metavar="all|NAME", help="What is on hold.")],
) -> None:
    """Let what is on hold go on."""
    settings = _settings()
    with _told(settings.language), parts.standing(settings) as app:
        _carry_out(app, f"/release {name}")


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
        _fail(str(error), WRONG_USAGE)
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
    settings = _settings()
    with _told(settings.language):
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

    settings = _settings()
    with _told(settings.language, WRONG_USAGE):
        asked = schedules.Preview(cron, zone or settings.timezone, start, count)
        lines = schedules.lines(asked, parts.utc_now())
        if not lines:
            typer.echo(texts.phrase(settings.language, "rule.never", text=cron), err=True)
        for line in lines:
            typer.echo(line)
