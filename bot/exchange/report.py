"""What an import did, or would do, in numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did.

    Attributes:
        new, changed, same: how many versions of the file were added, took the place of what
            was held, or were known already.
        subjects: how many subjects were added or changed.
        seq: the number of the change; None where there was nothing to change.
        number: by which people call the import; None there too.
    """

    new: int
    changed: int
    same: int
    subjects: int
    seq: int | None
    number: int | None = None
