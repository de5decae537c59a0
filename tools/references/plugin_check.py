"""The page about the rules of `officebot plugin check`: what each asks, why, and what to do."""

from __future__ import annotations

from officebot.plugins.checking.model import Grade
from officebot.plugins.checking.rules import RULES

_HEAD = """\
# The rules of a plugin

`officebot plugin check` grades the sources of a plugin: **bronze** where it can be trusted to do no harm by mistake, **silver**
where it serves people in both languages and its actions are done once and can be taken back, **gold** where the next author
can go on from it. Each grade asks all that the ones before it ask. The plugin runs in processes of its own while it is looked
at, without network or home where bubblewrap is installed.

What it is tried on lies in `tests/facts.py` of the plugin: `facts()` gives facts as `observe` would make them, at least one
of which leads to a proposal; `settings()`, `mails()` and `trials(folder)` are there for those who need them: see
`officebot.testing.trials`. This page is written from the sources by `python tools/reference.py`.
"""


def page() -> str:
    """The whole of docs/reference/plugin-check.md."""
    parts = [_HEAD]
    for grade in (Grade.BRONZE, Grade.SILVER, Grade.GOLD):
        parts.append(f"## {str(grade).capitalize()}\n")
        for rule in (one for one in RULES if one.grade is grade):
            parts.append(
                f"### {rule.id}\n\n{rule.asks.render()} {rule.why.render()}\n\n*To mend it:* {rule.mend.render()}\n"
            )
    return "\n".join(parts)
