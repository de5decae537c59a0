"""The office's own letters take the place of the shipped ones, however their files were saved."""

from __future__ import annotations

import pytest

from officebot.letter_texts import letter_text

NAME = "en/mail/meeting_offer.txt"


class Files:
    """One file, or none."""

    def __init__(self, data: bytes | None) -> None:
        self.data = data

    def read_file(self, path: str) -> bytes:
        if self.data is None:
            raise FileNotFoundError(path)
        return self.data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"{salutation},\n\nHere:\n{offers}\n", id="plain"),
        pytest.param(
            b"\xef\xbb\xbf{salutation},\r\n\r\nHere:\r\n{offers}\r\n", id="by an editor that marks its files"
        ),
    ],
)
def test_the_offices_own_text_is_taken(data: bytes) -> None:
    assert letter_text(Files(data), NAME) == ("{salutation},\n\nHere:\n{offers}\n", "")


def test_one_that_names_a_place_that_nobody_fills_is_told_and_not_taken() -> None:
    text, unknown = letter_text(Files(b"{salutation}, {price}"), NAME, {"salutation"})
    assert unknown == "price"
    assert "{offers}" in text


@pytest.mark.parametrize("data", [None, b"\xff\xfe\x00"], ids=["there is none", "it cannot be read"])
def test_the_shipped_text_stands_in(data: bytes | None) -> None:
    assert "{offers}" in letter_text(Files(data), NAME)[0]
