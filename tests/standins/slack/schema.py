"""How the shape of JSON is checked: small checks, put together into large ones.

A check takes a thing and where it is, as a JSON pointer, and raises `Unfit` if Slack would
refuse it. What Slack does not know it refuses too: a field that nothing expects is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

Check = Callable[[object, str], None]


class Unfit(Exception):
    """Slack refuses a thing: why, and where it is."""

    def __init__(self, why: str, where: str) -> None:
        super().__init__(f"{why} [json-pointer:{where}]")


def words(longest: int, shortest: int = 0) -> Check:
    """Check a string of so many characters."""

    def check(thing: object, where: str) -> None:
        if not isinstance(thing, str):
            raise Unfit("must be a string", where)
        if len(thing) > longest:
            raise Unfit(f"must be less than {longest + 1} characters", where)
        if len(thing) < shortest:
            raise Unfit(f"must be more than {shortest - 1} characters", where)

    return check


def one_of(*choices: str) -> Check:
    """Check one of these strings."""

    def check(thing: object, where: str) -> None:
        if thing not in choices:
            raise Unfit(f"must be one of {', '.join(choices)}", where)

    return check


def flag(thing: object, where: str) -> None:
    """Check a true or false."""
    if not isinstance(thing, bool):
        raise Unfit("must be a boolean", where)


def number(lowest: int, highest: int) -> Check:
    """Check a whole number between two, both allowed."""

    def check(thing: object, where: str) -> None:
        if isinstance(thing, bool) or not isinstance(thing, int):
            raise Unfit("must be an integer", where)
        if not lowest <= thing <= highest:
            raise Unfit(f"must be between {lowest} and {highest}", where)

    return check


def many(each: Check, most: int, least: int = 1) -> Check:
    """Check a list of so many things, all of them by `each`."""

    def check(thing: object, where: str) -> None:
        if not isinstance(thing, list):
            raise Unfit("must be an array", where)
        if len(thing) > most:
            raise Unfit(f"no more than {most} items allowed", where)
        if len(thing) < least:
            raise Unfit(f"no fewer than {least} items allowed", where)
        for place, part in enumerate(thing):
            each(part, f"{where}/{place}")

    return check


def fields(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """Check an object that has the required fields, maybe the optional, and no other."""
    known = {**required, **(optional or {})}

    def check(thing: object, where: str) -> None:
        if not isinstance(thing, dict):
            raise Unfit("must be an object", where)
        for name in required:
            if name not in thing:
                raise Unfit(f"missing required field: {name}", where)
        for name, part in thing.items():
            if name not in known:
                raise Unfit(f"invalid additional property: {name}", where)
            known[name](part, f"{where}/{name}")

    return check


def by_type(kinds: Mapping[str, Check]) -> Check:
    """Check an object by its `type`, which each of the checks expects as a field."""

    def check(thing: object, where: str) -> None:
        if not isinstance(thing, dict):
            raise Unfit("must be an object", where)
        kind = thing.get("type")
        if not isinstance(kind, str) or kind not in kinds:
            raise Unfit(f"unsupported type: {kind}", where)
        kinds[kind](thing, where)

    return check


def any_string(thing: object, where: str) -> None:
    """Check a string of any length, empty not."""
    words(100_000, 1)(thing, where)


def distinct(field: str) -> Check:
    """Check a list of objects of which no two have the same `field`."""

    def check(thing: object, where: str) -> None:
        assert isinstance(thing, list)
        seen: set[str] = set()
        for place, part in enumerate(thing):
            value = part.get(field)
            if value is not None and value in seen:
                raise Unfit(f"`{field}`: {value} already exists", f"{where}/{place}")
            seen.add(value)

    return check


def both(*checks: Check) -> Check:
    """Check by all of these, in order."""

    def check(thing: object, where: str) -> None:
        for single in checks:
            single(thing, where)

    return check
