"""The guide says the same in both languages: the same pages, sections, pictures, tables and examples, in the same order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
NAMES = sorted(one.name for one in (GUIDE / "en").glob("*.md"))


def text(language: str, name: str) -> str:
    return (GUIDE / language / name).read_text("utf-8")


def outline(page: str) -> list[str]:
    """What a page is built of, without its words: headings by level, pictures, examples by kind, rows of tables."""
    built, inside = [], False
    for line in page.splitlines():
        if line.startswith("```"):
            inside = not inside
            if inside:
                built.append(line.partition(" ")[0])
        elif inside:
            continue
        elif heading := re.match(r"#+(?= )", line):
            built.append(heading[0])
        elif picture := re.match(r"!\[[^\]]+\]\(([^)]+)\)", line):
            built.append(picture[1])
        elif line.startswith("|"):
            built.append(f"row of {line.count('|')}")
    return built


def test_both_languages_have_the_same_pages() -> None:
    assert [one.name for one in sorted((GUIDE / "fr").glob("*.md"))] == NAMES
    assert {"index.md", "day.md", "deciding.md", "wrong.md", "mailbox.md", "service.md"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_the_same_parts_in_both_languages(name: str) -> None:
    english, french = outline(text("en", name)), outline(text("fr", name))
    assert english == french
    assert english.count("##") >= 3 or name in ("templates.md", "signing-in.md")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_leads_to_the_same_one_in_the_other_language(name: str) -> None:
    assert f"](../fr/{name})" in text("en", name)
    assert f"](../en/{name})" in text("fr", name)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_in_french_quotes_as_french_does(name: str) -> None:
    words = re.sub(r"```.*?```|`[^`]*`", "", text("fr", name), flags=re.DOTALL)
    assert "“" not in words
    assert '"' not in words


def test_a_part_that_one_language_lacks_is_seen() -> None:
    assert outline("# A\n\n## B\n\n| x |\n") != outline("# A\n\n| x |\n")
    assert outline("![a](one.png)\n") != outline("![a](two.png)\n")
    assert outline("```sh\n# no heading\n```\n") == ["```sh"]
