"""Hostile duties: each harms its own run alone, and is told in a sentence; the others go on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from officebot.core.problems import DutyFault, UserError
from officebot.engine.ledger.database import open_sqlite
from officebot.engine.running.office import OfficeReader
from officebot.isolation import standin
from officebot.isolation.child import PluginFault
from officebot.isolation.keeping import Keeper
from officebot.isolation.sandbox import means_for
from officebot.isolation.standin import Across
from officebot.sdk import Duty, Mail, MessageRef, Office, Viewer
from tests.app.offices import wait_for
from tests.isolation.attacking import FACTS, NOW, Quiet, across, one_duty, trigger

SEEN = MessageRef("desk", "INBOX", 7, 1, "a mail")
MAIL = Mail(ref=SEEN, date=NOW, received=NOW, subject="Hello", text="Hello")


@pytest.fixture(scope="module")
def keeper() -> Iterator[Keeper]:
    kept = Keeper()
    yield kept
    kept.close()


@pytest.fixture
def way(tmp_path: Path, keeper: Keeper) -> Callable[..., Across]:
    """The way to a hostile duty's process, by its name, with these rights."""

    def made(name: str, *rights: str, memory: int = 512_000_000) -> Across:
        return across(one_duty(tmp_path, name), keeper, means_for("sandbox"), rights, memory)

    return made


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch, keeper: Keeper) -> None:
    """Limits that nobody waits for."""
    monkeypatch.setattr(keeper, "run_seconds", 2.0)
    monkeypatch.setattr(standin, "RECOGNISE_SECONDS", 2.0)


def duty_of(way: Across) -> Duty[Any, Any]:
    return standin.duty(way, standin.described(way))


def run(duty: Duty[Any, Any], key: str = "manual", office: Any = None) -> Any:
    settings = duty.settings.model_validate({})
    why = replace(trigger(), key=key)
    return list(duty.decide(duty.observe(cast(Office, office or Quiet()), why, settings), settings))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("loops_in_a_run", "late"),
        ("holds_on_to_the_lock", "late"),
        ("eats_all_memory", "memory"),
        ("dies", "ended"),
        ("leaves", "raised"),
        ("answers_garbage", "garbage"),
        ("answers_without_end", "large"),
        ("answers_deeply", "large"),
        ("asks_without_end", "flood"),
        ("says_too_much", "large"),
    ],
)
def test_its_run_ends_with_a_sentence_and_the_next_one_begins_anew(
    name: str, kind: str, way: Callable[..., Across], keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "late":
        monkeypatch.setattr(keeper, "run_seconds", 1.5)
    duty = duty_of(way(name))
    for _ in range(2):
        with pytest.raises(PluginFault) as caught:
            run(duty)
        assert caught.value.kind == kind
        assert isinstance(caught.value, DutyFault)
        assert name in caught.value.problems[0].what.render("en")


def test_brackets_in_brackets_are_no_answer(way: Callable[..., Across]) -> None:
    with pytest.raises(PluginFault) as caught:
        run(duty_of(way("answers_deeply")), "deep")
    assert caught.value.kind == "garbage"


def test_one_that_never_ends_its_import_is_given_up(
    way: Callable[..., Across], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standin, "DESCRIBE_SECONDS", 2.0)
    with pytest.raises(PluginFault) as caught:
        standin.described(way("loops_at_import"))
    assert caught.value.kind == "late"


def test_a_recogniser_that_never_ends_is_given_up(way: Callable[..., Across], hurried: None) -> None:
    duty = duty_of(way("loops_over_a_mail", "mail desk/*"))
    assert duty.recogniser is not None
    began = time.monotonic()
    with pytest.raises(PluginFault, match="2 seconds"):
        duty.recogniser(MAIL, FACTS, duty.settings(), NOW)
    assert time.monotonic() - began < 20


def test_another_duty_runs_while_one_hangs(way: Callable[..., Across], tmp_path: Path, hurried: None) -> None:
    hangs, works = duty_of(way("loops_in_a_run")), duty_of(way("takes_anothers_key"))
    ended: list[Exception] = []

    def hang() -> None:
        try:
            run(hangs)
        except PluginFault as error:
            ended.append(error)

    thread = threading.Thread(target=hang)
    thread.start()
    assert len(run(works)) == 1
    assert not ended, "the other one still hangs"
    thread.join(20)
    assert len(ended) == 1


def test_a_flood_of_proposals_is_cut_off_where_the_engine_refuses_it(way: Callable[..., Across]) -> None:
    assert len(run(duty_of(way("floods_the_queue")))) == 1001


def test_whoever_screams_is_not_listened_to_and_its_run_goes_on(way: Callable[..., Across]) -> None:
    assert len(run(duty_of(way("screams")))) == 1


def test_words_are_only_words(way: Callable[..., Across]) -> None:
    duty = duty_of(way("says_hostile_words"))
    (proposal,) = run(duty, "terminal")
    assert proposal.title.render("en") == "]0;owned all is well gnitteL"
    for word in ("reach", "width", "brace", "surrogate"):
        with pytest.raises(PluginFault):
            run(duty, word)


@pytest.mark.parametrize(
    "deed", ["answer", "send", "draft", "flag", "attachment", "cells", "item", "file", "template", "about"]
)
def test_what_it_has_no_right_to_is_not_proposed(deed: str, way: Callable[..., Across]) -> None:
    # Each kind of action may be proposed: what is missing is the right to what it reaches.
    kinds = ("send-mail", "draft-mail", "flag-message", "keep-attachment", "set-cells", "close-item", "move-file")
    rights = ["mail desk/*", "action write-document", *(f"action {one}" for one in kinds)]
    with pytest.raises(PluginFault) as caught:
        run(duty_of(way("proposes_what_it_may_not", *rights)), deed)
    assert caught.value.kind == "wrong"


def test_what_it_remembers_is_not_under_anothers_name(way: Callable[..., Across]) -> None:
    (proposal,) = run(duty_of(way("proposes_what_it_may_not")), "remember")
    assert proposal.actions[0].kind == "fact.remember"


def test_no_other_dutys_proposal_has_its_key(way: Callable[..., Across]) -> None:
    (proposal,) = run(duty_of(way("takes_anothers_key")))
    assert proposal.key == "plugin/takes_anothers_key/order:paper:2026-11-26"


@pytest.mark.parametrize("name", ["brings_anothers_kind", "performs_anothers_kind"])
def test_no_kind_of_officebots_is_a_plugins(name: str, way: Callable[..., Across]) -> None:
    with pytest.raises(UserError):
        duty_of(way(name))


def test_its_panel_stands_on_its_own_page_and_leads_nowhere_else(way: Callable[..., Across]) -> None:
    duty = duty_of(way("claims_anothers_page"))
    (panel,) = duty.panels
    assert panel.page == "claims-anothers-page"
    viewer = Viewer(person=FACTS.people.all[0], language="en", zone=FACTS.working_time.tz, now=NOW)
    (rows,) = panel.show(cast(Office, Quiet()), viewer, duty.settings())
    assert [cell.to for cell in cast(Any, rows).rows[0]] == ["", "", "", "/proposal/3"]
    assert cast(Any, rows).after == ""


def test_no_plugin_says_what_officebots_duties_build_on(way: Callable[..., Across]) -> None:
    duty = duty_of(way("claims_a_verdict", "mail desk/*"))
    assert duty.recogniser is not None
    with pytest.raises(PluginFault, match="approval-answer"):
        duty.recogniser(MAIL, FACTS, duty.settings(), NOW)


def test_mails_that_it_may_not_see_are_not_shown_to_its_recogniser(way: Callable[..., Across]) -> None:
    duty = duty_of(way("claims_a_verdict", "mail desk/*"))
    assert duty.recogniser is not None
    elsewhere = replace(MAIL, ref=replace(SEEN, account="director"))
    for mail in (elsewhere, replace(MAIL, is_private=True)):
        assert list(duty.recogniser(mail, FACTS, duty.settings(), NOW)) == []


def test_the_office_answers_nothing_beyond_its_rights(way: Callable[..., Across]) -> None:
    duty = duty_of(way("asks_for_what_it_may_not", "file incoming/*"))
    questions = ("mails", "papers", "items", "workbook", "calendars", "password", "ledger", "settings", "desk", "rows",
                 "health", "remembered", "loopback", "undeclared", "method", "private")  # fmt: skip
    for question in questions:
        (proposal,) = run(duty, question)
        assert proposal.title.render("en").startswith("refused: "), (question, proposal.title.render("en"))
    for question in ("all items", "login", "account"):
        (proposal,) = run(duty, question)
        assert proposal.title.render("en") in ("given: []", "given: ()")


def test_what_no_honest_duty_asks_is_refused_and_its_process_goes_on(
    way: Callable[..., Across], tmp_path: Path
) -> None:
    rights = ("mail desk/*", "file incoming/*", "network prices.example", "item asks")
    ledger = open_sqlite(tmp_path / "ledger.db")
    office = OfficeReader(ledger, FACTS, tmp_path)
    duty = duty_of(way("asks_for_the_impossible", *rights))
    for _ in range(2):
        (proposal,) = run(duty, office=office)
        assert "refused" in proposal.title.render("en")
    ledger.close()


class Faulty(Quiet):
    """An office with a fault of its own."""

    def mails(self, since: Any, until: Any) -> Any:
        raise AssertionError("ours")


def test_a_fault_of_the_offices_own_is_ours_and_the_next_run_is_as_any(way: Callable[..., Across]) -> None:
    duty = duty_of(way("asks_for_the_impossible", "mail desk/*"))
    with pytest.raises(AssertionError, match="ours"):
        run(duty, office=Faulty())
    assert len(run(duty)) == 1


def test_what_works_unasked_stands_still_between_calls_and_goes_on_when_asked(
    way: Callable[..., Across], keeper: Keeper
) -> None:
    across = way("works_unasked")
    duty = duty_of(across)
    run(duty)
    with keeper.child(across.duty, across.place, across.means, across.limits, 5) as child:
        (asleep,) = child.processes[-1:]
    # A signal is heard when its process comes to its turn.
    assert wait_for(lambda: _state(asleep) == "T", 30)
    assert run(duty) == []
    assert child.processes[-1:] == (asleep,)


def _state(process: int) -> str:
    """The letter by which the system tells what a process does: T where it was stopped."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
