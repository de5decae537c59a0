"""Compares the sentences in the sources with their French translations, and compiles the catalogue.

python tools/translations.py           says what is untranslated, stale or unlike its source; compiles
python tools/translations.py --check   the same, without writing; exit 1 when something is to be done
python tools/translations.py --update  also writes new sentences, untranslated, into the .po file
"""

from __future__ import annotations

import argparse
import ast
import gc
import io
import re
import string
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "officebot"
PO = PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "officebot.po"
MO = PO.with_suffix(".mo")
#: What click says by itself: written by hand, in gettext's default domain, where click looks.
CLICK = PO.with_name("messages.po")
#: How many sentences stand first in a call: `counted` has one for one thing, and one for several.
_SAYING = {"say": 1, "Text": 1, "counted": 2}
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


def said_in(code: str) -> Iterator[str]:
    """The literals that stand first in `say(…)`, `Text(…)` and `counted(…, …)`, each of both in `say(a if b else c)`,
    and the descriptions of settings.

    Of a name in that place, all literals that the file gives to it.
    """
    tree = parsed(code)
    given: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                given.setdefault(_name(target), []).extend(_literals(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            # What a setting means is read on its form.
            if _name(node.func) == "Field":
                yield from (
                    found for one in node.keywords if one.arg == "description" for found in _literals(one.value)
                )
            for argument in node.args[: _SAYING.get(_name(node.func), 0)]:
                yield from given.get(argument.id, []) if isinstance(argument, ast.Name) else _literals(argument)


def parsed(code: str) -> ast.Module:
    """The code as a tree. No garbage is collected meanwhile: where something listens to that, Python 3.11 loses count of how
    deep it is, and gives up.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        return ast.parse(code)
    finally:
        if was_on:
            gc.enable()


def counted_sources() -> frozenset[str]:
    """The sentences of `counted(…, …)`: those that a number may stand in before a plural."""
    found = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(parsed(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) == "counted":
                found.update(literal for argument in node.args[:2] for literal in _literals(argument))
    return frozenset(found)


def has_words(sentence: str) -> bool:
    """Whether there is anything to translate besides names of places and punctuation; quotation marks differ, too."""
    return any(
        letter.isalpha() or letter in "“”" for literal, *_ in string.Formatter().parse(sentence) for letter in literal
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


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literals(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _literals(argument.body)
        yield from _literals(argument.orelse)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
