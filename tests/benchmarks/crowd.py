"""A crowd: people who each ask a bot in private, and how long each waits for the answer.

Nobody is answered more often than they asked, and nobody is left without an answer: else what
is measured would be worth nothing, and the run ends there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence, Sized
from dataclasses import dataclass, field
from threading import Condition
from time import perf_counter
from typing import Final

from tests.benchmarks.timing import Timing

PATIENCE: Final = 60.0
"""Seconds without any answer after which those that are missing are taken for lost."""


class LostError(Exception):
    """Questions that were never answered."""


class DoubledError(Exception):
    """Somebody was answered more often than they had asked."""


@dataclass(slots=True)
class Speaker:
    """Somebody in their private chat with the bot.

    Attributes:
        ask: says something to the bot.
        messages: all that was said in the chat, by either.
    """

    ask: Callable[[str], object]
    messages: Sized
    _since: deque[float] = field(default_factory=deque)
    _asked: int = 0
    _answered: int = 0

    @property
    def waits(self) -> bool:
        """Tell whether an answer is due."""
        return bool(self._since)

    @property
    def hears(self) -> bool:
        """Tell whether something was said that is not counted yet."""
        return len(self.messages) > self._asked + self._answered

    def asks(self, question: str) -> None:
        """Ask something."""
        self._since.append(perf_counter())
        self._asked += 1
        self.ask(question)

    def heard(self) -> list[float]:
        """Count what was said, and return how many seconds each answer took.

        Raises:
            DoubledError: there are more answers than questions.
        """
        now, seconds = perf_counter(), []
        while self.hears:
            if not self.waits:
                raise DoubledError(f"{self._asked} questions, {len(self.messages)} messages")
            self._answered += 1
            seconds.append(now - self._since.popleft())
        return seconds


@dataclass(frozen=True, slots=True)
class Load:
    """What a crowd asked of a bot.

    Attributes:
        answers: how long each took.
        seconds: how long all of them took together.
    """

    answers: Timing
    seconds: float

    @property
    def per_second(self) -> float:
        """Return how many were answered in a second."""
        return len(self.answers.seconds) / self.seconds


class Crowd:
    """People, the questions that they ask by turns, and what tells of each change."""

    def __init__(
        self, speakers: Sequence[Speaker], questions: Iterable[str], changed: Condition
    ) -> None:
        self._speakers: Final = speakers
        self._questions: Final = iter(questions)
        self._changed: Final = changed

    def press(self, each: int) -> Load:
        """Have everybody ask so many questions, the next one as soon as they are answered.

        Raises:
            LostError: somebody was not answered.
            DoubledError: somebody was answered more often than they asked.
        """
        begun, seconds = perf_counter(), []
        left = {id(speaker): each for speaker in self._speakers}
        ready: Sequence[Speaker] = self._speakers
        while ready:
            for speaker in ready:
                if left[id(speaker)]:
                    left[id(speaker)] -= 1
                    speaker.asks(next(self._questions))
            ready = self._wait(PATIENCE) if self._waits() else ()
            seconds += _heard(ready)
        self._check()
        return Load(Timing(tuple(seconds)), perf_counter() - begun)

    def stroll(self, questions: int, per_second: float) -> Load:
        """Ask so many questions at this pace, whether the earlier ones are answered or not.

        Raises:
            LostError, DoubledError: as `press`.
        """
        begun, seconds = perf_counter(), []
        for number in range(questions):
            due = begun + number / per_second
            while (left := due - perf_counter()) > 0:
                seconds += _heard(self._wait(left))
            self._speakers[number % len(self._speakers)].asks(next(self._questions))
        while self._waits() and (ready := self._wait(PATIENCE)):
            seconds += _heard(ready)
        self._check()
        return Load(Timing(tuple(seconds)), perf_counter() - begun)

    def leave(self) -> None:
        """See that nothing more was said, once the bot has ended.

        Raises:
            DoubledError: something was.
        """
        _heard(self._speakers)

    def _wait(self, seconds: float) -> list[Speaker]:
        """Return who hears something, as soon as anybody does; nobody after so many seconds."""
        with self._changed:
            self._changed.wait_for(self._hearing, seconds)
            return [speaker for speaker in self._speakers if speaker.hears]

    def _hearing(self) -> bool:
        return any(speaker.hears for speaker in self._speakers)

    def _waits(self) -> bool:
        return any(speaker.waits for speaker in self._speakers)

    def _check(self) -> None:
        lost = sum(speaker.waits for speaker in self._speakers)
        if lost:
            raise LostError(f"{lost} people were not answered in {PATIENCE:.0f} s")


def _heard(speakers: Iterable[Speaker]) -> list[float]:
    return [seconds for speaker in speakers for seconds in speaker.heard()]
