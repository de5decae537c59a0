"""Word documents of other programs used as templates: what comes back, what changed, whether LibreOffice opens it.

    .venv/bin/python tools/evaluation/document_templates.py DIR…

Each .docx and .dotx is filled in twice: as it is, which must give the same bytes, and with signs put at its beginning, of
which Word cut one apart. Then only the part with the signs may differ, and python-docx and LibreOffice must read the values.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import docx

from officebot.connectors import office_pdf
from officebot.connectors.templates.package import WordPackage
from officebot.connectors.templates.word import filled
from officebot.core.problems import UserError

SIGNS = (
    '<w:p><w:r><w:t>Dear {{ na</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>me }}</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>{% for one in rows %}</w:t></w:r></w:p><w:p><w:r><w:t>{{ one }}</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>{% endfor %}</w:t></w:r></w:p>"
)
DATA = {"name": "Zoé <&{{ x }}", "rows": ["one", "two"]}
WORDS = ["Dear Zoé <&{{ x }}", "one", "two"]
ENDINGS = (".docx", ".dotx", ".docm")


def main() -> None:
    """Print the figures, and each file that was refused with its sentence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    files = sorted(
        one for folder in parser.parse_args().folders for one in folder.rglob("*") if one.suffix in ENDINGS
    )
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as made:
        for number, path in enumerate(files):
            _try(path, Path(made, f"{number:03}.docx"), counts)
        counts["opened by LibreOffice, with the value"] = _opened(Path(made))
    print(f"{len(files)} files")
    for name, count in counts.items():
        print(f"{count:5} {name}")


def _try(path: Path, out: Path, counts: Counter[str]) -> None:
    content = path.read_bytes()
    try:
        counts["without signs: the same bytes"] += filled(content, DATA) == content
        package = WordPackage(content)
        body = package.content(package.main).decode("utf-8")
        at = body.find(">", body.find("<w:body")) + 1
        template = package.written({package.main: (body[:at] + SIGNS + body[at:]).encode()})
        document = filled(template, DATA)
    except UserError as refused:
        counts["refused with a sentence"] += 1
        print(f"{path.name}: {refused.render()}")
        return
    out.write_bytes(document)
    counts["filled in"] += 1
    before, after = _parts(content), _parts(document)
    allowed = {package.main, *package.as_document()}
    counts["other parts identical, in their order"] += [*before] == [*after] and all(
        before[name] == after[name] for name in before if name not in allowed
    )
    try:
        read = [one.text for one in docx.Document(io.BytesIO(document)).paragraphs][: len(WORDS)]
    except Exception as error:  # noqa: BLE001 - python-docx raises anything on files that are odd before we see them
        print(f"{path.name}: python-docx cannot read it: {error}")
    else:
        counts["values read back by python-docx"] += read == WORDS


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _opened(folder: Path) -> int:
    """How many LibreOffice turns into text, with the value in it; 0 where it is not installed."""
    program = office_pdf.program()
    if program is None:
        return 0
    files = [str(one) for one in sorted(folder.glob("*.docx"))]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(folder),
        *files,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return sum(WORDS[0] in one.read_text("utf-8-sig") for one in folder.glob("*.txt"))


if __name__ == "__main__":
    main()
