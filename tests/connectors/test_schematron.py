"""The official schematrons: run by Saxon in a worker, told in our sentences, and of one mind with our own rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from officebot.connectors.papers.xml import read_element
from officebot.connectors.schematron import (
    MEMORY_BYTES,
    official_rules,
    official_rules_apart,
    stylesheet_for,
    written,
)
from officebot.connectors.workers import WorkerPool
from officebot.core.invoices.model import Broken, Severity
from officebot.core.invoices.rules import sentence_of, standard_broken
from officebot.core.problems import UserError
from officebot.core.trade.structured.elements import Element
from tests.core.invoices.samples import cii_invoice, in_namespaces, ubl_invoice

#: Without the element that has nothing to say, which is warned of.
SOUND = in_namespaces(cii_invoice().replace("<ApplicableHeaderTradeDelivery/>", ""))
SHEET = """<xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
 xmlns:svrl="http://purl.oclc.org/dsdl/svrl"><xsl:template match="/"><svrl:schematron-output>
 {body}</svrl:schematron-output></xsl:template></xsl:stylesheet>"""
FAILED = (
    '<svrl:failed-assert id="{rule}" flag="{flag}"><svrl:text>In a machine’s words</svrl:text></svrl:failed-assert>'
)


@pytest.fixture(scope="module")
def workers() -> Iterator[WorkerPool]:
    with WorkerPool(memory_bytes=MEMORY_BYTES) as pool:
        yield pool


def rules(found: tuple[Broken, ...] | None) -> set[str]:
    assert found is not None
    return {one.rule for one in found if one.severity is Severity.error}


def root_of(xml: str) -> Element:
    return read_element(in_namespaces(xml).encode())


def test_a_sound_invoice_breaks_no_official_rule_in_either_syntax(workers: WorkerPool) -> None:
    assert official_rules_apart(in_namespaces(ubl_invoice()).encode(), "a.xml", None, workers) == ((),)
    assert official_rules_apart(SOUND.encode(), "b.xml", None, workers) == ((),)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<ID>F-2026-118</ID>", ""),
        ('unitCode="C62"', ""),
        (">218.28<", ">218.27<"),
        ("<Percent>5.5</Percent>", "<Percent>-1</Percent>"),
        (">38.14<", ">36.00<"),
        ("<ID>S</ID>", "<ID>E</ID>"),
    ],
)
def test_our_rules_and_the_official_ones_see_the_same(before: str, after: str) -> None:
    xml = ubl_invoice().replace(before, after, 1)
    assert xml != ubl_invoice()
    assert rules(official_rules(root_of(xml))) == rules(standard_broken(root_of(xml)))


def test_an_office_has_its_own_stylesheets_in_a_folder(tmp_path: Path) -> None:
    body = FAILED.format(rule="BR-02", flag="fatal") + FAILED.format(rule="XY-1", flag="warning")
    (tmp_path / "EN16931-UBL-validation.xslt").write_text(SHEET.format(body=body), "utf-8")
    found = official_rules(root_of(ubl_invoice()), tmp_path)
    assert found is not None
    assert [(one.rule, one.severity) for one in found] == [("BR-02", Severity.error), ("XY-1", Severity.warning)]
    assert (found[0].what, str(found[1].what)) == (sentence_of("BR-02"), "In a machine’s words")
    assert official_rules(root_of(cii_invoice()), tmp_path) is None


def test_a_stylesheet_reads_nothing_from_a_network(tmp_path: Path) -> None:
    body = "<xsl:copy-of select=\"doc('http://127.0.0.1:9/x.xml')\"/>"
    (tmp_path / "EN16931-UBL-validation.xslt").write_text(SHEET.format(body=body), "utf-8")
    (one,) = official_rules(root_of(ubl_invoice()), tmp_path) or ()
    assert one.rule == "XSLT"


def test_profiles_have_their_own_stylesheets() -> None:
    sheets = {
        name: stylesheet_for(root_of(cii_invoice(profile=f"urn:factur-x.eu:1p0:{name}")))
        for name in ("minimum", "basicwl", "basic", "extended", "en16931")
    }
    assert None not in sheets.values()
    assert len(set(sheets.values())) == 5
    assert stylesheet_for(Element("CrossIndustryDocument")) is None


def test_what_was_read_is_written_anew_with_its_namespaces() -> None:
    root = root_of(cii_invoice())
    assert read_element(written(root).encode()) == root


def test_a_file_that_declares_a_document_type_never_reaches_saxon(workers: WorkerPool) -> None:
    bomb = b'<!DOCTYPE Invoice [<!ENTITY a "a">]><Invoice/>'
    with pytest.raises(UserError):
        official_rules_apart(bomb, "bomb.xml", None, workers)
