"""The queue in a browser: what was shown is what is answered, and each answer counts once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree

import pytest

from officebot.app import App
from officebot.core.proposals import ProposalState
from officebot.engine.record import views
from officebot.web.server import Dashboard
from tests.app.days import Lived
from tests.web.browser import Browser, entered

pytestmark = pytest.mark.xdist_group("day")


@contextmanager
def desk(lived: Lived, place: Path) -> Iterator[tuple[App, Browser]]:
    """A copy of the lived office, in which the owner of the mailbox has come in."""
    folder = place / "office"
    copytree(lived.folder, folder, ignore=lambda _, names: [one for one in names if one.endswith(".sock")])
    with App(folder) as app:
        shown = Dashboard(app, port=0)
        shown.start()
        try:
            yield app, entered(shown.address, app, app.answer(None).person)
        finally:
            shown.stop()


def waiting(app: App) -> list[views.ProposalView]:
    return views.waiting_for(app.ledger, app.answer(None).person, app.clock.now())[1]


def hash_in(page: str) -> str:
    found = re.search(r'name="hash" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def test_a_yes_counts_for_what_was_shown_and_for_nothing_that_took_its_place(
    lived_day: Lived, tmp_path: Path
) -> None:
    with desk(lived_day, tmp_path) as (app, browser):
        one = waiting(app)[0]
        page = browser.get(f"/proposal/{one.id}?lang=en").text
        assert hash_in(page) == one.hash
        stale = browser.act(f"/proposal/{one.id}/approve", {"hash": "0" * 64})
        assert stale.status == 409
        assert views.proposal(app.ledger, one.id).state == ProposalState.WAITING
        assert browser.act(f"/proposal/{one.id}/approve", {"hash": one.hash}).status == 200
        assert views.proposal(app.ledger, one.id).state == ProposalState.APPROVED
        again = browser.act(f"/proposal/{one.id}/approve", {"hash": one.hash})
        assert again.status == 409


def test_the_next_page_says_what_became_of_the_answer_just_given(lived_day: Lived, tmp_path: Path) -> None:
    with desk(lived_day, tmp_path) as (app, browser):
        first, second = waiting(app)[:2]
        browser.get(f"/proposal/{first.id}?lang=en")
        after = browser.act(f"/proposal/{first.id}/reject", {"because": "she calls herself", "next": str(second.id)})
        assert f'role="status"><a href="/proposal/{first.id}">' in after.text
        assert after.url.endswith(f"/proposal/{second.id}?answered={first.id}")
        for number in ("0", "none", str(2**70), str(second.id + 10**6)):
            assert 'role="status"' not in browser.get(f"/queue?answered={number}").text


def test_several_are_answered_together_only_where_each_was_looked_at(lived_day: Lived, tmp_path: Path) -> None:
    with desk(lived_day, tmp_path) as (app, browser):
        seen, unseen = waiting(app)[:2]
        assert f'value="{seen.id}"' not in browser.get("/queue").text
        browser.get(f"/proposal/{seen.id}")
        shown = browser.get("/queue").text
        assert f'name="chosen" value="{seen.id}"' in shown
        assert f'name="chosen" value="{unseen.id}"' not in shown
        # A form that names one that was not shown does nothing to it.
        for number in (unseen.id, seen.id):
            browser.act("/queue/approve", {"chosen": str(number)})
        assert views.proposal(app.ledger, unseen.id).state == ProposalState.WAITING
        assert views.proposal(app.ledger, seen.id).state == ProposalState.APPROVED


def test_a_number_that_is_none_stops_no_answer_halfway(lived_day: Lived, tmp_path: Path) -> None:
    with desk(lived_day, tmp_path) as (app, browser):
        seen = waiting(app)[0]
        browser.get(f"/proposal/{seen.id}")
        fields = [("chosen", str(seen.id)), ("chosen", "999999"), ("form_word", browser.word())]
        told = browser.post_pairs("/queue/approve", fields)
        assert told.status == 200
        assert "999999" in told.text
        assert views.proposal(app.ledger, seen.id).state == ProposalState.APPROVED


def test_a_number_that_no_ledger_holds_is_no_proposal(lived_day: Lived, tmp_path: Path) -> None:
    with desk(lived_day, tmp_path) as (_app, browser):
        assert browser.get("/proposal/" + "9" * 30).status == 404
        assert browser.get("/proposal/" + "9" * 5000).status == 414


def test_a_no_needs_its_reason_and_keeps_it(lived_day: Lived, tmp_path: Path) -> None:
    with desk(lived_day, tmp_path) as (app, browser):
        one = waiting(app)[0]
        assert browser.act(f"/proposal/{one.id}/reject", {"because": "  "}).status == 400
        assert browser.act(f"/proposal/{one.id}/reject", {"because": "déjà répondu"}).status == 200
        now = views.proposal(app.ledger, one.id)
        assert (now.state, now.rejected_because) == (ProposalState.REJECTED, "déjà répondu")


def test_what_is_put_off_leaves_this_person_s_queue_and_waits_all_the_same(lived_day: Lived, tmp_path: Path) -> None:
    with desk(lived_day, tmp_path) as (app, browser):
        one = waiting(app)[0]
        page = browser.get(f"/proposal/{one.id}").text
        times = re.findall(r'<option value="(\d{4}-\d\d-\d\dT\d\d:\d\d)">', page)
        assert browser.act(f"/proposal/{one.id}/later", {"until": times[0]}).status == 200
        assert one.id not in [other.id for other in waiting(app)]
        assert views.proposal(app.ledger, one.id).state == ProposalState.WAITING
        assert browser.act(f"/proposal/{one.id}/later", {"until": "2020-01-01T08:00"}).status == 400
        assert browser.act(f"/proposal/{one.id}/later", {"until": "demain"}).status == 400


def test_words_are_changed_shown_again_and_only_then_approved(lived_day: Lived, tmp_path: Path) -> None:
    with desk(lived_day, tmp_path) as (app, browser):
        one = next(one for one in waiting(app) if one.actions[0].kind == "mail.draft")
        words = {
            "hash": one.hash,
            "subject-0": "Un autre objet",
            "body-0": "Bonjour,\n\nNous répondons mardi. <b>Merci</b>",
        }
        answer = browser.act(f"/proposal/{one.id}/words", words)
        number = int(answer.url.rpartition("/")[2])
        assert number != one.id
        assert "Nous répondons mardi. &lt;b&gt;Merci&lt;/b&gt;" in answer.text
        old, new = views.proposal(app.ledger, one.id), views.proposal(app.ledger, number)
        assert (old.state, new.state) == (ProposalState.SUPERSEDED, ProposalState.WAITING)
        assert new.hash != old.hash
        assert (new.key, new.expires, new.owner, new.circle) == (old.key, old.expires, old.owner, old.circle)
        message = next(data for place, data in views.content(app.ledger, number).items() if place == "0/message")
        assert b"Un autre objet" in message
        # The old words can be approved no more, by a tab that still shows them.
        assert browser.act(f"/proposal/{one.id}/approve", {"hash": one.hash}).status == 409
        # The duty proposes its own words again: nothing new comes of it.
        before = len(waiting(app))
        app.run_duties([one.duty])
        assert len(waiting(app)) == before
        assert browser.act(f"/proposal/{number}/words", {**words, "hash": old.hash}).status == 409


def test_a_letter_that_the_page_cuts_is_not_answered_together_with_others_and_says_where_its_rest_is(
    lived_day: Lived, tmp_path: Path
) -> None:
    with desk(lived_day, tmp_path) as (app, browser):
        one = next(one for one in waiting(app) if one.actions[0].kind == "mail.draft")

        def amended(number: int, hash_: str, body: str) -> tuple[int, str]:
            words = {"hash": hash_, "subject-0": "Un autre objet", "body-0": body}
            answer = browser.act(f"/proposal/{number}/words?lang=en", words)
            new = int(answer.url.rpartition("/")[2])
            return new, browser.get(f"/proposal/{new}?lang=en").text

        number, page = amended(one.id, one.hash, "Nous répondons mardi. " * 2_000 + "Fin du courrier.")
        assert "Fin du courrier." in page.partition("<textarea")[0]
        assert "longer than this page" not in page
        assert f'name="chosen" value="{number}"' in browser.get("/queue").text
        number, page = amended(number, hash_in(page), ("mot " * 24_999) + "Fin")
        assert "the file holds the rest" in page
        assert f'name="chosen" value="{number}"' not in browser.get("/queue").text
        browser.act("/queue/approve", {"chosen": str(number)})
        assert views.proposal(app.ledger, number).state == ProposalState.WAITING
        assert browser.act(f"/proposal/{number}/approve", {"hash": hash_in(page)}).status == 200
        assert views.proposal(app.ledger, number).state == ProposalState.APPROVED


def test_the_first_page_counts_the_mail_that_one_may_see_and_no_other(lived_day: Lived, tmp_path: Path) -> None:
    with desk(lived_day, tmp_path) as (app, browser):
        people = app.facts.people.all
        stranger = next(one for one in people if not app.viewer(one, "en").accounts)
        theirs = entered(browser.address, app, stranger).get("/?lang=en").text
        received = app.totals()["received"]
        assert received > 0
        assert f"<dt>Received</dt><dd>{received}</dd>" in browser.get("/?lang=en").text
        assert "<dt>Received</dt><dd>0</dd>" in theirs


def test_what_another_circle_decides_is_not_here(lived_day: Lived, tmp_path: Path) -> None:
    with desk(lived_day, tmp_path) as (app, browser):
        people = app.facts.people
        nadia = app.answer(None).person
        other = next(one for one in people.all if one.circle != nadia.circle)
        stranger = entered(browser.address, app, other)
        for one in waiting(app):
            if one.circle and one.circle != other.circle and one.owner != other.address:
                assert stranger.get(f"/proposal/{one.id}").status == 404
                assert stranger.act(f"/proposal/{one.id}/approve", {"hash": one.hash}).status == 404
                assert stranger.get(f"/proposal/{one.id}/file/0/message").status == 404
                break
        else:
            pytest.fail("nothing waits that this person may not see")


def test_what_was_done_is_listed_and_taken_back_in_a_click(lived_day: Lived, tmp_path: Path) -> None:
    with desk(lived_day, tmp_path) as (app, browser):
        page = browser.get("/done?duty=deadlines&lang=en").text
        number = int(re.findall(r'action="/proposal/(\d+)/undo"', page)[0])
        assert "undone" in browser.act(f"/proposal/{number}/undo?lang=en").text
        assert views.proposal(app.ledger, number).state == ProposalState.UNDONE


def test_the_first_page_tells_what_was_done_since_one_last_looked(lived_day: Lived, tmp_path: Path) -> None:
    with desk(lived_day, tmp_path) as (_, browser):
        before = browser.get("/?lang=en").text
        assert re.search(r"Done since you last looked \([1-9]\d*\)", before)
        after = browser.act("/looked").text
        assert "(0)" in browser.get("/?lang=en").text.partition("Done since you last looked")[2][:10], after[:200]
