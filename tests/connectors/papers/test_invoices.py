"""Invoices out of files: which of a PDF's files is meant, and what is said of files that are none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from time import monotonic

import pytest

from officebot.connectors.papers.invoices import MEMORY_BYTES, read_invoices_apart
from officebot.connectors.workers import WorkerPool
from officebot.core.invoices.arrived import Arrived
from officebot.core.invoices.model import Format
from officebot.core.invoices.structured import UnknownFormat
from officebot.core.problems import UserError
from tests.connectors.papers.hybrids import bomb, hybrid
from tests.core.invoices.samples import cii_invoice, ubl_invoice

CII, UBL = cii_invoice().encode(), ubl_invoice().encode()
OTHER = cii_invoice(number="F-2026-119", totals={"payable": "217.28"}).encode()
_SPACE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"


@pytest.fixture(scope="module")
def workers() -> Iterator[WorkerPool]:
    with WorkerPool(memory_bytes=MEMORY_BYTES) as pool:
        yield pool


def only(data: bytes, workers: WorkerPool) -> Arrived:
    (found,) = read_invoices_apart(data, "x", workers).found
    return found


def refused_by(data: bytes | Path, workers: WorkerPool) -> UserError:
    with pytest.raises(UserError) as refused:
        read_invoices_apart(data, "x", workers)
    return refused.value


def refusal(data: bytes, workers: WorkerPool) -> str:
    return refused_by(data, workers).render()


# ── which file of a PDF ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("factur-x.xml", Format.factur_x),
        ("Factur-X.XML", Format.factur_x),
        ("xrechnung.xml", Format.factur_x),
        ("ZUGFeRD-invoice.xml", Format.zugferd),
        ("zugferd-invoice.xml", Format.zugferd),
        ("facture.xml", Format.factur_x),
        ("facture.dat", Format.factur_x),
    ],
)
def test_the_invoice_is_found_by_its_name_or_by_what_it_says(name: str, kind: Format, workers: WorkerPool) -> None:
    found = only(hybrid(("conditions.xml", b"<a:terms/>"), (name, CII)), workers)
    assert (found.invoice.number, found.invoice.format, found.is_valid) == ("F-2026-118", kind, True)


@pytest.mark.parametrize(
    ("space", "kind"),
    [
        ("urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#", Format.factur_x),
        ("urn:zugferd:pdfa:CrossIndustryDocument:invoice:2p0#", Format.zugferd),
        ("urn:ferd:pdfa:CrossIndustryDocument:invoice:1p0#", Format.zugferd),
    ],
)
def test_metadata_tell_the_format_where_the_name_does_not(space: str, kind: Format, workers: WorkerPool) -> None:
    assert only(hybrid(("facture.xml", CII), xmp=f'<r xmlns:fx="{space}"/>'), workers).invoice.format is kind


def test_the_standard_s_name_goes_before_the_order_in_the_pdf(workers: WorkerPool) -> None:
    found = only(hybrid(("zugferd-invoice.xml", OTHER), ("factur-x.xml", CII)), workers)
    assert (found.invoice.number, found.invoice.format) == ("F-2026-118", Format.factur_x)


def test_two_invoices_that_differ_are_a_problem_that_names_what_differs(workers: WorkerPool) -> None:
    found = only(hybrid(("facture.xml", OTHER), ("factur-x.xml", CII)), workers)
    (problem,) = found.invoice.problems
    assert problem.what.render() == (
        "This PDF carries two invoices that differ: factur-x.xml, which was read, and facture.xml (number, amount to be paid)."
    )
    assert "(numéro, net à payer)" in problem.what.render("fr")
    assert not found.is_valid


def test_two_invoices_that_say_the_same_are_no_problem(workers: WorkerPool) -> None:
    found = only(hybrid(("xrechnung.xml", CII), ("factur-x.xml", CII.replace(b"><", b">\n<"))), workers)
    assert found.invoice.problems == ()


def test_an_order_in_a_pdf_is_no_invoice(workers: WorkerPool) -> None:
    order = CII.replace(b"CrossIndustryInvoice", b"SCRDMCCBDACIOMessageStructure")
    assert "no text on the pages" in refusal(hybrid(("order-x.xml", order)), workers)


@pytest.mark.parametrize("content", [CII[:-30], b"", b"<a/>", CII.replace(b"<Cross", b"<!DOCTYPE a><Cross")])
def test_a_damaged_invoice_in_a_pdf_is_said_with_its_name(content: bytes, workers: WorkerPool) -> None:
    said = refusal(hybrid(("factur-x.xml", content)), workers)
    assert "The invoice for machines in this PDF (factur-x.xml) cannot be read: This XML file" in said


# ── mails and envelopes ───────────────────────────────────────────────────────────────────────────────────


def test_each_invoice_on_a_mail_is_read_and_what_cannot_be_is_named(workers: WorkerPool) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ventes@durand.example", "bureau@office.example", "Factures"
    mail["Date"], mail["Message-ID"] = "Mon, 02 Nov 2026 09:00:00 +0100", "<1@durand.example>"
    mail.set_content("Bonjour,\n\nci-joint nos factures.\n")
    mail.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="logo.jpg")
    mail.add_attachment(UBL, maintype="application", subtype="xml", filename="a.xml")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="c.pdf")
    mail.add_attachment(hybrid(("factur-x.xml", OTHER)), maintype="application", subtype="pdf", filename="b.pdf")
    read = read_invoices_apart(mail.as_bytes(), "mail.eml", workers)
    assert [(one.file, one.invoice.number) for one in read.found] == [
        ("a.xml", "F-2026-118"),
        ("b.pdf", "F-2026-119"),
    ]
    assert len({one.sha256 for one in read.found}) == 2
    assert [(name, "damaged" in what.render()) for name, what in read.unread] == [("c.pdf", True)]


def test_a_mail_without_an_invoice_says_so(workers: WorkerPool) -> None:
    mail = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: hello\r\n\r\nno invoice\r\n"
    assert refusal(mail, workers) == "No invoice hangs on this mail."


def test_an_envelope_with_several_invoices_gives_each(workers: WorkerPool) -> None:
    bodies = b"".join(one.partition(b"?>")[2] for one in (UBL, OTHER))
    envelope = b'<sh:StandardBusinessDocument xmlns:sh="urn:sbdh">' + bodies + b"</sh:StandardBusinessDocument>"
    found = read_invoices_apart(envelope, "x.xml", workers).found
    assert [one.invoice.number for one in found] == ["F-2026-118", "F-2026-119"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_old_encodings_and_byte_order_marks_do_no_harm(encoding: str, workers: WorkerPool) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    text = ubl_invoice().replace("UTF-8", declared).replace("Papeterie Durand", "Réglé à Évreux")
    assert only(text.encode(encoding), workers).invoice.seller.name == "Réglé à Évreux"


# ── bad input ─────────────────────────────────────────────────────────────────────────────────────────────

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_HEAD = f'<Invoice xmlns="{_SPACE}"><ID>'
_END = "</ID></Invoice>"

BAD = {
    "billion laughs": (f'<!DOCTYPE Invoice [<!ENTITY l0 "ha">{_LAUGHS}]>{_HEAD}&l9;{_END}', "declares a document type"),
    "quadratic blow-up": (
        f'<!DOCTYPE Invoice [<!ENTITY a "{"x" * 50_000}">]>{_HEAD}{"&a;" * 50_000}{_END}', "declares a document type"
    ),
    "a file as an entity": (
        f'<!DOCTYPE Invoice [<!ENTITY a SYSTEM "file:///etc/passwd">]>{_HEAD}&a;{_END}', "declares a document type"
    ),
    "a foreign DTD": (
        f'<!DOCTYPE Invoice SYSTEM "http://127.0.0.1:9/evil.dtd">{_HEAD}1{_END}', "declares a document type"
    ),
    "a web page": ("<!DOCTYPE html><html><body>Facture</body></html>", "a web page"),
    "cut short": (UBL.decode()[:-200], "is damaged"),
    "300 deep": (f'<Invoice xmlns="{_SPACE}">' + "<a>" * 300 + "</a>" * 300 + "</Invoice>", "is damaged"),
    "half a million elements": (f'<Invoice xmlns="{_SPACE}">' + "<a/>" * 500_001 + "</Invoice>", "too many elements"),
    "20,001 lines": (f'<Invoice xmlns="{_SPACE}">' + "<InvoiceLine/>" * 20_001 + "</Invoice>", "more than 20000 lines"),
    "21 MB": (f"{_HEAD}{'x' * 21_000_000}{_END}", "is larger than 20 MB"),
    "an order": (
        f'<Order xmlns="{_SPACE.replace("Invoice", "Order")}"><ID>1</ID></Order>', "another document (purchase order)"
    ),
    "something else": ('<?xml version="1.0"?><catalogue/>', "it is a “catalogue”"),
    "EDIFACT as XML": ('<?xml version="1.0"?><M_INVOIC/>', "an EDIFACT message"),
    "EDIFACT": ("UNA:+.? '\nUNB+UNOC:3+A+B+20261102:0900+1'", "an EDIFACT message"),
    "nothing": ("", "is empty"),
    "words": ("Facture 118", "is no invoice that can be read"),
}  # fmt: skip

_LOCK = "/Encrypt<</Filter/Standard/V 1/R 2/O<" + "00" * 32 + ">/U<" + "11" * 32 + ">/P -4>>/ID[<01><01>]"

BAD_PDFS: dict[str, tuple[Callable[[], bytes], str]] = {
    "locked": (lambda: hybrid(("factur-x.xml", CII), trailer=_LOCK), "is locked with a password"),
    "cut short": (lambda: hybrid(("factur-x.xml", CII))[:700], "is damaged"),
    "a bomb in it": (
        lambda: hybrid(("factur-x.xml", b""), packed=[bomb(1_000_000_000)]),
        "too long or too much memory",
    ),
    "a large file in it": (
        lambda: hybrid(("factur-x.xml", b""), packed=[bomb(25_000_000)]),
        "unpacks to more than 20 MB",
    ),
    "no file in it": (lambda: hybrid(), "no text on the pages"),
}


def _is_quick_and_said_in_both_languages(data: bytes | Path, words: str, workers: WorkerPool) -> None:
    began = monotonic()
    refused = refused_by(data, workers)
    assert monotonic() - began < 10
    assert words in refused.render("en")
    assert refused.render("fr") != refused.render("en")


@pytest.mark.parametrize("name", BAD)
def test_bad_xml_is_refused_in_one_sentence(name: str, workers: WorkerPool) -> None:
    text, words = BAD[name]
    _is_quick_and_said_in_both_languages(text.encode(), words, workers)


@pytest.mark.parametrize("name", BAD_PDFS)
def test_bad_pdfs_are_refused_in_one_sentence(name: str, workers: WorkerPool) -> None:
    made, words = BAD_PDFS[name]
    _is_quick_and_said_in_both_languages(made(), words, workers)


def test_a_folder_a_missing_file_and_100_mb_are_refused(tmp_path: Path, workers: WorkerPool) -> None:
    large = tmp_path / "large.xml"
    with large.open("wb") as file:
        file.truncate(100_000_000)
    for path, words in (
        (tmp_path, "is a folder"),
        (tmp_path / "none.xml", "no such file"),
        (large, "larger than 50 MB"),
    ):
        _is_quick_and_said_in_both_languages(path, words, workers)


def test_only_what_nobody_could_tell_is_of_an_unknown_format(workers: WorkerPool) -> None:
    with pytest.raises(UnknownFormat):
        read_invoices_apart(b"UNB+UNOC:3", "x", workers)
    with pytest.raises(UserError) as refused:
        read_invoices_apart(b"%PDF-1.7", "x", workers)
    assert not isinstance(refused.value, UnknownFormat)


def test_the_invoice_of_a_pdf_is_read_whatever_is_wrong_with_its_pages(workers: WorkerPool) -> None:
    pages = b"/Kids[" + b"3 0 R " * 300 + b"]/Count 300"
    found = only(hybrid(("factur-x.xml", CII)).replace(b"/Kids[3 0 R]/Count 1", pages), workers)
    assert (found.invoice.number, found.is_valid) == ("F-2026-118", True)
    assert [(one.rule, "300 pages" in one.what.render()) for one in found.broken[-1:]] == [
        ("OB-PDF-UNREADABLE", True)
    ]
