"""The dashboard as a browser gets it: only for who is signed in, in words of the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from officebot.app import App
from officebot.core.people import Person
from officebot.engine.deciding import access
from officebot.web.server import Dashboard
from officebot.web.signing_in import Attempts
from tests.app.days import Lived
from tests.web.browser import Browser, entered

pytestmark = pytest.mark.xdist_group("day")


@dataclass(frozen=True, slots=True)
class Open:
    """An open dashboard, its office, and a person of it."""

    app: App
    address: str
    nadia: Person


@contextmanager
def dashboard(lived: Lived) -> Iterator[Open]:
    with App(lived.folder) as app:
        shown = Dashboard(app, port=0)
        shown.start()
        nadia = app.answer(None).person
        try:
            yield Open(app, shown.address, nadia)
        finally:
            shown.stop()


def test_who_is_not_signed_in_sees_no_page_but_the_door_and_comes_back_to_what_they_asked_for(
    lived_day: Lived,
) -> None:
    with dashboard(lived_day) as desk:
        browser = Browser(desk.address)
        for path in ("/", "/queue", "/proposal/1", "/account"):
            sent = browser.get(path, stay=True)
            assert sent.status == 303, path
            assert sent.headers["location"].startswith("/sign-in?to=%2F"), path
        assert "Atelier" in browser.get("/sign-in").text
        assert "kilbride" not in browser.get("/proposal/1").text.lower()


def test_a_link_lets_in_once_and_only_by_its_button(lived_day: Lived) -> None:
    with dashboard(lived_day) as desk:
        browser = Browser(desk.address)
        code = access.make_entry(desk.app.ledger, desk.nadia)
        assert "<button" in browser.get(f"/enter?code={code}").text
        assert browser.get("/", stay=True).status == 303
        assert browser.post("/enter", {"code": code}).url == f"{browser.address}/"
        assert browser.get("/", stay=True).status == 200
        again = Browser(desk.address)
        assert again.post("/enter", {"code": code}).status == 401
        assert again.get("/", stay=True).status == 303


def test_a_password_is_chosen_and_lets_in_and_a_wrong_one_does_not(lived_day: Lived) -> None:
    with dashboard(lived_day) as desk:
        browser = entered(desk.address, desk.app, desk.nadia)
        chosen = {"password": "verre soufflé du lundi", "again": "verre soufflé du lundi"}
        assert browser.act("/account/password", {"password": "court", "again": "court"}).status == 400
        assert browser.act("/account/password", {**chosen, "again": "autre chose du lundi"}).status == 400
        assert browser.act("/account/password", chosen).status == 200
        other = Browser(desk.address)
        name = {"name": desk.nadia.name}
        assert other.post("/sign-in", {**name, "password": "verre soufflé du mardi"}).status == 401
        assert other.post("/sign-in", {"name": "personne", "password": chosen["password"]}).status == 401
        assert other.post("/sign-in", {**name, "password": chosen["password"]}).url == f"{other.address}/"
        # Signing out ends the session, whoever still has its cookie.
        kept = next(one.value for one in other.cookies if one.name == "officebot_session")
        other.act("/sign-out")
        assert access.find_session(desk.app.ledger, str(kept), desk.app.settings.service.session_limits()) is None


def test_after_five_wrong_passwords_each_try_waits_and_a_right_one_is_not_even_looked_at(lived_day: Lived) -> None:
    with dashboard(lived_day) as desk:
        access.set_password(desk.app.ledger, desk.nadia, "verre soufflé du lundi", desk.app.clock.now())
        browser, name = Browser(desk.address), {"name": desk.nadia.address}
        tries = [browser.post("/sign-in", {**name, "password": f"essai numéro {n}"}).status for n in range(8)]
        assert tries[:5] == [401] * 5
        assert 429 in tries[5:]
        assert browser.post("/sign-in", {**name, "password": "verre soufflé du lundi"}).status == 429


def test_the_page_of_the_day_is_renewed_by_itself_and_only_scripts_with_this_answer_s_nonce_run(
    lived_day: Lived,
) -> None:
    with dashboard(lived_day) as desk:
        browser = entered(desk.address, desk.app, desk.nadia)
        today, again = browser.get("/?lang=fr"), browser.get("/?lang=fr")
        one, still = browser.get("/proposal/1?lang=fr"), browser.get("/?renewed=no")
    assert 'data-renewed="30"' in today.text
    # A page that reloads itself whole takes the focus away (WCAG 2.2.1), and whoever reads must be able to stop it.
    assert "http-equiv" not in today.text
    assert '<a href="/?renewed=no">' in today.text
    assert "data-renewed" not in still.text
    assert "renouvelé toutes les 30 secondes" in today.text
    policy = today.headers["content-security-policy"]
    nonces = re.findall(r'<script nonce="([^"]+)"', today.text)
    assert f"script-src 'nonce-{nonces[0]}'" in policy
    assert len(nonces) == today.text.count("<script") == 2
    assert policy != again.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    # What somebody reads word by word stays as it is.
    assert "data-renewed" not in one.text


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_proposal_s_page_holds_no_name_from_inside(lived_day: Lived, lang: str) -> None:
    with dashboard(lived_day) as desk:
        browser = entered(desk.address, desk.app, desk.nadia)
        for number in range(1, 30):
            text = browser.get(f"/proposal/{number}?lang={lang}").text
            body = re.sub(r"<code>.*?</code>", "", text)
            assert not re.search(r"mail_triage|follow_up|proposal\.(made|done)|\\Flagged|partly-done", body), number


def test_a_form_counts_only_from_a_page_of_this_address_with_the_word_of_the_session(lived_day: Lived) -> None:
    with dashboard(lived_day) as desk:
        browser = entered(desk.address, desk.app, desk.nadia)
        told = {"form_word": browser.word(), "because": "pas maintenant"}
        path = "/proposal/1/reject"
        assert browser.post(path, told, headers={"origin": "http://evil.example"}).status == 403
        assert browser.post(path, told, headers={"sec-fetch-site": "cross-site"}).status == 403
        assert browser.post(path, told, headers={"host": "evil.example"}).status == 421
        assert browser.post(path, {**told, "form_word": "0" * 64}).status == 403
        assert browser.post(path, {"because": "pas maintenant"}).status == 403
        assert Browser(desk.address).post(path, told).status == 401
        # It came through, and was told that this one is decided already.
        assert browser.post(path, told).status == 409


def test_of_many_wrong_passwords_at_once_no_more_are_tried_than_one_after_another() -> None:
    attempts = Attempts(clock=lambda: 0.0)
    with ThreadPoolExecutor(20) as pool:
        waits = list(pool.map(lambda _: attempts.begin("person"), range(200)))
    assert waits.count(0.0) == 5
    attempts.succeeded("person")
    assert attempts.begin("person") == 0
