"""Correcting, rewording and withdrawing facts: what each does, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.editing import errors
from bot.editing.change import (
    Draft,
    Editor,
    Outcome,
    add,
    correct,
    edit,
    retract,
    set_value,
)
from storage.facts import Audience, ChangeKind, Content, Span
from storage.moments import Moment
from tests.bot.editing.conftest import Editing
from tests.bot.editing.drafts import FULL, KEY, RIGA, WIRE, now_content, shown, value


def test_a_correction_takes_the_place_of_the_wrong_one(editing: Editing) -> None:
    """A correction holds for exactly the period that was wrong, its review day too."""
    with editing() as editor:
        add(editor, KEY, FULL)
        set_value(editor, KEY, value("Spānija", "2022"))
        outcome = correct(editor, KEY, value("Itālija"))
        assert shown(editor) == ["2017..2021 Itālija", "2022.. Spānija"]
    assert now_content(outcome) == Content(
        {"lv": "Itālija"},
        {},
        {"lv": ("vada",)},
        None,
        date(2021, 11, 26),
        date(2022, 6, 1),
        Audience.DESK,
    )


def test_a_correction_of_another_time(editing: Editing) -> None:
    """`on` names the period to correct, by a day or a year within it."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda", "2017", "2019"))
        set_value(editor, KEY, value("Spānija", "2020"))
        correct(editor, KEY, value("Itālija", on="2018-03-04"))
        correct(editor, KEY, value("Francija", on="2020"))
        assert shown(editor) == ["2017..2019 Itālija", "2020.. Francija"]


def test_corrected_bounds_trim_and_leave_gaps(editing: Editing) -> None:
    """A period that grows trims its neighbour; one that shrinks leaves a gap."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda", "2017", "2019"))
        set_value(editor, KEY, value("Spānija", "2020"))
        outcome = correct(editor, KEY, value("Itālija", start="2019-07", end="2025"))
        assert shown(editor) == ["2017..2019-06 Kanāda", "2019-07..2025 Itālija"]
        correct(editor, KEY, value("Kanāda", start="2017", end="2018", on="2018"))
        assert shown(editor) == ["2017..2018 Kanāda", "2019-07..2025 Itālija"]
    assert len(outcome.replaced) == 2


def test_bounds_alone_can_be_corrected(editing: Editing) -> None:
    """Bounds without a value move the version as it is, with all that it says."""
    with editing() as editor:
        before = now_content(add(editor, KEY, FULL))
        outcome = correct(editor, KEY, value("", start="2018", end="2022"))
        assert shown(editor) == ["2018..2022 Kanāda"]
    assert outcome.version is None
    assert outcome.change.kind is ChangeKind.CORRECT
    assert now_content(outcome) == before


def test_one_language_is_corrected_alone(editing: Editing) -> None:
    """A value mended in one language drops that language's statement, and nothing else."""
    draft = Draft(value={"en": "the Dominion of Canada"})
    with editing() as editor:
        before = add(editor, KEY, FULL)
        outcome = correct(editor, KEY, draft, only_language=True)
    content = now_content(outcome)
    assert content.value == {"lv": "Kanāda", "en": "the Dominion of Canada"}
    assert content.statement == {"lv": "Kaujas grupu vada Kanāda."}
    assert (content.source, content.review, content.as_of) == (
        WIRE,
        FULL.review,
        date(2021, 11, 26),
    )
    assert outcome.version is not None
    assert before.version is not None
    assert outcome.version.parent == before.version.id


def test_every_language_at_once_is_a_new_value(editing: Editing) -> None:
    """Values in both languages, each on its line, drop what was said of the old ones."""
    draft = Draft(value={"lv": "Spānija", "en": "Spain"})
    with editing() as editor:
        add(editor, KEY, FULL)
        outcome = correct(editor, KEY, draft, only_language=True)
    assert outcome.version is not None
    assert (now_content(outcome).value, now_content(outcome).statement) == (draft.value, {})
    assert (now_content(outcome).source, outcome.version.parent) == (None, None)


@pytest.mark.parametrize(
    ("draft", "only_language", "refused"),
    [
        (value("Kanāda"), False, errors.Unchanged),
        (value("Kanāda"), True, errors.Unchanged),
        (value(""), False, errors.MissingValue),
        (value("", start="2018"), True, errors.MissingValue),
        (value("Spānija", on="2016"), False, errors.NoneInForce),
        (value("Spānija", start="2024"), False, errors.BadPeriod),
    ],
)
def test_correct_refuses_what_makes_no_sense(
    editing: Editing, draft: Draft, refused: type[errors.EditError], *, only_language: bool
) -> None:
    """The very same, no value, a time at which nothing holds, a period backwards are refused."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda", "2017", "2022"))
        with pytest.raises(refused):
            correct(editor, KEY, draft, only_language=only_language)
        assert editor.tx.changes.latest_seq() == 1


def test_which_of_several_is_for_the_editor_to_say(editing: Editing) -> None:
    """A year in which two versions held names none of them; a day does."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda", "2017"))
        set_value(editor, KEY, value("Spānija", "2020-07"))
        with pytest.raises(errors.SeveralInForce):
            correct(editor, KEY, value("Itālija", on="2020"))
        correct(editor, KEY, value("Itālija", on="2020-06"))
        assert shown(editor) == ["2017..2020-06 Itālija", "2020-07.. Spānija"]


def test_an_edit_reaches_every_period_of_its_version(editing: Editing) -> None:
    """New wording holds wherever the version held, and the value is the same."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda"))
        set_value(editor, KEY, value("Spānija", "2018", "2019"))
        wording = Draft(
            statement={"lv": "To vada Kanāda."},
            words={"lv": ("vada",)},
            source=WIRE,
            review=date(2022, 1, 1),
            value={"en": "Canada"},
        )
        outcome = edit(editor, KEY, wording)
        assert shown(editor) == ["..2017 Kanāda", "2018..2019 Spānija", "2020.. Kanāda"]
        timeline = editor.tx.facts.timeline(outcome.fact.id)
    assert outcome.version is not None
    assert outcome.before is not None
    assert [held.version.id == outcome.version.id for held in timeline] == [True, False, True]
    assert outcome.version.parent == outcome.before.version.id
    assert now_content(outcome) == Content(
        {"lv": "Kanāda", "en": "Canada"},
        {"lv": "To vada Kanāda."},
        {"lv": ("vada",)},
        WIRE,
        date(2021, 11, 26),
        date(2022, 1, 1),
    )


def test_an_edit_can_take_wording_away(editing: Editing) -> None:
    """An empty statement and no words take away what was there."""
    with editing() as editor:
        add(editor, KEY, FULL)
        outcome = edit(editor, KEY, Draft(statement={"en": ""}, words={"lv": ()}))
    assert now_content(outcome).statement == {"lv": "Kaujas grupu vada Kanāda."}
    assert now_content(outcome).words == {}


@pytest.mark.parametrize(
    ("draft", "refused"),
    [
        (Draft(), errors.Unchanged),
        (Draft(value={"lv": "Kanāda"}), errors.Unchanged),
        (Draft(value={"lv": "Spānija"}), errors.ValueChanged),
        (Draft(value={"en": " "}), errors.MissingValue),
        (
            Draft(span=Span(Moment.start("2021", RIGA), Moment.end("2021", RIGA))),
            errors.ValueChanged,
        ),
        (Draft(on=Moment.start("2016", RIGA)), errors.NoneInForce),
    ],
)
def test_an_edit_changes_no_value(
    editing: Editing, draft: Draft, refused: type[errors.EditError]
) -> None:
    """An edit that would change a value, or nothing at all, is refused."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda", "2017"))
        with pytest.raises(refused):
            edit(editor, KEY, draft)
        assert editor.tx.changes.latest_seq() == 1


def test_a_withdrawal_leaves_gaps(editing: Editing) -> None:
    """A withdrawn version holds nowhere any more; others stay, and history shows it."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda"))
        set_value(editor, KEY, value("Spānija", "2018", "2019"))
        outcome = retract(editor, KEY, Draft(reason="not so"))
        assert shown(editor) == ["2018..2019 Spānija"]
        assert outcome.after is None
        assert outcome.change.reason == "not so"
        assert len(outcome.replaced) == 2
        assert len(editor.tx.facts.history(outcome.fact.id)) == 4
        with pytest.raises(errors.NoneInForce):
            retract(editor, KEY, Draft(reason="not so"))
        with pytest.raises(errors.MissingReason):
            retract(editor, KEY, Draft(reason=" "))


def test_a_fact_is_added_once(editing: Editing) -> None:
    """A fact that is held, now or at another time, is not added; one that was withdrawn is."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda", "2030"))
        with pytest.raises(errors.FactExists):
            add(editor, KEY, value("Spānija"))
        retract(editor, KEY, value("", on="2030"))
        add(editor, KEY, value("Spānija"))
        assert shown(editor) == [".. Spānija"]
        with pytest.raises(errors.UnknownSubject):
            add(editor, "ogre.leader", value("Spānija"))


@pytest.mark.parametrize("act", [set_value, correct, edit, retract])
def test_a_stale_or_unknown_fact_is_refused(
    editing: Editing, act: Callable[[Editor, str, Draft, int | None], Outcome]
) -> None:
    """Every edit refuses a fact that is not there, and one that somebody changed meanwhile."""
    draft = Draft(value={"lv": "Spānija"}, reason="because")
    with editing() as editor:
        add(editor, KEY, value("Kanāda"))
        revision = set_value(editor, KEY, value("Itālija")).fact.revision
        with pytest.raises(errors.StaleFact) as stale:
            act(editor, KEY, draft, revision - 1)
        assert stale.value.fields == {"fact": KEY, "expected": revision - 1, "current": revision}
        with pytest.raises(errors.UnknownFact):
            act(editor, "battle-group.lead", draft, None)
        assert editor.tx.changes.latest_seq() == 2


def test_an_edit_is_in_the_audit(editing: Editing) -> None:
    """Each change leaves a row that tells who, what, where, why and from when."""
    with editing() as editor:
        add(editor, KEY, value("Kanāda", "2017"))
        outcome = set_value(editor, KEY, value("Spānija", "2022"))
        newest, oldest = editor.tx.audit.latest(10, target=KEY)
    assert (newest.person, newest.place) == (editor.person, "console:local")
    assert (oldest.action, newest.action) == ("fact.add", "fact.set")
    assert newest.seq == outcome.change.seq
    assert newest.details == {
        "before": f"{KEY}#1",
        "after": f"{KEY}#2",
        "from": "2022",
        "until": None,
        "reason": "because",
    }
