"""What is counted, as Prometheus reads it."""

from __future__ import annotations

from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from bot.platforms import Watch
from handlers.metrics import Meters, Waiting
from storage.errors import NoServer


def samples(meters: Meters) -> dict[str, float]:
    """Return what would be read, each sample by its name and labels."""
    return {
        sample.name
        + "".join(f" {name}={value}" for name, value in sorted(sample.labels.items())): (
            sample.value
        )
        for family in text_string_to_metric_families(meters.text().decode())
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


def nothing() -> Waiting:
    """Return what an idle store holds."""
    return Waiting(0, {"sent": 0})


def away() -> Waiting:
    """Be a store that does not answer."""
    raise NoServer("127.0.0.1:5432/facts")


def test_what_passes_is_counted_by_platform() -> None:
    """Every kind of thing that passes through the port has its own count for each platform."""
    meters = Meters(nothing)
    watch: Watch = meters
    for platform in ("telegram", "telegram", "slack"):
        watch.received(platform)
    watch.turned_away("slack", "signature")
    watch.replied("telegram", 0.2)
    watch.settled("telegram", "sent")
    watch.settled("telegram", "held")

    read = samples(meters)

    assert read["factdesk_updates_total platform=telegram"] == 2
    assert read["factdesk_updates_total platform=slack"] == 1
    assert read["factdesk_turned_away_total platform=slack reason=signature"] == 1
    assert read["factdesk_replies_total platform=telegram"] == 1
    assert read["factdesk_deliveries_total platform=telegram state=sent"] == 1
    assert read["factdesk_deliveries_total platform=telegram state=held"] == 1


def test_time_to_a_reply_is_sorted_into_steps() -> None:
    """How long readers wait is seen, from a twentieth of a second to ten minutes."""
    meters = Meters(nothing)
    for seconds in (0.04, 0.2, 2.5, 700.0):
        meters.replied("telegram", seconds)

    read = samples(meters)

    steps = [
        read[f"factdesk_reply_seconds_bucket le={step} platform=telegram"]
        for step in ("0.05", "0.25", "3.0", "600.0", "+Inf")
    ]
    assert steps == [1, 2, 3, 3, 4]
    assert read["factdesk_reply_seconds_count platform=telegram"] == 4


def test_what_waits_is_looked_up_when_it_is_read() -> None:
    """The figures of the store are those of the moment of reading."""
    held = [Waiting(3, {"queued": 2, "sent": 40}), Waiting(0, {"queued": 0, "sent": 42})]
    meters = Meters(lambda: held.pop(0))

    first, second = samples(meters), samples(meters)

    assert first["factdesk_inbox_waiting"] == 3
    assert first["factdesk_ledger_rows state=queued"] == 2
    assert second["factdesk_inbox_waiting"] == 0
    assert second["factdesk_ledger_rows state=sent"] == 42


def test_store_that_is_away_leaves_only_its_figures_out() -> None:
    """What was counted is read all the same: that is when somebody looks."""
    meters = Meters(away)
    meters.received("slack")

    assert samples(meters) == {"factdesk_updates_total platform=slack": 1}


def test_two_programs_in_one_process_count_for_themselves() -> None:
    """Nothing is counted in a place that others share."""
    first, second = Meters(nothing), Meters(nothing)
    first.received("slack")

    assert "factdesk_updates_total platform=slack" not in samples(second)
    assert REGISTRY.get_sample_value("factdesk_updates_total", {"platform": "slack"}) is None
