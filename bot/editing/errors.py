"""Why an edit was refused. Nothing was changed; each sentence says what to do instead.

EditError                a DeskError
├── UnknownFact          no such fact
├── UnknownSubject       no such subject
├── FactExists           `add` of what is held already: `fact set` is meant
├── NoneInForce          nothing holds then: `on:` names another time
├── SeveralInForce       several versions hold within that time: name the hour
├── MissingValue         a change of value without a value
├── MissingReason        a withdrawal without a reason
├── ValueChanged         `edit` of a value: `fact correct` is meant
├── BadPeriod            it would end before it begins
├── EndsEarlier          `until:` later than it ends anyway
├── Unchanged            that is what is held already
├── NothingToUndo        no change is left to take back
├── NoSuchChange         no import has that number
├── ChangedSince         facts of an import were changed after it
├── ChangedAgain         what was to be taken back is not the latest change any more
├── NameTaken            something else is called so: an editor has to say that it is another
├── NeedsApproval        it is about a subject that takes two people
└── StaleFact            somebody else changed it meanwhile
"""

from __future__ import annotations

from bot.errors import DeskError


class EditError(DeskError):
    """An edit that was refused."""


class UnknownFact(EditError):
    """No such fact. Fields: `fact`."""

    key = "edit.unknown-fact"


class UnknownSubject(EditError):
    """No such subject. Fields: `subject`."""

    key = "edit.unknown-subject"


class FactExists(EditError):
    """The fact to be added is held already. Fields: `fact`."""

    key = "edit.fact-exists"


class NoneInForce(EditError):
    """Nothing holds at that time. Fields: `fact`."""

    key = "edit.none-in-force"


class SeveralInForce(EditError):
    """Several versions hold within the time named by `on:`. Fields: `fact`, `on`."""

    key = "edit.several-in-force"


class MissingValue(EditError):
    """No value was given, or an empty one. Fields: `fact`."""

    key = "edit.missing-value"


class MissingReason(EditError):
    """No reason was given. Fields: `fact`."""

    key = "edit.missing-reason"


class ValueChanged(EditError):
    """An edit of the wording would change the value. Fields: `fact`."""

    key = "edit.value-changed"


class BadPeriod(EditError):
    """The period would end before it begins. Fields: `fact`."""

    key = "edit.bad-period"


class EndsEarlier(EditError):
    """The version in force ends by then anyway. Fields: `fact`, `until`."""

    key = "edit.ends-earlier"


class Unchanged(EditError):
    """The very same is held already. Fields: `fact`."""

    key = "edit.unchanged"


class HoldsLonger(EditError):
    """The very same is held already, and beyond `until:`. Fields: `fact`, `until`."""

    key = "edit.holds-longer"


class NothingToUndo(EditError):
    """No change is left to take back. Fields: `fact`."""

    key = "edit.nothing-to-undo"


class NoSuchChange(EditError):
    """No import has that number. Fields: `number`."""

    key = "edit.no-such-change"


class NothingLeft(EditError):
    """An import was taken back whole already. Field: `number`."""

    key = "edit.nothing-left"


class ChangedSince(EditError):
    """Facts were changed after the import that is to be undone. Fields: `number`, `facts`."""

    key = "edit.changed-since"


class ChangedAgain(EditError):
    """The fact was changed after what is to be taken back. Fields: `fact`, `command`."""

    key = "correction.changed-since"


class NameTaken(EditError):
    """What is named is called as something else is. Fields: `name`, `key`, `known`."""

    key = "edit.name-taken"


class NeedsApproval(EditError):
    """Changes of the subject take a second person. Fields: `fact`, `subject`."""

    key = "edit.needs-approval"


class StaleFact(EditError):
    """The fact was changed meanwhile. Fields: `fact`, `expected`, `current` (revisions)."""

    key = "edit.stale"
