"""Compares the sentences in the sources with their French translations, and compiles the catalogue.

python tools/translations.py           says what is untranslated, stale or unlike its source; compiles
python tools/translations.py --check   the same, without writing; exit 1 when something is to be done
python tools/translations.py --update  also writes new sentences, untranslated, into the .po file
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import string
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from officebot.plugins.extracting import counted_in, has_words, said_in

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "officebot"
PO = PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "officebot.po"
MO = PO.with_suffix(".mo")
#: What click says by itself: written by hand, in gettext's default domain, where click looks.
CLICK = PO.with_name("messages.po")
_IN_TEMPLATE = re.compile(r"""\b(?:say|t|counted)\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is to be done about the translations."""

    untranslated: tuple[str, ...]
    stale: tuple[str, ...]
    unlike: tuple[str, ...]
    is_compiled: bool

    @property
    def is_clean(self) -> bool:
        """Whether nothing is to be done."""
        return self.is_compiled and not (self.untranslated or self.stale or self.unlike)


def sources() -> dict[str, str]:
    """Every sentence of the package, with the first place where it is said."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for sentence in said_in(path.read_text(encoding="utf-8")):
            found.setdefault(sentence, str(path.relative_to(ROOT)))
    for path in sorted(PACKAGE.rglob("*.html")):
        for literal in _IN_TEMPLATE.findall(path.read_text(encoding="utf-8")):
            found.setdefault(ast.literal_eval(literal), str(path.relative_to(ROOT)))
    return {sentence: place for sentence, place in found.items() if has_words(sentence)}


def counted_sources() -> frozenset[str]:
    """The sentences of `counted(…, …)`: those that a number may stand in before a plural."""
    return frozenset(
        sentence for path in PACKAGE.rglob("*.py") for sentence in counted_in(path.read_text(encoding="utf-8"))
    )


def places(sentence: str) -> frozenset[str]:
    """The named places of a sentence."""
    return frozenset(name for _, name, *_ in string.Formatter().parse(sentence) if name is not None)


def catalogue(path: Path = PO) -> Catalog:
    """The translations as people wrote them."""
    with path.open("rb") as file:
        return read_po(file, locale="fr", domain=path.stem, charset="utf-8")


def translations(catalog: Catalog) -> dict[str, str]:
    """French by English, without the header."""
    return {str(message.id): str(message.string) for message in catalog if message.id}


def report(catalog: Catalog, said: Iterable[str]) -> Report:
    """What the catalogue lacks, has too much, or says with other places than its source."""
    french, said = translations(catalog), set(said)
    return Report(
        untranslated=tuple(sorted(said - {source for source, words in french.items() if words})),
        stale=tuple(sorted(set(french) - said)),
        unlike=tuple(sorted(s for s, words in french.items() if words and places(s) != places(words))),
        is_compiled=_is_compiled(PO, catalog) and _is_compiled(CLICK, catalogue(CLICK)),
    )


def compiled(catalog: Catalog) -> bytes:
    """The bytes of the .mo file; the same sentences give the same bytes on any day."""
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def _is_compiled(path: Path, catalog: Catalog) -> bool:
    made = path.with_suffix(".mo")
    return made.exists() and made.read_bytes() == compiled(catalog)


def update(catalog: Catalog, said: dict[str, str]) -> None:
    """Write the sentences of the package into the .po file, those that are translated with their French."""
    french = translations(catalog)
    fresh = Catalog(locale="fr", domain="officebot", project="officebot", charset="utf-8")
    fresh.mime_headers = [header for header in catalog.mime_headers if "Date" not in header[0]]
    for sentence, place in sorted(said.items(), key=lambda pair: (pair[1], pair[0])):
        fresh.add(sentence, french.get(sentence, ""), auto_comments=[place])
    written = io.BytesIO()
    write_po(written, fresh, width=118, omit_header=True)
    head = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    PO.write_bytes(head.encode() + written.getvalue().lstrip(b"\n"))


def main(arguments: list[str]) -> int:
    """0 when nothing is left to do."""
    parser = argparse.ArgumentParser(description="Compare the sentences with their French, and compile it.")
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--update", action="store_true", help="write new sentences into the .po file")
    options = parser.parse_args(arguments)
    said = sources()
    if options.update and not options.check:
        update(catalogue(), said)
    catalog = catalogue()
    if not options.check:
        MO.write_bytes(compiled(catalog))
        CLICK.with_suffix(".mo").write_bytes(compiled(catalogue(CLICK)))
    found = report(catalog, said)
    for title, sentences in (
        ("untranslated", found.untranslated),
        ("stale", found.stale),
        ("other places than its source", found.unlike),
    ):
        for sentence in sentences:
            print(f"{title}: {sentence!r} ({said.get(sentence, 'nowhere')})")
    print(f"{len(said)} sentences, {len(found.untranslated)} untranslated, {len(found.stale)} stale")
    return 0 if found.is_clean else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
