"""How an .ods looks: indents, bold letters, and formulas as other workbooks have them."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.connectors.workbooks.archives import open_archive
from officebot.connectors.workbooks.looks import see
from officebot.connectors.workbooks.ods_looks import plain_formula, read_ods_looks
from officebot.core.workbooks.cells import Cell

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for name, uri in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
CONTENT = f"""<office:document-content {SPACES} office:version="1.3"><office:automatic-styles>
<style:style style:name="far" style:family="table-cell"><style:paragraph-properties fo:margin-left="0.2917in"/></style:style>
<style:style style:name="near" style:family="table-cell"><style:paragraph-properties fo:margin-left="3.5mm"/>
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="P1" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Plan">
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"/></table:table-row>
<table:table-row><table:table-cell/>
<table:table-cell table:style-name="near" office:value-type="string"><text:p>Staff</text:p>
</table:table-cell><table:table-cell table:formula="of:=SUM([.C4:.C5])" office:value-type="float" office:value="3"/>
</table:table-row><table:table-row><table:table-cell/>
<table:table-cell table:style-name="far" office:value-type="string"><text:p>Pay</text:p>
</table:table-cell><table:table-cell office:value-type="float" office:value="3"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def spreadsheet() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", CONTENT)
    return buffer.getvalue()


def test_indents_bold_letters_and_formulas_stand_where_their_cells_do() -> None:
    looks = see(spreadsheet(), "plan.ods").looks["Plan"]
    assert looks.indents == {Cell(3, 2): 1, Cell(4, 2): 2}
    assert looks.bold == {Cell(3, 2)}
    assert looks.formulas == {Cell(3, 3): "SUM(C4:C5)"}


def test_a_spreadsheet_that_is_too_large_shows_nothing() -> None:
    assert read_ods_looks(open_archive(spreadsheet()), 100) == {}


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("of:=[.B9]+[.B10]", "B9+B10"),
        ("of:=SUM([.$B$6:.M6];[.O6])", "SUM($B$6:M6,O6)"),
        ("of:=[$'Année 2026'.D5]-[Plan.D6]", "'Année 2026'!D5-Plan!D6"),
        ('of:=IF([.A1]="a;[b]";1;0)', 'IF(A1="a;[b]",1,0)'),
        ("of:=[#REF!]", "#REF!"),
    ],
)
def test_a_formula_is_written_as_other_workbooks_have_it(written: str, plain: str) -> None:
    assert plain_formula(written) == plain


@given(st.text(alphabet="of:=[].$'ABC123;+\"#", max_size=60))
def test_any_formula_is_rewritten_without_a_fault(written: str) -> None:
    assert isinstance(plain_formula(written), str)
