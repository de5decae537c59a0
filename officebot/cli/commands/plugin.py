"""`officebot plugin …`: duties that others wrote."""

from __future__ import annotations

from officebot.cli.group import TableGroup
from officebot.cli.output import Column, emit, table, tell
from officebot.cli.table import COMMANDS, PLUGIN
from officebot.cli.words import command, option
from officebot.core.text import say

plugin = TableGroup("plugin", table=PLUGIN, spoken=COMMANDS["plugin"][1])


@command("list", PLUGIN["list"][1])
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a line."))
def list_plugins(as_json: bool) -> None:
    from officebot.plugins.listing import installed

    found = installed()
    if as_json:
        for one in found:
            emit({"distribution": one.distribution, "version": one.version, "duties": list(one.duties)})
    elif found:
        table([Column(say("Plugin"), fixed=True), Column(say("Version"), fixed=True), Column(say("Duties"))],
              [[one.distribution, one.version, ", ".join(one.duties)] for one in found])  # fmt: skip
    else:
        tell(say("No plugin is installed: officebot has its own duties only."))
