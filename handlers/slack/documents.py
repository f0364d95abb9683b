"""Files of facts in Slack: those that somebody brings, and those that we send.

A file that we send is put there in three steps. Only the last is seen by anybody: it shares the
file in the conversation, with our words above it. Slack keeps no key of ours with such a message,
so it can never be asked for.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.outcomes import Outcome, Sent
from bot.platforms import BROUGHT_WITHIN, LARGEST_FILE
from bot.port import Document, File, Outgoing, Unread
from handlers.slack.calling import Calls
from handlers.slack.outcomes import FAILURES
from handlers.slack.pictures import not_sent


async def opened(calls: Calls, file: File) -> File:
    """Return a file with what is in it, or with why that is not known."""
    try:
        async with asyncio.timeout(BROUGHT_WITHIN):
            told = (await calls.web.files_info(file=file.id))["file"]
            if int(told.get("size") or 0) > LARGEST_FILE:
                return replace(file, unread=Unread.LARGE)
            content = await calls.download(str(told["url_private"]))
            return replace(file, name=str(told.get("name") or file.name), content=content)
    except (*FAILURES, LookupError):
        return replace(file, unread=Unread.OUT_OF_REACH)


async def shared(calls: Calls, outgoing: Outgoing, document: Document, words: str) -> Outcome:
    """Send a file with words above it.

    Raises:
        SlackApiError, ClientError, OSError: Slack refuses the last step, or did not answer it.
    """
    try:
        async with asyncio.timeout(BROUGHT_WITHIN):
            place = await calls.web.files_getUploadURLExternal(
                filename=document.name, length=len(document.content)
            )
            id_ = str(place["file_id"])
            await calls.upload(str(place["upload_url"]), document.content)
    except (*FAILURES, LookupError) as error:
        return not_sent(error)
    await calls.web.files_completeUploadExternal(
        files=[{"id": id_, "title": document.name}],
        channel_id=outgoing.chat.id,
        initial_comment=words,
        thread_ts=outgoing.thread or None,
    )
    return Sent()
