"""`factdesk ask`: one question or a file of them, as text or as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.texts import phrase
from tests.handlers.conftest import Factdesk

LEADER = "who leads the battle group?"
BOTH = "what did Rinkevics say?"
ON_THE_DAY = ("--at", "2021-11-26")


def test_answer_as_text(riga: Factdesk) -> None:
    """The answer with its source and date goes to standard output, and nothing else anywhere."""
    called = riga("ask", LEADER, *ON_THE_DAY)

    assert called.status == 0
    assert called.out.splitlines() == [
        "Canada leads NATO's battle group in Latvia.",
        "As of 25\u00a0November 2021 · Source: LETA · holds since 2017",
    ]
    assert called.err == ""


def test_answer_as_json(riga: Factdesk) -> None:
    """The shape of an answer, name by name, is what others rely on."""
    called = riga("ask", LEADER, *ON_THE_DAY, "--json")

    answer = called.json["answers"][0]
    assert called.status == 0
    assert 0 < answer.pop("score") <= 1
    assert called.json == {"status": "answered", "lang": "en", "answers": called.json["answers"]}
    assert answer == {
        "id": "riga-2021-01",
        "key": "battle-group.leader",
        "statement": "Canada leads NATO's battle group in Latvia.",
        "value": "Canada",
        "valid_from": "2017",
        "valid_to": None,
        "as_of": "2021-11-25",
        "sources": [{"publisher": "LETA", "url": None, "date": "2021-11-25"}],
    }


def test_each_answer_says_by_which_clock(riga: Factdesk) -> None:
    """A time of the world, and what we said, are named before the answer and in the JSON."""
    in_2019 = "who led the battle group in 2019?"
    said = "what did you say this year about who leads the battle group?"
    world = riga("ask", in_2019, *ON_THE_DAY)
    told = riga("ask", said, "--json", "--explain")
    now = riga("ask", LEADER, *ON_THE_DAY, "--json", "--explain")

    assert world.out.splitlines()[:2] == [
        "In 2019:",
        "Canada leads NATO's battle group in Latvia.",
    ]
    assert riga("ask", in_2019, *ON_THE_DAY, "--json").json["clock"] == "world"
    assert told.json["clock"] == told.json["explain"]["clock"] == "told"
    assert told.json["answers"][0]["value"] == "Canada"
    assert told.json["explain"]["told"][0].endswith("-01-01T00:00:00+02:00")
    assert riga("ask", said).out.splitlines()[-1] == phrase("en", "fact.told-still")
    assert now.json["explain"]["clock"] == "now"


def test_event_that_is_called_off(riga: Factdesk, tmp_path: Path) -> None:
    """As text and as JSON its state comes before its time, from when it was called off."""
    file = tmp_path / "state.jsonl"
    file.write_text(
        '{"subject": "ministers-meeting", "attribute": "state", "valid_from": "2021-11-26",'
        ' "value": {"lv": "atcelts", "en": "cancelled"}}'
    )
    assert riga("import", str(file)).status == 0
    asked = "when is the ministers' meeting?"

    told = riga("ask", asked, *ON_THE_DAY)
    answer = riga("ask", asked, *ON_THE_DAY, "--json").json["answers"][0]

    off = "Cancelled; was planned for 30\u00a0November–1\u00a0December 2021"
    assert told.out.splitlines()[:2] == ["NATO foreign ministers' meeting", off]
    assert (answer["key"], answer["statement"]) == ("ministers-meeting.time", off)
    assert "Cancelled" not in riga("ask", asked, "--at", "2021-11-25").out


def test_offer_as_json(riga: Factdesk) -> None:
    """Where two may be meant both are there, the best first, and the exit status is 3."""
    called = riga("ask", BOTH, *ON_THE_DAY, "--json")

    answers = called.json["answers"]
    assert called.status == 3
    assert called.json["status"] == "ambiguous"
    assert {each["key"] for each in answers} == {"rinkevics.said-tv", "rinkevics.said-leta"}
    assert [each["score"] for each in answers] == sorted(
        (each["score"] for each in answers), reverse=True
    )


def test_offer_as_text(riga: Factdesk) -> None:
    """The two are listed by name and key, without values."""
    called = riga("ask", BOTH, *ON_THE_DAY)

    lines = called.out.splitlines()
    assert called.status == 3
    assert lines[0] == phrase("en", "ask.offer-about", subject="Edgars Rinkēvičs")
    assert sorted(line.split()[-1] for line in lines[1:]) == [
        "rinkevics.said-leta",
        "rinkevics.said-tv",
    ]


def test_silence(riga: Factdesk) -> None:
    """What is not known: exit status 4, no answers, no source."""
    asked = "who leads the battle group in Lithuania?"

    assert riga("ask", asked, *ON_THE_DAY).status == 4
    assert riga("ask", asked, *ON_THE_DAY).out.strip() == phrase("en", "ask.unknown")
    assert riga("ask", asked, *ON_THE_DAY, "--json").json == {
        "status": "unknown",
        "lang": "en",
        "answers": [],
    }


def test_event_as_json(riga: Factdesk) -> None:
    """An event's time is a value in words."""
    answer = riga("ask", "when is the foreign ministers' meeting?", "--json", *ON_THE_DAY).json

    assert answer["answers"][0]["value"] == "30\u00a0November–1\u00a0December 2021"


def test_statement_is_there_though_nobody_wrote_one(factdesk: Factdesk, tmp_path: Path) -> None:
    """Without a sentence the statement is name, attribute and value."""
    line = {
        "subject": "old-bridge",
        "subject_names": {"lv": ["Vecais tilts"], "en": ["Old Bridge"]},
        "attribute": "length",
        "value": {"lv": "120 metru", "en": "120 metres"},
        "valid_from": "1976-05",
        "valid_to": "2030-12-31",
    }
    (tmp_path / "bridge.jsonl").write_text(json.dumps(line))
    factdesk("import", "bridge.jsonl")

    answer = factdesk("ask", "how long is the Old Bridge?", "--json").json["answers"][0]

    assert answer["statement"] == "Old Bridge, length: 120 metres"
    assert (answer["valid_from"], answer["valid_to"]) == ("1976-05", "2030-12-31")
    assert answer["sources"] == []


@pytest.mark.parametrize(("language", "value"), [("lv", "Kanāda"), ("en", "Canada")])
def test_language_of_the_reply_can_be_chosen(riga: Factdesk, language: str, value: str) -> None:
    """`--lang` decides the language of answer and silence, whatever that of the question."""
    record = riga("ask", LEADER, *ON_THE_DAY, "--lang", language, "--json").json

    assert record["lang"] == language
    assert record["answers"][0]["value"] == value
    assert riga("ask", "who is who?", "--lang", language).out.strip() == phrase(
        language, "ask.unknown"
    )


def test_clock_of_the_world_decides_what_holds(riga: Factdesk) -> None:
    """`--at` before it held: unknown; after the review day: a warning."""
    assert riga("ask", LEADER, "--at", "2015").status == 4
    assert "may be out of date" in riga("ask", LEADER, "--at", "2021-12-03").out


def test_what_was_known_then_decides_too(riga: Factdesk) -> None:
    """`--known-at` before the import knows nothing, whatever the world's clock says."""
    assert riga("ask", LEADER, *ON_THE_DAY, "--known-at", "2021-11-26").status == 4
    assert riga("ask", LEADER, *ON_THE_DAY, "--known-at", "9000").status == 0


def test_how_it_came_about_is_told(riga: Factdesk) -> None:
    """`--explain` names the reason of a silence and the candidates with their scores."""
    asked = ("ask", "who leads the battle group in Lithuania?", *ON_THE_DAY, "--explain")

    explained = riga(*asked, "--json").json["explain"]

    assert explained["reason"] == "other_subject"
    assert explained["candidates"][0]["key"] == "battle-group.leader"
    assert '"reason": "other_subject"' in riga(*asked).out

    beside = ("ask", "who led the battle group before Canada?", *ON_THE_DAY, "--explain", "--json")
    reading = riga(*beside).json["explain"]["reading"]
    assert (reading["version"], reading["beside"]) == ("the one before", ["Canada"])


class TestBatch:
    """A file of questions."""

    def test_predictions_come_in_order_with_ids(self, riga: Factdesk, tmp_path: Path) -> None:
        """A line each, in order, with the question's id; each by its own clock."""
        lines = [
            {"id": "c", "q": LEADER, "lang": "en", "at": "2021-11-26"},
            {"id": "a", "q": "Kas vada kaujas grupu?", "at": "2021-11-26"},
            {"id": "b", "q": LEADER, "at": "2015-01-01", "expect": []},
            {"id": "d", "q": BOTH},
            {"id": "e", "q": ""},
        ]
        text = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (tmp_path / "questions.jsonl").write_text(f"\ufeff{text}\r\n", encoding="utf-8")

        called = riga("ask", "--batch", "questions.jsonl", *ON_THE_DAY)

        records = [json.loads(line) for line in called.out.splitlines()]
        assert called.status == 0
        assert [(each["id"], each["status"], each["lang"]) for each in records] == [
            ("c", "answered", "en"),
            ("a", "answered", "lv"),
            ("b", "unknown", "en"),
            ("d", "ambiguous", "en"),
            ("e", "unknown", "lv"),
        ]
        assert list(records[0]) == ["id", "status", "lang", "answers"]

    @pytest.mark.parametrize(
        "line", ["not json", '["q"]', '{"id": "x"}', '{"q": 7}', '{"q": "x", "at": "soon"}']
    )
    def test_line_that_is_no_question_is_named(
        self, riga: Factdesk, tmp_path: Path, line: str
    ) -> None:
        """The second line is bad: the sentence names it, and nothing is answered by halves."""
        (tmp_path / "questions.jsonl").write_text(f'{{"id": "a", "q": "{LEADER}"}}\n{line}\n')

        called = riga("ask", "--batch", "questions.jsonl")

        assert (called.status, called.out) == (1, "")
        assert called.err.startswith("2. rindā")

    def test_file_that_is_not_there_is_named(self, riga: Factdesk) -> None:
        """The file's name and what is wrong with it."""
        called = riga("ask", "--batch", "nowhere.jsonl")

        assert called.status == 1
        assert called.err.strip() == "nowhere.jsonl: No such file or directory"


@pytest.mark.parametrize("option", ["--at", "--known-at"])
@pytest.mark.parametrize("day", ["2021-02-30", "yesterday", "26.11.2021", "0000", "2021-11-26T25"])
def test_day_that_cannot_be_read_is_told_back(riga: Factdesk, option: str, day: str) -> None:
    """A malformed date answers nothing: it is named, in the language that was asked for."""
    called = riga("ask", LEADER, option, day, "--lang", "en")

    assert called.status == 1
    assert called.out == ""
    assert day in called.err
    assert called.err.startswith(("I cannot read this date", "There is no such date", "This year"))


@pytest.mark.parametrize(
    "nothing", [(), ("",), ("\n",), ("🙂",), ("who " * 2500,)], ids=["", "e", "n", "emoji", "long"]
)
def test_what_is_no_question_is_told_so(riga: Factdesk, nothing: tuple[str, ...]) -> None:
    """Nothing, emoji alone or ten thousand characters: a sentence, and no status of success."""
    called = riga("ask", *nothing)

    assert called.status in {1, 2, 4}
    assert (called.out + called.err).strip()


@pytest.mark.parametrize(
    "wrong",
    [
        ("ask", LEADER, "--batch", "x"),
        ("ask", LEADER, "--lang", "ru"),
        ("ask", LEADER, "--nonsense"),
        ("asks", LEADER),
        ("export", "--format", "docx"),
        ("import",),
        ("import", "riga-2021", "--as", "guess"),
        (),
    ],
)
def test_wrong_usage_is_told_from_failure(riga: Factdesk, wrong: tuple[str, ...]) -> None:
    """What the program is not called with ends with exit status 2, and how it is called."""
    called = riga(*wrong)

    assert called.status == 2
    assert "Usage:" in called.err + called.out or "--batch" in called.err


def test_empty_store_says_so(factdesk: Factdesk) -> None:
    """Asked of a store without facts, it says what puts some in."""
    called = factdesk("ask", LEADER, FACTDESK_LANGUAGE="en")

    assert called.status == 4
    assert phrase("en", "facts.empty") in called.err
