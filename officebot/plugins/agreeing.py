"""Agreeing to a plugin: what it asks for beside what was agreed to, and the settings that say yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.entrypoints import normalised
from officebot.isolation.rights import NO_RIGHTS, Rights, Runs
from officebot.plugins.listing import Plugin, note_added
from officebot.settings.changing import Content, Keeper
from officebot.settings.forms import Path
from officebot.settings.load import OFFICE_FILE

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.engine.deciding.approvals import Actor

_HOW: dict[Runs, Text] = {
    "sandbox": say(
        "It runs in a sandbox: a process of its own, without network, without the office's folder and its secrets."
    ),
    "process": say(
        "It runs in a process of its own, which the system's kernel keeps from the network, from the office's folder and "
        "from its secrets."
    ),
    "trusted": say(
        "It runs as trusted, in officebot's own process: it can do all that officebot can, whatever its rights say."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a person is asked to agree to: how the plugin is to run, all its rights, and those that are news."""

    plugin: Plugin
    runs: Runs
    agreed: Rights
    declared: Rights
    is_known: bool
    runs_before: Runs
    asleep: tuple[str, ...]

    @property
    def new(self) -> Rights:
        """What nobody agreed to yet."""
        return self.declared.beyond(self.agreed)

    @property
    def is_news(self) -> bool:
        """Whether there is anything to agree to."""
        return bool(not self.is_known or self.new or self.runs != self.runs_before or self.asleep)

    def told(self) -> list[Text]:
        """What a person reads before the question."""
        plugin = self.plugin
        origin = plugin.origin()
        said = [
            say("{name} {version}, by {author}. {origin} {check} It lies in {folder}.", name=plugin.distribution,
                version=plugin.version, author=origin.author or say("an author who is not named"),
                origin=origin.sentence(), check=origin.check(), folder=origin.folder),
            say("It brings the duties: {duties}.", duties=list(plugin.duties)),
        ]  # fmt: skip
        if (warning := origin.warning()) is not None:
            said.append(warning)
        if not self.is_known:
            said.append(
                say(
                    "Installing a plugin is an act of trust: its code comes from whoever wrote it, and pip ran it as you."
                )
            )
        if not self.is_known or self.runs != self.runs_before:
            said.append(_HOW[self.runs])
        return [*said, *self._rights()]

    def _rights(self) -> list[Text]:
        if not self.declared:
            return [say("It asks for no rights: it sees who works in the office and when, and its own notes.")]
        if self.is_known and self.new:
            return [say("New is:"), *(right.sentence() for right in self.new)]
        return [right.sentence() for right in (self.new or self.declared)]


def offer(app: App, plugin: Plugin, runs: Runs | None = None) -> Offer:
    """What there is to agree to; it runs as before, or in a sandbox, where nothing is said. Raises UserError for a
    plugin.toml that is wrong, for a plugin that was written for another SDK, and for one with a duty of a name that a plugin
    has which was agreed to before.
    """
    if (why := plugin.unsupported() or _taken(app, plugin)) is not None:
        raise UserError(why)
    table = app.settings.plugins.get(plugin.name)
    before: Runs = table.runs if table is not None else "sandbox"
    return Offer(
        plugin=plugin,
        runs=runs or before,
        agreed=table.consent().rights if table is not None else NO_RIGHTS,
        declared=plugin.declared(),
        is_known=table is not None,
        runs_before=before,
        asleep=tuple(name for name in plugin.duties if name not in app.duties),
    )


def _taken(app: App, plugin: Plugin) -> Text | None:
    """Which of its duties' names another plugin of this office has; None where none is taken."""
    for duty in plugin.duties:
        other = normalised(app.installed.plugin_of(duty) or plugin.name)
        if other != plugin.name and other in app.settings.plugins:
            return say(
                "The plugin “{other}” of this office has a duty “{duty}”, too, and only one can work: keep it, or take it out "
                "with “officebot plugin remove {other}” and add “{name}” again.",
                other=other, duty=duty, name=plugin.name,
            )  # fmt: skip
    return None


def agree(app: App, made: Offer, who: Actor) -> None:
    """Write the yes into the settings, enable the duties, and remember the version.

    Raises UserError with all that is wrong with the settings then, such as a duty's own ones that are missing.
    """
    keeper = Keeper(folder=app.folder, duties=app.installed)
    content = keeper.read(OFFICE_FILE)
    name = made.plugin.name
    data = _written(keeper, content, made)
    keeper.save(OFFICE_FILE, content.hash, data, who.name, f"plugin {name}", app.clock.now())
    note_added(app.folder, made.plugin)
    app.tell_plugin("plugin.added", who, name, {
        "version": made.plugin.version, "runs": made.runs, "rights": made.declared.written(),
        "duties": list(made.plugin.duties),
    })  # fmt: skip


def _written(keeper: Keeper, content: Content, made: Offer) -> bytes:
    """office.toml with the plugin's table, and with its duties enabled."""
    table: dict[Path, Any] = {("runs",): made.runs, ("rights",): made.declared.written()}
    data = keeper.with_changes(content, ("plugins", made.plugin.name), table)
    for duty in made.asleep:
        data = keeper.with_changes(Content(data=data), ("duties", duty), {("enabled",): True})
    return data


def without(keeper: Keeper, content: Content, name: str, duties: Sequence[str]) -> bytes:
    """office.toml without the plugin's table and those of its duties; as it is where there are none."""
    data = content.data
    for at in (("plugins", name), *(("duties", duty) for duty in duties)):
        tables = Content(data=data).tables()
        if at[1] in (tables.get(at[0]) or {}):
            data = keeper.without(Content(data=data), at)
    return data


def need_right(who: Actor) -> None:
    """Raise UserError for who may not decide what a plugin may do."""
    if not who.principal.may_approve:
        raise UserError(say("{name} may not decide: ask somebody who may.", name=who.principal.name))
