"""What people get wrong, or the world: one sentence that says what to do, in their language, and the rest goes on."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from officebot.testing.dovecot import Dovecot, DovecotUser, free_port, make_certificate, running_dovecot
from tests.app.offices import edit, letter, make_office, officebot, serving, urgent, wait_for

pytestmark = pytest.mark.live


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that is wrong with an office: what breaks it, and what is said of it in both languages."""

    breaks: Callable[[Path], None]
    en: str
    fr: str

    def said(self, lang: str) -> str:
        return self.fr if lang == "fr" else self.en


def imap(**values: Any) -> Callable[[Path], None]:
    return lambda office: edit(office, mail={"accounts": {"desk": {"imap": values}}})


def wrong_password(office: Path) -> None:
    (office / "secrets" / "imap").write_text("wrong\n")


WRONG = {
    "an unreachable server": Wrong(
        lambda office: imap(port=free_port())(office), "check the network", "vérifiez le réseau"
    ),
    "a wrong password": Wrong(wrong_password, "correct them", "corrigez-les"),
    "a missing folder": Wrong(imap(folders=["Nowhere", "INBOX"]), "create it, or change", "créez-le, ou changez"),
    "no encryption at the server": Wrong(imap(security="starttls"), "STARTTLS", "STARTTLS"),
}


@pytest.fixture
def office(tmp_path: Path, dovecot: DovecotUser) -> Path:
    """An office that has taken in its first mail already."""
    made = make_office(tmp_path / "office", dovecot)
    assert officebot("once", office=made).code == 0
    return made


def rows(office: Path, query: str) -> list[Any]:
    connection = sqlite3.connect(f"file:{office}/state/ledger.db?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_in_a_sentence_by_once_and_by_the_doctor(
    office: Path, dovecot: DovecotUser, name: str
) -> None:
    wrong, before = WRONG[name], (office / "office.toml").read_text()
    password = (office / "secrets" / "imap").read_text()
    wrong.breaks(office)
    dovecot.deliver(urgent(1))
    for lang in ("en", "fr"):
        once = officebot("once", "--json", office=office, lang=lang)
        assert once.code == 1
        assert sum(wrong.said(lang) in line for line in once.err.splitlines()) == 1
        assert "Traceback" not in once.err
        doctor = officebot("doctor", "--json", office=office, lang=lang)
        ill = [finding for finding in doctor.facts if not finding["well"]]
        assert doctor.code == 1
        assert len(ill) == 1
        assert wrong.said(lang) in ill[0]["said"]
        assert dovecot.password not in once.err + doctor.out
    (office / "office.toml").write_text(before)
    (office / "secrets" / "imap").write_text(password)
    assert officebot("once", office=office).code == 0
    assert rows(office, "SELECT count(*) FROM proposals WHERE state = 'done'") == [(1,)]


def test_an_expired_certificate_is_said(tmp_path: Path, dovecot_server: Dovecot) -> None:
    expired = make_certificate(tmp_path, is_expired=True)
    with running_dovecot(certificate=expired) as server:
        office = make_office(tmp_path / "office", server.user())
        shutil.copy(expired[0], office / "authority.pem")
        imap(security="tls", port=server.imaps_port, ca_file="authority.pem")(office)
        for lang, sentence in (("en", "has expired: tell"), ("fr", "a expiré")):
            for command in ("once", "doctor"):
                called = officebot(command, office=office, lang=lang)
                assert called.code == 1
                assert sentence in called.err + called.out


def test_a_missing_folder_keeps_no_other_folder_from_being_read(office: Path, dovecot: DovecotUser) -> None:
    imap(folders=["Nowhere", "INBOX"])(office)
    dovecot.deliver(urgent(1))
    assert officebot("once", office=office).code == 1
    assert rows(office, "SELECT count(*) FROM mails") == [(1,)]


@pytest.mark.parametrize(("lang", "word"), [("en", "did you mean name?"), ("fr", "vouliez-vous dire name")])
def test_all_wrong_settings_are_said_at_once_each_with_its_place(office: Path, lang: str, word: str) -> None:
    edit(office, office={"nmae": "x"}, trust={"guard_share": 7.0}, service={"port": "high"})
    for command in ("check", "once", "doctor", "run", "queue"):
        called = officebot(command, office=office, lang=lang)
        assert called.code == 1
        assert word in called.err
        for place in ("office.nmae", "trust.guard_share", "service.port"):
            assert f"office.toml: {place}: " in called.err
        assert "Traceback" not in called.err


def test_an_unreadable_mail_is_listed_and_the_good_ones_are_done(
    office: Path, dovecot: DovecotUser, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [
        b"From: " + b"(" * 20_000 + b"\n\nx",
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\nContent-Type: message/rfc822\n\n" * 3_000,
        b"\0" * 5_000,
        b"Subject: =?no-such-charset?B?////?=\nContent-Type: text/plain; charset=no-such\n\n\xff\xfe",
        b"",
    ]
    for number, raw in enumerate(bad):
        dovecot.deliver(raw)
        dovecot.deliver(urgent(number))
    called = officebot("once", office=office)
    assert "Traceback" not in called.err
    states = dict(rows(office, "SELECT state, count(*) FROM mails GROUP BY state"))
    assert sum(states.values()) == 2 * len(bad)
    assert rows(office, "SELECT count(*) FROM proposals WHERE state = 'done'")[0][0] >= len(bad)
    listed = {lang: officebot("listed", "--json", office=office, lang=lang).facts for lang in ("en", "fr")}
    assert len(listed["en"]) == states.get("listed", 0) > 0
    assert all(one["problem"] for one in listed["en"])
    assert [one["problem"] for one in listed["en"]] != [one["problem"] for one in listed["fr"]]
    assert officebot("balance", office=office).code == 0
    with capsys.disabled():
        print(f"\nbad mail: {len(bad)} among {len(bad)} good, {states.get('listed', 0)} listed, 0 in the way")


def test_a_service_whose_mailbox_is_out_of_reach_serves_on_and_takes_it_up_again(
    office: Path, dovecot: DovecotUser
) -> None:
    port = dovecot.imap_port
    imap(port=free_port())(office)
    with serving(office) as service:
        assert wait_for(lambda: service.logged("source lost"))
        assert service.is_up
        dovecot.deliver(letter(1))
        imap(port=port)(office)
        assert wait_for(lambda: rows(office, "SELECT 1 FROM mails"))
        assert service.stop() == 0
