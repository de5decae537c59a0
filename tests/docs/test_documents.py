"""The worked examples about templates, followed as they are printed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from officebot.connectors.templates.environment import FILTERS
from officebot.connectors.templates.word import filled
from tests.connectors.templates.wording import made, paragraphs

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("page", "language"),
    [("how-to/documents.md", "en"), ("guide/en/templates.md", "en"), ("guide/fr/templates.md", "fr")],
)
def test_the_example_makes_what_the_page_shows(page: str, language: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    template, shown = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    (data,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    document = filled(made(*template.splitlines()), json.loads(data), language)
    words = [re.sub("[\u00a0\u202f]", " ", one) for one in paragraphs(document)]
    assert words == shown.splitlines()


@pytest.mark.parametrize("name", [*FILTERS, "and_list"])
def test_each_filter_stands_on_the_page(name: str) -> None:
    assert re.search(rf"\\\| {name}\b", (DOCS / "how-to" / "documents.md").read_text("utf-8"))
