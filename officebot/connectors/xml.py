"""XML out of people's files, read as a stream: no DTD, so no entities, nothing fetched, bounded depth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

#: Deeper than any part of a workbook or a business document; a bomb of open elements ends here.
_DEEPEST = 256

OnStart = Callable[[str, Mapping[str, str]], None]
OnEnd = Callable[[str], None]
OnText = Callable[[str], None]


class BadXml(ValueError):
    """The part is no well-formed XML."""


class ForbiddenXml(BadXml):
    """The part declares a document type, and so perhaps entities: nothing that an office is sent needs one."""


def read_xml(
    data: bytes,
    on_start: OnStart,
    on_end: OnEnd | None = None,
    on_text: OnText | None = None,
    with_namespaces: bool = False,
) -> None:
    """Call the functions for each element, by local name, and for text. Raises BadXml.

    Attributes in a namespace are called `{uri} local`, those without by their name; so are elements `with_namespaces`.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise BadXml("nested too deep")
        on_start(name if with_namespaces else name.rpartition(" ")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if on_end is not None:
            on_end(name if with_namespaces else name.rpartition(" ")[2])

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if on_text is not None:
        parser.CharacterDataHandler = on_text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, UnicodeError) as error:
        raise BadXml(str(error)) from error


def _refuse(*_: object) -> None:
    raise ForbiddenXml("a document type is declared")


def forbid_declarations(data: bytes) -> None:
    """Raises ForbiddenXml for a part that declares a document type: for those that go to a parser which is no expat."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ForbiddenXml("a document type is declared")


def attribute(attributes: Mapping[str, str], name: str) -> str:
    """The attribute of this local name, in whatever namespace; empty for none."""
    found = attributes.get(name)
    if found is not None:
        return found
    return next((value for key, value in attributes.items() if key.endswith(f" {name}")), "")


def is_true(value: str) -> bool:
    """Whether an attribute of ECMA-376's type boolean says yes."""
    return value in ("1", "true", "on")
