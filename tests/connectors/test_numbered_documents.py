"""Documents that carry a number: shown without it, made of the template that was approved, whatever stands there since."""

from __future__ import annotations

import io
import random
import shutil
import struct
import subprocess
import threading
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from officebot.connectors import office_pdf, rendering
from officebot.connectors.documents import DocumentPerformer
from officebot.connectors.imap.session import MissingFolder
from officebot.connectors.mime.compose import compose
from officebot.connectors.mime.framing import MESSAGE, Frame
from officebot.connectors.smtp import SmtpAccount, SmtpPerformer
from officebot.connectors.workbooks.backups import Backups
from officebot.connectors.workbooks.performer import WorkbookPerformer, WritableWorkbook
from officebot.core.actions import AppendRows, SendMail, SetCells, WriteDocument
from officebot.core.mail import OutgoingMail
from officebot.core.policy import Policy
from officebot.core.text import NUMBER_TO_COME, quoted
from officebot.engine.deciding import approvals
from officebot.engine.ledger import proposals as rows
from officebot.engine.record import views
from officebot.sdk import Job, Outcome, Proposal, UserError
from tests.conftest import missing
from tests.connectors.test_smtp import Script, script
from tests.connectors.workbooks.test_performer import clock
from tests.core.workbooks.making import shown, stock
from tests.engine.helpers import MONDAY, PAUL, Bench, acting

N = NUMBER_TO_COME
SHIPPED = Path(__file__).parents[2] / "templates"
LINES = [{"label": f"Article {n}", "quantity": str(n), "price": "2.50", "amount": "5,00 €"} for n in range(1, 4)]


class Desk:
    """Composes as an office does; its signature may change."""

    def __init__(self) -> None:
        self.signature = "Claire"

    def frame(self, mail: OutgoingMail) -> Frame:
        return Frame(date=MONDAY, from_address="desk@atelier.example", from_name="Atelier", signature=self.signature)

    def framed(
        self, mail: OutgoingMail, frame: Frame, files: Mapping[str, bytes], *, with_bcc: bool = False
    ) -> bytes:
        return compose(mail, date=frame.date, from_address=frame.from_address, from_name=frame.from_name,
                       signature=frame.signature, attachments=files, with_bcc=with_bcc)  # fmt: skip


def nowhere(account: str) -> Any:
    raise MissingFolder(account, "Sent")


class Office(Bench):
    """A bench with documents and outgoing mail."""

    def __init__(
        self, folder: Path, port: int = 1, sender: type[SmtpPerformer] = SmtpPerformer, sessions: Any = nowhere
    ) -> None:
        self.templates = folder / "templates"
        (self.templates / "fr").mkdir(parents=True, exist_ok=True)
        self.desk = Desk()
        self.files = folder / "office"
        self.files.mkdir(exist_ok=True)
        account = SmtpAccount(
            name="desk", host="127.0.0.1", port=port, address="desk@atelier.example", security="none"
        )
        mails = sender(
            {"desk": account},
            sessions,
            lambda mail: self.desk.framed(mail, self.desk.frame(mail), {}),
            framer=self.desk,
        )
        documents = DocumentPerformer(self.files, [self.templates, SHIPPED])
        super().__init__(folder, performers=[documents, mails], policy=Policy())

    def template(self, name: str, content: str | bytes) -> None:
        place = self.templates / "fr" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())

    def approve(self, number: int) -> None:
        assert approvals.approve(self.ledger, acting(PAUL), number, None, self.clock.now()).took

    def blobs(self, number: int) -> dict[str, bytes]:
        return views.content(self.ledger, number)


def document(path: str, template: str = "", **more: Any) -> WriteDocument:
    return WriteDocument(path=path, template=template, data={"number": N, "lines": LINES, **more})


def mail(*paths: str, **more: Any) -> SendMail:
    told = {"subject": f"Commande {N}", "body": f"Bonjour,\nvoici notre commande {N}.\n", **more}
    return SendMail(
        mail=OutgoingMail(account="desk", to=("anne@outside.example",), key="k", attached_documents=paths, **told)
    )


def order(*actions: Any, key: str = "o") -> Proposal:
    return Proposal(key=key, title=quoted(f"Commande {N}"), actions=actions, number_series="orders", must_ask=True)


def parts(raw: bytes) -> tuple[Message, dict[str, bytes]]:
    read = message_from_bytes(raw)
    files = {str(one.get_filename()): one.get_payload(decode=True) for one in read.walk() if one.get_filename()}
    return read, {name: data for name, data in files.items() if isinstance(data, bytes)}


def text_of(pdf: bytes, folder: Path) -> str:
    if shutil.which("pdftotext") is None:
        missing("poppler's pdftotext is missing")
    (folder / "read.pdf").write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-layout", str(folder / "read.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout


# ── what was approved is what is done ─────────────────────────────────────────────────────────────────────


def test_a_template_that_was_changed_since_the_yes_is_not_the_one_that_is_used(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.template("order.html", "{% include 'head.html' %}<p>{{ number }}</p>")
    office.template("head.html", "<h1>old</h1>")
    (one,) = office.propose(order(document(f"archive/orders/{N}.html", "order.html")))
    assert b"<h1>old</h1><p>" in office.blobs(one)["0/document"]
    office.approve(one)
    office.template("order.html", "<p>changed {{ number }}</p>")
    office.template("head.html", "<h1>new</h1>")
    office.executor.work()
    assert office.state(one) == "done"
    assert (office.files / "archive/orders/BC-2026-0001.html").read_text() == "<h1>old</h1><p>BC-2026-0001</p>"


def test_the_same_is_so_of_what_typst_sets_and_reads_from_its_folder(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.template("o/order.typ", '#import "words.typ": said\n#said #json(bytes(sys.inputs.data)).number')
    office.template("o/words.typ", '#let said = "approved words"')
    (one,) = office.propose(order(document(f"archive/{N}.pdf", "o/order.typ")))
    office.approve(one)
    office.template("o/words.typ", '#let said = "other words"')
    shutil.rmtree(office.templates / "fr" / "o")
    office.executor.work()
    words = text_of((office.files / "archive/BC-2026-0001.pdf").read_bytes(), tmp_path)
    assert "approved words" in words
    assert "BC-2026-0001" in words


def test_before_the_yes_words_stand_in_the_number_s_place(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.template("order.txt", "{{ number }}")
    (one,) = office.propose(order(document(f"archive/{N}.txt", "order.txt"), mail(f"archive/{N}.txt")))
    shown = views.proposal(office.ledger, one)
    assert shown.actions[0].preview.render("en") == "Write “archive/number given at approval.txt” (1 KB)"
    assert "It carries number given at approval.txt." in shown.actions[1].preview.render("en")
    read, files = parts(office.blobs(one)["1/message"])
    assert len(files) == 1
    assert N not in str(read) + str(files)
    assert not any(N.encode() in data for role, data in office.blobs(one).items() if not role.endswith("frame"))


def test_a_template_outside_its_folder_and_one_too_large_are_refused(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.template("o/order.typ", '#read("/secret.txt")')
    office.template("secret.txt", "secret")
    with pytest.raises(UserError):
        office.propose(order(document(f"archive/{N}.pdf", "o/order.typ")))
    office.template("o/order.typ", "fine")
    office.template("o/picture.png", bytes(rendering.LARGEST_KEPT))
    with pytest.raises(UserError, match="too large: make its pictures smaller"):
        office.propose(order(document(f"archive/{N}.pdf", "o/order.typ")))


# ── a mail that carries a document ────────────────────────────────────────────────────────────────────────


@pytest.fixture
def server() -> Any:
    with script() as made:
        yield made


def test_the_mail_carries_the_very_document_that_is_written(tmp_path: Path, server: Script) -> None:
    office = Office(tmp_path, server.port)
    path = f"documents/{N}.pdf"
    (one,) = office.propose(order(document(path, "order/order.typ"), mail(path)))
    office.approve(one)
    office.desk.signature = "Somebody else"
    office.executor.work()
    assert office.state(one) == "done"
    read, files = parts(server.received[0])
    assert read["Subject"] == "Commande BC-2026-0001"
    assert files == {"BC-2026-0001.pdf": (office.files / "documents/BC-2026-0001.pdf").read_bytes()}
    assert b"Claire" in server.received[0]
    assert b"Somebody" not in server.received[0]
    assert "BC-2026-0001" in text_of(files["BC-2026-0001.pdf"], tmp_path)


def test_a_mail_carries_a_document_also_where_there_is_no_number(tmp_path: Path, server: Script) -> None:
    office = Office(tmp_path, server.port)
    letter = WriteDocument(path="documents/offre.txt", content="Dix pièces")
    proposal = Proposal(
        key="x", title=quoted("x"), actions=(mail("documents/offre.txt", subject="Offre", body="Voici"), letter)
    )
    (one,) = office.propose(proposal)
    office.approve(one)
    office.executor.work()
    assert parts(server.received[0])[1] == {"offre.txt": "Dix pièces".encode()}
    assert office.state(one) == "done"


def test_a_mail_that_carries_what_its_proposal_does_not_write_is_refused(tmp_path: Path) -> None:
    office = Office(tmp_path)
    with pytest.raises(UserError, match="writes no such document"):
        office.propose(order(mail("documents/other.pdf")))


def test_at_each_try_it_is_the_same_mail(tmp_path: Path) -> None:
    with script(DATA="451 later") as busy:
        office = Office(tmp_path, busy.port)
        path = f"documents/{N}.pdf"
        (one,) = office.propose(order(document(path, "order/order.typ"), mail(path)))
        office.approve(one)
        office.executor.work()
        first = office.blobs(one)
    with script() as server:
        later = Office(tmp_path, server.port)
        later.clock.set(office.clock.now())
        later.wait(600)
        later.executor.work()
        assert later.state(one) == "done"
        assert server.received == [first[f"1/{MESSAGE}"]]
        assert later.blobs(one) == first
    identity = message_from_bytes(first[f"1/{MESSAGE}"])["Message-ID"]
    with later.ledger.reading() as tx:
        assert rows.actions_of(tx, [one])[1].receipt["message_id"] == identity


class Sent:
    """A mailbox in which whatever is looked for lies in Sent."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def special(self, role: str) -> str:
        return role

    def find_message_id(self, folder: str, identity: str) -> bool:
        self.asked.append(identity)
        return True


class Dying(SmtpPerformer):
    """Its process dies right after the mail has left."""

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        super().perform(jobs)
        raise KeyboardInterrupt


def test_after_a_crash_the_mail_is_looked_for_by_the_identity_that_it_left_with(
    tmp_path: Path, server: Script
) -> None:
    office = Office(tmp_path, server.port, sender=Dying)
    (one,) = office.propose(order(document(f"documents/{N}.txt"), mail(f"documents/{N}.txt")))
    office.approve(one)
    with pytest.raises(KeyboardInterrupt):
        office.executor.work()
    found = Sent()
    later = Office(tmp_path, server.port, sessions=lambda _: nullcontext(found))
    later.executor.work()
    assert later.state(one) == "done"
    assert len(server.received) == 1
    assert found.asked == [message_from_bytes(server.received[0])["Message-ID"]]


def test_cells_rows_and_what_is_taken_back_of_them_hold_the_number(tmp_path: Path) -> None:
    book = tmp_path / "Commandes.xlsx"
    before = stock()
    book.write_bytes(before)
    writable = WritableWorkbook(path=book, can_write=True)
    performer = WorkbookPerformer(lambda _: writable, Backups(tmp_path / "backups"), clock())
    office = Bench(tmp_path, performers=[performer])
    row = (("Référence", N), ("Quantité", 30))
    (one,) = office.propose(
        order(
            AppendRows(workbook="orders", table="Articles", after=4, rows=(row,)),
            SetCells(workbook="orders", cells=(("Stock!A3", "STY-BL", f"see {N}"),)),
        )
    )
    assert "number given at approval" in views.proposal(office.ledger, one).actions[0].preview.render("en")
    assert approvals.approve(office.ledger, acting(PAUL), one, None, office.clock.now()).took
    office.executor.work()
    assert office.state(one) == "done", views.proposal(office.ledger, one).actions
    held = shown(book.read_bytes(), "Stock")
    assert (held["A5"], held["A3"]) == ("BC-2026-0001", "see BC-2026-0001")
    office.undoer.undo(one, acting(PAUL))
    assert book.read_bytes() == before


# ── the order that comes with officebot ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("language", "title"), [("fr", "Bon de commande"), ("en", "Purchase order")])
@pytest.mark.parametrize(("count", "pages"), [(0, 1), (3, 1), (60, 3)])
def test_the_shipped_order_says_all_on_as_many_pages_as_it_needs(
    tmp_path: Path, language: str, title: str, count: int, pages: int
) -> None:
    lines = [
        {"number": str(n), "label": f"Chaise {n} <b> #x $y$ *z*", "article": "C-1", "quantity": f"{n}", "unit": "u",
         "price": "12,00 €", "amount": "24,00 €", "note": "Remise 5 %"} for n in range(1, count + 1)
    ]  # fmt: skip
    told = {
        "number": "BC-2026-0042", "issued": "26 novembre 2026", "office": {"name": "Atelier #1", "address": ["Lyon"]},
        "supplier": {"name": "Papeterie <SARL> & Fils"}, "delivery": {"name": "Dépôt", "date": "7 décembre 2026"},
        "lines": lines, "totals": [{"label": "Total HT", "amount": "72,00 €"}], "terms": ["30 jours"], "notes": ["Quai 4"],
    }  # fmt: skip
    made = rendering.keep("order/order.typ", language, [SHIPPED]).pdf(told)
    words = text_of(made, tmp_path)
    assert words.count("\f") == pages
    expected = [title, "BC-2026-0042", "Papeterie <SARL> & Fils", "Atelier #1", "Dépôt", "72,00 €", "30 jours", "Quai 4",
                f"page {pages} / {pages}", *(line["label"] for line in lines)]  # fmt: skip
    assert [one for one in expected if one not in words] == []


# ── Word and Excel templates of the office ────────────────────────────────────────────────────────────────


def word_template(*paragraphs: str, table: tuple[str, ...] = ()) -> bytes:
    import docx

    made = docx.Document()
    for one in paragraphs:
        made.add_paragraph(one)
    if table:
        rows = made.add_table(rows=3, cols=len(table))
        rows.rows[0].cells[0].text = "{%tr for line in lines %}"
        for cell, words in zip(rows.rows[1].cells, table, strict=True):
            cell.text = words
        rows.rows[2].cells[0].text = "{%tr endfor %}"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def words_of(document: bytes) -> str:
    import docx

    read = docx.Document(io.BytesIO(document))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in read.paragraphs), *cells])


def excel_template(**cells: Any) -> bytes:
    book = openpyxl.Workbook()
    for address, value in cells.items():
        book.active[address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def kept(name: str, content: bytes) -> rendering.Kept:
    return rendering.Kept(template=name, files={name: content})


def sheet_of(content: bytes) -> dict[str, Any]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


HOSTILE = [
    "{{ 7 * 7 }}", "{% for x in y %}", "<w:p>&amp;</w:p>", "a < b & c > d \" '", "]]>", "=1+1", "@SUM(A1)",
    "+cmd|' /C calc'!A0", "\x00\x07\x08\x0b\x0c\x1b[31m", "\ufffe\uffff", "{#", "{{ self.__class__ }}",
    "\u202eevil", "a\nb\tc\r\nd", "x" * 1_000_000,
]  # fmt: skip


#: What XML does not have; of the rest, a Word document keeps all.
_NOT_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


@pytest.mark.parametrize("value", HOSTILE, ids=lambda one: repr(one[:20]))
def test_outside_words_stay_words_in_word_and_excel(value: str) -> None:
    expected = value.translate(_NOT_XML).replace("\r\n", "\n")
    word = kept("o.docx", word_template("<{{ supplier }}> end"))
    assert words_of(word.office_file({"supplier": value})) == f"<{expected}> end"
    excel = kept("o.xlsx", excel_template(A1="{{ supplier }}", B1="for {{ supplier }}!", C1="=LEN(A1)"))
    made = excel.office_file({"supplier": value})
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert (sheet["A1"].data_type, sheet["A1"].value) == ("s", expected[:32767])
    assert sheet["B1"].value == f"for {expected}!"[:32767]
    assert sheet["C1"].value == "=LEN(A1)"
    assert zipfile.ZipFile(io.BytesIO(made)).testzip() is None


@pytest.mark.parametrize(
    "code",
    [
        "{{ ''.__class__.__mro__ }}", "{{ cycler.__init__.__globals__ }}", "{{ lines.append(1) }}", "{{ missing }}",
        "{% include '/etc/passwd' %}", "{{ lipsum() }}", "{% for a in range(999999999) %}{% endfor %}", "{{ 'a' * 10**12 }}",
        "{% for", "{{ number.format.__globals__ }}", "{{ lines.__class__.__base__.__subclasses__() }}",
        "{{ self._TemplateReference__context }}", "{{ number.__init__.__globals__['os'].system('id') }}",
        "{% set x = lines.__setitem__(0, 1) %}", "{{ joiner.__init__.__globals__.os }}", "{{ namespace.__init__ }}{{ x }}",
        "{{ dict(a=1).update(b=2) }}", "{{ '%s'|format(missing) }}", "{% import 'os' as os %}", "{% extends 'x' %}",
        "{{ number|attr('__class__')|attr('__mro__') }}",
    ],
)  # fmt: skip
def test_a_word_template_that_reaches_for_more_is_refused_in_a_sentence(code: str) -> None:
    with pytest.raises(UserError):
        kept("o.docx", word_template(code)).office_file({"number": "1", "lines": []})


def test_of_two_hundred_hostile_values_no_letter_is_lost_and_nothing_is_run() -> None:
    chance = random.Random(9)
    pieces = [
        "<",
        "&",
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "7*7",
        "</w:t>",
        "&lt;",
        "]]>",
        '"',
        "'",
        "é",
        "€",
        " ",
        "=",
        "x",
        "\\",
        "<w:br/>",
    ]
    values = ["".join(chance.choices(pieces, k=12)) + "." for _ in range(200)]
    word = kept("o.docx", word_template("N", table=("{{ line.label }}", ".")))
    words = words_of(word.office_file({"lines": [{"label": one} for one in values]})).split("\n")
    assert words[1::2] == values
    sheet = sheet_of(
        kept("o.xlsx", excel_template(A1="h", A2="{{ line.label }}")).office_file(
            {"lines": [{"label": one} for one in values]}
        )
    )
    assert [sheet[f"A{row}"] for row in range(2, 202)] == values


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + b"\x00" * 50, zipfile.ZipFile], ids=repr)
@pytest.mark.parametrize("name", ["o.docx", "o.xlsx"])
def test_a_damaged_template_is_refused_in_a_sentence(content: Any, name: str) -> None:
    if not isinstance(content, bytes):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            made.writestr("x", "y")
        content = out.getvalue()
    with pytest.raises(UserError):
        kept(name, content).office_file({})


def test_a_word_template_repeats_a_row_for_each_line(tmp_path: Path) -> None:
    template = kept("o.docx", word_template("N° {{ number }}", table=("{{ line.label }}", "{{ line.quantity }}")))
    words = words_of(template.office_file({"number": "BC-1", "lines": LINES}))
    assert words.split("\n") == ["N° BC-1", "Article 1", "1", "Article 2", "2", "Article 3", "3"]


@pytest.mark.parametrize("count", [0, 1, 2, 25])
def test_an_excel_template_repeats_its_row_and_moves_the_rest_down(count: int) -> None:
    template = kept(
        "o.xlsx",
        excel_template(
            A1="Commande {{ number }}", A3="Article", A4="{{ line.label }}", B4="{{ line.quantity|number }}",
            C4="{{ line.price|number }}", D4="=B4*C4", E4="€", A6="Total", D6="=SUM(D4:D4)", A7="Le {{ issued }}",
            B7="{{ issued|date }}",
        ),
    )  # fmt: skip
    lines = [{"label": f"=A{n}", "quantity": str(n), "price": "2.50"} for n in range(1, count + 1)]
    made = sheet_of(template.office_file({"number": "BC-1", "issued": "2026-11-26", "lines": lines}))
    more = max(count - 1, 0)
    assert (made["A1"], made[f"A{6 + more}"], made[f"A{7 + more}"]) == ("Commande BC-1", "Total", "Le 2026-11-26")
    assert str(made[f"B{7 + more}"])[:10] == "2026-11-26"
    assert made[f"D{6 + more}"] == f"=SUM(D4:D{4 + more})"
    for n in range(count):
        row = 4 + n
        assert [made[f"{column}{row}"] for column in "ABCDE"] == [f"=A{n + 1}", n + 1, 2.5, f"=B{row}*C{row}", "€"]


def test_an_excel_template_that_asks_for_what_is_not_there_says_where() -> None:
    with pytest.raises(UserError, match=r"Sheet!B2.*no “vat”"):
        kept("o.xlsx", excel_template(B2="{{ vat }}")).office_file({})
    with pytest.raises(UserError, match="no number"):
        kept("o.xlsx", excel_template(B2="{{ vat|number }}")).office_file({"vat": "much"})


# ── and their PDF ─────────────────────────────────────────────────────────────────────────────────────────


def libreoffice() -> None:
    if office_pdf.program() is None:
        missing("LibreOffice is missing")


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_an_office_s_own_template_becomes_a_numbered_pdf(tmp_path: Path, suffix: str) -> None:
    libreoffice()
    office = Office(tmp_path)
    content = word_template("N° {{ number }}") if suffix == ".docx" else excel_template(A1="N° {{ number }}")
    office.template(f"order{suffix}", content)
    (one,) = office.propose(order(document(f"archive/{N}.pdf", f"order{suffix}")))
    office.approve(one)
    (office.templates / "fr" / f"order{suffix}").write_bytes(b"changed")
    office.executor.work()
    assert office.state(one) == "done"
    words = text_of((office.files / "archive/BC-2026-0001.pdf").read_bytes(), tmp_path)
    assert "N° BC-2026-0001" in words


def with_linked_picture(link: str) -> bytes:
    """A Word document whose picture lies on a server."""
    import docx

    made = docx.Document()
    made.add_paragraph("words")
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\x00\x00")), (b"IEND", b"")]
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    made.add_picture(io.BytesIO(png))
    (blip,) = made.element.body.xpath(".//a:blip")
    space = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    del blip.attrib[f"{space}embed"]
    blip.set(f"{space}link", made.part.relate_to(link, f"{space[1:-1]}/image", is_external=True))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_libreoffice_fetches_nothing_that_a_document_links_to(tmp_path: Path) -> None:
    libreoffice()
    asked: list[str] = []

    class Seen(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

    server = ThreadingHTTPServer(("127.0.0.1", 0), Seen)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        made = office_pdf.pdf(
            with_linked_picture(f"http://127.0.0.1:{server.server_port}/pixel.png"), ".docx", "order.docx"
        )
    finally:
        server.shutdown()
        server.server_close()
    assert "words" in text_of(made, tmp_path)
    assert asked == []


def test_libreoffice_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    libreoffice()
    with pytest.raises(UserError, match="too long"):
        office_pdf.pdf(word_template("x"), ".docx", "order.docx", seconds=0.05)


def test_where_libreoffice_is_missing_it_is_said_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UserError, match=r"needs LibreOffice.*order/order\.typ"):
        office_pdf.document(kept("o.docx", word_template("x")), {}, ".pdf")


def test_a_template_makes_no_document_of_another_kind() -> None:
    with pytest.raises(UserError, match=r"ends in \.docx or \.pdf"):
        office_pdf.document(kept("o.docx", word_template("x")), {}, ".txt")
