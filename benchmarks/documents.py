"""How many Word documents a second are made of a template: minutes of five pages, beside docxtpl and the least there is.

    python benchmarks/documents.py            in this process, and as the office does it, in the process apart
    python benchmarks/documents.py --count 50

The least that any library on python-docx does is to load the template and save it. Times are CPU time of this process;
those of the process apart are of the clock, for the work is done elsewhere.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import docx
from jinja2.sandbox import ImmutableSandboxedEnvironment

from benchmarks.common import table
from officebot.connectors.rendering import Kept
from officebot.connectors.templates.word import filled

DECISIONS = [f"Decision {number}: the offer of the supplier is taken as it stands." for number in range(12)]
ACTIONS = [
    {"what": f"Write to the supplier about point {number}", "who": "Claire Martin", "due": "2026-12-04"}
    for number in range(20)
]


def minutes() -> bytes:
    """A template of minutes: headings by item, sentences, decisions, a table of actions."""
    document = docx.Document()
    document.add_heading("{{ title }}", 1)
    document.add_paragraph("Present: {{ present | join(', ') }}")
    for words in ("{% for item in items %}", "{% for one in item.summary %}", "{{ one }}", "{% endfor %}"):
        document.add_paragraph(words)
    for words in ("{% for one in item.decisions %}", "{{ one }}", "{% endfor %}", "{% endfor %}"):
        document.add_paragraph(words)
    rows = document.add_table(rows=4, cols=3).rows
    rows[0].cells[0].text, rows[1].cells[0].text = "Action", "{%tr for one in actions %}"
    for place, name in enumerate(("what", "who", "due")):
        rows[2].cells[place].text = f"{{{{ one.{name} }}}}"
    rows[3].cells[0].text = "{%tr endfor %}"
    document.sections[0].footer.paragraphs[0].text = "{{ title }}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def told(number: int) -> dict[str, Any]:
    """The data of one meeting: about five pages."""
    sentence = f"The group looked at the figures of month {number}, and found them as they had been expected to be."
    item = {"summary": [sentence] * 8, "decisions": DECISIONS[:2]}
    return {
        "title": f"Minutes {number}",
        "present": ["Claire", "Paul", "Zoé"],
        "items": [item] * 6,
        "actions": ACTIONS,
    }


def with_docxtpl(template: bytes, data: Mapping[str, Any]) -> None:
    """The library as it is usually called, with a sandbox."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    document.render(data, ImmutableSandboxedEnvironment(autoescape=True), autoescape=True)
    document.save(io.BytesIO())


def loaded_and_saved(template: bytes, _: Mapping[str, Any]) -> None:
    """What any library on python-docx does at least."""
    docx.Document(io.BytesIO(template)).save(io.BytesIO())


def main() -> None:
    """Print documents a second, once warm."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100)
    count = parser.parse_args().count
    template = minutes()
    kept = Kept(template="minutes.docx", files={"minutes.docx": template})
    ways: list[tuple[str, Callable[[dict[str, Any]], object], Callable[[], float]]] = [
        ("officebot, in this process", lambda data: filled(template, data), time.process_time),
        ("officebot, the process apart (clock)", kept.office_file, time.perf_counter),
        ("docxtpl", lambda data: with_docxtpl(template, data), time.process_time),
        ("python-docx, load and save only", lambda data: loaded_and_saved(template, data), time.process_time),
    ]
    rows = [("minutes of five pages", "documents/s")]
    for name, make, clock in ways:
        make(told(0))
        began = clock()
        for number in range(count):
            make(told(number))
        rows.append((name, f"{count / (clock() - began):.0f}"))
    print(table(rows))


if __name__ == "__main__":
    main()
