"""A plugin with every part is to the engine a duty like any other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import ValidationError

from officebot.core.actions import Effect, from_json, to_json
from officebot.core.problems import UserError
from officebot.isolation import standin
from officebot.isolation.foreign import ForeignAction, make_known
from officebot.isolation.keeping import Keeper
from officebot.isolation.sandbox import means_for
from officebot.isolation.settingsmodel import model_of
from officebot.sdk import (
    Done,
    Duty,
    Failed,
    Foreseeing,
    Item,
    Job,
    Mail,
    MessageRef,
    NotDone,
    Office,
    Proposal,
    Viewer,
)
from tests.isolation.attacking import FACTS, NOW, Quiet, across, trigger, written
from tests.isolation.attacking import proposed as proposed_by
from tests.isolation.whole import WELCOME

REF = MessageRef("desk", "INBOX", 7, 1, "mail 1")
MAIL = Mail(ref=REF, date=NOW, received=NOW, subject="a visit")
OFFICE = cast(
    Office, Quiet(told={"remembered": "nobody yet", "items_for": (Item(kind="welcome", key="1", title="Ann"),)})
)
VIEWER = Viewer(person=FACTS.people.all[0], language="en", zone=FACTS.working_time.tz, now=NOW)


@pytest.fixture(scope="module")
def duty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Duty[Any, Any]]:
    keeper = Keeper()
    package = written(tmp_path_factory.mktemp("welcome"), "welcome", WELCOME)
    way = across(package, keeper, means_for("sandbox"), ["mail desk/*", "action visitors.welcome"])
    yield standin.duty(way, standin.described(way))
    keeper.close()


@pytest.fixture
def settings(duty: Duty[Any, Any]) -> Any:
    return duty.settings.model_validate({"host": "Claire", "colours": ["blue"]})


def proposed(duty: Duty[Any, Any], settings: Any, **why: Any) -> Proposal:
    found = duty.decide(duty.observe(OFFICE, trigger(**why), settings), settings)
    (proposal,) = found
    return cast(Proposal, proposal)


def test_it_says_what_it_is(duty: Duty[Any, Any]) -> None:
    assert (duty.name, duty.title.source, duty.title.domain) == ("welcome", "Visitors", "welcome")
    assert duty.triggers == ("mail", "mon-fri 08:00")
    assert [(one.page, one.place) for one in duty.panels] == [("today", 20)]
    assert duty.report is None


def test_what_it_remembers_and_its_settings_reach_it(duty: Duty[Any, Any], settings: Any) -> None:
    proposal = proposed(duty, settings)
    assert proposal.title.render("en") == "Welcome nobody yet by Claire 3 ('blue',)"
    assert proposal.key == "plugin/welcome/welcome"


def test_a_mail_that_it_may_see_reaches_it_and_may_be_acted_on(duty: Duty[Any, Any], settings: Any) -> None:
    proposal = proposed(duty, settings, mail=MAIL)
    (action,) = proposal.actions
    assert (proposal.about, action.message, action.recipients) == (REF, REF, ("guest@visit.example",))
    assert isinstance(action, ForeignAction)
    assert action.effect is Effect.INSIDE, "a plugin cannot call a deed a note"


def test_a_mail_that_it_may_not_see_sets_off_nothing(duty: Duty[Any, Any], settings: Any) -> None:
    hidden = replace(MAIL, ref=replace(REF, account="director"))
    assert list(duty.observe(OFFICE, trigger(mail=hidden), settings)) == []


def test_its_recogniser_claims(duty: Duty[Any, Any], settings: Any) -> None:
    assert duty.recogniser is not None
    (claim,) = duty.recogniser(MAIL, FACTS, settings, NOW)
    assert (claim.kind, claim.data) == ("visit", {"host": "Claire", "office": "Office"})
    assert list(duty.recogniser(replace(MAIL, subject="x"), FACTS, settings, NOW)) == []


def test_its_panel_shows_what_the_viewer_may_see(duty: Duty[Any, Any], settings: Any) -> None:
    (rows,) = duty.panels[0].show(OFFICE, VIEWER, settings)
    assert cast(Any, rows).rows[0][0].words.render("en") == "Ann"


def test_its_action_is_prepared_performed_foreseen_and_taken_back(duty: Duty[Any, Any], settings: Any) -> None:
    assert duty.performers is not None
    (performer,) = duty.performers()
    (action,) = proposed(duty, settings).actions
    stored = from_json(action.kind, to_json(action))
    assert stored == action
    prepared = performer.prepare(stored)
    assert prepared.preview.render("en").startswith("A badge for nobody yet")
    job = Job(id=1, key="k", action=prepared.action, blobs=prepared.blobs)
    (done,) = performer.perform([job])
    assert isinstance(done, Done)
    assert str(done.receipt["printed"]).startswith("nobody yet by")
    assert performer.was_done(job) == NotDone()
    assert isinstance(performer, Foreseeing)
    (why,) = performer.foresee_undo([job])
    assert why is not None
    assert performer.undo([replace(job, receipt=done.receipt)]) == (Done({"taken": done.receipt["printed"]}),)


def test_what_its_performer_refuses_is_refused(duty: Duty[Any, Any]) -> None:
    assert duty.performers is not None
    (performer,) = duty.performers()
    (outcome,) = performer.perform(
        [Job(id=1, key="k", action=from_json("visitors.welcome", {"name": "x"}), blobs={"badge": b"x"})]
    )
    assert isinstance(outcome, Failed)


def test_its_memory_is_brought_along(duty: Duty[Any, Any]) -> None:
    (step,) = duty.migrations
    assert step.fact is not None
    assert step.fact("k", [1]) == {"was": [1], "key": "k"}
    assert step.source is None


@pytest.mark.parametrize(
    "wrong", [{}, {"host": 1}, {"host": "c", "badges": 10}, {"host": "c", "mode": "shrill"}, {"host": "c", "more": 1},
              {"host": "c", "colours": "red"}]
)  # fmt: skip
def test_its_settings_are_checked_by_their_schema(duty: Duty[Any, Any], wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        duty.settings.model_validate(wrong)


def test_its_settings_have_their_descriptions_and_defaults(duty: Duty[Any, Any]) -> None:
    fields = duty.settings.model_fields
    assert fields["badges"].description == "How many badges there are."
    assert duty.settings.model_validate({"host": "c"}).model_dump() == {
        "host": "c", "badges": 3, "colours": ("red",), "mode": "quiet", "opened": None,
    }  # fmt: skip


def test_what_its_own_validators_refuse_is_said_by_its_run(duty: Duty[Any, Any]) -> None:
    chosen = duty.settings.model_validate({"host": "nobody"})
    with pytest.raises(UserError, match="somebody must welcome") as caught:
        duty.observe(OFFICE, trigger(), chosen)
    assert caught.value.problems[0].where == "duties.welcome.host"


def test_a_schema_that_is_none_is_refused() -> None:
    for schema in ({"properties": {"a": {"$ref": "#/$defs/x"}}}, {"properties": {"_a": {}}}, {"properties": 3}):
        with pytest.raises(UserError):
            model_of(schema, "x")


def test_a_kind_of_action_is_not_another_plugins_or_officebots() -> None:
    assert make_known("visitors.bye", Effect.SPENDS, "welcome").effect is Effect.SPENDS
    for kind in ("mail.send", "mail.burn", "proposal.answer", "plain", "Visitors.bye", "x." + "y" * 60):
        with pytest.raises(UserError):
            make_known(kind, Effect.INSIDE, "welcome")


def test_no_plugin_says_how_far_anothers_action_reaches() -> None:
    assert make_known("parcels.send", Effect.INSIDE, "parcels", "parcels").effect is Effect.INSIDE
    with pytest.raises(UserError, match="Two plugins"):
        make_known("parcels.send", Effect.LEAVES, "letters", "letters")
    assert make_known("parcels.send", Effect.LEAVES, "parcel_list", "parcels").effect is Effect.LEAVES


FETCHES = """
from typing import Any

from officebot.sdk import Duty, NoteItem, Proposal, say


def decide(page: bytes, settings: Any) -> Any:
    note = NoteItem(item_kind="fetches", key="1", title=page.decode())
    yield Proposal(key="1", title=say("x"), actions=(note,))


DUTY: Duty[Any, Any] = Duty(
    name="fetches", title=say("x"), decide=decide,
    observe=lambda office, trigger, settings: office.fetch("https://prices.example/list"),
)
"""


def test_a_page_is_fetched_for_it_from_a_host_that_was_agreed_to(tmp_path: Path) -> None:
    asked: list[Any] = []

    class Fetching(Quiet):
        """An office with one page."""

        def fetch_from(self, url: str, hosts: Any) -> bytes:
            asked.append((url, list(hosts)))
            return b"paper;1,20"

    keeper = Keeper()
    way = across(written(tmp_path, "fetches", FETCHES), keeper, means_for("sandbox"), ["network prices.example"])
    (proposal,) = proposed_by(way, Fetching())
    keeper.close()
    assert proposal.actions[0].title == "paper;1,20"
    assert asked == [("https://prices.example/list", ["prices.example"])]
