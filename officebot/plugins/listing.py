"""Which plugins are installed, and what an office knows of each: what it agreed to, how it runs, how it does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import Distribution, EntryPoint, PackageNotFoundError, distribution, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from officebot.core.breaker import Breaker
from officebot.core.problems import UserError
from officebot.core.text import Text, counted, say
from officebot.entrypoints import normalised
from officebot.isolation import manifest
from officebot.isolation.manifest import Manifest
from officebot.isolation.rights import NO_RIGHTS, Consent, Rights
from officebot.isolation.sandbox import shortfall
from officebot.plugins.origin import Origin, origin_of
from officebot.sdk.version import unsupported
from officebot.settings.plugins import OWN

if TYPE_CHECKING:
    from officebot.app import App

#: The entry-point group by which a distribution makes its duties known.
GROUP = "officebot.duties"
#: Where an office keeps what it knows of its plugins: grades, and which version was added when.
FOLDER = Path("state") / "plugins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """An installed distribution and the names of the duties it brings, in alphabetical order.

    `modules` are where the duties stand, none of them imported.
    """

    distribution: str
    version: str
    duties: tuple[str, ...]
    modules: tuple[str, ...] = ()
    found: Distribution | None = None

    @property
    def name(self) -> str:
        """Its name as the settings write it."""
        return normalised(self.distribution)

    @property
    def author(self) -> str:
        """Who wrote it, as it says itself; "" where it does not."""
        return self.origin(check=False).author if self.found else ""

    @property
    def report_to(self) -> str:
        """Where a fault of it may be reported; "" where it does not say."""
        return self.origin(check=False).report_to if self.found else ""

    def origin(self, *, check: bool = True) -> Origin:
        """Where it came from, and whether its files are as they were installed."""
        assert self.found is not None
        return origin_of(self.found, check=check)

    def declared(self) -> Rights:
        """The rights that it asks for. Raises UserError where its plugin.toml is wrong."""
        return Rights(frozenset().union(*(one.rights.given for one in self._manifests())))

    def unsupported(self) -> Text | None:
        """Why it cannot run with this officebot's SDK; None where it can. Raises UserError as `declared`."""
        found = (unsupported(one.sdk) for one in self._manifests() if one.sdk)
        return next(filter(None, found), None)

    def _manifests(self) -> list[Manifest]:
        return [manifest.read(manifest.package_of(module)) for module in self.modules]


def installed() -> list[Plugin]:
    """The plugins of this Python environment by name; none of them is imported."""
    found: dict[str, list[EntryPoint]] = {}
    for entry in entry_points(group=GROUP):
        if entry.dist is not None and normalised(entry.dist.name) != OWN:
            found.setdefault(entry.dist.name, []).append(entry)
    return [_plugin(entries[0].dist, entries) for _, entries in sorted(found.items()) if entries[0].dist is not None]


def _plugin(found: Distribution, entries: list[EntryPoint]) -> Plugin:
    return Plugin(
        distribution=found.name,
        version=found.version,
        duties=tuple(sorted(entry.name for entry in entries)),
        modules=tuple(sorted({entry.module for entry in entries})),
        found=found,
    )


def of_distribution(name: str) -> Plugin | None:
    """The plugin that this distribution is; None where it is installed no more. No other is looked at."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    entries = [one for one in found.entry_points if one.group == GROUP]
    return _plugin(found, entries) if entries else None


def working(app: App) -> dict[str, Plugin]:
    """The plugins whose duties this office has enabled, by duty."""
    brought = {name: app.installed.plugin_of(name) for name in app.duties}
    known = {name: of_distribution(name) for name in {one for one in brought.values() if one is not None}}
    return {
        duty: plugin for duty, name in brought.items() if name is not None and (plugin := known[name]) is not None
    }


def named(name: str) -> Plugin:
    """The installed plugin of this name, or that brings the duty of this name. Raises UserError where there is none."""
    known = installed()
    for one in known:
        if normalised(name) == one.name or name in one.duties:
            return one
    if "/" in name or name.endswith((".whl", ".gz", ".zip")) or Path(name).is_file():
        raise UserError(
            say("“{path}” is a file or a folder: install it with pip first, then call the plugin by its name, as {example}.",
                path=name[:200], example="open-questions")
        )  # fmt: skip
    names = [one.distribution for one in known]
    if not names:
        raise UserError(say("No plugin is installed: install “{name}” with pip first.", name=name))
    raise UserError(say("No plugin called “{name}” is installed: there are {known}.", name=name, known=names))


# ── in an office ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What an office remembers of a plugin's adding: which version, which duties."""

    version: str
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A plugin in an office. `consent` is None where nobody agreed to it, `new` what it asks for beyond that.

    `problem` says what is wrong with its plugin.toml, `held` why duties of it do not run until another version comes.
    `changed_from` is the version that was added, where another is installed now.
    """

    plugin: Plugin
    enabled: tuple[str, ...]
    consent: Consent | None
    declared: Rights
    new: Rights
    grade: str
    stopped: dict[str, Breaker]
    last: datetime | None
    problem: Text | None = None
    held: tuple[Text, ...] = ()
    changed_from: str = ""

    @property
    def runs(self) -> str:
        """How it runs."""
        return (self.consent or Consent()).runs

    def health(self) -> Text:
        """How it does, in a few words."""
        if self.problem is not None:
            return self.problem
        if self.stopped:
            return counted("a duty is stopped", "{count} duties are stopped", len(self.stopped))
        if not self.enabled:
            return say("not enabled")
        if self.held:
            return counted("a duty stands still", "{count} duties stand still", len(self.held))
        if self.consent is None:
            return say("nobody agreed to it yet")
        if self.new:
            return counted("asks for {count} more right", "asks for {count} more rights", len(self.new.given))
        return say("well") if self.last is not None else say("has not run yet")

    def sentence(self) -> Text | None:
        """What a person should do about it; None for nothing."""
        name = self.plugin.name
        if self.problem is not None:
            return say("The plugin “{name}” cannot be read: {why}", name=name, why=self.problem)
        if not self.enabled:
            return None
        if self.held:
            return self.held[0]
        if self.consent is None:
            sentence = (
                "Nobody agreed to the plugin “{name}” yet, and it has no rights: “officebot plugin add {name}” asks."
            )
            return say(sentence, name=name)
        if self.new:
            sentence = (
                "The plugin “{name}” asks for more than was agreed to ({rights}), and does not get it: "
                "“officebot plugin add {name}” asks."
            )
            return say(sentence, name=name, rights=self.new.written())
        return shortfall(self.consent.runs)


def states(app: App) -> list[State]:
    """The installed plugins as this office knows them."""
    stopped = {name: one for name, one in app.breakers.all().items() if one.is_stopped}
    return [_state(app, one, stopped) for one in installed()]


def state(app: App, plugin: Plugin) -> State:
    """One plugin as this office knows it."""
    return _state(app, plugin, {name: one for name, one in app.breakers.all().items() if one.is_stopped})


def _state(app: App, plugin: Plugin, stopped: dict[str, Breaker]) -> State:
    from officebot.engine.record import views

    table = app.settings.plugins.get(plugin.name)
    problem: Text | None = None
    try:
        declared, problem = plugin.declared(), plugin.unsupported()
    except UserError as error:
        declared, problem = NO_RIGHTS, error.problems[0].what
    consent = table.consent() if table is not None else None
    enabled = tuple(name for name in plugin.duties if name in app.duties)
    ran = [one[0].due for one in views.last_runs(app.ledger, enabled, 1).values() if one]
    before = added(app.folder, plugin.name)
    return State(
        plugin=plugin,
        enabled=enabled,
        consent=consent,
        declared=declared,
        new=declared.beyond(consent.rights if consent is not None else NO_RIGHTS),
        grade=grade(app.folder, plugin),
        stopped={name: stopped[name] for name in enabled if name in stopped},
        last=max(ran, default=None),
        problem=problem,
        held=tuple(held for name in enabled if (held := app.duties[name].held) is not None),
        changed_from=before.version if before is not None and before.version != plugin.version else "",
    )


def grade(folder: Path, plugin: Plugin) -> str:
    """What `plugin check` found of this very version: "bronze", "silver", "gold", "none"; "" where it was not checked."""
    told = _json(folder / FOLDER / f"{plugin.name}.json")
    found = told.get("grade")
    return found if isinstance(found, str) and told.get("version") == plugin.version else ""


def added(folder: Path, name: str) -> Added | None:
    """What the office remembers of the plugin's adding; None where it was not added by `plugin add`."""
    told = _json(_added_file(folder, name))
    version, duties = told.get("version"), told.get("duties")
    if not isinstance(version, str) or not isinstance(duties, list):
        return None
    return Added(version=version, duties=tuple(str(one) for one in duties))


def note_added(folder: Path, plugin: Plugin) -> None:
    """Remember which version of it was added, and which duties it brought."""
    path = _added_file(folder, plugin.name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_text(json.dumps({"version": plugin.version, "duties": list(plugin.duties)}))


def forget_files(folder: Path, name: str, duties: Sequence[str]) -> None:
    """Take away what the office's folder keeps of a plugin."""
    for path in kept_files(folder, name, duties):
        path.unlink(missing_ok=True)
    place = folder / FOLDER
    if place.is_dir() and not any(place.iterdir()):
        place.rmdir()


def kept_files(folder: Path, name: str, duties: Sequence[str]) -> Iterator[Path]:
    """The files that the office keeps of a plugin: its adding, its grade, and what its duties told of themselves."""
    told = [folder / FOLDER / f"{duty}.description.json" for duty in duties]
    for path in (_added_file(folder, name), folder / FOLDER / f"{name}.json", *told):
        if path.exists():
            yield path


def _added_file(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"{name}.added.json"


def _json(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
