"""Where an installed plugin came from, told by the metadata that pip left: nothing of it is imported.

Who wrote a distribution's metadata may write anything into it: all of it is shown as words, cut short and without signs
that steer a terminal. That the recorded hashes hold says that no file changed since pip put it there, not more.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackagePath
from pathlib import Path
from typing import Any, Literal, TypeAlias

from officebot.core.text import Text, say
from officebot.settings.plugins import OWN

_LONGEST = 200
#: So many changed files are named; the rest is counted.
MOST_NAMED = 5
#: Modules that Python imports at each start (site).
_UNASKED = ("sitecustomize", "usercustomize")
_LARGEST_PTH = 1_000_000
_CODE = (".py", ".so", ".pyd", ".toml")
#: The names that project addresses have by which a fault may be reported, the best first (packaging specification).
_REPORTING = ("issues", "issue", "bugs", "bugtracker", "bugreports", "tracker", "support", "source", "repository",
              "homepage")  # fmt: skip
Source: TypeAlias = Literal["index", "file", "folder", "repository", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a distribution came from: `source` in a word, `address` where it is known; who wrote it; where it lies.

    `changed` are files that are not as pip put them there, or that pip did not put there; None where it left no record.
    `beyond` are its files that no sandbox holds: Python runs them at each start, or they stand in what is not its own.
    """

    source: Source
    address: str
    is_editable: bool
    author: str
    summary: str
    report_to: str
    folder: str
    changed: tuple[str, ...] | None
    beyond: tuple[str, ...] = ()

    def warning(self) -> Text | None:
        """What of it runs in officebot's own process, whatever was agreed to; None where nothing does."""
        if not self.beyond:
            return None
        return say("No sandbox holds {files}: this runs in officebot's own process, or changes what runs there. Uninstall "
                   "the plugin unless you trust its author with all that officebot can do.",
                   files=list(self.beyond[:MOST_NAMED]))  # fmt: skip

    def sentence(self) -> Text:
        """Where it came from, for people."""
        if self.is_editable:
            return say("It was installed from the folder {address}, and changes with what is changed there.",
                       address=self.address)  # fmt: skip
        match self.source:
            case "repository":
                return say("It was installed from the repository {address}.", address=self.address)
            case "file":
                return say("It was installed from the file {address}.", address=self.address)
            case "folder":
                return say("It was installed from the folder {address}.", address=self.address)
            case "index":
                return say("It was installed by its name, from the index that pip was told to use.")
        return say("How it was installed is not recorded.")

    def check(self) -> Text:
        """Whether its files are as they were installed."""
        if self.changed is None:
            return say("Its installer left no record of its files: whether they were changed cannot be told.")
        if not self.changed:
            return say("Its files are as they were installed.")
        named = list(self.changed[:MOST_NAMED])
        return say("Not as they were installed: {count} of its files, among them {files}. Install it anew unless you know why.",
                   count=len(self.changed), files=named)  # fmt: skip


def origin_of(found: Distribution, *, check: bool = True) -> Origin:
    """Where this distribution came from; its files are read only to `check` them."""
    told = _direct_url(found)
    source, address = _source(found, told)
    return Origin(
        source=source,
        address=address,
        is_editable=bool(told.get("dir_info", {}).get("editable")),
        author=_author(found),
        summary=_field(found, "Summary"),
        report_to=_report_to(found),
        folder=str(Path(str(found.locate_file(""))).resolve()),
        changed=_changed(found) if check else (),
        beyond=tuple(sorted(_beyond(found))) if check else (),
    )


def _direct_url(found: Distribution) -> dict[str, Any]:
    """PEP 610's record of what was installed by an address; empty where it was installed by its name."""
    try:
        told = json.loads(found.read_text("direct_url.json") or "{}")
    except (ValueError, OSError):
        return {}
    if not isinstance(told, dict) or not isinstance(told.get("dir_info", {}), dict):
        return {}
    return told


def _source(found: Distribution, told: dict[str, Any]) -> tuple[Source, str]:
    address = _word(told.get("url"))
    if not address:
        return ("index" if found.read_text("INSTALLER") else "unknown"), ""
    address = _without_password(address)
    if "vcs_info" in told:
        commit = told["vcs_info"].get("commit_id", "") if isinstance(told["vcs_info"], dict) else ""
        return "repository", f"{address}@{_word(commit)[:40]}" if commit else address
    if "dir_info" in told:
        return "folder", address.removeprefix("file://")
    return "file", address.removeprefix("file://")


def _without_password(address: str) -> str:
    scheme, mark, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}" if mark else address


def _author(found: Distribution) -> str:
    names = ("Author", "Maintainer", "Author-email", "Maintainer-email")
    return next((word for one in names if (word := _field(found, one))), "")


def _report_to(found: Distribution) -> str:
    """Where a fault of it may be reported: an address of its project, else of whoever wrote it; "" for nowhere."""
    addresses: dict[str, str] = {}
    for line in found.metadata.get_all("Project-URL") or []:
        label, _, address = str(line).partition(",")
        plain = "".join(sign for sign in label.lower() if sign.isalnum())
        addresses.setdefault(plain, _word(address))
    if home := _field(found, "Home-page"):
        addresses.setdefault("homepage", home)
    named = next((addresses[one] for one in _REPORTING if addresses.get(one)), "")
    return named or _field(found, "Author-email")


def _field(found: Distribution, name: str) -> str:
    """A field of its metadata as it may be shown, "" where it is not there.

    Asked for all of the name: where the library importlib_metadata was imported, one that is missing is a KeyError.
    """
    return _word(next(iter(found.metadata.get_all(name) or ()), None))


def _word(told: object) -> str:
    """One line of what a distribution says of itself, as it may be shown."""
    if not isinstance(told, str):
        return ""
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in " ".join(told.split()))
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "…"


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────


def _changed(found: Distribution) -> tuple[str, ...] | None:
    """The files that differ from pip's record, and the code that stands beside them without being recorded."""
    recorded = found.files
    if recorded is None or not any(one.hash for one in recorded):
        return None
    wrong = {str(one) for one in recorded if one.hash is not None and not _holds(one)}
    return tuple(sorted(wrong | set(_added(found, recorded))))


def _holds(one: PackagePath) -> bool:
    assert one.hash is not None
    try:
        made = hashlib.new(one.hash.mode)
        with Path(str(one.locate())).open("rb") as file:
            while part := file.read(1 << 20):
                made.update(part)
    except (OSError, ValueError):
        return False
    return base64.urlsafe_b64encode(made.digest()).rstrip(b"=").decode() == one.hash.value


def _added(found: Distribution, recorded: list[PackagePath]) -> Iterator[str]:
    known = {str(one) for one in recorded}
    tops = {one.parts[0] for one in recorded if len(one.parts) > 1 and one.parts[0] != ".."}
    for top in sorted(tops):
        folder = Path(str(found.locate_file(top)))
        if top.endswith(".dist-info") or not folder.is_dir():
            continue
        for path in sorted(folder.rglob("*")):
            name = f"{top}/{path.relative_to(folder).as_posix()}"
            if path.suffix in _CODE and name not in known and path.is_file():
                yield name


def _beyond(found: Distribution) -> Iterator[str]:
    """The files of it that Python runs unasked, that stand in officebot's own folder, or that tell of other distributions."""
    own = {
        one.parts[0] for one in found.files or () if one.name == "METADATA" and one.parts[0].endswith(".dist-info")
    }
    for one in found.files or ():
        top = one.parts[0]
        told = (
            top.partition(".")[0] in _UNASKED,
            top == OWN or (top == ".." and one.stem == OWN),
            bool(own) and top not in own and top.endswith((".dist-info", ".egg-info")),
            one.suffix == ".pth" and len(one.parts) == 1 and _runs_code(one),
        )
        if any(told):
            yield _word(str(one))


def _runs_code(one: PackagePath) -> bool:
    """Whether a .pth does more than name folders (site: lines that begin with “import” are run)."""
    try:
        lines = Path(str(one.locate())).read_text("utf-8", "replace")[:_LARGEST_PTH].splitlines()
    except OSError:
        return True
    return any(line.startswith(("import ", "import\t")) for line in lines)
