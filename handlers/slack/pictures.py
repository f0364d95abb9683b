"""Pictures that come from Slack or go there, before anything of them is seen by anybody.

What is uploaded without a conversation is ours alone, until a message shows it. Slack looks at it
for a moment first; whatever fails until then, nothing was sent.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, Final

from bot.outcomes import Gone, InDoubt, Later, Refused, Wait
from bot.platforms import BROUGHT_WITHIN, LARGEST_PICTURE
from bot.port import Picture
from handlers.slack.calling import Calls
from handlers.slack.outcomes import FAILURES, failure
from handlers.slack.prepared import PICTURES
from handlers.slack.reading import PLATFORM

PAUSES: Final = (0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds between looks at whether Slack has a picture ready."""

NAME: Final = "picture"


async def fetched(calls: Calls, picture: Picture) -> Picture | Wait | Later | Refused:
    """Return a picture with its content."""
    try:
        async with asyncio.timeout(BROUGHT_WITHIN):
            told = await calls.web.files_info(file=picture.id)
            file: dict[str, Any] = told["file"]
            if file.get("mimetype") not in PICTURES:
                return Refused("no picture")
            if int(file.get("size") or 0) > LARGEST_PICTURE:
                return Refused("the picture is too large")
            return replace(picture, content=await calls.download(str(file["url_private"])))
    except (*FAILURES, LookupError) as error:
        return not_sent(error)


async def uploaded(calls: Calls, picture: Picture) -> Picture | Wait | Later | Refused:
    """Return a picture as Slack knows it, brought there if need be."""
    if picture.platform == PLATFORM:
        return picture
    try:
        async with asyncio.timeout(BROUGHT_WITHIN):
            place = await calls.web.files_getUploadURLExternal(
                filename=NAME, length=len(picture.content)
            )
            id = str(place["file_id"])
            await calls.upload(str(place["upload_url"]), picture.content)
            await calls.web.files_completeUploadExternal(files=[{"id": id, "title": NAME}])
            return await _ready(calls, id)
    except (*FAILURES, LookupError) as error:
        return not_sent(error)


async def _ready(calls: Calls, id: str) -> Picture | Later | Refused:
    for pause in PAUSES:
        told = await calls.web.files_info(file=id)
        kind = told["file"].get("mimetype")
        if kind:
            return Picture(PLATFORM, id) if kind in PICTURES else Refused("no picture")
        await asyncio.sleep(pause)
    return Later("Slack has not looked at the picture yet")


def not_sent(error: Exception) -> Wait | Later | Refused:
    """Return what became of a call before which nothing was sent, and none of a conversation."""
    if isinstance(error, LookupError):
        return Later("an answer without what was asked for")
    match failure(error):
        case InDoubt(why=why):
            return Later(why)
        case Gone(why=why):
            return Refused(why)
        case other:
            return other
