"""Makes the Word templates of the activity report, in both languages: `python tools/activity_templates.py`.

What they show is in `officebot/core/reports/page.py`; here is only how it stands on paper. `[[chart NAME]]` is where a
chart's picture goes. Whoever wants another layout copies the .docx into the office's templates and changes it in Word.
"""

from __future__ import annotations

import io
from typing import Any

import budget_templates as shared
from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH

FRENCH = {
    "lang": "fr-FR", "title": "{{ title }}", "for": "{{ period }}", "made": "Pour {{ reader }}.", "short": "L’essentiel",
    "figure": "Chiffre", "now": "Cette fois", "before": "La dernière fois", "change": "Évolution",
    "needs": "Ce qui vous attend", "no_needs": "Rien ne vous attend.", "nothing": "Rien ne s’est passé pendant cette période.",
    "changes": "Ce qui a changé depuis la dernière fois", "problems": "Ce qui manque à ce rapport",
    "annex": "Annexe : d’où viennent les chiffres", "books": "Ce qui a été lu", "book": "Lu dans",
    "records": "Enregistrements", "read": "Lu le", "hash": "SHA-256 (début)", "figures": "Chaque chiffre",
    "value": "Valeur", "how": "Comment il est obtenu", "made_of": "Fait de", "page": "page", "colon": "\u00a0: ",
}  # fmt: skip
ENGLISH = {
    "lang": "en-GB", "title": "{{ title }}", "for": "{{ period }}", "made": "For {{ reader }}.", "short": "In short",
    "figure": "Figure", "now": "This time", "before": "Last time", "change": "Change", "needs": "What needs you",
    "no_needs": "Nothing waits for you.", "nothing": "Nothing happened in this time.",
    "changes": "What changed since last time", "problems": "What is missing from this report",
    "annex": "Annex: where the figures come from", "books": "What was read", "book": "Read from", "records": "Records",
    "read": "Read at", "hash": "SHA-256 (start)", "figures": "Every figure", "value": "Value",
    "how": "How it came about", "made_of": "Made of", "page": "page", "colon": ": ",
}  # fmt: skip


def main() -> None:
    """Write both templates."""
    for language, words in (("fr", FRENCH), ("en", ENGLISH)):
        place = shared.TEMPLATES / language / "report" / "activity.docx"
        place.write_bytes(made(words))


def made(words: dict[str, str]) -> bytes:
    """The template, the same bytes each time."""
    document = Document()
    shared._styles(document, words)
    _first_page(document, words)
    _detail(document, words)
    _annex(document, words)
    held = io.BytesIO()
    document.save(held)
    return shared._same_each_time(held.getvalue())


def _first_page(document: Any, words: dict[str, str]) -> None:
    shared._small(document, "{{ office }}")
    document.add_heading(f"{words['title']}{words['colon']}{words['for']}", 1)
    shared._small(document, words["made"])
    shared._small(document, "{{ made }}")
    _when(document, "problems", words["problems"], "one in problems", "{{ one }}", "List Bullet")
    document.add_heading(words["short"], 2)
    shared._paragraph(document, "{%p if leading %}")
    columns = [(words["figure"], 70), (words["now"], 34), (words["change"], 70)]
    table = shared._table(document, words["short"], columns, 10)
    shared._loop(table, "one in leading", ["{{ one.label }}", "{{ one.value }}", "{{ one.change }}"], (1,))
    _bold(table.rows[2].cells[1])
    shared._paragraph(document, "{%p else %}")
    document.add_paragraph(words["nothing"])
    shared._paragraph(document, "{%p endif %}")
    document.add_heading(words["needs"], 2)
    shared._paragraph(document, "{%p if needs %}")
    shared._each(document, "one in needs", "{{ one }}", "List Number")
    shared._paragraph(document, "{%p else %}")
    document.add_paragraph(words["no_needs"])
    shared._paragraph(document, "{%p endif %}")
    _when(document, "changes", words["changes"], "one in changes", "{{ one }}", "List Bullet")
    shared._paragraph(document, "{%p if chart %}")
    document.add_heading("{{ chart.title }}", 3)
    document.add_paragraph("[[chart {{ chart.name }}]]")
    shared._paragraph(document, "{%p endif %}")


def _detail(document: Any, words: dict[str, str]) -> None:
    document.add_section(WD_SECTION.NEW_PAGE)
    shared._paragraph(document, "{%p for part in parts %}")
    document.add_heading("{{ part.title }}", 2)
    shared._each(document, "one in part.notes", "{{ one }}")
    shared._paragraph(document, "{%p for table in part.tables %}")
    shared._paragraph(document, "{%p if table.kind == 'overview' %}")
    columns = [(words["figure"], 62), (words["now"], 28), (words["before"], 30), (words["change"], 54)]
    overview = shared._table(document, "{{ table.title }}", columns, 9)
    shared._loop(
        overview, "row in table.rows",
        ["{{ row.head }}", "{{ row.cells[0] }}", "{{ row.cells[1] }}", "{{ row.cells[2] }}"], (1, 2),
    )  # fmt: skip
    shared._paragraph(document, "{%p else %}")
    document.add_heading("{{ table.title }}", 3)
    _any_table(document, "table", is_words=True)
    shared._paragraph(document, "{%p endif %}")
    shared._paragraph(document, "{%p endfor %}")
    shared._paragraph(document, "{%p for one in part.charts %}")
    document.add_heading("{{ one.title }}", 3)
    shared._paragraph(document, "{%p if not one.is_first %}")
    document.add_paragraph("[[chart {{ one.name }}]]").paragraph_format.keep_with_next = True
    shared._paragraph(document, "{%p endif %}")
    _any_table(document, "one.table")
    shared._paragraph(document, "{%p endfor %}")
    shared._paragraph(document, "{%p endfor %}")


def _any_table(document: Any, name: str, *, is_words: bool = False) -> None:
    """A table of as many columns as its data has."""
    table = shared._table(document, "{{ " + name + ".title }}", [("", 54), ("", 40), ("", 40), ("", 40)], 9)
    heads = [
        "{{ " + name + ".columns[0] }}",
        "{%tc for head in " + name + ".columns[1:] %}",
        "{{ head }}",
        "{%tc endfor %}",
    ]
    for place, words in enumerate(heads):
        cell = table.rows[0].cells[place]
        cell.paragraphs[0].runs[0].text = words
        if is_words:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT
    shared._row(table, ["{%tr for row in " + name + ".rows %}"])
    shared._row(
        table,
        ["{{ row.head }}", "{%tc for cell in row.cells %}", "{{ cell }}", "{%tc endfor %}"],
        right=() if is_words else (2,),
    )
    shared._row(table, ["{%tr endfor %}"])


def _annex(document: Any, words: dict[str, str]) -> None:
    document.add_heading(words["annex"], 2)
    document.add_paragraph("{{ checked }}")
    document.add_heading(words["books"], 3)
    columns = [(words["book"], 60), (words["records"], 30), (words["read"], 50), (words["hash"], 34)]
    table = shared._table(document, words["books"], columns, 8)
    cells = ["{{ one.name }}", "{{ one.records }}", "{{ one.read }}", "{{ one.hash }}"]
    shared._loop(table, "one in books", cells, (1,))
    document.add_heading(words["figures"], 3)
    columns = [(words["figure"], 46), (words["value"], 24), (words["how"], 50), (words["made_of"], 54)]
    table = shared._table(document, words["figures"], columns, 7.5)
    cells = ["{{ one.label }}", "{{ one.value }}", "{{ one.how }}", "{{ one.sources }}"]
    shared._loop(table, "one in figures", cells, (1,))


def _when(document: Any, name: str, title: str, loop: str, words: str, style: str) -> None:
    shared._paragraph(document, f"{{%p if {name} %}}")
    document.add_heading(title, 2)
    shared._each(document, loop, words, style)
    shared._paragraph(document, "{%p endif %}")


def _bold(cell: Any) -> None:
    cell.paragraphs[0].runs[0].bold = True


if __name__ == "__main__":
    main()
