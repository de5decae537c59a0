"""Journal, duties, settings and health on the dashboard: who may look, who may change, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import text, update

from officebot.app import App
from officebot.core.people import Person
from officebot.engine.ledger.leases import real_now
from officebot.engine.ledger.schema import sessions
from officebot.engine.record import journal, journal_search
from officebot.engine.record.journal import Note
from officebot.settings.load import load_office
from officebot.web.server import Dashboard
from tests.web.browser import Browser, entered

pytestmark = pytest.mark.xdist_group("day")


@dataclass(frozen=True, slots=True)
class Open:
    app: App
    address: str

    def person(self, name: str) -> Person:
        found = self.app.facts.people.named(name)
        assert found is not None
        return found

    def entered(self, name: str) -> Browser:
        return entered(self.address, self.app, self.person(name))


@contextmanager
def desk(folder: Path) -> Iterator[Open]:
    with App(folder) as app:
        shown = Dashboard(app, port=0)
        shown.start()
        try:
            yield Open(app, shown.address)
        finally:
            shown.stop()


def hash_in(page: str) -> str:
    found = re.search(r'name="hash" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


FORM = "/settings/form?at=trust"


def test_the_journal_is_searched_and_verified(sample: Path) -> None:
    with desk(sample) as open_:
        browser = open_.entered("nadia")
        whole = browser.get("/journal?lang=en")
        assert whole.status == 200
        assert whole.text.count("<tr>") == 51
        older = re.search(r'href="(/journal\?before=\d+)"', whole.text)
        assert older is not None
        first = re.findall(r'class="figure" data-label="[^"]+">(\d+)', whole.text)
        following = re.findall(r'class="figure" data-label="[^"]+">(\d+)', browser.get(older[1]).text)
        assert int(following[0]) == int(first[-1]) - 1
        one = browser.get("/journal?subject=proposal:3&lang=en").text
        assert set(re.findall(r">(proposal:\d+)<", one)) == {"proposal:3"}
        assert 'class="figure"' not in browser.get("/journal?day=2020-01-01&lang=en").text
        assert "is not a day" in browser.get("/journal?day=tomorrow&lang=en").text
        assert "entries hold" in browser.act("/journal/verify").text + browser.get("/journal?lang=en").text


def test_a_journal_that_was_changed_is_said_to_be_so(sample: Path) -> None:
    with desk(sample) as open_:
        with open_.app.ledger.writing() as tx:
            tx.execute(text("UPDATE journal SET who = 'somebody' WHERE seq = 7"))
        browser = open_.entered("nadia")
        browser.act("/journal/verify")
        assert "entry 7 does not fit" in browser.get("/journal?lang=en").text
        assert "entry 7 does not fit" in browser.get("/health-of-the-office?lang=en").text


def test_the_journal_tells_nobody_of_what_is_not_theirs(sample: Path) -> None:
    with desk(sample) as open_:
        secret = Note("officebot", "item.noted", "item:deadline:dismissal of Mr Blanc", {})
        with open_.app.ledger.writing() as tx:
            journal.write(tx, open_.app.clock.now(), [secret])
        browser = open_.entered("malik")
        assert "dismissal" not in browser.get("/journal").text
        asked = browser.get("/journal?subject=item:deadline:dismissal+of+Mr+Blanc").text
        assert 'class="figure"' not in asked


def test_days_of_the_journal_are_found_by_halving(sample: Path) -> None:
    with desk(sample) as open_, open_.app.ledger.reading() as tx:
        wanted = list(journal.read(tx))
        middle = wanted[len(wanted) // 2].at
        found = journal_search.search(
            tx, journal_search.Wanted(since=middle, until=middle + timedelta(hours=1)), most=10_000
        )
        expected = [one.seq for one in wanted if middle <= one.at < middle + timedelta(hours=1)]
        assert [one.seq for one in reversed(found)] == expected
        assert journal_search.kinds(tx) == sorted({one.what for one in wanted})
        assert journal_search.actors(tx) == sorted({one.who for one in wanted})


def test_who_looks_after_the_office_pauses_runs_and_tries(sample: Path) -> None:
    with desk(sample) as open_:
        browser = open_.entered("nadia")
        assert "office is paused" in browser.act("/office/pause").text + browser.get("/duties?lang=en").text
        assert "office is paused" not in browser.act("/office/resume").text
        with open_.app.ledger.reading() as tx:
            before = (
                tx.execute(text("SELECT count(*) FROM runs")).scalar_one(),
                tx.execute(text("SELECT count(*) FROM proposals")).scalar_one(),
            )
        tried = browser.act("/duties/deadlines/try")
        assert tried.status == 200
        with open_.app.ledger.reading() as tx:
            assert before == (
                tx.execute(text("SELECT count(*) FROM runs")).scalar_one(),
                tx.execute(text("SELECT count(*) FROM proposals")).scalar_one(),
            )
        assert browser.act("/duties/deadlines/run").status == 200
        with open_.app.ledger.reading() as tx:
            assert tx.execute(text("SELECT state FROM runs WHERE trigger_kind = 'manual'")).scalars().all() == [
                "pending"
            ]
        assert browser.act("/duties/nothing/run").status == 404


def test_others_look_only(sample: Path) -> None:
    with desk(sample) as open_:
        browser = open_.entered("malik")
        before = (sample / "office.toml").read_bytes(), (sample / "people.csv").read_bytes()
        form = browser.get(FORM).text
        assert 'type="submit"' not in form
        assert "Vérifier et enregistrer" not in form
        shown = hash_in(form)
        for path, fields in (
            ("/settings/form", {"at": "trust", "hash": shown, "v.observe_days": "9"}),
            ("/settings/remove", {"at": "policy/0", "hash": shown}),
            ("/settings/table/people.csv", {"hash": shown, "first": "0", "count": "9"}),
            ("/office/pause", {}), ("/office/resume", {}), ("/duties/deadlines/run", {}), ("/duties/deadlines/try", {}),
        ):  # fmt: skip
            assert browser.act(path, fields).status == 404, path
        assert ((sample / "office.toml").read_bytes(), (sample / "people.csv").read_bytes()) == before
        for path in ("/settings", "/duties", "/journal", "/health-of-the-office", "/settings/table/people.csv"):
            assert browser.get(path).status == 200


def test_a_setting_is_changed_with_comments_kept_and_taken_back(sample: Path) -> None:
    with desk(sample) as open_:
        browser = open_.entered("nadia")
        before = (sample / "office.toml").read_text()
        shown = hash_in(browser.get(FORM).text)
        saved = browser.act("/settings/form", {"at": "trust", "hash": shown, "v.observe_days": "9"})
        assert saved.url.endswith("/settings?saved=1")
        after = (sample / "office.toml").read_text()
        assert load_office(sample).settings.trust.observe_days == 9
        assert [line for line in after.splitlines() if "#" in line] == [
            line for line in before.splitlines() if "#" in line
        ]
        change = browser.get("/settings/change/1?lang=en").text
        assert "+observe_days = 9" in unescape(change)
        assert browser.act("/settings/change/1/back", {"hash": hash_in(change)}).url.endswith("saved=1")
        assert (sample / "office.toml").read_text() == before
        with open_.app.ledger.reading() as tx:
            told = journal_search.search(tx, journal_search.Wanted(what="settings.changed"))
        assert [one.who for one in told] == [open_.person("nadia").name] * 2


def test_what_is_wrong_is_said_beside_what_was_typed(sample: Path) -> None:
    with desk(sample) as open_:
        browser = open_.entered("nadia")
        shown = hash_in(browser.get(FORM).text)
        got = browser.act(
            "/settings/form", {"at": "trust", "hash": shown, "v.observe_days": "nine", "v.guard_items": "7"}
        )
        assert got.status == 400
        assert 'value="nine"' in got.text
        assert 'value="7"' in got.text
        assert "trust.observe_days" in got.text


def test_a_change_by_somebody_else_is_said_and_what_was_typed_is_kept(sample: Path) -> None:
    with desk(sample) as open_:
        browser = open_.entered("nadia")
        shown = hash_in(browser.get(FORM).text)
        with (sample / "office.toml").open("a") as file:
            file.write("# a later thought\n")
        fields = {"at": "trust", "hash": shown, "v.observe_days": "9"}
        got = browser.act("/settings/form", fields)
        assert got.status == 409
        assert 'value="9"' in got.text
        assert browser.act("/settings/form", {**fields, "hash": hash_in(got.text)}).url.endswith("saved=1")
        assert (sample / "office.toml").read_text().endswith("# a later thought\n")
        assert load_office(sample).settings.trust.observe_days == 9


def test_a_proof_that_is_too_old_is_asked_for_and_what_was_typed_is_kept(sample: Path) -> None:
    with desk(sample) as open_:
        browser = open_.entered("nadia")
        word = "verre soufflé du lundi"
        browser.act("/account/password", {"password": word, "again": word})
        with open_.app.ledger.writing() as tx:
            tx.execute(update(sessions).values(proven=real_now() - timedelta(hours=1)))
        page = browser.get(FORM).text
        fields = {"at": "trust", "hash": hash_in(page), "v.observe_days": "9"}
        assert 'name="proof"' in page
        for proof in ("", "verre soufflé du mardi"):
            got = browser.act("/settings/form", {**fields, "proof": proof})
            assert got.status == 403
            assert 'value="9"' in got.text
            assert "mardi" not in got.text
        assert browser.act("/settings/form", {**fields, "proof": word}).url.endswith("saved=1")


def test_a_password_is_never_shown_and_never_in_the_settings(sample: Path) -> None:
    with desk(sample) as open_:
        browser = open_.entered("nadia")
        page = browser.get("/settings/form?at=mail/accounts/desk").text
        fields = {"at": "mail/accounts/desk", "hash": hash_in(page), "v.imap.password": "a wholly new word"}
        assert browser.act("/settings/form", fields).url.endswith("saved=1")
        kept = load_office(sample).settings.mail.accounts["desk"].imap.password
        assert kept.reveal() == "a wholly new word"
        assert (sample / "secrets" / "mail-accounts-desk-imap").stat().st_mode & 0o777 == 0o600
        for path in ("/settings/form?at=mail/accounts/desk", "/settings/change/1", "/journal", "/settings"):
            assert "a wholly new word" not in browser.get(path).text
        for one in (sample / "state").rglob("*"):
            assert not one.is_file() or b"a wholly new word" not in one.read_bytes(), one


def test_people_are_added_in_a_table(sample: Path) -> None:
    with desk(sample) as open_:
        browser = open_.entered("nadia")
        page = browser.get("/settings/table/people.csv").text
        rows = {
            unescape(name): unescape(value) for name, value in re.findall(r'name="(r\.[^"]+)" value="([^"]*)"', page)
        }
        count = re.search(r'name="count" value="(\d+)"', page)
        assert count is not None
        new = f"r.{count[1]}"
        fields = {**rows, "hash": hash_in(page), "first": "0", "count": count[1]}
        wrong = browser.act("/settings/table/people.csv", {**fields, f"{new}.name": "Léa", f"{new}.address": "lea"})
        assert wrong.status == 400
        assert 'value="lea"' in wrong.text
        right = {**fields, f"{new}.name": "Léa", f"{new}.address": "lea@atelier-verrier.example"}
        assert browser.act("/settings/table/people.csv", right).url.endswith("saved=1")
        people = load_office(sample).people
        assert people.at("lea@atelier-verrier.example") is not None
        assert len(people.all) == int(count[1]) + 1


def test_every_form_is_shown_and_small_in_both_languages(sample: Path) -> None:
    with desk(sample) as open_:
        browser = open_.entered("nadia")
        links = {unescape(one) for one in re.findall(r'href="(/settings/[^"]+)"', browser.get("/settings").text)}
        assert len(links) > 40
        for link in sorted(links):
            for lang in ("fr", "en"):
                got = browser.get(f"{link}&lang={lang}" if "?" in link else f"{link}?lang={lang}")
                assert got.status == 200, link
                assert len(got.text) < 100_000, link
        assert "Pendant combien de jours" in browser.get(f"{FORM}&lang=fr").text
