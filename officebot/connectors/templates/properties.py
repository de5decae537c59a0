"""A document's properties, of the data's `properties`: title, author, reference, confidentiality, version, language.

What Word shows under File, Info: the common ones in docProps/core.xml, the office's own in docProps/custom.xml, so that
an archive finds a document by its number and a reader sees who may read it. The language is also what a screen reader speaks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from officebot.connectors.templates.package import TYPES, WordPackage
from officebot.connectors.templates.places import W
from officebot.connectors.templates.word_parts import parsed

_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/package/2006/content-types"
#: Our name → its element in core.xml.
_COMMON = {
    "title": f"{{{_DC}}}title", "author": f"{{{_DC}}}creator", "subject": f"{{{_DC}}}subject",
    "description": f"{{{_DC}}}description", "language": f"{{{_DC}}}language", "reference": f"{{{_DC}}}identifier",
    "keywords": f"{{{_CP}}}keywords", "category": f"{{{_CP}}}category", "version": f"{{{_CP}}}version",
    "status": f"{{{_CP}}}contentStatus",
}  # fmt: skip
#: Those that stand in custom.xml as well, under the name that a person reads.
_OWN = {"reference": "Reference", "confidentiality": "Confidentiality", "version": "Version"}
_LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
_LONGEST = 500


def with_properties(package: WordPackage, asked: Mapping[str, Any], changed: dict[str, bytes]) -> None:
    """Put the properties into the parts that hold them; new parts are made and made known."""
    told = {
        str(name): " ".join(str(value).split())[:_LONGEST] for name, value in asked.items() if value not in (None, "")
    }
    if "language" in told:
        told["language"] = _LANGUAGES.get(told["language"], told["language"])
    if any(name in _COMMON for name in told):
        _put_common(package, told, changed)
    own = {_OWN.get(name, name): value for name, value in told.items() if name in _OWN or name not in _COMMON}
    if own:
        _put_own(package, own, changed)
    if "language" in told:
        _put_language(package, told["language"], changed)


def _current(package: WordPackage, part: str, changed: Mapping[str, bytes], empty: str) -> Any:
    data = changed.get(part) or (package.content(part) if part in package else empty.encode())
    return parsed(data)


def serialised(root: Any) -> bytes:
    """A part's bytes."""
    data: bytes = etree.tostring(root.getroottree(), encoding="UTF-8", standalone=True)
    return data


def _put_common(package: WordPackage, told: Mapping[str, str], changed: dict[str, bytes]) -> None:
    part = package.related("", "core-properties") or "docProps/core.xml"
    empty = f'<cp:coreProperties xmlns:cp="{_CP}" xmlns:dc="{_DC}"/>'
    root = _current(package, part, changed, empty)
    for name, tag in _COMMON.items():
        if name in told:
            element = root.find(tag)
            if element is None:
                element = etree.SubElement(root, tag)
            element.text = told[name]
    changed[part] = serialised(root)
    if part not in package:
        make_known(package, changed, part, "application/vnd.openxmlformats-package.core-properties+xml")
        relate(package, changed, "", f"{_RELATIONS}/metadata/core-properties", part)


def _put_own(package: WordPackage, own: Mapping[str, str], changed: dict[str, bytes]) -> None:
    part = package.related("", "custom-properties") or "docProps/custom.xml"
    root = _current(package, part, changed, f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VT}"/>')
    by_name = {one.get("name"): one for one in root}
    number = max((int(one.get("pid", "1")) for one in root if one.get("pid", "").isdecimal()), default=1)
    for name, value in own.items():
        element = by_name.get(name)
        if element is None:
            number += 1
            element = etree.SubElement(root, f"{{{_CUSTOM}}}property", fmtid=_FORMAT, pid=str(number), name=name)
        for one in list(element):
            element.remove(one)
        etree.SubElement(element, f"{{{_VT}}}lpwstr").text = value
    changed[part] = serialised(root)
    if part not in package:
        make_known(package, changed, part, "application/vnd.openxmlformats-officedocument.custom-properties+xml")
        relate(package, changed, "", f"{_OFFICE}/custom-properties", part)


def _put_language(package: WordPackage, language: str, changed: dict[str, bytes]) -> None:
    """The language of the document's letters, where its styles say none."""
    part = package.related(package.main, "styles")
    if not part:
        return
    root = _current(package, part, changed, "")
    if root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang") is not None:
        return
    held = root
    for place, name in enumerate(("docDefaults", "rPrDefault", "rPr")):
        found = held.find(f"{W}{name}")
        if found is None:
            found = etree.Element(f"{W}{name}")
            held.insert(0, found) if place < 2 else held.append(found)
        held = found
    etree.SubElement(held, f"{W}lang").set(f"{W}val", language)
    changed[part] = serialised(root)


# ── parts made known ──────────────────────────────────────────────────────────────────────────────────────


def make_known(package: WordPackage, changed: dict[str, bytes], part: str, kind: str) -> None:
    """Say what a new part is, in the list of kinds."""
    root = _current(package, TYPES, changed, "")
    known = {one.get("PartName", "").lower() for one in root}
    if f"/{part}".lower() not in known:
        etree.SubElement(root, f"{{{_KINDS}}}Override", PartName=f"/{part}", ContentType=kind)
        changed[TYPES] = serialised(root)


def relate(package: WordPackage, changed: dict[str, bytes], source: str, kind: str, target: str) -> str:
    """Let a part refer to another; the name under which it does."""
    listing = package.listing(source)
    root = _current(package, listing, changed, f'<Relationships xmlns="{_RELATIONS}"/>')
    taken = {one.get("Id") for one in root}
    number = next(one for one in range(1, 100_000) if f"rIdOb{one}" not in taken)
    way = f"/{target}"
    etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=f"rIdOb{number}", Type=kind, Target=way)
    changed[listing] = serialised(root)
    return f"rIdOb{number}"
