"""Score the answers on folders of facts and questions; also a program.

    python tests/bot/answering/scoreboard.py [FOLDER…] [--errors] [--parts] [--kinds]

`--errors` tells what went wrong, `--kinds` counts by kind of question and by language,
`--parts` measures once more with each part switched off, and with nothing folded (the lists of
the program are folded, too, and so are lost with it).

A folder holds `facts.jsonl` (a version a line) and `questions.jsonl` (with `expect`, the
ids that are right; none: silence is right; `ambiguous`: any of them, or an offer).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.answering.answer import Answerer
from bot.answering.parts import NOTHING, Off, Part
from bot.answering.verdict import Status, Verdict
from storage.content import (
    ChangeKind,
    Content,
    Dossier,
    Fact,
    Held,
    Subject,
    Version,
)
from storage.folding import keep_marks
from storage.moments import Moment

ZONE: Final = "Europe/Riga"
RECORDED: Final = datetime(2020, 1, 1, tzinfo=UTC)
TOPICS: Final = Path(__file__).parents[2] / "topics"
MOST_BESIDE: Final = 1
UNFOLDED: Final = "--unfolded"
"""How the program asks itself for the row without folding."""


@dataclass
class Score:
    """How many questions came out how; Russian ones are counted apart."""

    outcomes: Counter[str] = field(default_factory=Counter)
    russian: Counter[str] = field(default_factory=Counter)
    groups: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[tuple[str, dict[str, Any], Verdict]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Return the number of questions, Russian ones left out."""
        return self.outcomes.total()

    @property
    def headline(self) -> float:
        """Return the share handled right, in percent."""
        return 100 * self.outcomes["right"] / self.total

    @property
    def wrong(self) -> float:
        """Return the share answered with a wrong fact, in percent."""
        return 100 * self.outcomes["wrong"] / self.total


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def dossiers(rows: Iterable[Mapping[str, Any]]) -> list[Dossier]:
    """Return the facts of a file, as the store would give them to the index."""
    facts: dict[str, Fact] = {}
    held: dict[str, list[Held]] = {}
    subjects: dict[str, Subject] = {}
    for number, row in enumerate(rows, start=1):
        names = {language: tuple(found) for language, found in row["subject_names"].items()}
        subject = subjects.setdefault(
            row["subject"],
            Subject(len(subjects) + 1, row["subject"].replace(".", "-"), "thing", "", names),
        )
        key = f"{row['subject']}.{row['attribute']}"
        fact = facts.setdefault(
            key, Fact(len(facts) + 1, key, subject, row["attribute"].replace("_", "-"), 1)
        )
        held.setdefault(key, []).append(_held(number, fact, row))
    return [Dossier(fact, tuple(sorted(held[key], key=_start))) for key, fact in facts.items()]


def _start(held: Held) -> datetime:
    return held.start.at if held.start else datetime.min.replace(tzinfo=UTC)


def _held(number: int, fact: Fact, row: Mapping[str, Any]) -> Held:
    content = Content(
        value=row["value"],
        statement=row.get("statement", {}),
        words={k: tuple(v) for k, v in (row.get("attribute_words") or {}).items()},
        source=None,
        as_of=date.fromisoformat(row["as_of"]),
    )
    version = Version(
        number, row["id"], fact.id, content, ChangeKind.IMPORT, "", None, 1, None, RECORDED
    )
    start, end = row.get("valid_from"), row.get("valid_to")
    return Held(
        version,
        Moment.start(start, ZONE) if start else None,
        Moment.end(end, ZONE) if end else None,
        RECORDED,
        None,
    )


def outcome(question: Mapping[str, Any], verdict: Verdict) -> str:
    """Return `right`, `wrong`, `missed`, `offered` or `bad_offer`."""
    expected = set(question["expect"])
    said = [pick.held.version.ref for pick in verdict.picks]
    hits = [ref for ref in said if ref in expected]
    match verdict.status:
        case Status.UNKNOWN:
            return "missed" if expected else "right"
        case Status.ANSWERED:
            return "right" if hits else "wrong"
        case _ if question.get("ambiguous") and hits and len(said) - len(hits) <= MOST_BESIDE:
            return "right"
    return "offered" if hits else "bad_offer"


def score(folders: Iterable[Path], off: Off = NOTHING) -> dict[str, Score]:
    """Return the score of each folder, by its name; each is a store of its own."""
    return {folder.name: score_folder(folder, off=off) for folder in folders}


def total(scores: Iterable[Score]) -> Score:
    """Return the sum of several scores."""
    every = Score()
    for one in scores:
        every.outcomes += one.outcomes
        every.russian += one.russian
        every.groups += one.groups
        every.faults += one.faults
    return every


def score_folder(
    folder: Path, beside: Iterable[Mapping[str, Any]] = (), off: Off = NOTHING
) -> Score:
    """Return the score of one folder, in a store that also holds the facts `beside`."""
    rows = [*lines(folder / "facts.jsonl"), *beside]
    answerer, store = answerer_over(rows, off)
    result = Score()
    for question in lines(folder / "questions.jsonl"):
        noon = datetime.fromisoformat(question["at"]).replace(hour=12, tzinfo=ZoneInfo(ZONE))
        verdict = answerer.ask(question["q"], at=noon, zone=ZONE, store=store)
        came = outcome(question, verdict)
        for group in (question["kind"], f"in {question.get('lang', '?')}"):
            result.groups[group, came] += 1
        if question["kind"] == "ru":
            result.russian[came] += 1
        else:
            result.outcomes[came] += 1
        if came != "right":
            result.faults.append((came, question, verdict))
    return result


class Kept:
    """What stands for the store: the facts of a file, in memory."""

    def __init__(self, found: Iterable[Dossier]) -> None:
        self._found = {one.fact.id: one for one in found}

    def get(self, ids: Collection[int]) -> dict[int, Fact]:
        """Return some facts."""
        return {fact_id: self._found[fact_id].fact for fact_id in ids}

    def timelines(self, ids: Collection[int]) -> dict[int, tuple[Held, ...]]:
        """Return what is held of some facts."""
        return {fact_id: self._found[fact_id].held for fact_id in ids}


def bereft(folder: Path) -> tuple[int, int]:
    """Return how many questions were asked without their fact, and how many of them answered.

    Only neighbours of that fact are left, so whatever is told is wrong.
    """
    rows = lines(folder / "facts.jsonl")
    keys = {row["id"]: (row["subject"], row["attribute"]) for row in rows}
    without: dict[frozenset[tuple[str, str]], list[dict[str, Any]]] = {}
    for question in lines(folder / "questions.jsonl"):
        if question["expect"]:
            asked_for = frozenset(keys[ref] for ref in question["expect"])
            without.setdefault(asked_for, []).append(question)
    asked = answered = 0
    for gone, questions in without.items():
        left = [row for row in rows if (row["subject"], row["attribute"]) not in gone]
        answerer, store = answerer_over(left)
        for question in questions:
            noon = datetime.fromisoformat(question["at"]).replace(hour=12, tzinfo=ZoneInfo(ZONE))
            verdict = answerer.ask(question["q"], at=noon, zone=ZONE, store=store)
            asked += 1
            answered += verdict.status is Status.ANSWERED
    return asked, answered


def answerer_over(rows: Iterable[Mapping[str, Any]], off: Off = NOTHING) -> tuple[Answerer, Kept]:
    """Return an answerer over the facts of a file, and what stands for the store."""
    found = dossiers(rows)
    answerer = Answerer(off=off)
    answerer.follow(found)
    return answerer, Kept(found)


def table(scores: Mapping[str, Score]) -> str:
    """Return the scores as a table."""
    heads = ("right%", "wrong", "wrong%", "missed", "offer", "ru")
    rows = [f"{'':20}{'n':>5}" + "".join(f"{head:>8}" for head in heads)]
    for name, one in scores.items():
        offers = one.outcomes["offered"] + one.outcomes["bad_offer"]
        russian = f"{one.russian['right']}/{one.russian.total()}"
        rows.append(
            f"{name:20}{one.total:5}{one.headline:8.1f}{one.outcomes['wrong']:8}{one.wrong:8.1f}"
            f"{one.outcomes['missed']:8}{offers:8}{russian:>8}"
        )
    return "\n".join(rows)


def kinds(score: Score) -> str:
    """Return how many came out right and how many wrong, by kind and by language."""
    rows = [f"{'':20}{'n':>5}{'right%':>8}{'wrong':>8}"]
    for group in sorted({group for group, _ in score.groups}):
        came = {way: n for (name, way), n in score.groups.items() if name == group}
        n = sum(came.values())
        right = 100 * came.get("right", 0) / n
        rows.append(f"{group:20}{n:5}{right:8.1f}{came.get('wrong', 0):8}")
    return "\n".join(rows)


def parts(folders: Sequence[Path]) -> str:
    """Return the table of all folders together, with each part switched off in turn."""
    ways = {"with everything": NOTHING} | {f"no {part}": frozenset({part}) for part in Part}
    told = table({name: total(score(folders, off).values()) for name, off in ways.items()})
    return f"{told}\n{_unfolded(folders)}"


def _unfolded(folders: Sequence[Path]) -> str:
    """Return the row without folding, from a process that never folded anything."""
    asked = [sys.executable, __file__, UNFOLDED, *map(str, folders)]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


def explain(came: str, question: Mapping[str, Any], verdict: Verdict) -> str:
    """Return a fault with the candidates that led to it."""
    said = [pick.held.version.ref for pick in verdict.picks]
    kind = "/".join(filter(None, (question["kind"], question.get("subkind"))))
    reading = verdict.trace.reading
    rows = [
        (
            f"{came:9} {question['id']} [{kind}] {question['q']!r}"
            f" expect {question['expect']} said {said} {verdict.reason or ''}"
        ),
        f"          kinds {sorted(reading.kinds)} families {sorted(reading.families)}",
    ]
    for one in verdict.trace.ranked[:3]:
        f = one.features
        rows.append(
            f"          {one.score:.2f} {one.entry.key:30} name {f.name:.2f}"
            f" context {f.context:.2f} attribute {f.attribute:.2f} cover {f.cover:.2f}"
            f" kind {f.kind:.0f} strange {f.strange:.2f} left {one.unexplained}"
        )
    return "\n".join(rows)


def main(arguments: list[str]) -> None:
    """Print the table, and what else is asked for."""
    named = [Path(one) for one in arguments if not one.startswith("--")]
    folders = named or sorted(TOPICS.iterdir())
    if UNFOLDED in arguments:
        keep_marks()
        row = table({"no folding": total(score(folders).values())}).splitlines()[-1]
        sys.stdout.write(row + "\n")
        return
    if "--parts" in arguments:
        sys.stdout.write(parts(folders) + "\n")
        return
    if "--bereft" in arguments:
        counts = [bereft(folder) for folder in folders]
        asked, answered = (sum(each) for each in zip(*counts, strict=True))
        sys.stdout.write(f"{answered} of {asked} answered with a neighbour\n")
        return
    scores = score(folders)
    every = total(scores.values())
    if "--errors" in arguments:
        for fault in every.faults:
            sys.stdout.write(explain(*fault) + "\n")
    if "--kinds" in arguments:
        sys.stdout.write(kinds(every) + "\n\n")
    sys.stdout.write(table(scores | {"all": every}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
