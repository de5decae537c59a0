"""Files that minutes are made of, as texts."""

from __future__ import annotations

import unicodedata

from officebot.connectors.minutes_files import text_of


def test_accents_that_macos_writes_as_two_signs_are_read_as_one() -> None:
    text = "Décidé à l’unanimité : Léa réserve la salle"
    assert text_of(unicodedata.normalize("NFD", text).encode(), "notes.md").text == text
