"""Whatever happens to an invoice on its way: it is read, or refused in a sentence, and nothing else."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.connectors.papers.invoices import read_invoices
from officebot.core.problems import UserError
from officebot.core.trade.known import Known
from tests.connectors.papers.hybrids import hybrid
from tests.core.invoices.samples import cii_invoice, ubl_invoice

_XML = [ubl_invoice().encode(), cii_invoice().encode(), ubl_invoice(root="CreditNote", type_code="381").encode()]
_WHOLE = [*_XML, hybrid(("factur-x.xml", _XML[1]), ("other.xml", _XML[0]))]
_KNOWN = Known(on=date(2026, 11, 26))
#: What breaks a value rather than the XML.
_WORDS = [
    "-0",
    "+1.",
    ".",
    "1e9",
    "NaN",
    "9" * 40,
    "1900-01-01",
    "0000-00-00",
    "٣",
    "\u00a0",
    "&#x10FFFF;",
    "&#1;",
    "EUR",
    "%",
]


def answer(data: bytes) -> None:
    try:
        found = read_invoices(data, "x", _KNOWN)
    except UserError as refused:
        said = [one.what for one in refused.problems]
        found = []
    else:
        said = [one.what for each in found for one in (*each.broken, *each.invoice.problems)]
    assert said or found
    assert all(one.render("fr") for one in said)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(_WHOLE), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8))
def test_changed_bytes_are_read_or_refused(whole: bytes, changes: list[tuple[int, int]]) -> None:
    data = bytearray(whole)
    for place, byte in changes:
        data[place % len(data)] = byte
    answer(bytes(data))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(_WHOLE), st.integers(0, 10_000), st.integers(0, 2_000))
def test_pieces_taken_out_leave_an_answer(whole: bytes, begin: int, length: int) -> None:
    begin %= len(whole)
    answer(whole[:begin] + whole[begin + length :])


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(_XML))
def test_values_and_elements_that_make_no_sense(data: st.DataObject, whole: bytes) -> None:
    pieces = whole.decode().split("<")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(2, len(pieces) - 1))
        tag, sign, text = pieces[place].partition(">")
        word = data.draw(st.sampled_from(_WORDS) | st.text(max_size=8).map(lambda one: one.replace("<", "")))
        pieces[place] = data.draw(st.sampled_from([
            f"{tag}>{word}" if text else pieces[place], f"{tag}/>{text}", pieces[place].replace("ID", "Name"),
            pieces[data.draw(st.integers(2, len(pieces) - 1))],
        ])) if sign else pieces[place]  # fmt: skip
    answer("<".join(pieces).encode("utf-8", "replace"))
