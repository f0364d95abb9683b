"""What is counted and timed, in the form that Prometheus reads.

What passes through the port is counted as it passes, by platform. What waits is looked up
each time somebody reads: the store knows it, for all processes that share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from storage.errors import StoreError

log = structlog.get_logger(__name__)

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
BUCKETS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0, 600.0)
"""Seconds to a reply: finest below the second in which a chat feels alive; 3 s is how long Slack
waits, and after 600 s a reply is late."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in the store.

    Attributes:
        inbox: updates to be handled.
        ledger: messages by their state; those for later are `planned`, apart from the `queued`.
    """

    inbox: int
    ledger: Mapping[str, int]


class Meters:
    """Counts for one process; it is the desk's `Watch`. Safe to use from many threads.

    Args:
        waiting: looks up what waits. A store that does not answer leaves its figures out.
    """

    def __init__(self, waiting: Callable[[], Waiting]) -> None:
        self._registry = CollectorRegistry()
        self._updates = self._counter("updates", "Updates stored.", "platform")
        self._turned_away = self._counter(
            "turned_away", "What arrived and is no update of ours.", "platform", "reason"
        )
        self._replies = self._counter("replies", "Replies sent.", "platform")
        seconds = Histogram(
            "factdesk_reply_seconds",
            "From storing an update to having sent the reply.",
            ("platform",),
            registry=self._registry,
            buckets=BUCKETS,
        )
        self._seconds = cache(seconds.labels)
        self._deliveries = self._counter(
            "deliveries", "Attempts to send, by what became of the message.", "platform", "state"
        )
        self._registry.register(_Figures(waiting))

    def _counter(self, name: str, meaning: str, *labels: str) -> Callable[..., Counter]:
        made = Counter(f"factdesk_{name}_total", meaning, labels, registry=self._registry)
        # The library takes a lock and looks through the labels at each call.
        return cache(made.labels)

    def received(self, platform: str) -> None:
        """Count an update that was stored."""
        self._updates(platform).inc()

    def turned_away(self, platform: str, why: str) -> None:
        """Count something that is no update of ours."""
        self._turned_away(platform, why).inc()

    def replied(self, platform: str, seconds: float) -> None:
        """Count a reply and note how long it took."""
        self._replies(platform).inc()
        self._seconds(platform).observe(seconds)

    def settled(self, platform: str, state: str) -> None:
        """Count what became of an attempt to send."""
        self._deliveries(platform, state).inc()

    def text(self) -> bytes:
        """Return everything, as `CONTENT_TYPE`; it asks the store, and may take its time."""
        return generate_latest(self._registry)


class _Figures(Collector):
    """Gauges that are looked up when they are read."""

    def __init__(self, waiting: Callable[[], Waiting]) -> None:
        self._waiting = waiting

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            waiting = self._waiting()
        except StoreError as error:
            log.warning("figures_missing", error=type(error).__name__)
            return
        yield GaugeMetricFamily(
            "factdesk_inbox_waiting", "Updates that wait to be handled.", value=waiting.inbox
        )
        rows = GaugeMetricFamily(
            "factdesk_ledger_rows", "Messages in the ledger, by state.", labels=("state",)
        )
        for state, number in sorted(waiting.ledger.items()):
            rows.add_metric((state,), number)
        yield rows
