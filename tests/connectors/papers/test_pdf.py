"""PDFs: words in rows, XML carried along, and a sentence for each that cannot be read."""

from __future__ import annotations

from contextlib import suppress

import pytest

from officebot.connectors.papers.pdf import MOST_PAGES, read_pdf
from officebot.core.problems import UserError
from tests.connectors.papers.making import LINES, PICTURE, by_hand, typeset


def test_words_of_a_row_stand_together_and_columns_apart() -> None:
    rows = read_pdf(typeset(LINES), "bl.pdf").paper.rows

    texts = [[piece.text for piece in row.pieces] for row in rows]
    assert ["BON DE LIVRAISON N° BL-2026-0317"] in texts
    assert ["Réf.", "Désignation", "Livré", "Reste"] in texts
    assert ["CBL-02", "Câble d'alimentation 2 m", "8", "4"] in [
        [text.replace("’", "'") for text in row] for row in texts
    ]


def test_words_set_in_letters_of_one_width_stand_together_too() -> None:
    paper = read_pdf(
        typeset('#set text(font: "DejaVu Sans Mono", size: 9pt)\nHAND SOAP LIQUID 5LTR #h(60pt) 12'), "a"
    ).paper

    assert [piece.text for piece in paper.rows[0].pieces] == ["HAND SOAP LIQUID 5LTR", "12"]


@pytest.mark.parametrize("angle", [90, 180, 270], ids=["a quarter", "a half", "three quarters"])
def test_a_turned_page_is_read_as_people_turn_it(angle: int) -> None:
    upright = by_hand(
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        content="BT /F 12 Tf 20 250 Td (Lampe) Tj ET BT /F 12 Tf 200 250 Td (12) Tj ET BT /F 12 Tf 20 200 Td (Cable) Tj ET",
    )
    with_font = upright.replace(b"/XObject<</I 5 0 R>>", b"/Font<</F 5 0 R>>   ")
    turned = with_font.replace(b"/MediaBox[0 0 300 300]", f"/MediaBox[0 0 300 300]/Rotate {angle}".encode())

    def read(data: bytes) -> set[str]:
        return {word for row in read_pdf(data, "a").paper.rows for piece in row.pieces for word in piece.text.split()}

    assert read(with_font) == {"Lampe", "12", "Cable"}
    assert read(turned) == {"Lampe", "12", "Cable"}


def test_text_written_up_the_margin_is_left_out() -> None:
    source = LINES + "#place(left + bottom, rotate(90deg)[Société au capital de 10 000 euros])"

    words = read_pdf(typeset(source), "a").paper.text

    assert "Câble" in words
    assert "capital" not in words


def test_the_xml_in_a_hybrid_pdf_comes_with_it() -> None:
    source = '#pdf.attach("order-x.xml", bytes("<a/>"))\n#pdf.attach("note.txt", bytes("x"))\nCommande'

    found = read_pdf(typeset(source), "a")

    assert found.embedded == (("order-x.xml", b"<a/>"),)


def test_pages_count_from_one_and_each_row_knows_its_page() -> None:
    paper = read_pdf(typeset("un #pagebreak() deux"), "a").paper

    assert [(row.page, row.text) for row in paper.rows] == [(1, "un"), (2, "deux")]


def test_a_letter_beyond_the_first_plane_makes_no_broken_text() -> None:
    text = read_pdf(typeset("Merci 😀 beaucoup"), "a").paper.text

    text.encode("utf-8")
    assert "Merci" in text


# ── what cannot be read ───────────────────────────────────────────────────────────────────────────────────


def _refusal(data: bytes) -> str:
    with pytest.raises(UserError) as refused:
        read_pdf(data, "x.pdf")
    assert len(refused.value.problems) == 1
    return refused.value.problems[0].what.source


def test_bytes_that_are_no_pdf_are_refused_in_a_sentence() -> None:
    assert "damaged" in _refusal(b"%PDF-1.7\nnothing")


def test_a_pdf_cut_short_is_refused_or_read_but_never_a_crash() -> None:
    data = typeset(LINES)
    for end in range(0, len(data), max(1, len(data) // 40)):
        with suppress(UserError):
            read_pdf(data[:end], "x.pdf")


def test_a_locked_pdf_says_that_it_is_locked() -> None:
    secret = "(" + "a" * 32 + ")"
    trailer = f"/Encrypt<</Filter/Standard/V 1/R 2/O{secret}/U{secret}/P -4>>/ID[(a)(a)]"

    assert "password" in _refusal(by_hand(trailer=trailer))


def test_a_pdf_of_pictures_is_a_scan() -> None:
    found = read_pdf(by_hand(PICTURE, content="200 0 0 200 20 20 cm /I Do"), "scan.pdf")

    assert found.paper.is_scan
    assert found.paper.rows == ()


def test_an_empty_page_is_no_scan() -> None:
    assert not read_pdf(by_hand(), "empty.pdf").paper.is_scan


def test_more_pages_than_a_document_has_are_refused() -> None:
    assert "more than" in _refusal(typeset("a #pagebreak()" * MOST_PAGES + "a"))


def test_as_many_pages_as_allowed_are_read() -> None:
    assert read_pdf(typeset("a #pagebreak()" * (MOST_PAGES - 1) + "a"), "a").pages == MOST_PAGES
