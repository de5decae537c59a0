"""The duties that are installed, found by their entry points; each is imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any

from officebot.core.text import Text

if TYPE_CHECKING:
    from pydantic import BaseModel


class Installed(Mapping[str, "type[BaseModel]"]):
    """The installed duties' settings models by name; a duty is imported only when it is asked for.

    `brought` are duties that somebody hands over as they are, beside the installed ones: in tests of a duty.
    """

    def __init__(self, brought: Mapping[str, Any] = {}) -> None:
        self._entries: dict[str, EntryPoint] = {one.name: one for one in entry_points(group="officebot.duties")}
        self._duties: dict[str, Any] = dict(brought)

    def duty(self, name: str) -> Any:
        """The duty of this name, imported now."""
        if name not in self._duties:
            self._duties[name] = self._entries[name].load()
        return self._duties[name]

    def title(self, name: str) -> Text:
        """What the duty is called."""
        title: Text = self.duty(name).title
        return title

    def __getitem__(self, name: str) -> type[BaseModel]:
        if name not in self._entries and name not in self._duties:
            raise KeyError(name)
        model: type[BaseModel] = self.duty(name).settings
        return model

    def __iter__(self) -> Iterator[str]:
        return iter({**self._entries, **self._duties})

    def __len__(self) -> int:
        return len({**self._entries, **self._duties})


def installed_duties() -> Mapping[str, type[BaseModel]]:
    """The settings models of the installed duties, each imported when it is asked for."""
    return Installed()
