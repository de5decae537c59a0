"""What a plugin's `tests/facts.py` gives to `officebot plugin check`: facts to decide by, mails, and trials of its actions.

A samples module may have four functions without arguments; only the first is needed:

- `facts()`: a list of facts as `observe` would make them, at least one of which leads to a proposal;
- `settings()`: the settings to decide with, where the defaults will not do;
- `mails()`: mails that its recogniser is to look at;
- `trials(folder)`: a list of `Trial`, for each kind of action that the plugin brings, in an empty folder.
- `stored()`: for each step of the duty's migrations what the version before it remembered, by key; the oldest first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from officebot.sdk import Action, Performer


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An action to be carried out for a test, by whom, and `look`, which pictures the world that it changes.

    Two pictures are compared by `==`: of a file its bytes, of a list its rows.
    """

    performer: Performer
    action: Action
    look: Callable[[], Any]
