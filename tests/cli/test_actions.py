"""`officebot actions`: what meetings decided, listed, closed by those who may, and reminded of."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from officebot.app import App
from officebot.app.demo import CLOCK, make_office
from officebot.cli.root import officebot as root
from officebot.core.minutes.following import items_of
from officebot.core.minutes.model import ActionPoint, Minutes, Source, Topic
from officebot.core.proposals import Item
from officebot.engine.ledger import items, marks
from tests.app.embedded import ZONE
from tests.app.offices import Called

NOW = datetime(2026, 12, 9, 9, 0, tzinfo=ZONE)


def actions(*words: str, office: Path, lang: str = "en") -> Called:
    """Call `officebot actions …` on this office."""
    ended = CliRunner(env={"LANGUAGE": lang}).invoke(
        root, ["--office", str(office), "actions", *words], prog_name="officebot"
    )
    return Called(ended.exit_code, ended.stdout, ended.stderr)


def call(*words: str, office: Path) -> Called:
    ended = CliRunner(env={"LANGUAGE": "en"}).invoke(root, ["--office", str(office), *words], prog_name="officebot")
    return Called(ended.exit_code, ended.stdout, ended.stderr)


def point(what: str, who: str = "", due: date | None = None) -> ActionPoint:
    return ActionPoint(
        what=what, who=(who,) if who else (), due=due, source=Source(file="n.md", start=3, end=9), quote=what
    )


def noted(folder: Path, meeting: str, title: str, *points: ActionPoint, **more: Any) -> None:
    with App(folder) as app, app.ledger.writing() as tx:
        minutes = Minutes(title=title, date=date(2026, 11, 24), topics=(Topic(heading="x", actions=points),))
        for one in items_of(minutes, meeting, app.facts.people, app.facts.working_time, **more):
            items.put(tx, Item(kind=one.item_kind, key=one.key, title=one.title, owner=one.owner, due=one.due,
                               source=one.source, circle=one.circle), NOW)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office on Wednesday 9 December 2026, in which the caller is its assistant."""
    folder = tmp_path / "office"
    make_office(folder)
    with App(folder) as app, app.ledger.writing() as tx:
        marks.put(tx, CLOCK, NOW.isoformat(), NOW)
    noted(folder, "codir", "Comité de direction", point("Réserver la salle", "Sophie Delmas", date(2026, 12, 4)),
          point("Réparer le four", "Malik Hamdani", date(2026, 12, 18)), point("Trouver un traiteur"))  # fmt: skip
    noted(folder, "cse", "CSE", point("Afficher le planning", "Gwenaëlle Pichon"), circle="hr",
          secretary="g.pichon@atelier-verrier.example")  # fmt: skip
    return folder


def test_the_list_has_the_latest_first_and_what_a_reader_may_know_of(office: Path) -> None:
    found = actions("list", "--json", office=office).facts
    assert [(one["what"], one["who"], one["due"], one["late_days"], one["said"]) for one in found] == [
        ("Réserver la salle", "Sophie Delmas", "2026-12-04", 3, "late by 3 working days"),
        ("Réparer le four", "Malik Hamdani", "2026-12-18", 0, "still open"),
        ("Trouver un traiteur", "", None, 0, "still open"),
    ]
    assert found[0]["source"] == {"file": "n.md", "from": 3, "to": 9}
    assert found[0]["history"] == [{"at": "2026-11-24", "what": "noted"}]


def test_the_list_can_be_narrowed(office: Path) -> None:
    def whats(*words: str) -> list[str]:
        return [one["what"] for one in actions("list", *words, "--json", office=office).facts]

    assert whats("--who", "malik") == ["Réparer le four"]
    assert whats("--late") == ["Réserver la salle"]
    assert len(whats("--meeting", "comite de direction")) == 3
    assert whats("--meeting", "budget") == []
    assert actions("list", "--who", "nobody", office=office).code == 1


def test_people_read_a_table(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    shown = actions("list", office=office, lang="fr")
    assert "en retard de 3 jours ouvrés" in shown.out
    assert "sans date" in shown.out
    assert "personne" in shown.out


def test_a_point_is_closed_by_a_word_and_opened_again_by_undo(office: Path) -> None:
    first = actions("list", "--json", office=office).facts[0]
    short = first["key"].rpartition(":")[2][:6]
    (done,) = actions("close", short, "--because", "réservée hier", "--json", office=office).facts
    assert (done["key"], done["closed"]) == (first["key"], True)
    assert len(actions("list", "--json", office=office).facts) == 2
    closed = actions("list", "--all", "--json", office=office).facts[-1]
    assert (closed["state"], closed["said"]) == ("closed", "reported done on 9 December 2026")
    assert closed["history"][-1]["words"] == "réservée hier"
    assert call("undo", str(done["proposal"]), office=office).code == 0
    assert len(actions("list", "--json", office=office).facts) == 3
    (again,) = actions("close", short, "--because", "réservée hier", "--json", office=office).facts
    assert (again["key"], again["closed"]) == (first["key"], True)
    assert len(actions("list", "--json", office=office).facts) == 2


def test_what_is_not_there_or_not_theirs_is_not_closed(office: Path) -> None:
    missing = actions("close", "ffffffff", "--json", office=office)
    assert (missing.code, missing.facts[0]["closed"]) == (1, False)
    with App(office) as app:
        secret = next(one.key for one in app.office.items("action") if one.title == "Afficher le planning")
    assert actions("close", secret, "--json", office=office).facts[0]["closed"] is False
    noted(
        office,
        "atelier",
        "Atelier",
        point("Nettoyer", "Malik Hamdani"),
        secretary="m.hamdani@atelier-verrier.example",
    )
    foreign = next(one["key"] for one in actions("list", "--json", office=office).facts if one["what"] == "Nettoyer")
    refused = actions("close", foreign, "--json", office=office)
    assert refused.code == 1
    assert "Malik Hamdani" in refused.facts[0]["said"]


def test_reminders_are_written_now_and_wait_for_a_yes(office: Path) -> None:
    found = actions("remind", "--json", office=office).facts
    assert [(one["to"].partition("@")[0], one["state"], len(one["points"])) for one in found] == [
        ("m.hamdani", "waiting", 1), ("s.delmas", "waiting", 1),
    ]  # fmt: skip
    # Asked once more, the same letter is not made a second time.
    again = actions("remind", "--who", "sophie", "--json", office=office).facts
    assert [one["proposal"] for one in again] == [found[1]["proposal"]]
    assert call("approve", str(found[1]["proposal"]), office=office).code in (0, 1)
    nobody = actions("remind", "--who", "rachel", office=office)
    assert (nobody.code, "nobody to remind" in nobody.err) == (0, True)
