"""Guards the shape of the house: what ruff, mypy and import-linter cannot see."""

from __future__ import annotations

import ast
import re
import shutil
import statistics
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from typer.main import get_group

from bot.commands import COMMANDS
from handlers.cli import cli
from handlers.settings import Settings

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "storage")
TOP_LEVEL = {
    *(".ci", ".editorconfig", ".gitattributes", ".gitignore"),
    *("ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md"),
    *("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"),
    *("bot", "deploy", "handlers", "storage", "tests"),
}
SAYS_NOTHING = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}
LONGEST_FILE = 400
MEDIAN_FUNCTION = 8
LONG_FUNCTION = 40
"""At most one function in twenty is longer."""
NEVER_IMPORTED = {
    "psycopg",  # SQLAlchemy loads it for a postgresql:// address
    "tzdata",  # zoneinfo reads it where the machine has no zones
}

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ("requirements.lock", "requirements-dev.lock")


def ours(path: Path) -> bool:
    """Tell whether a file or folder at `path` is kept, by .gitignore."""
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()]
    return not any(
        fnmatch(part, pattern) for part in path.relative_to(ROOT).parts for pattern in ignored
    )


def files(*folders: str, pattern: str = "*") -> list[Path]:
    """Return what is kept in these folders, at any depth."""
    found = (path for folder in folders for path in (ROOT / folder).rglob(pattern))
    return sorted(path for path in found if path.is_file() and ours(path))


def everything() -> list[Path]:
    """Return every file that is kept."""
    folders = [path.name for path in ROOT.iterdir() if path.is_dir() and path.name in TOP_LEVEL]
    return files(*folders) + [path for path in ROOT.iterdir() if path.is_file() and ours(path)]


def sources() -> dict[Path, ast.Module]:
    """Return the syntax tree of each of our modules, without the tests."""
    return {path: ast.parse(path.read_text()) for path in files(*ROOMS, pattern="*.py")}


def words(name: str) -> list[str]:
    """Return the words of a module's or a class's name, in small letters."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name)]


def test_top_level_holds_only_what_belongs_there() -> None:
    """A newcomer's `ls` shows the rooms and the house's papers, nothing left lying about."""
    kept = {path.name for path in ROOT.iterdir() if ours(path)} - {".git"}

    assert kept <= TOP_LEVEL


def test_names_say_what_a_thing_is() -> None:
    """No module or class is called by a word that would fit any other as well."""
    modules = [path.stem for path in files(*ROOMS, "tests", pattern="*.py")]
    folders = [path.parent.name for path in files(*ROOMS, "tests", pattern="*.py")]
    classes = [
        node.name
        for tree in sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]

    assert not [name for name in modules + folders + classes if SAYS_NOTHING & set(words(name))]


def test_files_stay_small() -> None:
    """No file of code, and no test, is longer than 400 lines."""
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in files(*ROOMS, "tests", pattern="*.py")
    }

    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def function_lengths() -> Iterator[int]:
    """Yield the lines of each function, its docstring not counted."""
    for tree in sources().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                described = ast.get_docstring(node) is not None
                start = node.body[0].end_lineno if described else node.lineno - 1
                assert start is not None
                assert node.end_lineno is not None
                yield node.end_lineno - start


def test_functions_stay_short() -> None:
    """Half of the functions have at most 8 lines, nineteen of twenty at most 40."""
    lengths = sorted(function_lengths())

    assert statistics.median(lengths) <= MEDIAN_FUNCTION
    assert lengths[len(lengths) * 95 // 100] <= LONG_FUNCTION


def test_exceptions_from_the_rules_give_their_reason() -> None:
    """Whoever silences a checker says why, on the same line."""
    silenced = re.compile(r"# (?:noqa|type: ignore)\b(?P<rest>.*)")
    reasoned = re.compile(r"(?:: [A-Z0-9, ]+| *\[[a-z, -]+\]) +(?:-|#) +\w+ \w+")

    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files(*ROOMS, "tests", pattern="*.py")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if (match := silenced.search(line)) and not reasoned.match(match["rest"])
    ]

    assert bare == []


def test_no_file_names_a_package_index_or_somebodys_folder() -> None:
    """What is committed works on any machine: no index's host, no path of one machine."""
    personal = re.compile(r"pypi[.]org|pythonhosted[.]org|(?<![\w.*-])/(?:Users|home|root|work)/")

    named = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in everything()
        if path != Path(__file__)
        for match in personal.finditer(path.read_text(errors="replace"))
    ]

    assert named == []


def dependencies(*groups: str) -> dict[str, Requirement]:
    """Return what pyproject.toml asks for, by canonical name."""
    texts = list(PROJECT["project"]["dependencies"])
    for group in groups:
        texts += PROJECT["dependency-groups"][group]
    requirements = [Requirement(text) for text in texts]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def test_each_dependency_says_what_it_is_here_for() -> None:
    """Every library in pyproject.toml has its reason in a comment beside it."""
    declared = re.findall(
        r'^    "[\w\[\]-]+[>=<].*$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE
    )

    assert len(declared) == len(dependencies("dev"))
    assert [line for line in declared if not re.search(r",\s+# \w+", line)] == []


def test_dependencies_are_what_the_code_imports() -> None:
    """No library is used without being named, and none is named without being used."""
    imported = {
        name.partition(".")[0] for tree in sources().values() for name in imported_modules(tree)
    }
    providers = packages_distributions()
    used = {
        canonicalize_name(providers[name][0])
        for name in imported - sys.stdlib_module_names - set(ROOMS)
    }

    assert used <= dependencies().keys()
    assert dependencies().keys() - used <= NEVER_IMPORTED


def imported_modules(tree: ast.Module) -> Iterator[str]:
    """Yield the full name of each module that a file imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def pins(lock: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Return each library of a lock with its version and the hashes of its files."""
    blocks = re.split(r"\n(?=\S)", (ROOT / lock).read_text())
    read = (re.match(r"(?P<name>[\w.-]+)==(?P<version>\S+)", block) for block in blocks)
    return {
        match["name"]: (match["version"], frozenset(re.findall(r"sha256:\w{64}", match.string)))
        for match in read
        if match
    }


@pytest.mark.parametrize(("lock", "groups"), [(LOCKS[0], ("build",)), (LOCKS[1], ("build", "dev"))])
def test_locks_pin_what_is_asked_for(lock: str, groups: tuple[str, ...]) -> None:
    """A lock holds every library that pyproject.toml names, in a version that it allows."""
    locked = pins(lock)

    for name, requirement in dependencies(*groups).items():
        version, _ = locked[name]
        assert requirement.specifier.contains(version), name


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_hold_hashes_and_no_address(lock: str) -> None:
    """Everything is checked by hash, and where it is fetched from is the reader's own choice."""
    text = (ROOT / lock).read_text()

    assert all(hashes for _, hashes in pins(lock).values())
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE)


def test_larger_lock_holds_all_of_the_smaller() -> None:
    """Tests run with exactly the libraries that the program runs with."""
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_changelog_tells_of_this_version() -> None:
    """The newest version in the changelog is the one in pyproject.toml."""
    versions = re.findall(
        r"^## \[(\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE
    )

    assert versions[0] == PROJECT["project"]["version"]


def test_wheel_carries_every_file_of_the_rooms(tmp_path: Path) -> None:
    """Locales, lexicons, briefings and migrations are there when it is installed from a wheel."""
    checkout = tmp_path / "checkout"
    expected = {str(path.relative_to(ROOT)) for path in files(*ROOMS)}
    for name in (*expected, "pyproject.toml", "README.md", "LICENSE"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, checkout / name)
    build = "from setuptools import build_meta; build_meta.build_wheel('dist')"

    subprocess.run([sys.executable, "-c", build], cwd=checkout, check=True, capture_output=True)

    (wheel,) = (checkout / "dist").glob("factdesk-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    assert {name for name in packed if ".dist-info/" not in name} == expected


def test_every_setting_is_documented() -> None:
    """Each variable that the program reads is in README.md, and README.md names no other."""
    read = {str(field.validation_alias) for field in Settings.model_fields.values()}
    form = r"\b(?:(?:FACTDESK|TELEGRAM|SLACK)_[A-Z_]+|DATABASE_URL)\b"
    told = set(re.findall(form, (ROOT / "README.md").read_text()))

    assert told - {"FACTDESK_TEST_POSTGRES_URL"} == read


def test_every_call_of_the_command_line_is_documented() -> None:
    """Whatever `factdesk` can be called with is in README.md."""
    readme = (ROOT / "README.md").read_text()
    commands = get_group(cli).commands
    calls = [
        f"factdesk {name} {part}".rstrip()
        for name, command in commands.items()
        for part in getattr(command, "commands", {"": command})
    ]

    assert [call for call in calls if call not in readme] == []


def test_every_family_of_commands_is_documented() -> None:
    """Whoever reads README.md has met each kind of command; `/help` tells the rest."""
    readme = (ROOT / "README.md").read_text()

    families = {f"/{command.name[0]}" for command in COMMANDS}
    assert {family for family in families if family not in readme} == set()
