"""The morning's page: today and tomorrow, what crosses, what is due, what waits; in each one's language and zone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from officebot.connectors.documents import DocumentPerformer
from officebot.core.actions import DraftMail, SendMail, WriteDocument
from officebot.core.people import People
from officebot.core.problems import UserError
from officebot.core.proposals import Item, Proposal
from officebot.core.text import say
from officebot.duties.agenda.decide import decide
from officebot.duties.agenda.observe import observe
from officebot.duties.agenda.settings import Settings
from officebot.resources import packaged
from officebot.sdk import Office, OfficeFacts, SeenProposal, Trigger
from tests.duties.diaries import PARIS, Diaries

NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
ETIENNE, RACHEL = "etienne@office.example", "rachel@office.example"
NINE = datetime(2026, 11, 24, 9, tzinfo=PARIS)


class Desk(Diaries):
    """With proposals that wait, and deadlines."""

    waiting: Sequence[SeenProposal] = ()
    due: Sequence[Item] = ()

    def proposals(self, states: Iterable[str], since: datetime | None = None) -> Sequence[SeenProposal]:
        return self.waiting

    def items(self, kind: str | None = None, state: str = "open") -> Sequence[Item]:
        return self.due if kind == "deadline" else super().items(kind, state)


@pytest.fixture
def desk(facts: OfficeFacts) -> Desk:
    return Desk(replace(facts, account="desk"), [ETIENNE, RACHEL])


def pages(desk: Desk, **settings: Any) -> dict[str, Proposal]:
    chosen = Settings.model_validate(settings)
    trigger = Trigger(kind="schedule", key="one", due=NOW, now=NOW)
    found = decide(observe(cast(Office, desk), trigger, chosen), chosen)
    return {proposal.key.rpartition(":")[2]: proposal for proposal in found}


def page_of(desk: Desk, person: str, **settings: Any) -> dict[str, Any]:
    written = pages(desk, **settings)[person].actions[0]
    assert isinstance(written, WriteDocument)
    return dict(written.data)


def test_the_page_tells_today_and_the_next_working_day(desk: Desk) -> None:
    desk.put(ETIENNE, "a", NINE, NINE + timedelta(hours=1), "Point hebdomadaire")
    desk.put(ETIENNE, "b", NINE + timedelta(days=1), NINE + timedelta(days=1, hours=2), "Visite du four")
    desk.put(ETIENNE, "c", NINE + timedelta(days=9), NINE + timedelta(days=9, hours=2), "Plus tard")
    page = page_of(desk, ETIENNE)
    assert [(one["time"], one["what"]) for one in page["today"]] == [("09:00–10:00", "Point hebdomadaire")]
    assert [(one["time"], one["what"]) for one in page["tomorrow"]] == [("09:00–11:00", "Visite du four")]
    assert page["day"] == "Mardi 24 novembre 2026"


def test_what_crosses_is_told_with_what_would_mend_it(desk: Desk) -> None:
    desk.put(ETIENNE, "a", NINE, NINE + timedelta(hours=1), "Point")
    desk.put(ETIENNE, "b", NINE + timedelta(minutes=30), NINE + timedelta(hours=2), "Banque")
    (conflict,) = page_of(desk, ETIENNE)["conflicts"]
    assert "Point" in conflict["what"]
    assert "Banque" in conflict["what"]
    assert conflict["mend"]


def test_a_page_is_in_its_readers_language_and_zone(desk: Desk) -> None:
    people = [replace(one, zone="Europe/London") if one.address == RACHEL else one for one in desk.facts.people.all]
    desk.facts = replace(desk.facts, people=People(people))
    desk.put(RACHEL, "a", NINE, NINE + timedelta(hours=1), "Quotes")
    page = page_of(desk, RACHEL)
    assert page["day"] == "Tuesday 24 November 2026"
    assert page["today"][0]["time"] == "08:00–09:00"
    assert page["zone"] == "Europe/London"


def test_what_is_due_soon_and_what_waits_for_a_yes_stand_on_the_page_of_whom_it_concerns(desk: Desk) -> None:
    desk.due = [Item(kind="deadline", key="k", title="Devis verrière", owner=ETIENNE, due=NOW + timedelta(hours=9))]
    desk.waiting = [
        SeenProposal(id=7, duty="x", title=say("Offer"), state="waiting", created=NOW, owner=ETIENNE, key="k"),
    ]
    page = page_of(desk, ETIENNE)
    assert [one["what"] for one in page["due"]] == ["Devis verrière"]
    assert [one["id"] for one in page["waiting"]] == [7]
    assert page_of(desk, RACHEL)["due"] == page_of(desk, RACHEL)["waiting"] == []


def test_the_way_to_the_next_meeting_says_when_to_leave(desk: Desk) -> None:
    for uid, hour, place in (("a", 0, "Nantes"), ("b", 3, "Rennes")):
        start = NINE + timedelta(hours=hour)
        desk.put(ETIENNE, uid, start, start + timedelta(hours=1), "Visite")
        text = desk.stored[ETIENNE][uid].text.replace("SUMMARY:", f"LOCATION:{place}\r\nSUMMARY:")
        desk.stored[ETIENNE][uid] = replace(desk.stored[ETIENNE][uid], text=text)
    page = page_of(desk, ETIENNE, travel=[{"one": "Nantes", "other": "Rennes", "minutes": 80}])
    assert page["ways"] == [{"from": "Nantes", "to": "Rennes", "minutes": 80, "leave": "10:40"}]


def test_of_places_that_nobody_told_the_page_says_no_way(desk: Desk) -> None:
    for uid, hour, place in (("a", 0, "Salle du Quai"), ("b", 1, "Bureau de Gwenaëlle")):
        start = NINE + timedelta(hours=hour)
        desk.put(ETIENNE, uid, start, start + timedelta(hours=1), "Point")
        text = desk.stored[ETIENNE][uid].text.replace("SUMMARY:", f"LOCATION:{place}\r\nSUMMARY:")
        desk.stored[ETIENNE][uid] = replace(desk.stored[ETIENNE][uid], text=text)
    page = page_of(desk, ETIENNE)
    assert (page["ways"], page["conflicts"]) == ([], [])


def test_the_next_working_day_stands_on_the_page_however_few_days_are_looked_ahead(desk: Desk) -> None:
    friday = datetime(2026, 11, 27, 6, 30, tzinfo=UTC)
    desk.put(ETIENNE, "m", NINE + timedelta(days=6), NINE + timedelta(days=6, hours=1), "Conseil")
    chosen = Settings.model_validate({"days_ahead": 1})
    trigger = Trigger(kind="schedule", key="one", due=friday, now=friday)
    (written, *_), *_ = (one.actions for one in decide(observe(cast(Office, desk), trigger, chosen), chosen))
    assert isinstance(written, WriteDocument)
    assert [one["what"] for one in written.data["tomorrow"]] == ["Conseil"]


def test_a_mail_says_first_which_calendar_could_not_be_read(desk: Desk) -> None:
    desk.lost.add(ETIENNE)
    (mail,) = (one.mail for one in pages(desk, form="mail")[ETIENNE].actions if isinstance(one, SendMail))
    assert mail.body.index("The server does not answer") < mail.body.index("Aujourd'hui")
    assert "<li>The server does not answer.</li>" in mail.html
    assert "<p>Rien.</p>" in mail.html


def test_what_is_late_comes_after_what_is_due_and_says_so(desk: Desk) -> None:
    def item(key: str, days: int) -> Item:
        return Item(kind="deadline", key=key, title=key, owner=ETIENNE, due=NOW + timedelta(days=days))

    desk.due = [*(item(f"old {n}", -300 - n) for n in range(20)), item("today", 1)]
    told = page_of(desk, ETIENNE)["due"]
    assert told[0]["what"] == "today"
    assert [one["what"] for one in told[1:3]] == ["old 0", "old 1"]
    assert "en retard" in told[1]["day"]
    assert "en retard" not in told[0]["day"]


def test_the_page_may_go_as_a_mail_too(desk: Desk) -> None:
    desk.put(ETIENNE, "a", NINE, NINE + timedelta(hours=1), "Point")
    for form, kind in (("draft", DraftMail), ("mail", SendMail)):
        (mail,) = [one for one in pages(desk, form=form)[ETIENNE].actions if isinstance(one, kind)]
        assert mail.mail.to == (ETIENNE,)
        assert "09:00–10:00  Point" in mail.mail.body


def test_only_those_who_are_named_get_a_page(desk: Desk) -> None:
    assert set(pages(desk, people=[RACHEL])) == {RACHEL}


@pytest.mark.parametrize("person", [ETIENNE, RACHEL])
def test_the_shipped_template_takes_the_page(desk: Desk, tmp_path: Path, person: str) -> None:
    desk.put(person, "a", NINE, NINE + timedelta(hours=1), "<b>Point</b>")
    desk.put(person, "b", NINE, NINE + timedelta(hours=1), "Banque")
    action = pages(desk)[person].actions[0]
    made = DocumentPerformer(tmp_path, [packaged("templates")]).prepare(action)
    written = next(iter(made.blobs.values())).decode()
    assert "&lt;b&gt;Point&lt;/b&gt;" in written
    assert "<strong>" in written


def test_of_a_private_entry_the_page_tells_only_when(desk: Desk) -> None:
    desk.put(ETIENNE, "a", NINE, NINE + timedelta(hours=1), "Dr Ruiz\r\nLOCATION:Clinique\r\nCLASS:PRIVATE")
    desk.put(ETIENNE, "b", NINE + timedelta(hours=1), NINE + timedelta(hours=2), "Banque\r\nLOCATION:Nantes")
    page = page_of(desk, ETIENNE)
    assert [(one["time"], one["what"], one["place"]) for one in page["today"]] == [
        ("09:00–10:00", "Privé", ""), ("10:00–11:00", "Banque", "Nantes")
    ]  # fmt: skip
    assert "Ruiz" not in repr(page)
    assert "Clinique" not in repr(page)


@pytest.mark.parametrize("person", [ETIENNE, RACHEL])
def test_the_page_is_set_as_a_pdf_whose_words_are_only_words(desk: Desk, tmp_path: Path, person: str) -> None:
    desk.put(person, "a", NINE, NINE + timedelta(hours=1), '#panic("Point") *gras* $x$')
    desk.put(person, "b", NINE, NINE + timedelta(hours=1), "Banque")
    action = pages(desk, pdf=True)[person].actions[1]
    assert isinstance(action, WriteDocument)
    made = DocumentPerformer(tmp_path, [packaged("templates")]).prepare(action)
    written = next(iter(made.blobs.values()))
    assert action.path == f"archive/agendas/2026-11-24-{person.partition('@')[0]}.pdf"
    assert written.startswith(b"%PDF-")


def test_a_template_that_typst_refuses_is_said_with_its_reason(desk: Desk, tmp_path: Path) -> None:
    own = tmp_path / "templates" / "report"
    own.mkdir(parents=True)
    (own / "agenda.typ").write_text("#nonsense()")
    with pytest.raises(UserError, match=r"agenda\.typ"):
        DocumentPerformer(tmp_path, [tmp_path / "templates"]).prepare(pages(desk, pdf=True)[ETIENNE].actions[1])


def test_the_mail_has_the_page_as_text_and_marked_up_with_nothing_of_its_words_taken_for_marks(desk: Desk) -> None:
    desk.put(ETIENNE, "a", NINE, NINE + timedelta(hours=1), "<img src=x>")
    (mail,) = [one for one in pages(desk, form="draft")[ETIENNE].actions if isinstance(one, DraftMail)]
    assert "<li>09:00–10:00  &lt;img src=x&gt;" in mail.mail.html
    assert "<h3>" in mail.mail.html
