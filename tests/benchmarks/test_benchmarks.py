"""Each benchmark runs, on stores of a few facts, and prints its table with ratios."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.run import BENCHMARKS, main
from tests.benchmarks.sizes import Asking, Audience, Backlog, Editions, Sizes, Talk
from tests.benchmarks.tables import RATIO

TINY = Sizes(
    answering=(80,),
    starting=(80,),
    editing=80,
    questions=60,
    rounds=2,
    edits=2,
    starts=1,
    talk=Talk(people=3, each=2, strolled=3, per_second=50.0, rounds=1),
    audience=Audience(
        private=3, groups=2, topics=2, channels=3, asking=Asking(people=3, each=12, ahead=1.0)
    ),
    editions=Editions(
        Audience(private=0, groups=2, topics=0, channels=2, asking=Asking(3, each=12, ahead=1.0)),
        posts=2,
    ),
    backlog=Backlog(rows=120, chats=40, claims=2),
    kills=1,
)


@pytest.mark.parametrize("name", BENCHMARKS)
def test_benchmark_prints_its_ratios(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every row tells how it compares with its floor, and is printed as it is in the JSON."""
    file = tmp_path / "tables.json"

    main([name, "--json", str(file)], TINY)

    printed = capsys.readouterr().out
    (table,) = json.loads(file.read_text())["tables"]
    assert all(row[RATIO] > 0 for row in table["rows"])
    assert table["title"] in printed
    assert all(cell in printed for row in table["rows"] for cell in words(row))


def words(row: dict[str, Any]) -> list[str]:
    """Return the cells of a row that are no figures."""
    return [cell for cell in row.values() if isinstance(cell, str)]


def test_unknown_benchmark_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is no benchmark's is refused by name, before anything is measured."""
    with pytest.raises(SystemExit):
        main(["nonsense"], TINY)

    assert "nonsense" in capsys.readouterr().err
