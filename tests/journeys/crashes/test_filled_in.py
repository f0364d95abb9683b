"""A newsroom that works by forms alone, on both platforms, with a desk that is killed amid them."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from bot.texts import phrase
from tests.journeys.crashes.killing import House
from tests.journeys.doors.on_slack import LOCALES, SlackPerson, seen
from tests.journeys.doors.on_telegram import TelegramPerson
from tests.journeys.doors.venues import Seen

View: TypeAlias = dict[str, Any]

SOURCE: Final = "Road Office, 2021-11-20"


def label(key: str) -> str:
    """Return what stands on a button of a form."""
    return phrase("en", f"form.{key}")


class Conversation:
    """An editor on Telegram, who answers one question after the other."""

    def __init__(self, house: House) -> None:
        self.person = TelegramPerson(house.telegram, house.telegram.world.user("Olga", "en"))
        self.seen = Seen("")

    def does(self, *lines: str) -> str:
        """Say lines, or with # tap the button of a form; return what is said last."""
        for line in lines:
            taps = line.startswith("#")
            self.seen = (
                self.person.taps(self.seen, label(line[1:])) if taps else self.person.says(line)
            )
        return self.seen.text

    def taps_first(self) -> str:
        """Tap the first button."""
        self.seen = self.person.taps(self.seen, self.seen.labels[0])
        return self.seen.text


class Window:
    """An editor in Slack, who fills in one page after the other."""

    def __init__(self, house: House) -> None:
        self.slack = house.slack
        self.user = house.slack.workspace.user("olga", LOCALES["en"])
        self.person = SlackPerson(house.slack, self.user)
        self.view: View = {}

    def opens(self, command: str) -> str:
        """Give a command that opens a window; return what stands in it."""
        asked = self.user.slash(command).wait()
        self.view = self.slack.opened(self.user, after=asked)
        return str(self.view["blocks"])

    def sends(self, **values: str) -> str:
        """Send a page filled in; return what stands in the next one."""
        answer = self._sent(values)
        assert answer["response_action"] == "update", answer
        self.view = self.slack.world.views[self.view["id"]]
        return str(self.view["blocks"])

    def saves(self, **values: str) -> Seen:
        """Send the last page as it stands; return what is said then."""
        point = len(self.slack.world.journal)
        assert self._sent(values) == {}
        return seen(self.slack.posted(self.user, after=point))

    def _sent(self, values: dict[str, str]) -> View:
        named = {name.replace("_", "-"): text for name, text in values.items()}
        sent = self.user.submits(self.view, **named).wait()
        assert not sent.refusal, sent.refusal
        return dict(sent.answer) if isinstance(sent.answer, dict) else {}


def died_and_risen(house: House) -> None:
    """Have the desk killed where it is, and another one start."""
    house.wait_settled()
    house.kill()
    house.restart()


def test_conversation_survives_the_desk(house: House) -> None:
    """Added, corrected, planned and posted again and again, each from what was answered before."""
    olga = Conversation(house)
    house.owners = olga.person.account
    house.start()

    olga.does("/fact add", "Vansu Bridge", "length")
    died_and_risen(house)
    preview = olga.does(
        "Vanšu tilts", "length, how long", "garums", "312 metres", "312 metri", SOURCE
    )
    assert "Vansu Bridge, length: 312 metres" in preview
    died_and_risen(house)
    assert "vansu-bridge.length" in olga.does("#save")

    olga.does("/fact correct vansu-bridge.length", "#what-correct", "314 metres", "314 metri")
    olga.does("a slip", "#skip-desk")
    assert "314 metres" in olga.does("#save")
    assert "314 metres" in olga.does("how long is the Vansu Bridge?")

    olga.does("/event add", "Bridge day", "Tilta diena", "2031-05-01 10:00")
    died_and_risen(house)
    assert "bridge-day" in " ".join(olga.seen.labels)
    olga.taps_first()
    assert "Bridge day" in olga.does("#skip-desk", "#save")

    olga.does("/schedule add", "weekdays 9:00", "#content-countdown", "Bridge day")
    assert "Bridge day" in olga.does("#skip-here")
    assert "/schedule remove" in olga.taps_first()


def test_window_survives_the_desk(house: House) -> None:
    """What is typed lies in the window: whichever desk gets it goes on."""
    olga = Window(house)
    house.owners = olga.person.account
    house.start()

    olga.opens("fact add")
    olga.sends(subject="Vansu Bridge", attribute="length")
    died_and_risen(house)
    given = {"name_lv": "Vanšu tilts", "words": "length, how long", "source": SOURCE}
    given |= {"value_en": "312 metres", "value_lv": "312 metri"}
    assert "312 metri" in olga.sends(**given)
    died_and_risen(house)
    assert "vansu-bridge.length" in olga.saves(**given).text

    assert label("what-correct") in olga.opens("fact correct vansu-bridge.length")
    olga.sends(what="correct")
    assert "314 metres" in olga.sends(value_en="314 metres", value_lv="314 metri")
    assert "314 metres" in olga.saves(value_en="314 metres", value_lv="314 metri").text

    olga.opens("event add")
    olga.sends(name_en="Bridge day", name_lv="Tilta diena", times="2031-05-01 10:00")
    assert "Tilta diena" in olga.sends(key="bridge-day")
    assert "Bridge day" in olga.saves(key="bridge-day").text

    olga.opens("schedule add")
    olga.sends(when="weekdays 9:00", content="countdown")
    assert "Bridge day" in olga.saves(about="Bridge day").text
