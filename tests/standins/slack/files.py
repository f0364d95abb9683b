"""Files: looked at, handed out to who may see them, and put there in three steps."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from tests.standins.slack.arguments import Arguments
from tests.standins.slack.blocks import Refused
from tests.standins.slack.world import Json, World

UNREADY: int = 1
"""How often files.info is asked of a new file before Slack has looked at it."""


class Files:
    """The methods, and the two addresses beside them.

    Args:
        world: the workspace.
        url: where all is served, asked for when it is needed.
        share: puts files into the conversation that a call names.
    """

    def __init__(
        self, world: World, url: Callable[[], str], share: Callable[[Arguments, list[Json]], None]
    ) -> None:
        self.world = world
        self.contents: dict[str, bytes] = {}
        self._url = url
        self._share = share
        self._names: dict[str, str] = {}
        self._lengths: dict[str, int] = {}
        self._looked: dict[str, int] = {}

    def info(self, arguments: Arguments) -> Json:
        """Tell of a file; of one that has just come not yet what it is."""
        id = arguments.text("file")
        told: Json = {"id": id, "url_private": f"{self._url()}/files/{id}"}
        if id in self.world.uploaded:
            self._looked[id] = self._looked.get(id, 0) + 1
            kind = "image/png" if self._looked[id] > UNREADY else ""
            self.world.ready |= {id} if kind else set()
            return {"file": told | {"mimetype": kind, "size": len(self.contents[id])}}
        brought = self.world.brought(id)
        if brought and not brought["mimetype"].startswith("image/"):
            size = len(self.contents.get(id, b"")) or brought.get("size", 0)
            return {"file": {**brought, **told, "size": size}}
        if not self.world.has_picture(id):
            raise Refused("file_not_found", id)
        return {"file": told | {"mimetype": "image/png", "size": len(self.contents.get(id, b""))}}

    def make_room(self, arguments: Arguments) -> Json:
        """Give an address for a file of so many bytes."""
        name = arguments.text("filename")
        if not name:
            raise Refused("invalid_arguments", "filename")
        id = self.world.number("F")
        self._names[id] = name
        self._lengths[id] = int(arguments.text("length"))
        return {"upload_url": f"{self._url()}/upload/{id}", "file_id": id}

    def complete(self, arguments: Arguments) -> Json:
        """Take in what was put there and share it; without a conversation it is the bot's alone."""
        given = arguments.structure("files", "invalid_arguments")
        if not isinstance(given, list) or any(each["id"] not in self.contents for each in given):
            raise Refused("file_not_found", str(given))
        if arguments.get("channel_id"):
            self._share(arguments, [{"name": self._names[each["id"]], **each} for each in given])
        self.world.uploaded |= {each["id"] for each in given}
        return {"files": given}

    async def put(self, request: web.Request) -> web.Response:
        """Take the bytes of a file, as many as were said."""
        id, content = request.match_info["id"], await request.read()
        if self._lengths.get(id) != len(content):
            return web.Response(status=400)
        self.contents[id] = content
        return web.Response(text="OK")

    async def hand_out(self, request: web.Request) -> web.Response:
        """Hand a file out to the bot, and a page to anybody else."""
        content = self.contents.get(request.match_info["id"])
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if content is None or token != self.world.me.bot_token:
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        return web.Response(body=content, content_type="image/png")
