"""The parameters of a call, in whatever form they came."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.standins.telegram.refusals import Json, bad_request


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a call."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call was given: texts, which may hold JSON, and files."""

    given: dict[str, Any] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a parameter as text; one that was not given is empty."""
        value = self.given.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        """Return a parameter as a whole number; what is none counts as `default`."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Return whether a parameter is true, yes or 1."""
        return self.text(name).lower() in {"true", "yes", "1"}

    def structure(self, name: str, called: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return a parameter that is JSON, or None.

        Raises:
            Refusal: it is no JSON; `called` says in Telegram's words what it should be.
        """
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as why:
            raise bad_request(f"can't parse {called} JSON object") from why

    def object(self, name: str, called: str) -> Json:
        """Return a parameter that is a JSON object; an empty one if it was not given."""
        value = self.structure(name, called)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"object expected as {called}")
        return value or {}


async def read(request: web.Request) -> Arguments:
    """Return what came with a request: in its query, and in its body of any of three forms."""
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return Arguments(given | _from_json(await request.read()))
    if request.content_type.startswith("multipart/"):
        return await _from_parts(request, given)
    body = (await request.read()).decode()
    return Arguments(given | dict(parse_qsl(body, keep_blank_values=True)))


def _from_json(body: bytes) -> Json:
    try:
        told = json.loads(body or b"{}")
    except ValueError as why:
        raise bad_request("can't parse JSON object") from why
    if not isinstance(told, dict):
        raise bad_request("object expected")
    return told


async def _from_parts(request: web.Request, given: dict[str, Any]) -> Arguments:
    files: dict[str, File] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = File(value.filename, value.file.read())
            value.file.close()
        else:
            given[name] = value if isinstance(value, str) else bytes(value).decode()
    return Arguments(given, files)
