"""Flags and files a mail by its verdict: at most one proposal, all of it undoable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from officebot.core.actions import Action, FlagMessage, MoveMessage
from officebot.core.approvals.codes import code_in
from officebot.core.judging.labels import KINDS, URGENCIES
from officebot.core.mail import Mail
from officebot.core.proposals import Proposal
from officebot.core.text import Text, quoted, say
from officebot.duties.mail_triage.observe import Facts
from officebot.duties.mail_triage.settings import Settings

_FOLDERS = {
    "fr": {"newsletter": "Lettres d'information", "automatic": "Notifications", "fraud": "À vérifier"},
    "en": {"newsletter": "Newsletters", "automatic": "Notifications", "fraud": "To check"},
}
#: What is moved out of sight as no work.
_NO_WORK = frozenset({"newsletter", "automatic"})
#: A verdict that is less sure than this moves nothing out of sight.
_SURE = 0.6
_LONGEST_SUBJECT = 60


_BEWARE = say("It may be a fraud: answer, click and pay nothing; ask the sender by a number that you know.")


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """One proposal that flags and files the mail, or none where it can stay as it is."""
    mail, verdict = facts.mail, facts.verdict
    if mail is None or not verdict:
        return ()
    actions = _actions(mail, verdict, settings, facts.language)
    if not actions:
        return ()
    kind, urgency = KINDS.get(str(verdict.get("kind")), quoted("?")), URGENCIES.get(str(verdict.get("urgency")))
    return (
        Proposal(
            key=f"triage:{mail.ref.account}:{mail.ref.fingerprint}",
            title=_title(mail, kind),
            actions=actions,
            reason=_BEWARE
            if verdict.get("kind") == "fraud"
            else say("It looks like {kind}: {urgency}.", kind=kind, urgency=urgency),
            reasons=facts.reasons,
            about=mail.ref,
        ),
    )


def _title(mail: Mail, kind: Text) -> Text:
    if mail.is_private:
        return say("File a private mail")
    subject = " ".join(mail.subject.split())
    if not subject:
        return say("File a mail without subject as {kind}", kind=kind)
    if len(subject) > _LONGEST_SUBJECT:
        subject = f"{subject[: _LONGEST_SUBJECT - 1]}…"
    return say("File “{subject}” as {kind}", subject=subject, kind=kind)


def _actions(mail: Mail, verdict: Mapping[str, Any], settings: Settings, language: str) -> tuple[Action, ...]:
    flags = _flags(mail, verdict, settings)
    folder = _folder(mail, verdict, settings, language)
    actions: list[Action] = []
    if flags:
        actions.append(FlagMessage(on=mail.ref, add=flags))
    if folder and folder != mail.ref.folder:
        actions.append(MoveMessage(on=mail.ref, to_folder=folder))
    return tuple(actions)


def _flags(mail: Mail, verdict: Mapping[str, Any], settings: Settings) -> tuple[str, ...]:
    wanted = (*settings.flags.get(verdict["urgency"], ()), *settings.flags.get(verdict["kind"], ()))
    return tuple(flag for flag in dict.fromkeys(wanted) if flag not in mail.flags)


def _folder(mail: Mail, verdict: Mapping[str, Any], settings: Settings, language: str) -> str:
    if verdict.get("folder"):
        return str(verdict["folder"])
    if settings.urgent_folder and verdict["urgency"] == "now":
        return settings.urgent_folder
    if verdict["kind"] in _NO_WORK and not (mail.is_list or mail.is_automatic) and _is_guess(verdict):
        return ""
    if verdict["kind"] in _NO_WORK and _asks_its_owner(mail):
        return ""
    folders: Mapping[Any, str] = _FOLDERS["fr" if language == "fr" else "en"]
    if settings.folders is not None:
        folders = settings.folders
    return folders.get(verdict["kind"], "")


def _asks_its_owner(mail: Mail) -> bool:
    """Whether officebot itself asks the mailbox's own person for decisions: that is work, though a machine wrote it."""
    return bool(code_in(mail.subject)) and mail.sender.address in {one.address for one in mail.to}


def _is_guess(verdict: Mapping[str, Any]) -> bool:
    return float(verdict.get("confidence", 1.0)) < _SURE
