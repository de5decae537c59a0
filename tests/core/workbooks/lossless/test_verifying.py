"""The guard: a written workbook that differs from its plan anywhere is thrown away."""

import io
import random
import zipfile
from collections.abc import Iterator

import pytest

from officebot.core.workbooks.cells import Formula
from officebot.core.workbooks.lossless.package import Package, rewrite
from officebot.core.workbooks.lossless.planning import Plan
from officebot.core.workbooks.lossless.verifying import NotAsPlanned, check
from tests.core.workbooks.handmade import SHEET, change, one_sheet, planned
from tests.core.workbooks.making import stock

SAID = (
    '<row r="1" spans="1:3" ht="30" customHeight="1"><c r="A1" s="1"><v>5</v></c>'
    '<c r="B1" t="inlineStr"><is><r><rPr><b/></rPr><t>hi</t></r></is></c><c r="C1" cm="1"><f>A1+1</f><v>6</v></c></row>'
    '<row r="3" hidden="1"><c r="A3"><f ca="1">B1*2</f><v>2</v></c><c r="B3" vm="1" s="2"/></row>'
)


def small() -> tuple[Plan, bytes]:
    return written(
        planned(one_sheet(SAID, before='<dimension ref="A1:C3"/>'), change("B1", 7, "hi"), change("E9", "neu"))
    )


def large() -> tuple[Plan, bytes]:
    """A sheet that is held against its plan row by row."""
    rows = "".join(
        f'<row r="{row}" ht="12"><c r="A{row}"><v>{row}</v></c><c r="B{row}" t="inlineStr"><is><t>{"x" * 400}</t></is></c>'
        f'<c r="C{row}"><f>A{row}*2</f><v>{2 * row}</v></c></row>'
        for row in range(1, 5001)
    )
    return written(planned(one_sheet(rows), change("A50", 7), change("D60", "neu"), change("A5009", 1)))


def written(plan: Plan) -> tuple[Plan, bytes]:
    out = io.BytesIO()
    plan.write(out)
    check(plan, out)
    return plan, out.getvalue()


def is_missed(plan: Plan, made: bytes, part: str, new: bytes) -> bool:
    out = io.BytesIO()
    rewrite(Package(io.BytesIO(made)), {part: [new]}, out)
    try:
        check(plan, out)
    except NotAsPlanned:
        return False
    return True


def turned(text: bytes, places: Iterator[int] | range | list[int]) -> Iterator[tuple[int, bytes]]:
    for place in places:
        yield place, text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :]


def test_one_bit_anywhere_in_a_small_sheet_is_seen() -> None:
    plan, made = small()
    text = Package(io.BytesIO(made)).content(SHEET)
    assert [
        text[max(at - 20, 0) : at + 9]
        for at, new in turned(text, range(len(text)))
        if is_missed(plan, made, SHEET, new)
    ] == []


def test_one_bit_in_any_other_part_is_seen() -> None:
    plan, made = written(planned(stock(), change("Stock!B2", 41)))
    chance = random.Random(5)
    package = Package(io.BytesIO(made))
    for part in package.entries:
        text = package.content(part)
        places = [chance.randrange(len(text)) for _ in range(8)]
        assert [at for at, new in turned(text, places) if is_missed(plan, made, part, new)] == [], part


def test_one_bit_in_a_large_sheet_is_seen_near_what_changed_and_far_from_it() -> None:
    plan, made = large()
    text = Package(io.BytesIO(made)).content(SHEET)
    near = [text.find(b'r="%d"' % row) + more for row in (50, 60, 5009) for more in range(0, 36, 3)]
    far = [random.Random(seed).randrange(len(text)) for seed in range(6)]
    assert [
        text[max(at - 20, 0) : at + 9] for at, new in turned(text, near + far) if is_missed(plan, made, SHEET, new)
    ] == []


@pytest.mark.parametrize("made", [small, large], ids=["small", "large"])
def test_a_cell_that_was_not_written_or_is_one_too_many_is_seen(made: object) -> None:
    plan, data = small() if made is small else large()
    text = Package(io.BytesIO(data)).content(SHEET)
    last = text.rindex(b"<row ")
    for new in (
        text[:last] + text[text.index(b"</sheetData>") :],
        text.replace(b"</sheetData>", b'<row r="9999"><c r="A9999"><v>1</v></c></row></sheetData>'),
        text.replace(b"</c></row>", b'</c><c r="Z1"><v>1</v></c></row>', 1),
        text.replace(b"<f>A", b"<f>B", 1),
        text.replace(b'<row r="', b'<row outlineLevel="1" r="', 1),
    ):
        assert new != text
        assert not is_missed(plan, data, SHEET, new)


def test_what_was_to_be_set_and_is_as_it_was_is_seen() -> None:
    plan, made = small()
    old = plan.book.package.content(SHEET)
    assert not is_missed(plan, made, SHEET, old)


def test_a_figure_that_was_to_be_dropped_and_stands_there_is_seen() -> None:
    plan, made = written(
        planned(
            one_sheet('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>UNKNOWN(A1)</f><v>9</v></c></row>'),
            change("A1", 2),
        )
    )
    text = Package(io.BytesIO(made)).content(SHEET)
    assert b"<f>UNKNOWN(A1)</f></c>" in text
    assert not is_missed(plan, made, SHEET, text.replace(b"</f></c>", b"</f><v>9</v></c>"))


@pytest.mark.parametrize("style", ["1", "5", "99"])
def test_another_style_is_seen_on_cells_that_were_there_and_on_new_ones(style: str) -> None:
    plan, made = written(planned(one_sheet(SAID), change("A1", 1), change("D1", 2), change("D2", Formula("1+1"))))
    text = Package(io.BytesIO(made)).content(SHEET)
    for where in (b'"A1" s="1"', b'"D1"', b'"D2"'):
        other = where.partition(b" ")[0] + b' s="' + style.encode() + b'"'
        assert where in text
        if other != where:
            assert not is_missed(plan, made, SHEET, text.replace(where, other))


def without(made: bytes, gone: str, more: str = "") -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != gone:
                new.writestr(name, old.read(name))
        if more:
            new.writestr(more, "x")
    return out


def test_a_part_that_is_missing_or_one_too_many_is_seen() -> None:
    plan, made = written(planned(stock(), change("Stock!B2", 41)))
    for out in (without(made, "docProps/app.xml"), without(made, "", "xl/vbaProject.bin"), without(made, SHEET)):
        with pytest.raises(NotAsPlanned):
            check(plan, out)


def test_a_part_that_says_the_same_but_is_packed_otherwise_is_seen() -> None:
    plan, made = written(planned(stock(), change("Stock!B2", 41)))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    with pytest.raises(NotAsPlanned):
        check(plan, out)


def test_a_file_that_is_only_half_there_is_seen() -> None:
    plan, made = small()
    for size in range(0, len(made), 97):
        with pytest.raises(NotAsPlanned):
            check(plan, io.BytesIO(made[:size]))
