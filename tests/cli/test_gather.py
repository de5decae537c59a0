"""`officebot gather`, as a person calls it: begun, looked at, reminded of, closed; what is wrong is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from officebot.app.demo import make_office
from tests.app.offices import edit, officebot

ASK = ("--ask", "ines@client.example=les ventes [effectif]", "--ask", "marc@works.example=le tableau (xlsx)")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    make_office(tmp_path / "office")
    edit(tmp_path / "office", duties={"gathering": {"enabled": True}})
    return tmp_path / "office"


def test_a_gathering_is_begun_looked_at_and_closed(office: Path) -> None:
    begun = officebot(
        "gather", "start", "--title", "Rapport d'été", "--due", "2099-06-30", *ASK, "--json", office=office
    )
    assert begun.code == 0, begun.err
    (fact,) = begun.facts
    assert (fact["name"], fact["due"], len(fact["proposals"])) == ("rapport-d-ete", "2099-06-30", 2)
    assert fact["contributors"][0]["fields"] == ["effectif"]
    (status,) = officebot("gather", "status", "--json", office=office).facts
    assert (status["asked"], status["here"], status["missing"], status["late"]) == (2, 0, 2, 0)
    assert {one["state"] for one in status["contributors"]} == {"to-ask"}
    shown = officebot("gather", "status", "été", office=office, lang="fr")
    assert "marc@works.example" in shown.out
    reminded = officebot("gather", "remind", "--who", "marc@works.example", "--json", office=office)
    assert [one["why"] for one in reminded.facts] == ["proposed"]
    closed = officebot("gather", "close", "rapport-d-ete", "--json", office=office)
    assert closed.facts == [
        {"name": "rapport-d-ete", "closed": True, "here": 0, "missing": ["ines@client.example", "marc@works.example"]}
    ]
    assert officebot("gather", "status", "--json", office=office).facts == []
    assert officebot("gather", "status", "--all", "--json", office=office).facts[0]["state"] == "closed"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["start", "--title", "X", "--due", "2000-01-03", "--ask", "a@b.example=x"], "is over"),
        (["start", "--title", "X", "--due", "2099-01-03", "--ask", "nobody"], "names nobody and nothing"),
        (["start", "--title", "X", "--due", "2099-01-03", "--ask", "a@b.example=x", "--for", "Nobody"], "people.csv"),
        (["close", "nothing"], "Nothing is gathered"),
    ],
    ids=["a day that is over", "an ask without address", "an unknown collector", "a gathering that is not there"],
)
def test_what_cannot_be_is_said(office: Path, words: list[str], said: str) -> None:
    ended = officebot("gather", *words, office=office)
    assert ended.code != 0
    assert said in ended.err


def test_a_gathering_begun_while_the_duty_is_off_says_that_nobody_collects(office: Path) -> None:
    words = ("gather", "start", "--title", "X", "--due", "2099-01-04", *ASK)
    assert "not collected" not in officebot(*words, office=office).err
    edit(office, duties={"gathering": {"enabled": False}})
    assert "not collected until the duty is on" in officebot(*words, "--name", "y", office=office).err
