"""Data held against a template: what is missing, misspelt or unused; and twins of one template held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from officebot.core.documents.fields import Field, Needs, Place
from officebot.core.text import Text, plain, say

FindingKind = Literal[
    "broken",
    "missing",
    "misspelt",
    "unused",
    "wrong kind",
    "wrong value",
    "tracked changes",
    "comments",
    "twin",
    "note",
]
#: What data may hold beside the fields of a template: these make the document's properties.
RESERVED = ("properties",)
_MOST_ROWS = 200
#: So many missing names are looked for among so many others: more are another template’s data, no slips of the pen.
_MOST_SLIPS, _MOST_NEAR = 50, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a check found. A document can be made in spite of those that are not `is_grave`."""

    kind: FindingKind
    name: str
    what: Text
    place: Place | None = None
    is_grave: bool = True

    def to_json(self, language: str) -> dict[str, Any]:
        """The finding's facts, its sentence in the reader's language."""
        told: dict[str, Any] = {
            "kind": self.kind,
            "name": self.name,
            "what": self.what.render(language),
            "grave": self.is_grave,
        }
        if self.place is not None:
            told["place"] = {**self.place.to_json(), "words": self.place.words().render(language)}
        return told


def faults_of(needs: Needs) -> tuple[Finding, ...]:
    """What is wrong in the template itself."""
    return tuple(
        Finding(kind=one.kind, name="", what=one.what, place=one.place, is_grave=one.is_grave) for one in needs.faults
    )


def check_data(needs: Needs, data: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What the data lack for this template, what they have that it does not use, and what may be a slip of the pen."""
    by_path = {one.path: one for one in needs.fields}
    missing = [one for one in needs.fields if not one.is_optional and _lacks(data, one, by_path)]
    unused = [path for path in _paths(data) if path not in by_path and not _within_used(path, by_path)]
    findings: list[Finding] = []
    left = list(unused)
    for number, one in enumerate(missing):
        slip = _like(one.path, left[:_MOST_NEAR]) if number < _MOST_SLIPS else ""
        if slip:
            left.remove(slip)
            findings.append(
                Finding(
                    kind="misspelt", name=one.path, place=one.places[0],
                    what=say("“{name}” is not in the data; they have “{found}”: is that what is meant?",
                             name=one.path, found=slip),
                )
            )  # fmt: skip
        else:
            findings.append(
                Finding(
                    kind="missing", name=one.path, place=one.places[0],
                    what=say("“{name}” is missing in the data.", name=one.path),
                )
            )  # fmt: skip
    findings += [
        Finding(kind="unused", name=path, is_grave=False, what=say("“{name}” is in the data, and the template does not use it.",
                                                                   name=path))
        for path in left
    ]  # fmt: skip
    return (*findings, *_wrong_kinds(needs, data))


def twin_findings(ours: Needs, theirs: Needs, name: str) -> tuple[Finding, ...]:
    """How a template has drifted from its twin in the other language: fields that only one of them needs."""
    here, there = ({one.path: one for one in needs.fields} for needs in (ours, theirs))
    told = [
        Finding(
            kind="twin", name=path, place=here[path].places[0], is_grave=False,
            what=say("“{name}” stands here, and not in {twin}.", name=path, twin=name),
        )
        for path in here if path not in there
    ]  # fmt: skip
    told += [
        Finding(
            kind="twin", name=path, is_grave=False,
            what=say("“{name}” stands in {twin}, and not here.", name=path, twin=name),
        )
        for path in there if path not in here
    ]  # fmt: skip
    return tuple(told)


# ── how data and fields meet ──────────────────────────────────────────────────────────────────────────────


def _lacks(data: Mapping[str, Any], field: Field, by_path: Mapping[str, Field]) -> bool:
    """Whether this very field is what lacks: of a group that is missing, only the group is told."""
    if field.path.endswith("[]"):
        return False  # rows of a list that is a field itself
    holder = field.path.rpartition(".")[0].removesuffix("[]")
    if holder and holder in by_path and not any(True for _ in values(data, holder)):
        return False
    found = list(_holders(data, field.path))
    name = field.path.rpartition(".")[2]
    return any(isinstance(one, Mapping) and name not in one for one in found)


def _holders(data: Any, path: str) -> Iterator[Any]:
    """What should hold the last name of a path: each row of a list."""
    holder = path.rpartition(".")[0]
    if not holder:
        yield data
    else:
        yield from values(data, holder)


def values(data: Any, path: str) -> Iterator[Any]:
    """What stands in the data under `a.b[].c`: nothing where it is missing."""
    name, _, rest = path.partition(".")
    plain_name = name.removesuffix("[]")
    if not isinstance(data, Mapping) or plain_name not in data:
        return
    found = data[plain_name]
    held = list(found)[:_MOST_ROWS] if name.endswith("[]") and isinstance(found, list | tuple) else [found]
    for one in held:
        if rest:
            yield from values(one, rest)
        else:
            yield one


def _paths(data: Mapping[str, Any], before: str = "") -> list[str]:
    """The paths of all that data hold, each once; rows of lists together."""
    found: dict[str, None] = {}
    for name, value in data.items():
        path = f"{before}{name}"
        if not before and name in RESERVED:
            continue
        found[path] = None
        rows = value if isinstance(value, list | tuple) else [value]
        step = "[]." if isinstance(value, list | tuple) else "."
        for row in rows[:_MOST_ROWS]:
            if isinstance(row, Mapping) and "picture" not in row:
                found.update(dict.fromkeys(_paths(row, f"{path}{step}")))
    return [*found]


def _within_used(path: str, by_path: Mapping[str, Field]) -> bool:
    """Whether the path is part of a thing that the template uses whole, or of one that is itself unused."""
    holder = path.rpartition(".")[0].removesuffix("[]")
    if not holder:
        return False
    field = by_path.get(holder)
    if field is None:
        return True
    return not any(one.startswith((f"{holder}.", f"{holder}[].")) for one in by_path)


def _like(path: str, left: Sequence[str]) -> str:
    """The one of these paths that is the same name with a slip of the pen, or ""."""
    holder, _, name = path.rpartition(".")
    beside = {plain(one.rpartition(".")[2]): one for one in left if one.rpartition(".")[0] == holder}
    near = get_close_matches(plain(name), beside, n=1, cutoff=0.7)
    if near:
        return beside[near[0]]
    elsewhere = {plain(one): one for one in left}
    near = get_close_matches(plain(path), elsewhere, n=1, cutoff=0.8)
    return elsewhere[near[0]] if near else ""


def _wrong_kinds(needs: Needs, data: Mapping[str, Any]) -> Iterator[Finding]:
    """A list where one value is wanted, or one value where a list is."""
    for one in needs.fields:
        found = next(iter(values(data, one.path)), None)
        if one.kind == "list" and found is not None and not isinstance(found, list | tuple | Mapping):
            what = say("“{name}” must be a list: the template goes through it.", name=one.path)
            yield Finding(kind="wrong kind", name=one.path, what=what, place=one.places[0])
        elif one.kind == "group" and found is not None and not isinstance(found, Mapping):
            what = say("“{name}” must have parts of its own: the template names some.", name=one.path)
            yield Finding(kind="wrong kind", name=one.path, what=what, place=one.places[0])
