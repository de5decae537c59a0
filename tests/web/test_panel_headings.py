"""What the headings of panels say: a title once, however many of the page, the panel and its table bear it."""

from __future__ import annotations

import re

import pytest
from jinja2 import Environment, PackageLoader

from officebot.core.panels import Cell, Rows
from officebot.core.text import Text, say
from officebot.web.panels import ShownPanel

_DRAW = '{% from "parts.html" import panel with context %}<h1 id="page-title">{{ page }}</h1>{{ panel(shown, page) }}'


def drawn(page: str, panel: str, table: str) -> str:
    """A page with one panel that holds one table."""
    templates = Environment(loader=PackageLoader("officebot.web"), autoescape=True)
    templates.filters["chart"] = str
    block = Rows(title=say(table), columns=(say("Who"),), rows=((Cell(words=say("Emily")),),), empty=say("Nobody."))
    shown = ShownPanel(name="visits-50", title=say(panel), blocks=(("rows", block),))

    def t(what: Text | str, **values: object) -> str:
        return (what if isinstance(what, Text) else say(what, **values)).render("en")  # type: ignore[arg-type]

    return templates.from_string(_DRAW, globals={"t": t}).render(page=page, shown=shown)


@pytest.mark.parametrize(
    ("page", "panel", "table", "headings"),
    [
        pytest.param("Visits", "Visits", "Visits", ["h1 Visits"], id="all the same"),
        pytest.param("Mail", "Visits", "Visits", ["h1 Mail", "h2 Visits"], id="panel and table the same"),
        pytest.param("Visits", "Visits", "Today", ["h1 Visits", "h2 Today"], id="page and panel the same"),
        pytest.param("Mail", "Visits", "Today", ["h1 Mail", "h2 Visits", "h3 Today"], id="each its own"),
    ],
)
def test_a_title_is_said_once_and_no_level_is_left_out(
    page: str, panel: str, table: str, headings: list[str]
) -> None:
    html = drawn(page, panel, table)
    assert [" ".join(one) for one in re.findall(r"<(h\d)[^>]*>([^<]*)", html)] == headings
    # The section and the table are still named, by a heading that is there.
    assert set(re.findall(r'aria-labelledby="([^"]+)"', html)) <= set(re.findall(r' id="([^"]+)"', html))
