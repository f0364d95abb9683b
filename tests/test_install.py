"""What somebody reads who has no Python that could run Factdesk."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYTHON = Path(sys.executable).resolve()
TOOLS = ("cat", "cksum", "dirname", "rm", "sh", "tr")
"""What .ci/venv needs of a machine besides Python."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of what installing reads, in a folder whose name has a space."""
    copy = tmp_path / "a checkout"
    (copy / ".ci").mkdir(parents=True)
    for name in (".ci/venv", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, copy / name)
    return copy


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return a folder to be all of PATH, with the machine's tools and without a Python."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool) or tool)
    return folder


def write_program(path: Path, *lines: str) -> None:
    """Write a shell script that can be run."""
    path.write_text("\n".join(("#!/bin/sh", *lines, "")))
    path.chmod(0o755)


def install(checkout: Path, path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the installation with nothing in PATH but one folder."""
    return subprocess.run(
        ["sh", ".ci/venv", "requirements.lock"],  # noqa: S607 - found in the PATH given
        cwd=checkout,
        env={"PATH": str(path), "HOME": "", **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_python_it_says_which_is_needed(checkout: Path, programs: Path) -> None:
    """On a machine without Python the reply names the version, and nothing is made."""
    result = install(checkout, programs)

    assert result.returncode == 1
    assert "needs Python 3.11 or newer, and none was found" in result.stderr
    assert not (checkout / ".venv").exists()


def test_launcher_that_starts_nothing_is_passed_over(checkout: Path, programs: Path) -> None:
    """A `python3.13` in PATH that cannot start is no Python, and no error of its own is shown."""
    write_program(programs / "python3.13", "echo 'command not found' >&2", "exit 127")

    result = install(checkout, programs)

    assert result.returncode == 1
    assert "none was found" in result.stderr
    assert "command not found" not in result.stderr


def test_python_without_ensurepip_names_the_missing_package(
    checkout: Path, programs: Path, tmp_path: Path
) -> None:
    """A Python that cannot make an environment is refused with the package to install."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "ensurepip.py").write_text("raise ImportError")
    write_program(programs / "python3", f"PYTHONPATH='{hidden}' exec '{PYTHON}' \"$@\"")

    result = install(checkout, programs)

    assert result.returncode == 1
    assert f"apt install python3.{sys.version_info.minor}-venv" in result.stderr
    assert not (checkout / ".venv").exists()


def test_named_python_that_does_not_run_is_refused(checkout: Path, programs: Path) -> None:
    """PYTHON= is never replaced by another one behind the person's back."""
    write_program(programs / "python3", f"exec '{PYTHON}' \"$@\"")

    result = install(checkout, programs, PYTHON="no-such-python")

    assert result.returncode == 1
    assert "PYTHON=no-such-python is not a Python 3.11 or newer that runs" in result.stderr
