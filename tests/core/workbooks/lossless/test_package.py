"""Packages that are not to be opened, or not whole: refused at once and in a sentence, and nothing is unpacked for it."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from officebot.core.problems import UserError
from officebot.core.workbooks.cells import column_name
from officebot.core.workbooks.lossless.package import MOST_PARTS, Package
from tests.core.workbooks.handmade import (
    SHEET,
    change,
    changed,
    held,
    one_sheet,
    opened,
    parts_of,
    planned,
    worksheet,
    zipped,
)
from tests.speed import within

ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
BOOK = parts_of({"S": worksheet(ROW)}, strings="<si><t>x</t></si>")


def refused(data: bytes) -> str:
    def told() -> str:
        with pytest.raises(UserError) as error:
            changed(data, change("A1", 2))
        return error.value.render()

    return within(2, told)


def bomb() -> bytes:
    return zipped(BOOK | {"xl/media/image1.png": b"\0" * (40 * 1024**2)})


def liar() -> bytes:
    """A sheet that says it unpacks to 40 bytes and unpacks to 20 MB."""
    inner = zipped(BOOK | {SHEET: "x" * (20 * 1024**2)})
    return inner.replace(struct.pack("<I", 20 * 1024**2), struct.pack("<I", 40))


def crowd() -> bytes:
    return zipped(BOOK | {f"xl/media/{number}": b"" for number in range(MOST_PARTS + 1)})


def twice() -> bytes:
    out = io.BytesIO(zipped(BOOK))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, worksheet(""))
    return out.getvalue()


def entity() -> bytes:
    text = '<!DOCTYPE workbook [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;&a;">]>' + BOOK["xl/workbook.xml"]
    return zipped(BOOK | {"xl/workbook.xml": text})


def encrypted() -> bytes:
    data = bytearray(zipped(BOOK))
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def packed_otherwise() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        for name, text in BOOK.items():
            archive.writestr(name, text)
    return out.getvalue()


def changed_byte() -> bytes:
    data = bytearray(zipped(BOOK))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        at = archive.getinfo(SHEET).header_offset
    data[at + 30 + len(SHEET) + 20] ^= 0x10
    return bytes(data)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (bomb, "unpacks to more"),
        (liar, "damaged"),
        (crowd, "unpacks to more"),
        (twice, "hides something"),
        (lambda: zipped(BOOK | {"xl/WORKBOOK.xml": ""}), "hides something"),
        (lambda: zipped(BOOK | {"../../etc/x": ""}), "hides something"),
        (lambda: zipped(BOOK | {"xl/a\\b": ""}), "hides something"),
        (entity, "declares entities"),
        (encrypted, "password"),
        (packed_otherwise, "packed in a way"),
        (changed_byte, "damaged"),
        (lambda: zipped(BOOK)[:-30], "no whole workbook"),
        (lambda: zipped(BOOK)[: len(zipped(BOOK)) // 2], "no whole workbook"),
        (lambda: b"", "no whole workbook"),
        (lambda: b"PK\3\4" + b"\0" * 100, "no whole workbook"),
        (lambda: zipped({"a": "b"}), "no workbook"),
        (lambda: zipped(BOOK | {"xl/workbook.xml": "<workbook>"}), "damaged"),
        (lambda: zipped(BOOK | {SHEET: "no xml"}), "left alone"),
        (lambda: zipped(BOOK | {SHEET: worksheet(ROW)[:-40]}), "damaged"),
    ],
    ids=[
        "bomb", "liar", "too many parts", "twice", "twice but for capitals", "path that leads out", "backslash", "entities",
        "encrypted", "bzip2", "changed byte", "no end", "half", "nothing", "only a beginning", "no package",
        "half xml", "no sheet", "half a sheet",
    ],
)  # fmt: skip
def test_what_is_no_whole_and_harmless_workbook_is_refused_at_once(made: Callable[[], bytes], said: str) -> None:
    assert said in refused(made())


def test_a_workbook_cut_anywhere_is_refused_and_never_a_crash() -> None:
    data = zipped(BOOK)
    for size in range(0, len(data) - 1, 61):
        refused(data[:size])


def test_any_byte_turned_is_refused_or_the_cell_is_set() -> None:
    data = zipped(BOOK)
    for at in range(0, len(data), 23):
        new = data[:at] + bytes([data[at] ^ 0x41]) + data[at + 1 :]
        try:
            assert held(changed(new, change("A1", 2)), "A1") == 2
        except UserError:
            continue


def test_a_package_of_a_document_is_told_as_one() -> None:
    parts = {name: text.replace("spreadsheetml.sheet", "wordprocessingml.document") for name, text in BOOK.items()}
    assert "renamed" in refused(zipped(parts))


def test_parts_are_found_by_absolute_relative_and_escaped_names_and_outside_ones_are_not_followed() -> None:
    parts = parts_of({"S": worksheet(ROW)})
    moved = "xl/worksheets/my sheet.xml"
    parts[moved] = parts.pop(SHEET)
    listing = parts["xl/_rels/workbook.xml.rels"]
    for target in (
        "/xl/worksheets/my%20sheet.xml",
        "worksheets/my%20sheet.xml",
        "./worksheets/../worksheets/my sheet.xml",
    ):
        data = zipped(parts | {"xl/_rels/workbook.xml.rels": listing.replace("worksheets/sheet1.xml", target)})
        assert held(changed(data, change("A1", 2)), "A1") == 2
    outside = listing.replace(
        'Target="worksheets/sheet1.xml"', 'Target="worksheets/my sheet.xml" TargetMode="External"'
    )
    with pytest.raises(UserError, match="no sheet"):
        planned(zipped(parts | {"xl/_rels/workbook.xml.rels": outside}), change("A1", 2))


def test_a_zip_written_as_a_stream_is_read_and_its_sizes_are_written_plainly() -> None:
    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.held = b""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.held += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    out = Stream()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in BOOK.items():
            archive.writestr(name, text)
    made = changed(out.held, change("A1", 2))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert not any(entry.flag_bits & 8 for entry in archive.infolist())


def test_names_outside_ascii_stay() -> None:
    data = zipped(BOOK | {"xl/media/é €.png": b"png"})
    made = changed(data, change("A1", 2))
    assert Package(io.BytesIO(made)).content("xl/media/é €.png") == b"png"


# ── attacks on time ───────────────────────────────────────────────────────────────────────────────────────


def test_names_that_lead_to_names_in_many_ways_are_followed_once() -> None:
    names = "".join(
        f'<definedName name="nom_{at}">{"+".join(f"nom_{at + more}" for more in (1, 2, 3, 4, 5) * 2)}+S!$A${at + 1}</definedName>'
        for at in range(5000)
    )
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>nom_0*2</f><v>5</v></c></row>'
    data = one_sheet(rows, names=names)
    within(3, lambda: changed(data, change("A1", 2)))
    assert held(changed(data, change("A1", 2)), "B1") is None


def test_a_sheet_of_all_columns_with_growing_sums_is_changed_in_time() -> None:
    wide = 3000
    figures = "".join(f'<c r="{column_name(at)}1"><v>{at}</v></c>' for at in range(1, wide))
    sums = "".join(
        f'<c r="{column_name(at)}2"><f>SUM($A$1:{column_name(at)}1)</f><v>0</v></c>' for at in range(1, wide)
    )
    data = one_sheet(f'<row r="1">{figures}</row><row r="2">{sums}</row>')
    within(10, lambda: changed(data, change("A1", 2), change("XFD1", 1)))


def test_a_string_that_never_ends_is_not_looked_through_again_and_again() -> None:
    data = one_sheet(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        strings="<si><t>" + random.Random(1).randbytes(4_000_000).hex(),
    )
    within(1, lambda: held(data, "A1"))


def test_a_string_of_a_million_signs_is_read() -> None:
    data = one_sheet('<row r="1"><c r="A1" t="s"><v>1</v></c></row>', strings=f"<si/><si><t>{'x' * 10**6}</t></si>")
    assert held(data, "A1") == "x" * 10**6


def test_thousands_of_changes_among_thousands_of_merged_areas_take_their_time_once() -> None:
    merges = "".join(f'<mergeCell ref="C{row}:D{row}"/>' for row in range(1, 20_001))
    data = one_sheet(ROW, after=f"<mergeCells>{merges}</mergeCells>")
    changes = [change(f"A{row}", row) for row in range(1, 3001)]
    within(4, lambda: changed(data, *changes))


def test_a_directory_that_says_nonsense_is_no_crash() -> None:
    data = bytearray(zipped(BOOK))
    at = data.index(b"PK\1\2")
    for offset in (16, 20, 24, 28, 30, 42):
        new = bytearray(data)
        new[at + offset : at + offset + 2] = b"\xff\xff"
        refused(bytes(new))
    assert zlib.crc32(bytes(data)) == zlib.crc32(zipped(BOOK)) or opened(bytes(data))
