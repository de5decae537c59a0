"""Word documents as packages: opened with care, told apart from what only looks like one, written with the rest untouched."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from officebot.connectors.templates.places import W
from officebot.core.documents.fields import Part
from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.core.workbooks.lossless.package import Package, elements, rewrite

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAINS = frozenset({f"{_MAIN}.document.main+xml", f"{_MAIN}.template.main+xml"})
_PARTS: Mapping[str, Part] = {"header": "header", "footer": "footer", "footnotes": "footnote", "endnotes": "endnote"}
_DOCUMENT = b"wordprocessingml.document.main"
#: No part of letters is so large: what is would take the sandbox's time and memory.
_LARGEST_PART = 16 * 1024**2
TYPES = "[Content_Types].xml"
_STRICT = b"purl.oclc.org/ooxml"


class WordPackage:
    """The parts of one Word document. Raises UserError, in a sentence, for everything that is none."""

    def __init__(self, data: bytes) -> None:
        _insist_on_zip(data)
        try:
            self._package = Package(io.BytesIO(data))
            kinds = self._package.content_types
        except UserError as error:
            sentence = (
                "This is no whole Word document, or one that is packed oddly: open it in Word and save it anew."
            )
            raise UserError(say(sentence)) from error
        self.main = self._package.only("", "officeDocument")
        kind = kinds.get(self.main, "") or self._kind_by_ending(self.main)
        if "macroEnabled" in kind:
            raise UserError(say("The document holds macros: save it as .docx or .dotx, which have none."))
        if kind not in _MAINS:
            raise UserError(say("This file is no Word document: is it a workbook or an archive that was renamed?"))

    def _kind_by_ending(self, part: str) -> str:
        listed = elements(self._package.content(TYPES), {"Default"})
        ending = part.rpartition(".")[2].lower()
        return next((one.attributes.get("ContentType", "") for one in listed
                     if one.attributes.get("Extension", "").lower() == ending), "")  # fmt: skip

    def as_document(self) -> dict[str, bytes]:
        """The list of kinds of a .dotx, in which it is a document: nobody sends a template."""
        kinds = self.content(TYPES)
        return (
            {TYPES: kinds.replace(b"wordprocessingml.template.main", _DOCUMENT)} if b".template.main" in kinds else {}
        )

    def __contains__(self, part: str) -> bool:
        return part in self._package

    def content(self, part: str) -> bytes:
        """A part's bytes. Raises UserError for one that is damaged or larger than any."""
        if self._package.entries[part].file_size > _LARGEST_PART:
            raise UserError(say("A part of the document is larger than documents are: it is not opened."))
        try:
            return self._package.content(part)
        except UserError:
            raise UserError(say("A part of the document is damaged: open it in Word and save it anew.")) from None

    def parts(self) -> Iterator[tuple[str, Part]]:
        """The parts in which people write, the document's own first, its properties last."""
        yield self.main, "body"
        seen = {self.main}
        for kind, target in self._package.related(self.main).values():
            if kind in _PARTS and target in self._package and target not in seen:
                seen.add(target)
                yield target, _PARTS[kind]
        properties = self._package.only("", "core-properties")
        if properties:
            yield properties, "properties"

    def related(self, part: str, kind: str) -> str:
        """The one part of a kind that a part refers to, or ""."""
        return self._package.only(part, kind)

    @staticmethod
    def listing(part: str) -> str:
        """Where it stands what a part refers to."""
        return Package.listing(part)

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset(self._package.entries)

    def written(self, changed: Mapping[str, bytes]) -> bytes:
        """The document with these parts instead of its own; all others as they are packed."""
        made = io.BytesIO()
        rewrite(self._package, {name: [data] for name, data in changed.items()}, made)
        return made.getvalue()


def insist_on_word(root: Any) -> None:
    """Raises UserError for a document whose letters are written in another form of XML than Word's usual one."""
    if root.tag.startswith(W) and root.nsmap.get("w") == W[1:-1]:
        return
    raise UserError(
        say(
            "The document is written in a rare form (“Strict Open XML”, or by another program): save it in Word as .docx."
        )
    )


def _insist_on_zip(data: bytes) -> None:
    if data.startswith(_OLE):
        is_locked = "EncryptedPackage".encode("utf-16-le") in data
        raise UserError(
            say("The document is protected by a password: save it without one first.")
            if is_locked
            else say("This is a document of Word 97–2003 (.doc): save it as .docx.")
        )
    if not data:
        raise UserError(say("The file is empty."))
    if data[30:38] == b"mimetype" and b"opendocument" in data[38:120]:
        raise UserError(say("This is a document of LibreOffice (.odt): save it as .docx."))
    if data.startswith(b"{\\rtf"):
        raise UserError(say("This is an RTF file: save it as .docx."))
    if not data.startswith(_ZIP):
        raise UserError(say("This file is no Word document: it is damaged, or was only renamed."))


def beside(part: str, name: str) -> str:
    """How a part refers to another: by the way from its folder."""
    return posixpath.relpath(name, posixpath.dirname(part) or ".")
