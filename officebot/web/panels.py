"""The pages that duties fill: each page's panels, asked when somebody looks; one that fails or hangs harms no other."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import Response

from officebot.core.panels import PAGES, Block, Counts, Drawing, Notice, Rows, Viewer
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, say
from officebot.web.asking import Asking, TooLate
from officebot.web.frame import Frame, number_in

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.web.visit import Visit

log = logging.getLogger("officebot.web")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPanel:
    """A panel as the page draws it: its title, and blocks with the name of the template that draws each."""

    name: str
    title: Text
    blocks: tuple[tuple[str, Block], ...]
    #: The distribution of the plugin whose words these are; "" for officebot's own.
    plugin: str = ""


_KINDS: dict[type, str] = {Counts: "counts", Rows: "rows", Drawing: "drawing", Notice: "notice"}


def shown_on(app: App, page: str, viewer: Viewer, asking: Asking) -> list[ShownPanel]:
    """The panels of a page for who looks, by their place; those without anything to show are left out."""
    deadline = asking.deadline()
    wanted = [
        (panel.place, name, panel, duty)
        for name, duty in app.duties.items()
        for panel in duty.duty.panels
        if panel.page == page
    ]
    shown = []
    for _, name, panel, duty in sorted(wanted, key=lambda one: one[:2]):
        blocks: Sequence[Block]
        try:
            show = partial(panel.show, app.office, viewer, duty.settings)
            blocks = asking.ask(f"{page} {name}-{panel.place}", show, deadline)
        except (UserError, Unavailable) as error:
            what = error.problems[0].what if isinstance(error, UserError) else error.what
            blocks = (Notice(words=what, tone="warm"),)
        except TooLate:
            log.warning("panel late", extra={"duty": name})
            blocks = (
                Notice(words=say("This part takes too long to answer: look again a little later."), tone="warm"),
            )
        except Exception as error:
            # A plugin's fault: its own panel says so, the page stands.
            log.error("panel failed", extra={"duty": name, "error": type(error).__name__}, exc_info=True)
            blocks = (Notice(words=say("This part cannot be shown: the log says why."), tone="warm"),)
        if blocks:
            kinds = tuple((_KINDS[type(block)], block) for block in blocks)
            plugin = app.installed.plugin_of(name) or ""
            shown.append(ShownPanel(name=f"{name}-{panel.place}", title=panel.title, blocks=kinds, plugin=plugin))
    return shown


class PanelPages:
    """Draws them."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def page(self, visit: Visit) -> Response:
        """One page of panels, by its word in the address."""
        name = visit.request.path_params["name"]
        entry = next((one for one in self._frame.menu() if one.to == f"/page/{name}"), None)
        if entry is None:
            raise UserError(say("There is no page “{name}”.", name=name))
        viewer = replace(visit.viewer, first=number_in(visit.request.query_params.get("from", "")))
        panels = shown_on(visit.app, name, viewer, self._frame.asking)
        return self._frame.page(visit, "panels.html", name, title=PAGES.get(name, entry.title), panels=panels)
