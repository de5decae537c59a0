import email
import email.policy
import io
import re
import shutil
import subprocess
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from officebot.testing.day import WRITTEN_FOR, ScriptError, load_answers, load_mails, timeline
from officebot.testing.embedded import EmbeddedOffice
from tests.conftest import missing

PARIS = ZoneInfo("Europe/Paris")

MAILS = """
[[mail]]
id = "t-2"
at = "08:12"
from = "Élodie Brun <elodie@vitrail.example>"
to = ["Nadia Ferrand <assistance@office.example>", "contact@office.example"]
cc = ["Léon <leon@office.example>"]
reply_to = "ventes@vitrail.example"
subject = "Où en est la commande n° 12 ?"
in_reply_to = "t-1"
headers = { "X-Priority" = "1" }
body = '''
Bonjour, déjà 3 semaines…
'''
attachments = [
  { name = "devis été.pdf", kind = "pdf", text = "Devis (n° 12)\\nTotal : 120,00 €" },
  { name = "lots.xlsx", kind = "xlsx", text = "Lot;Prix\\n=1+1;12.50" },
  { name = "liste.csv", kind = "csv", text = "a;é" },
  { name = "lisez.txt", kind = "txt", text = "mot" },
  { name = "photo.png", kind = "png", text = "vert" },
]

[[mail]]
id = "t-1"
at = "17:40"
day = -3
from = "assistance@office.example"
to = ["elodie@vitrail.example"]
subject = "Commande"
body = "Bonjour"

[[mail]]
id = "t-3"
at = "09:00"
from = "Info <news@lists.example>"
to = ["assistance@office.example"]
subject = "News"
headers = { "Authentication-Results" = "mail.office.example; dmarc=fail" }
html = "<p>Only <b>HTML</b></p>"
"""
MORE = """
[[mail]]
id = "t-4"
at = "09:30"
from = "Ana <ana@client.example>"
to = ["assistance@office.example"]
subject = "Invitation"
body = "Please come"
html = "<p>Please come</p>"
attachments = [{ name = "invite.ics", kind = "ics", text = '''
BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
DTSTART;TZID=Europe/Paris:20261124T090000
END:VEVENT
END:VCALENDAR
''' }]

[[mail]]
id = "t-5"
at = "10:00"
from = "x@y.example"
to = ["assistance@office.example"]
subject = "broken"
raw_charset = "latin-1"
raw = '''
Subject: brok\u00e9n
Content-Type: text/plain; charset=klingon

body
'''

[[mail]]
id = "t-6"
at = "10:01"
from = "x@y.example"
to = ["assistance@office.example"]
raw_base64 = "/wAK"
"""


@pytest.fixture
def company(tmp_path: Path) -> Path:
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "a.toml").write_text(MAILS, "utf-8")
    (tmp_path / "mails" / "b.toml").write_text(MORE, "utf-8")
    (tmp_path / "mails" / "notes.md").write_text("not mails", "utf-8")
    return tmp_path


def parsed(company: Path, name: str, day: date = WRITTEN_FOR) -> EmailMessage:
    raw = next(mail.raw for mail in load_mails(day, company) if mail.id == name)
    return email.message_from_bytes(raw, policy=email.policy.default)


def test_mails_come_in_order_with_paris_times_and_those_of_the_days_before_are_baseline(company: Path) -> None:
    mails = load_mails(date(2026, 11, 23), company)
    assert [mail.id for mail in mails] == ["t-1", "t-2", "t-3", "t-4", "t-5", "t-6"]
    assert [mail.baseline for mail in mails] == [True, False, False, False, False, False]
    assert mails[0].at == datetime(2026, 11, 20, 17, 40, tzinfo=PARIS)
    assert mails[1].at.isoformat() == "2026-11-23T08:12:00+01:00"


def test_the_same_day_gives_the_same_bytes_and_another_day_other_message_ids(company: Path) -> None:
    assert load_mails(WRITTEN_FOR, company) == load_mails(WRITTEN_FOR, company)
    assert parsed(company, "t-2")["Message-ID"] == "<t-2.20261123@vitrail.example>"
    assert parsed(company, "t-2", date(2026, 11, 24))["Message-ID"] == "<t-2.20261124@vitrail.example>"


def test_a_mail_says_what_was_written(company: Path) -> None:
    mail = parsed(company, "t-2")
    assert mail["Subject"] == "Où en est la commande n° 12 ?"
    assert mail["From"] == "Élodie Brun <elodie@vitrail.example>"
    assert mail["To"] == "Nadia Ferrand <assistance@office.example>, contact@office.example"
    assert mail["Cc"] == "Léon <leon@office.example>"
    assert mail["Reply-To"] == "ventes@vitrail.example"
    assert mail["Date"].datetime == datetime(2026, 11, 23, 8, 12, tzinfo=PARIS)
    assert mail["X-Priority"] == "1"
    assert mail["In-Reply-To"] == mail["References"] == "<t-1.20261123@office.example>"
    body = mail.get_body()
    assert body is not None
    assert body.get_content().strip() == "Bonjour, déjà 3 semaines…"
    assert not any(part.defects for part in mail.walk())


def test_our_own_server_vouches_unless_the_script_says_otherwise(company: Path) -> None:
    assert "dmarc=pass header.from=vitrail.example" in parsed(company, "t-2")["Authentication-Results"]
    assert parsed(company, "t-3").get_all("Authentication-Results") == ["mail.office.example; dmarc=fail"]


def test_attachments_are_real_files(company: Path) -> None:
    found = {part.get_filename(): part for part in parsed(company, "t-2").iter_attachments()}
    assert list(found) == ["devis été.pdf", "lots.xlsx", "liste.csv", "lisez.txt", "photo.png"]
    sheet = openpyxl.load_workbook(io.BytesIO(found["lots.xlsx"].get_content())).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet] == [["Lot", "Prix"], ["=1+1", 12.5]]
    assert sheet["A2"].data_type == "s"
    assert found["photo.png"].get_content().startswith(b"\x89PNG")
    assert found["liste.csv"].get_content().splitlines() == ["a;é"]
    assert found["lisez.txt"].get_content().splitlines() == ["mot"]


def test_a_pdf_has_its_objects_where_its_table_says(company: Path, tmp_path: Path) -> None:
    [pdf] = [part for part in parsed(company, "t-2").iter_attachments() if part.get_content_subtype() == "pdf"]
    content = pdf.get_content()
    for number, place in enumerate(re.findall(rb"(\d{10}) 00000 n", content), 1):
        assert content[int(place) :].startswith(b"%d 0 obj\n" % number)
    table = int(content.rpartition(b"startxref\n")[2].split()[0])
    assert content[table:].startswith(b"xref\n0 6\n")
    assert "Total : 120,00 €".encode("cp1252") in content


def test_a_pdf_is_read_by_others(company: Path, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        missing("Debian's poppler-utils is missing: nothing reads PDFs here")
    [pdf] = [part for part in parsed(company, "t-2").iter_attachments() if part.get_content_subtype() == "pdf"]
    (tmp_path / "x.pdf").write_bytes(pdf.get_content())
    told = subprocess.run(["pdftotext", tmp_path / "x.pdf", "-"], capture_output=True, check=True)
    assert told.stdout.decode().splitlines()[:2] == ["Devis (n° 12)", "Total : 120,00 €"]


def test_an_invitation_says_its_method_and_moves_with_the_day(company: Path) -> None:
    [invitation] = parsed(company, "t-4", date(2026, 12, 1)).iter_attachments()
    assert invitation.get_content_type() == "text/calendar"
    assert invitation.get_param("method") == "REQUEST"
    assert "DTSTART;TZID=Europe/Paris:20261202T090000" in invitation.get_content()
    assert parsed(company, "t-4").get_content_type() == "multipart/mixed"


def test_html_may_stand_alone(company: Path) -> None:
    mail = parsed(company, "t-3")
    assert mail.get_content_type() == "text/html"
    assert "Only <b>HTML</b>" in mail.get_content()


def test_a_broken_mail_is_given_as_it_is(company: Path) -> None:
    mails = {mail.id: mail.raw for mail in load_mails(WRITTEN_FOR, company)}
    assert mails["t-5"] == b"Subject: brok\xe9n\r\nContent-Type: text/plain; charset=klingon\r\n\r\nbody\r\n"
    assert mails["t-6"] == b"\xff\x00\n"


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ('[[mail]]\nid = "t-1"\nat = "08:00"\nfrom = "a@b.example"\nto = ["c@d.example"]', "an id of its own"),
        ('[[mail]]\nid = "t-9"\nat = "25:00"\nfrom = "a@b.example"\nto = ["c@d.example"]', "t-9"),
        ('[[mail]]\nid = "t-9"\nat = "08:00"\nto = ["c@d.example"]\nsubject = "x"', "t-9"),
        ('[[mail]]\nid = "t-9', "c.toml"),
        (
            '[[mail]]\nid = "t-9"\nat = "08:00"\nfrom = "a@b.example"\nto = ["c@d.example"]\nsubject = "x"\n'
            'in_reply_to = "t-9"\nbody = ""',
            "answers itself",
        ),
    ],
    ids=["an id twice", "no such time", "no sender", "not TOML", "a reply to itself"],
)
def test_a_script_that_cannot_be_played_is_refused_with_its_place(company: Path, broken: str, said: str) -> None:
    (company / "mails" / "c.toml").write_text(broken, "utf-8")
    with pytest.raises(ScriptError, match=said):
        load_mails(WRITTEN_FOR, company)


def test_answers_come_by_time_and_may_be_missing(company: Path) -> None:
    assert load_answers(WRITTEN_FOR, company) == []
    (company / "day.toml").write_text(
        '[[person]]\nat = "14:05"\nwho = "claire"\ndoes = "undo"\nduty = "mail_triage"\n'
        '[[person]]\nat = "09:30"\nwho = "claire"\ndoes = "reject"\nduty = "replies"\nmatch = "12"\nbecause = "non"\n',
        "utf-8",
    )
    first, second = load_answers(WRITTEN_FOR, company)
    assert (first.does, first.duty, first.match, first.because) == ("reject", "replies", "12", "non")
    assert first.at == datetime(2026, 11, 23, 9, 30, tzinfo=PARIS)
    assert (second.who, second.does, second.match) == ("claire", "undo", "")
    happenings = timeline(WRITTEN_FOR, company)
    assert [happening.at for happening in happenings] == sorted(happening.at for happening in happenings)
    assert happenings.index(first) == 3
    assert len(happenings) == 7


def test_an_unknown_deed_is_refused(company: Path) -> None:
    (company / "day.toml").write_text('[[person]]\nat = "14:05"\nwho = "c"\ndoes = "dance"\n', "utf-8")
    with pytest.raises(ScriptError, match=r"14:05.*approve, reject, undo"):
        load_answers(WRITTEN_FOR, company)


def test_the_sample_company_can_be_played(embedded: EmbeddedOffice) -> None:
    mails = load_mails()
    load_answers()
    for mail in mails:
        assert embedded.deliver(mail.raw, when=mail.at), mail.id
    assert [message.raw for message in embedded.mailbox()] == [mail.raw for mail in mails]
    assert [message.received for message in embedded.mailbox()] == [mail.at for mail in mails]
    assert any(mail.baseline for mail in mails)
