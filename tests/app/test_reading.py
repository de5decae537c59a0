"""What a proposal holds is shown as people read it."""

from __future__ import annotations

from officebot.app.reading import as_read, cells_in


def test_cells_are_told_by_what_stands_there_and_what_would() -> None:
    told = as_read("0/cells", b'[["Stock!D5", 40, 37], ["Stock!A9", null, "PAP-A4"], ["Stock!B2", "x", null]]')
    assert told.render("fr") == "Stock!D5: 40 → 37\nStock!A9: — → PAP-A4\nStock!B2: x → —"


def test_what_is_no_list_of_cells_is_shown_as_it_is() -> None:
    for raw in (b"{}", b"[1, 2]", b"no json", b'[["A1", 1]]', b'{"cells": []}'):
        assert cells_in(raw) is None
        assert as_read("0/cells", raw).render("en") == raw.decode()
