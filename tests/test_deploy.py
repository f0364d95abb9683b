"""What is in deploy/ fits the program: whoever follows it meets files, calls and settings."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.main import get_group
from typer.testing import CliRunner

from handlers.cli import cli
from handlers.settings import Settings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
SETTING = re.compile(r"\b(?:(?:FACTDESK|TELEGRAM|SLACK)_[A-Z_]+|DATABASE_URL)\b")


def text(name: str) -> str:
    """Return what a file of deploy/ says."""
    return (DEPLOY / name).read_text()


def copied() -> list[str]:
    """Return what the image is built from."""
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", text("Dockerfile"), re.MULTILINE)
    return [source for line in lines for source in line.split()]


def known(call: list[str]) -> bool:
    """Tell whether `factdesk` can be called with these words."""
    commands = get_group(cli).commands
    for word in call:
        command = commands.get(word)
        if command is None:
            return False
        commands = getattr(command, "commands", {})
    return not commands


def test_image_is_built_from_what_is_there() -> None:
    """Every file that the Dockerfile copies exists, and is let into the build."""
    let_in = re.findall(r"^!(.+)$", text("Dockerfile.dockerignore"), re.MULTILINE)

    assert copied()
    assert [source for source in copied() if not (ROOT / source).exists()] == []
    assert sorted(let_in) == sorted(copied())


@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("Dockerfile", r'^CMD (\["\w+"\])$'),
        ("compose.yaml", r"^    command: (\[.+\])$"),
        ("factdesk.service", r"^ExecStart=\S+/factdesk (.+)$"),
    ],
)
def test_what_is_started_can_be_called(file: str, form: str) -> None:
    """Image, services and unit start the program by calls that it knows."""
    calls = [re.findall(r"[\w-]+", call) for call in re.findall(form, text(file), re.MULTILINE)]

    assert calls
    assert [call for call in calls if not known(call)] == []


def test_every_variable_is_a_setting() -> None:
    """No file of deploy/ sets or explains a variable that the program does not read."""
    settings = {str(field.validation_alias) for field in Settings.model_fields.values()}
    named = {name for path in DEPLOY.iterdir() for name in SETTING.findall(path.read_text())}

    assert named
    assert named - settings == set()


def test_slack_manifest_is_the_one_that_is_printed() -> None:
    """The file is what `factdesk slack-manifest` prints; that call makes it anew."""
    printed = CliRunner().invoke(cli, ["slack-manifest"]).stdout

    assert json.loads(printed)
    assert text("slack-manifest.json") == printed
