"""What a template needs: its fields, each with its path, its kind, and the places where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from officebot.core.text import Text, say

FieldKind = Literal["value", "list", "group", "condition"]
#: Which part of a document a sign stands in.
Part = Literal["body", "header", "footer", "footnote", "endnote", "properties", "sheet", "line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands in a template, as a person finds it: numbers from 1, 0 where there is none.

    `line` is of texts and pages, `cell_name` of workbooks ("Sheet!B7"); a table's row and cell otherwise.
    """

    part: Part = "body"
    paragraph: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0
    is_text_box: bool = False
    line: int = 0
    cell_name: str = ""

    def words(self) -> Text:
        """The place in words: “table 2, row 3, cell 1”."""
        if self.cell_name:
            return say("cell {cell}", cell=self.cell_name)
        if self.line:
            return say("line {line}", line=self.line)
        if self.part == "properties":
            return say("the document’s properties")
        if self.is_text_box:
            return say("{part}, a text box", part=_PARTS[self.part])
        if self.table:
            return say(
                "{part}, table {table}, row {row}, cell {cell}",
                part=_PARTS[self.part], table=self.table, row=self.row, cell=self.cell,
            )  # fmt: skip
        if self.paragraph:
            return say("{part}, paragraph {paragraph}", part=_PARTS[self.part], paragraph=self.paragraph)
        return _PARTS[self.part]

    def to_json(self) -> dict[str, Any]:
        """The place's facts, those that there are."""
        told: dict[str, Any] = {"part": self.part}
        for name in ("paragraph", "table", "row", "cell", "line"):
            if getattr(self, name):
                told[name] = getattr(self, name)
        if self.is_text_box:
            told["text_box"] = True
        if self.cell_name:
            told["cell_name"] = self.cell_name
        return told

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Place:
        """The place that `to_json` told."""
        numbers = {name: int(told.get(name, 0)) for name in ("paragraph", "table", "row", "cell", "line")}
        return cls(
            part=told["part"], is_text_box=bool(told.get("text_box")), cell_name=told.get("cell_name", ""), **numbers
        )


_PARTS: Mapping[Part, Text] = {
    "body": say("body"), "header": say("header"), "footer": say("footer"), "footnote": say("footnotes"),
    "endnote": say("endnotes"), "properties": say("the document’s properties"), "sheet": say("sheet"), "line": say("text"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a template needs: `lines[].price` is the price of each of the lines.

    `is_optional`: the template itself says what it does without it.
    """

    path: str
    kind: FieldKind
    is_optional: bool
    places: tuple[Place, ...]

    def to_json(self) -> dict[str, Any]:
        """The field's facts."""
        return {
            "name": self.path,
            "kind": self.kind,
            "optional": self.is_optional,
            "places": [one.to_json() for one in self.places],
        }


#: What is wrong: it cannot be filled in as it stands, or somebody still works on it.
FaultKind: TypeAlias = Literal["broken", "tracked changes", "comments", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is wrong in a template, in one sentence, and where; `is_grave` where it cannot be filled in."""

    what: Text
    place: Place | None = None
    is_grave: bool = True
    kind: FaultKind = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """All that a template needs, and all that is wrong in it."""

    fields: tuple[Field, ...] = ()
    faults: tuple[Fault, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What `from_json` turns back into an equal one: as it travels from the worker."""
        faults = [
            {
                "what": one.what.to_json(),
                "place": one.place and one.place.to_json(),
                "grave": one.is_grave,
                "kind": one.kind,
            }
            for one in self.faults
        ]
        return {"fields": [one.to_json() for one in self.fields], "faults": faults}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Needs:
        """The needs that `to_json` told."""
        fields = tuple(
            Field(path=one["name"], kind=one["kind"], is_optional=one["optional"], places=_places(one["places"]))
            for one in told["fields"]
        )
        faults = tuple(
            Fault(
                what=Text.from_json(one["what"]), place=Place.from_json(one["place"]) if one["place"] else None,
                is_grave=one["grave"], kind=one["kind"],
            )
            for one in told["faults"]
        )  # fmt: skip
        return cls(fields=fields, faults=faults)


def _places(told: Iterable[Mapping[str, Any]]) -> tuple[Place, ...]:
    return tuple(Place.from_json(one) for one in told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One use of a field at one place, before uses of the same field are put together."""

    path: str
    kind: FieldKind
    is_optional: bool
    place: Place


#: What a field is, where it is used in several ways: the fullest of them.
_FULLEST: Sequence[FieldKind] = ("condition", "value", "group", "list")


def fields_of(uses: Iterable[Use]) -> tuple[Field, ...]:
    """The fields of these uses, by their first place. Optional is what is optional at each of its places."""
    known: dict[str, list[Use]] = {}
    for one in uses:
        known.setdefault(one.path, []).append(one)
    for path in [*known]:
        for whole, kind in _holders(path):
            held = known.setdefault(whole, [])
            first = known[path][0]
            held.append(Use(path=whole, kind=kind, is_optional=first.is_optional, place=first.place))
    return tuple(_field(path, found) for path, found in sorted(known.items(), key=lambda one: one[0]))


def _field(path: str, found: Sequence[Use]) -> Field:
    kind = max((one.kind for one in found), key=_FULLEST.index)
    places = tuple(dict.fromkeys(one.place for one in found))
    return Field(path=path, kind=kind, is_optional=all(one.is_optional for one in found), places=places)


def _holders(path: str) -> Iterable[tuple[str, FieldKind]]:
    """What a path stands in: of `a.b[].c` the list `a.b` and the group `a`."""
    at = 0
    while at < len(path):
        dot, item = path.find(".", at), path.find("[]", at)
        if item >= 0 and (dot < 0 or item < dot):
            yield path[:item], "list"
            at = item + 2
        elif dot >= 0:
            if not path[:dot].endswith("[]"):
                yield path[:dot], "group"
            at = dot + 1
        else:
            return
