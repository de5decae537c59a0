"""The elements of an XML document, as plain data: what a connector read safely, and what is judged here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Element:
    """An element by its local name and namespace, its attributes by local name, its own text, and its children in order."""

    name: str
    namespace: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, *path: str) -> Iterator[Element]:
        """Every element that is reached by these local names, one step each, in the document's order."""
        found = [self]
        for name in path:
            found = [child for one in found for child in one.children if child.name == name]
        return iter(found)

    def first(self, *path: str) -> Element | None:
        """The first element that is reached by these names; None for none."""
        if not path:
            return self
        name, *rest = path
        for child in self.children:
            if child.name == name:
                found = child.first(*rest) if rest else child
                if found is not None:
                    return found
        return None

    def value(self, *path: str) -> str:
        """The text of the first element that is reached, without blanks around it; "" for none."""
        found = self.first(*path)
        return found.text.strip() if found is not None else ""

    def within(self) -> Iterator[Element]:
        """The element and all that lie in it, in the document's order."""
        # With a stack of its own: depth comes from outside.
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            if element.children:
                waiting.extend(element.children[::-1])
