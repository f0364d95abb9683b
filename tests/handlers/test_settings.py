"""Settings that cannot be used, and stores that cannot be opened: what an operator is told."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.port import Account, Chat, Place
from handlers.settings import Settings, WrongSettingsError, load
from tests.handlers.conftest import SETTINGS, Factdesk

SECRET = "Zx9-hunter2"  # noqa: S105 - a made-up password, to see that it is never shown
NOBODY = 65_534


@contextmanager
def unprivileged() -> Iterator[None]:
    """Do something as a user to whom a file's permissions apply."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("DATABASE_URL", "mysql://root@localhost/x", "sqlite:///FILE or postgresql://"),
        ("DATABASE_URL", "", "sqlite:///FILE"),
        ("DATABASE_URL", "sqlite:///", "sqlite:///factdesk.db"),
        ("FACTDESK_LANGUAGE", "de", "lv or en"),
        ("FACTDESK_LANGUAGE", "", "lv or en"),
        ("FACTDESK_TIMEZONE", "Riga", "Europe/Riga"),
        ("FACTDESK_TIMEZONE", "../../etc/passwd", "Europe/Riga"),
        ("FACTDESK_TIMEZONE", "Europe", "Europe/Riga"),
        ("FACTDESK_LOG", "xml", "json or text"),
        ("FACTDESK_PRIVACY_URL", "our page", "https://example.org/privacy"),
        ("TELEGRAM_BOT_TOKEN", f"bot{SECRET}", "123456:ABC-DEF"),
        ("TELEGRAM_API_URL", "api.telegram.org", "https://api.telegram.org"),
        ("TELEGRAM_API_URL", "", "https://api.telegram.org"),
        ("TELEGRAM_API_URL", "http://localhost:port", "https://api.telegram.org"),
        ("TELEGRAM_WEBHOOK_URL", "http://example.org/telegram/webhook", "with https://"),
        ("TELEGRAM_WEBHOOK_URL", "http://localhost.example.org/", "with https://"),
        ("TELEGRAM_WEBHOOK_SECRET", f"{SECRET}!", "letters, digits, _ or -"),
        ("TELEGRAM_WEBHOOK_SECRET", "x" * 257, "1 to 256"),
        ("TELEGRAM_WEBHOOK_SECRET", SECRET, "TELEGRAM_WEBHOOK_URL is missing"),
        ("SLACK_BOT_TOKEN", f"xapp-{SECRET}", "xoxb-"),
        ("SLACK_APP_TOKEN", f"xoxb-{SECRET}", "xapp-"),
        ("SLACK_SIGNING_SECRET", f"{SECRET} ?", "Basic Information"),
        ("SLACK_BOT_TOKEN", f"xoxb-{SECRET}", "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING"),
        ("SLACK_API_URL", "https://slack.com/", "https://slack.com/api/"),
        ("FACTDESK_OWNERS", "123456", "telegram:123456,slack:U01ABC"),
        ("FACTDESK_OWNERS", "telegram:123456,telegram:@anna", "telegram:123456,slack:U01ABC"),
        ("FACTDESK_EDITORS_CHAT", "telegram:newsroom", "telegram:-100123"),
        ("FACTDESK_EDITORS_CHAT", "slack:U01ABC", "slack:C01"),
        ("FACTDESK_ACCESS", "closed", "open or invited"),
        ("FACTDESK_HTTP_HOST", "127.0.0.1:8080", "without a port"),
        ("FACTDESK_HTTP_HOST", "127.0.0.256", "such as 127.0.0.1"),
        ("FACTDESK_HTTP_PORT", "http", "from 0 to 65535"),
        ("FACTDESK_HTTP_PORT", "65536", "from 0 to 65535"),
        ("FACTDESK_KEEP_DAYS", "0", "from 1 to 3650"),
        ("FACTDESK_KEEP_DAYS", "9" * 5_000, "from 1 to 3650"),
    ],
)
def test_wrong_setting_is_named_with_what_to_write(
    factdesk: Factdesk, tmp_path: Path, variable: str, value: str, told: str
) -> None:
    """The variable, what is wrong, what to write instead; and nothing is begun."""
    called = factdesk("events", **{variable: value})

    (line,) = called.err.splitlines()
    assert called.status == 1
    assert line.startswith(f"{variable}:")
    assert told in line
    assert SECRET not in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        (
            {"TELEGRAM_WEBHOOK_URL": "https://example.org/telegram/webhook"},
            "TELEGRAM_WEBHOOK_SECRET: missing; TELEGRAM_WEBHOOK_URL needs it: write ",
        ),
        ({"SLACK_APP_TOKEN": f"xapp-{SECRET}"}, "SLACK_BOT_TOKEN: missing; SLACK_APP_TOKEN needs "),
        ({"SLACK_SIGNING_SECRET": "0aff"}, "SLACK_BOT_TOKEN: missing; SLACK_SIGNING_SECRET needs "),
        # What was refused itself asks for nothing further.
        (
            {"SLACK_BOT_TOKEN": f"xoxb-{SECRET}", "SLACK_APP_TOKEN": SECRET},
            "SLACK_APP_TOKEN: this value cannot be used: write the app-level token",
        ),
        (
            {"TELEGRAM_WEBHOOK_SECRET": "Zx9", "TELEGRAM_WEBHOOK_URL": f"ftp://{SECRET}"},
            "TELEGRAM_WEBHOOK_URL: this value cannot be used: write the whole address",
        ),
    ],
)
def test_setting_that_lacks_another_is_named(
    factdesk: Factdesk, variables: dict[str, str], told: str
) -> None:
    """Of settings that go together the missing one is named, in one line."""
    called = factdesk("events", **variables)

    (line,) = called.err.splitlines()
    assert called.status == 1
    assert line.startswith(told)
    assert SECRET not in line


@pytest.mark.parametrize(
    "token", [f"7000000001:AAF-a_token-for-{SECRET}", f"xoxb-1-{SECRET}", f"xapp-1-{SECRET}"]
)
def test_token_in_the_wrong_place_is_not_repeated(factdesk: Factdesk, token: str) -> None:
    """Whatever variable a token was written into, it does not get into a log."""
    called = factdesk("events", FACTDESK_OWNERS=token)

    assert called.err.startswith("FACTDESK_OWNERS: this value cannot be used: write telegram:")
    assert SECRET not in called.err


def test_settings_are_mended_where_what_was_meant_is_plain(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Spaces around a value and a slash too many or too few at the end of a root do no harm."""
    monkeypatch.chdir(tmp_path)
    written = {
        "TELEGRAM_BOT_TOKEN": " 123456:ABC-DEF ",
        "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
        "TELEGRAM_WEBHOOK_URL": "http://127.0.0.1:8082/here",
        "TELEGRAM_WEBHOOK_SECRET": "a-secret_1",
        "SLACK_API_URL": "http://127.0.0.1:8083/api",
        "FACTDESK_OWNERS": "telegram:123456, slack:U01ABC,telegram:123456,",
        "FACTDESK_EDITORS_CHAT": "telegram:-100123",
        "FACTDESK_HTTP_HOST": "::",
        "FACTDESK_HTTP_PORT": " 0 ",
    }
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    for name, value in written.items():
        monkeypatch.setenv(name, value)

    settings = load()

    assert settings.telegram_bot_token == "123456:ABC-DEF"  # noqa: S105 - opens nothing anywhere
    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.telegram_webhook_url == "http://127.0.0.1:8082/here"
    assert settings.slack_api_url == "http://127.0.0.1:8083/api/"
    assert settings.first_owners == (Account("telegram", "123456"), Account("slack", "U01ABC"))
    assert settings.editors == Chat("telegram", "-100123", Place.EDITORS)
    assert (settings.http_host, settings.http_port) == ("::", 0)


def test_every_wrong_setting_is_named_at_once(factdesk: Factdesk) -> None:
    """A start is refused once, not once for each mistake; doctor lists them too."""
    wrong = {"FACTDESK_LANGUAGE": "de", "FACTDESK_TIMEZONE": "Riga", "FACTDESK_LOG": "xml"}

    assert [line.partition(":")[0] for line in factdesk("events", **wrong).err.splitlines()] == [
        *wrong
    ]
    doctor = factdesk("doctor", **wrong)
    assert doctor.status == 1
    assert [line.startswith("FAIL") for line in doctor.out.splitlines()] == [True] * 3


def test_settings_are_read_from_a_file(factdesk: Factdesk, tmp_path: Path) -> None:
    """`.env` counts where the process says nothing, and what is not ours in it is left alone."""
    (tmp_path / ".env").write_text(
        "FACTDESK_TIMEZONE=Europe/Vilnius\nFACTDESK_LANGUAGE=en\nDATABASE_URL=sqlite:///mine.db\n"
        "SOMEBODY_ELSES=1\n"
    )

    assert "Europe/Vilnius" in factdesk("doctor").out
    assert "Europe/Tallinn" in factdesk("doctor", FACTDESK_TIMEZONE="Europe/Tallinn").out
    assert factdesk("db", "upgrade").out.strip().endswith(str(tmp_path / "mine.db"))


def test_wrong_setting_in_a_file_is_named(factdesk: Factdesk, tmp_path: Path) -> None:
    """A file in another encoding, or with a wrong value, is refused by name."""
    (tmp_path / ".env").write_bytes("FACTDESK_CONTACT=Jānis".encode("utf-16"))
    assert factdesk("doctor").out.startswith("FAIL  settings: .env")

    (tmp_path / ".env").write_text("FACTDESK_LANGUAGE=de")
    assert factdesk("events").err.startswith("FACTDESK_LANGUAGE:")


def test_settings_are_those_of_the_contract(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without any the defaults hold, and nobody changes them afterwards."""
    monkeypatch.chdir(tmp_path)
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)

    settings = load()

    assert settings == Settings()
    assert (settings.database_url, settings.language, settings.timezone) == (
        "sqlite:///factdesk.db",
        "lv",
        "Europe/Riga",
    )
    assert (settings.http_host, settings.http_port, settings.keep_days) == ("127.0.0.1", 8080, 90)
    assert (settings.access, settings.first_owners, settings.editors) == ("open", (), None)
    with pytest.raises(ValueError, match="frozen"):
        settings.language = "en"
    monkeypatch.setenv("FACTDESK_LANGUAGE", "xx")
    with pytest.raises(WrongSettingsError, match="FACTDESK_LANGUAGE"):
        load()


@pytest.fixture
def open_folder(riga_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a folder open to every user, with a store in it, and be there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        shutil.copy(riga_file, folder)
        with monkeypatch.context() as here:
            here.chdir(folder)
            yield folder


def test_settings_that_may_not_be_read_are_named(factdesk: Factdesk, open_folder: Path) -> None:
    """A `.env` of somebody else's refuses the start, instead of being passed over."""
    (open_folder / ".env").write_text("FACTDESK_LANGUAGE=en")
    (open_folder / ".env").chmod(0)

    with unprivileged():
        called = factdesk("events")

    assert called.status == 1
    assert called.err.startswith(".env: Permission denied")


class TestStores:
    """Each way in which a store cannot be used ends with one sentence and exit status 1."""

    @pytest.mark.parametrize("command", [("ask", "who?"), ("import", "riga-2021"), ("events",)])
    def test_folder_that_is_not_there(
        self, factdesk: Factdesk, tmp_path: Path, command: tuple[str, ...]
    ) -> None:
        """It is named, and not made."""
        file = tmp_path / "nowhere" / "factdesk.db"

        called = factdesk(*command, DATABASE_URL=f"sqlite:///{file}")

        assert called.status == 1
        assert called.err.splitlines() == [
            f"The directory of {file} does not exist; make it, or correct DATABASE_URL."
        ]
        assert not file.parent.exists()

    def test_file_that_is_something_else(self, factdesk: Factdesk, tmp_path: Path) -> None:
        """Somebody's notes are not a store, and stay as they are."""
        notes = tmp_path / "notes.txt"
        notes.write_text("Latvijā, 2021. gadā.\n" * 200, encoding="utf-8")

        for command in (("ask", "who?"), ("import", "riga-2021"), ("doctor",)):
            called = factdesk(*command, DATABASE_URL=f"sqlite:///{notes}")
            assert called.status == 1
            assert f"{notes} is not a SQLite database" in called.err + called.out
        assert notes.read_text(encoding="utf-8") == "Latvijā, 2021. gadā.\n" * 200

    def test_store_that_may_only_be_read(self, factdesk: Factdesk, open_folder: Path) -> None:
        """It is asked as ever; what would change it is refused, and doctor says so."""
        (open_folder / "factdesk.db").chmod(0o444)
        (open_folder / "one.jsonl").write_text(
            '{"subject": "nfiu", "attribute": "size", "value": {"en": "small"}}'
        )

        with unprivileged():
            asked = factdesk("ask", "who leads the battle group?", "--at", "2021-11-26")
            refused = factdesk("import", "one.jsonl")
            doctor = factdesk("doctor")

        assert "Canada" in asked.out, asked.err
        assert refused.status == doctor.status == 1
        assert "read-only" in refused.err
        assert "read-only" in doctor.out

    def test_store_of_a_later_version(self, riga: Factdesk, tmp_path: Path) -> None:
        """A store that a newer program has upgraded is left to that program."""
        with sqlite3.connect(tmp_path / "factdesk.db") as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.close()

        called = riga("events")

        assert called.status == 1
        assert "newer" in called.err

    def test_server_that_does_not_answer(self, factdesk: Factdesk) -> None:
        """Its address is named, the password never, whatever is called."""
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        url = f"postgresql://desk:{SECRET}@127.0.0.1:{port}/facts"

        for command in (("ask", "who?"), ("db", "upgrade"), ("doctor",), ("import", "riga-2021")):
            called = factdesk(*command, DATABASE_URL=url)
            told = called.out + called.err
            assert called.status == 1
            assert f"127.0.0.1:{port}" in told
            assert SECRET not in told

    def test_address_that_is_wrong_shows_no_password(self, factdesk: Factdesk) -> None:
        """A mistyped address may hold a password all the same."""
        for url in (f"postgres://desk:{SECRET}@host/facts", f"postgresql://desk:{SECRET}@h:x/f"):
            called = factdesk("ask", "who?", DATABASE_URL=url)
            assert called.status == 1
            assert called.err.strip()
            assert SECRET not in called.out + called.err

    def test_postgres_waits_for_its_upgrade(self, factdesk: Factdesk, fresh_postgres: str) -> None:
        """PostgreSQL is upgraded by command alone; then everything works as on SQLite."""
        early = factdesk("import", "riga-2021", DATABASE_URL=fresh_postgres)
        assert early.status == 1
        assert "factdesk db upgrade" in early.err

        assert factdesk("db", "upgrade", DATABASE_URL=fresh_postgres).status == 0
        assert factdesk("import", "riga-2021", DATABASE_URL=fresh_postgres).status == 0

        asked = factdesk(
            *("ask", "who leads the battle group?", "--at", "2021-11-26", "--json"),
            DATABASE_URL=fresh_postgres,
        )
        assert asked.json["answers"][0]["value"] == "Canada"
        assert factdesk("doctor", DATABASE_URL=fresh_postgres).status == 0
