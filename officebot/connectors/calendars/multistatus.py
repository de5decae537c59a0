"""A CalDAV server's answer (RFC 4918 §13) read into plain values, in a worker: no entities, limits on depth and number."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

DAV = "DAV:}"
CALDAV = "urn:ietf:params:xml:ns:caldav}"
_DEEPEST = 40
_MOST_NODES = 1_000_000


class Refused(ValueError):
    """The bytes are not XML, or XML as no CalDAV server writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What one `response` says of a resource: `status` is its own, or that of the properties that were found."""

    href: str
    status: int
    etag: str = ""
    text: str = ""
    name: str = ""
    principal: str = ""
    homes: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    is_calendar: bool = False
    is_collection: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Multistatus:
    """All resources of an answer, in its order, and the sync-token that stands below them, if any."""

    resources: tuple[Resource, ...]
    sync_token: str = ""


@dataclass(slots=True)
class _Node:
    tag: str
    attributes: dict[str, str]
    children: list[_Node] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def all(self, tag: str) -> list[_Node]:
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> _Node | None:
        return next((child for child in self.children if child.tag == tag), None)

    def under(self, tag: str) -> str:
        """The text of the child with this tag; "" for none."""
        found = self.first(tag)
        return "".join(found.words).strip() if found is not None else ""

    def hrefs(self, tag: str) -> tuple[str, ...]:
        """The hrefs that stand in the child with this tag."""
        found = self.first(tag)
        return tuple("".join(one.words).strip() for one in found.all(f"{DAV}href")) if found is not None else ()


def read(body: bytes) -> Multistatus:
    """The answer's resources. Raises Refused."""
    root = _tree(body)
    if root.tag != f"{DAV}multistatus":
        raise Refused(root.tag)
    found = tuple(_resource(one) for one in root.all(f"{DAV}response"))
    return Multistatus(resources=found, sync_token=root.under(f"{DAV}sync-token"))


def condition(body: bytes) -> str:
    """The name of the precondition that a `DAV:error` names (RFC 4918 §16), as "valid-sync-token"; "" for none."""
    try:
        root = _tree(body)
    except Refused:
        return ""
    return root.children[0].tag.rpartition("}")[2] if root.tag == f"{DAV}error" and root.children else ""


def _resource(response: _Node) -> Resource:
    stated = response.all(f"{DAV}propstat")
    found = [one for one in stated if _status(one) == 200]
    properties = found[0].first(f"{DAV}prop") if found else None
    status = _status(response) or (200 if found else next(map(_status, stated), 0) or 404)
    href = response.under(f"{DAV}href")
    if properties is None:
        return Resource(href=href, status=status)
    kinds = properties.first(f"{DAV}resourcetype") or _Node("", {})
    components = properties.first(f"{CALDAV}supported-calendar-component-set") or _Node("", {})
    text = properties.first(f"{CALDAV}calendar-data")
    return Resource(
        href=href,
        status=status,
        etag=properties.under(f"{DAV}getetag"),
        text="".join(text.words) if text is not None else "",
        name=properties.under(f"{DAV}displayname"),
        principal="".join(properties.hrefs(f"{DAV}current-user-principal")[:1]),
        homes=properties.hrefs(f"{CALDAV}calendar-home-set"),
        components=tuple(one.attributes.get("name", "").upper() for one in components.all(f"{CALDAV}comp")),
        is_calendar=kinds.first(f"{CALDAV}calendar") is not None,
        is_collection=kinds.first(f"{DAV}collection") is not None,
    )


def _status(node: _Node) -> int:
    """The number of a status line, as 200 of "HTTP/1.1 200 OK"; 0 for none."""
    parts = node.under(f"{DAV}status").split()
    return int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() and len(parts[1]) == 3 else 0


def _tree(body: bytes) -> _Node:
    top = _Node("", {})
    stack, count = [top], 0

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(stack) > _DEEPEST or count > _MOST_NODES:
            raise Refused("too deep or too much")
        node = _Node(tag, attributes)
        stack[-1].children.append(node)
        stack.append(node)

    def refuse(*_: object) -> None:
        raise Refused("a document type")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _: stack.pop()
    parser.CharacterDataHandler = lambda words: stack[-1].words.append(words)
    # Entities can only be declared in a document type, and no answer needs one.
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise Refused(str(error)) from error
    return top.children[0]
