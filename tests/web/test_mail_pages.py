"""The page of one mail: what it was judged to be and why, its text when it is opened, and nothing of it that acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from officebot.app import App
from officebot.app.demo import serving
from officebot.connectors.mime.clean_html import clean_html
from officebot.engine.ledger import mails
from officebot.web.server import Dashboard
from tests.connectors.html_vectors import VECTORS
from tests.web.browser import Browser, entered

pytestmark = pytest.mark.xdist_group("day")


def hostile_mail(subject: str, html: str) -> bytes:
    """A mail with a text, this HTML and two files."""
    mail = EmailMessage()
    mail["Message-ID"] = f"<{abs(hash((subject, html)))}@client.example>"
    mail["From"] = "Paul <paul@client.example>"
    mail["To"] = "assistance@atelier-verrier.example"
    mail["Cc"] = "compta@client.example"
    mail["Date"] = "Mon, 23 Nov 2026 19:00:00 +0100"
    mail["Subject"] = subject
    mail.set_content("Bonjour,\n<script>alert(1)</script> & <b>gras</b>\nmerci de répondre avant vendredi.\n")
    mail.add_alternative(html, subtype="html")
    mail.add_attachment(b"%PDF-1.4 x", maintype="application", subtype="pdf", filename="devis.pdf")
    mail.add_attachment(b"MZ\x90\x00" + b"x" * 99, maintype="application", subtype="pdf", filename="facture.pdf.exe")
    return mail.as_bytes()


@contextmanager
def desk(folder: Path, *letters: bytes) -> Iterator[tuple[App, Browser, list[int]]]:
    """The office, in which the owner of the mailbox has come in, and the numbers of these mails that came since."""
    with serving(folder) as servers, App(folder) as app:
        app.serve_with(servers)
        with app.ledger.reading() as tx:
            last = mails.last_number(tx)
        for raw in letters:
            servers.deliver(raw)
        if letters:
            app.take_in("desk")
        with app.ledger.reading() as tx:
            new = [one.id for one in mails.numbered(tx, last + 1, mails.last_number(tx))]
        shown = Dashboard(app, port=0)
        shown.start()
        try:
            yield app, entered(shown.address, app, app.answer(None).person), new
        finally:
            shown.stop()


def test_a_mail_shows_its_verdict_and_its_text_only_when_it_is_opened(sample: Path) -> None:
    raw = hostile_mail(
        "Devis à confirmer", '<p>Voir <a href="https://client.example/d">ici</a><img src="https://t.test/p"></p>'
    )
    with desk(sample, raw) as (_, browser, (number,)):
        page = browser.get(f"/mail/{number}?lang=en")
        assert page.status == 200
        assert "Devis à confirmer" in page.text
        assert "What it was judged to be" in page.text
        assert "<q>" in page.text
        assert "merci de répondre avant vendredi.\n" not in page.text
        opened = browser.get(f"/mail/{number}/text?lang=en").text
        assert "merci de répondre avant vendredi." in opened
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;gras&lt;/b&gt;" in opened
        assert '<a target="_blank" rel="noopener noreferrer" href="https://client.example/d">ici</a>' in opened
        assert "t.test" not in opened
        assert "compta@client.example" in opened
        assert "devis.pdf" in opened
        assert "An attachment is a program." in opened
        part = browser.get(f"/mail/{number}/text", headers={"hx-request": "true"}).text
        assert "merci de répondre avant vendredi." in part
        assert "<html" not in part
        assert len(opened.encode()) < 100_000


def test_a_private_mail_is_never_fetched_nor_shown(sample: Path) -> None:
    raw = hostile_mail("Personnel : mon rendez-vous chez le médecin", "<p>secretword</p>")
    with desk(sample, raw) as (_, browser, (number,)):
        for path in (f"/mail/{number}?lang=en", f"/mail/{number}/text?lang=en"):
            page = browser.get(path).text
            assert "marked private" in page
            assert "médecin" not in page
            assert "secretword" not in page
            assert "devis.pdf" not in page


def test_a_mail_that_is_gone_or_out_of_reach_says_so_and_the_page_stands(sample: Path) -> None:
    with App(sample) as app:
        shown = Dashboard(app, port=0)
        shown.start()
        try:
            browser = entered(shown.address, app, app.answer(None).person)
            assert browser.get("/mail/999999").status == 404
            assert browser.get("/mail/99999999999999999999/text").status == 404
        finally:
            shown.stop()


# ── in Chromium ───────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def chromium_page(browser: Any) -> Iterator[tuple[Any, list[str], list[str]]]:
    """A page of Chromium with all that it asks for, none of it answered, and all that ran in it."""
    requests: list[str] = []
    ran: list[str] = []
    page = browser.new_page()

    def dismissed(dialog: Any) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismissed)
    page.on("request", lambda request: requests.append(request.url))
    page.route("**/*", lambda route: route.abort())
    try:
        yield page, requests, ran
    finally:
        page.close()


def asked(requests: list[str]) -> list[str]:
    """What was asked of anybody: a document that stands in the page already is none."""
    return [one for one in requests if not one.startswith(("data:", "about:", "blob:"))]


def test_chromium_runs_and_asks_for_nothing_of_any_vector_once_it_is_clean(chromium: Any) -> None:
    with chromium_page(chromium) as (page, requests, ran):
        done = 0
        for vector in VECTORS:
            before = len(asked(requests)), len(ran)
            page.set_content(
                f"<!doctype html><body>{clean_html(vector, 35_000)}</body>", wait_until="domcontentloaded"
            )
            assert (len(asked(requests)), len(ran)) == before, vector
            done += 1
        page.wait_for_timeout(300)
        print(f"{done} vectors in Chromium: {len(ran)} scripts, {len(asked(requests))} requests")
        assert not asked(requests)
        assert not ran
        # Turned round: as they came, many run or ask.
        for vector in VECTORS[:60]:
            page.set_content(f"<!doctype html><body>{vector}</body>", wait_until="commit")
        page.wait_for_timeout(500)
        assert len(ran) + len(asked(requests)) > 20


def test_the_page_of_a_hostile_mail_asks_nobody_but_us_and_breaks_no_rule(sample: Path, chromium: Any) -> None:
    html = "".join(f"<div>{vector}</div>" for vector in VECTORS if "plaintext" not in vector and "<!--" not in vector)
    with (
        desk(sample, hostile_mail("Offre", html)) as (_, browser, (number,)),
        chromium_page(chromium) as (page, requests, ran),
    ):
        page.unroute("**/*")
        page.route(lambda url: not url.startswith(browser.address), lambda route: route.abort())
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.context.add_cookies(
            [{"name": one.name, "value": one.value or "", "url": browser.address} for one in browser.cookies]
        )
        page.goto(f"{browser.address}/mail/{number}?lang=en", wait_until="load")
        page.wait_for_selector("pre.mail")
        page.locator("details.words summary").click()
        assert page.locator(".laid").inner_text()
        page.wait_for_timeout(300)
        assert not ran
        assert not [one for one in requests if not one.startswith(browser.address)]
        assert not told
