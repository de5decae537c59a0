"""A visit: one request of somebody who is signed in, with all that a page needs to know of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from officebot.core.panels import Viewer
from officebot.core.text import Language
from officebot.engine.deciding.access import Session
from officebot.engine.deciding.approvals import Actor

if TYPE_CHECKING:
    from starlette.requests import Request

    from officebot.app import App


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who asks for a page or sends a form. `who` acts, for another where they chose so and a delegation says it.

    `fields` are the form's, each name once, and `several` those that may come more often; both are empty for a page that
    is only looked at.
    """

    app: App
    request: Request
    session: Session
    token: str
    who: Actor
    language: Language
    fields: Mapping[str, str] = field(default_factory=dict)
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def viewer(self) -> Viewer:
        """The same, as panels know it. They see what the person may see for whom they act."""
        return self.app.viewer(self.who.principal, self.language)

    @property
    def nonce(self) -> str:
        """What a script of this answer must carry."""
        return str(self.request.scope["nonce"])

    @property
    def is_partial(self) -> bool:
        """Whether a part of a page is asked for, by the script of the page that shows it."""
        return self.request.headers.get("hx-request") == "true"

    def field(self, name: str) -> str:
        """A field of the form; "" where it was not sent."""
        return self.fields.get(name, "")
