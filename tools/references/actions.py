"""The page about actions: every kind that comes with officebot, its fields, how far it reaches, whether it can be undone."""

from __future__ import annotations

import translations

from officebot import sdk
from officebot.connectors.alerts import AlertPerformer
from officebot.connectors.calendars.checking import FreePerformer
from officebot.connectors.calendars.performer import CalendarPerformer
from officebot.connectors.documents import DocumentPerformer
from officebot.connectors.imap.discarding import DraftDiscarder
from officebot.connectors.imap.performers import MailboxPerformer
from officebot.connectors.moving import MovePerformer
from officebot.connectors.smtp import SmtpPerformer
from officebot.connectors.workbooks.performer import WorkbookPerformer
from officebot.core.action_names import kind_name
from officebot.core.actions import Action, Effect, kinds
from officebot.engine.acting.answer_performer import AnswerPerformer
from officebot.engine.acting.asked_performer import AskedPerformer
from officebot.engine.acting.fact_performer import FactPerformer
from officebot.engine.acting.item_performer import ItemPerformer
from references import shapes

#: All that carry out kinds of officebot's own; a kind that none of them knows fails the making of the page.
PERFORMERS = (
    AlertPerformer, AnswerPerformer, AskedPerformer, CalendarPerformer, DocumentPerformer, DraftDiscarder, FactPerformer,
    FreePerformer, ItemPerformer, MailboxPerformer, MovePerformer, SmtpPerformer, WorkbookPerformer,
)  # fmt: skip
_HEAD = """\
# Every kind of action

An action is one effect, as plain data: it says *what* is to happen. Duties propose actions, in the order in which they are
to be carried out; the executor alone has them performed, after preview and the yes that [policy](settings.md#policy) asks
for. A plugin adds kinds of its own: [the tutorial](../tutorial/plugin.md). This page is written
from the sources by `python tools/reference.py`.

| how far it reaches | means |
|---|---|
| notes | nothing but officebot's own memory: noted also while a new office is observed, or paused |
| inside | the office's own mailboxes, files, calendars and workbooks |
| leaves | it goes out of the office: policy asks a person, if nothing else is set |
| spends | it costs money: the same |

"""
_REACHES = {Effect.NOTES: "notes", Effect.INSIDE: "inside", Effect.LEAVES: "leaves", Effect.SPENDS: "spends"}


def own_kinds() -> dict[str, type[Action]]:
    """The kinds that come with officebot, by name."""
    return {kind: cls for kind, cls in sorted(kinds().items()) if cls.__module__.startswith("officebot.core")}


def page() -> str:
    """The whole of docs/reference/actions.md."""
    french = translations.translations(translations.catalogue())
    parts = [_HEAD + "| kind | does | en français | reaches | taken back |\n|---|---|---|---|---|"]
    for kind, cls in own_kinds().items():
        said = kind_name(kind).render("en")
        row = (f"[`{kind}`](#{kind.replace('.', '')})", said, french.get(said, ""), _REACHES[cls.effect], _back(kind))
        parts.append(f"| {' | '.join(row)} |")
    parts.append("")
    for kind, cls in own_kinds().items():
        parts.append(f"## `{kind}`\n\n{shapes.about(cls)}\n\n{_facts(kind, cls)}\n\n{shapes.table(cls)}")
    return "\n".join(parts)


def _facts(kind: str, cls: type[Action]) -> str:
    imported = (
        f"`officebot.sdk.{cls.__name__}`" if hasattr(sdk, cls.__name__) else f"`{cls.__name__}`, not for plugins"
    )
    twice = (
        "does no harm" if _performer(kind).repeatable else "would do harm: after an interruption it is looked first"
    )
    return f"{imported}. Reaches: {_REACHES[cls.effect]}. To perform it twice {twice}. Taken back: {_back(kind)}."


def _back(kind: str) -> str:
    if kind == "mail.send":
        return "while it is held back; not once it has left"
    return "not once it is done" if kind in _performer(kind).irreversible else "yes"


def _performer(kind: str) -> type:
    found = [one for one in PERFORMERS if kind in one.kinds]
    if len(found) != 1:
        raise LookupError(f"name the performer of {kind} in tools/references/actions.py")
    return found[0]
