"""Questions to stored facts, told as data: which records of which book, and what is made of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

#: How a field is compared: with one text, with several, as ISO days and instants, as numbers with another field.
How: TypeAlias = Literal["is", "is not", "among", "not among", "begins", "before", "from", "filled", "empty", "less than",
                      "after", "not after"]  # fmt: skip
#: What is made of the records: how many, their numbers added up, the middle of the waits until they were answered.
Made: TypeAlias = Literal["count", "total", "median wait"]


@dataclass(frozen=True, slots=True)
class Is:
    """A condition on a field. `promised|due` means the first of these fields that is filled.

    "less than" compares with the number in the field that `than` names, which counts as nought where it is empty; "after" and
    "not after" with the day or instant in it, both of which must be there.
    """

    field: str
    how: How
    value: str | tuple[str, ...] = ""
    than: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """A condition that another record meets (or none does): its `field` holds what stands in this record's `own`."""

    book: str
    field: str
    own: str
    where: tuple[Is, ...] = ()
    is_there: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question to one book of records. `of` is the field that is added up, times the one in `times` where it is named.

    For "median wait", `of` is the instant from which, and `answer` the record at whose own instant, one has waited; the
    earliest that is not before it counts. The median is in whole minutes.
    """

    book: str
    where: tuple[Is | Linked, ...] = ()
    made: Made = "count"
    of: str = ""
    times: str = ""
    answer: Linked | None = None
