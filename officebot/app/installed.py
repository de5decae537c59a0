"""The duties that are installed, found by their entry points; each is asked for only when it is needed.

officebot's own, and those of plugins that the office trusts, are imported. Any other runs in a process of its own
(`officebot/isolation/`): what must be known of it is told once by that process, and kept in the office's `state/`.
"""

from __future__ import annotations

import tomllib
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from importlib import invalidate_caches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from officebot.core import catalogues
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, quoted
from officebot.entrypoints import Entry, duties, normalised

if TYPE_CHECKING:
    from pydantic import BaseModel

    from officebot.isolation.keeping import Keeper
    from officebot.isolation.rights import Consent, Rights
    from officebot.isolation.standin import Across
    from officebot.sdk import Duty


_LARGEST = 1_000_000


class Installed(Mapping[str, "type[BaseModel]"]):
    """The installed duties' settings models by name; a duty is imported, or its process asked, only when it is needed.

    `folder` is the office's: it says how plugins run. Without one, none of them is trusted. Close it with the office.
    `brought` are duties that somebody hands over as they are, beside the installed ones: in tests of a duty.
    """

    def __init__(self, folder: Path | None = None, brought: Mapping[str, Any] = {}) -> None:
        self._folder = folder
        self._brought = brought
        # What was installed since this process began is looked for, too, and what it says in French.
        invalidate_caches()
        catalogues.forget()
        self._entries: Mapping[str, Entry] = duties(agreed=lambda: self._consents)
        self._duties: dict[str, Any] = dict(brought)
        self._run_seconds: float | None = None

    def anew(self) -> Installed:
        """What is installed now, in the same office; this one stays as it is. Close it, too."""
        return Installed(self._folder, self._brought)

    def duty(self, name: str) -> Any:
        """The duty of this name: imported now, or what stands for it here."""
        if name not in self._duties:
            self._duties[name] = self._made(name)
        return self._duties[name]

    def _made(self, name: str) -> Any:
        if self.plugin_of(name) is None:
            return self._entries[name].load()
        from officebot.isolation import standin
        from officebot.isolation.rights import unfit

        try:
            why = unfit(name)
            if why is not None:
                raise UserError(why)
            self._check_sdk(name)
            return self._entries[name].load() if self.is_trusted(name) else self._apart(name)
        except (UserError, Unavailable) as fault:
            # It stands there and fails alone: the office opens.
            return standin.faulty(name, fault)

    def _check_sdk(self, name: str) -> None:
        """Raises UserError for a plugin that was written for another officebot, or whose manifest is wrong."""
        from officebot.isolation import manifest
        from officebot.sdk.version import unsupported

        written = manifest.read(manifest.package_of(self._entries[name].module)).sdk
        why = unsupported(written) if written else None
        if why is not None:
            raise UserError(why)

    def is_trusted(self, name: str) -> bool:
        """Whether a duty's code runs in officebot's own process: one of its own, or of a plugin that is trusted."""
        return self.plugin_of(name) is None or self.consent(name).runs == "trusted"

    def plugin_of(self, name: str) -> str | None:
        """The distribution that brings a duty; None for officebot's own duties."""
        entry = self._entries.get(name)
        return None if entry is None or entry.is_own else entry.distribution

    def consent(self, name: str) -> Consent:
        """What the office agreed to for the plugin that brings this duty."""
        from officebot.isolation.rights import Consent

        return self._consents.get(normalised(self.plugin_of(name) or ""), Consent())

    def rights(self, name: str) -> Rights:
        """The rights that a plugin's duty has: declared by it, and agreed to. Raises UserError for a wrong manifest."""
        from officebot.isolation import manifest

        package = manifest.package_of(self._entries[name].module)
        return manifest.read(package).rights.only(self.consent(name).rights)

    def hosts_of_trusted(self, duties: Iterable[str]) -> frozenset[str]:
        """The hosts that plugins which run in officebot's own process may have pages fetched from."""
        from officebot.isolation.rights import Sphere

        trusted = [one for one in duties if self.plugin_of(one) is not None and self.is_trusted(one)]
        found: set[str] = set()
        for one in trusted:
            # Whose manifest is wrong has none.
            with suppress(UserError):
                found |= set(self.rights(one).of(Sphere.NETWORK))
        return frozenset(found)

    def title(self, name: str) -> Text:
        """What the duty is called; of a plugin that nobody asked yet, its name: no process is started for a title."""
        if name not in self._duties and not self.is_trusted(name):
            from officebot.isolation import remembering

            with suppress(UserError):
                kept = remembering.kept(self._across(name), self._entries[name], self._folder)
                return kept.title if kept is not None else quoted(name)
            return quoted(name)
        title: Text = self.duty(name).title
        return title

    def close(self) -> None:
        """End the plugins' processes."""
        if "_keeper" in self.__dict__:
            self._keeper.close()

    def bound_runs(self, seconds: float) -> None:
        """Let a run of a plugin's duty take so long at most: the settings, which name the duties, are read after them."""
        self._run_seconds = seconds
        if "_keeper" in self.__dict__:
            self._keeper.run_seconds = seconds

    @cached_property
    def _keeper(self) -> Keeper:
        from officebot.isolation.keeping import RUN_SECONDS, Keeper

        kept = Keeper(run_seconds=self._run_seconds or RUN_SECONDS)
        # Also where nobody closes this: a command that only reads the settings.
        weakref.finalize(self, kept.close)
        return kept

    @cached_property
    def _consents(self) -> Mapping[str, Consent]:
        return consents_in(self._folder) if self._folder is not None else {}

    def _apart(self, name: str) -> Duty[Any, Any]:
        """What stands for a duty that runs in a process of its own. Raises UserError or Unavailable."""
        from officebot.isolation import remembering, standin

        across = self._across(name)
        return standin.duty(across, remembering.description(across, self._entries[name], self._folder))

    def _across(self, name: str) -> Across:
        from officebot.isolation import manifest
        from officebot.isolation.rights import unfit
        from officebot.isolation.sandbox import Place, means_for
        from officebot.isolation.standin import Across

        entry = self._entries[name]
        why = unfit(name)
        if why is not None:
            raise UserError(why)
        place = Place(entry=entry.value, package=manifest.package_of(entry.module))
        means = means_for(self.consent(name).runs)
        return Across(duty=name, place=place, means=means, rights=self.rights(name), keeper=self._keeper)

    def __getitem__(self, name: str) -> type[BaseModel]:
        if name not in self._entries and name not in self._duties:
            raise KeyError(name)
        model: type[BaseModel] = self.duty(name).settings
        return model

    def __iter__(self) -> Iterator[str]:
        return iter({**self._entries, **self._duties})

    def __len__(self) -> int:
        return len({**self._entries, **self._duties})


def installed_duties(folder: Path | None = None) -> Mapping[str, type[BaseModel]]:
    """The settings models of the installed duties, each imported, or its process asked, when it is needed."""
    return Installed(folder)


def consents_in(folder: Path) -> Mapping[str, Consent]:
    """What an office agreed to, by distribution: its settings' tables [plugins.NAME], read before all others.

    What is wrong in them gives no rights; the check of the settings says what it is.
    """
    from officebot.isolation.rights import NO_RIGHTS, RUNS, Consent, parsed

    try:
        with (folder / "office.toml").open("rb") as file:
            tables = tomllib.loads(file.read(_LARGEST).decode("utf-8-sig")).get("plugins", {})
    except (OSError, ValueError, RecursionError):
        return {}
    found: dict[str, Consent] = {}
    for name, table in tables.items() if isinstance(tables, dict) else ():
        if name != normalised(name):
            # The check of the settings refuses it; meanwhile it takes nothing from the table that is called rightly.
            continue
        runs = table.get("runs", "sandbox") if isinstance(table, dict) else "sandbox"
        written = table.get("rights", []) if isinstance(table, dict) else []
        try:
            rights = parsed(one for one in written if isinstance(one, str))
        except UserError:
            rights = NO_RIGHTS
        found[name] = Consent(runs=runs if runs in RUNS else "sandbox", rights=rights)
    return found
