"""Charts of panels as SVG in a page: without styles or scripts of their own, which the page's policy forbids."""

from __future__ import annotations

from markupsafe import Markup

from officebot.core.charts.model import Chart
from officebot.core.charts.svg import svg


def drawn_chart(chart: Chart) -> Markup:
    """The chart as SVG, its words escaped by the drawing itself, with all it shows as its description."""
    return Markup(svg(chart))  # noqa: S704 - made by core/charts, which escapes what it writes
