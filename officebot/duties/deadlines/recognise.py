"""Which answer moves a date, and which mail of ours promises something by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache

from officebot.core.judging.evidence import Vocabulary, fold
from officebot.core.judging.outgoing import read_outgoing
from officebot.core.mail import Mail
from officebot.core.proposals import Claim, Reason
from officebot.core.text import say
from officebot.duties.deadlines.observe import MOVED, PROMISE
from officebot.sdk import OfficeFacts

_LONGEST = 4_000
_MOVES: Mapping[str, Mapping[float, str]] = {
    MOVED: {
        1: "reporté, reportée, reportés, reportées, reporter, reportons, reporte, repoussé, repoussée, repoussés, "
        "repoussées, repousser, repoussons, repousse, décalé, décalée, décalés, décalées, décaler, décalons, décale, "
        "avancé au, avancée au, avancer au, avancé à, avancée à, nouvelle date, nouvelle échéance, nouveau délai, délai "
        "supplémentaire, prolongé, prolongée, prolonger, finalement, au lieu de, au lieu du, plutôt que, changement de date, "
        "postpone, postponed, reschedule, rescheduled, push back, pushed back, push it back, push this back, moved to, "
        "moved back, moved up, moved from, move it to, move this to, new date, new deadline, new due date, instead of, "
        "rather than, extend, extended, extension, brought forward, bring it forward, change of date, delayed to, delayed "
        "until",
    },
}


@cache
def _moves() -> Vocabulary:
    return Vocabulary(_MOVES)


def recognise(mail: Mail, _facts: OfficeFacts, _settings: object, _now: datetime) -> Iterable[Claim]:
    """A claim "moved" for an answer that says that a date is another one now."""
    if mail.is_private or not (mail.in_reply_to or mail.references):
        return ()
    text = fold((mail.reply or mail.text)[:_LONGEST])
    found = _moves().find(text)
    if not found:
        return ()
    words = text.written[found[0].start : found[0].end].strip()
    return (Claim(kind=MOVED, reasons=(Reason(what=say("It moves a date."), quote=words),)),)


def recognise_sent(mail: Mail, facts: OfficeFacts, _settings: object, _now: datetime) -> Iterable[Claim]:
    """A claim "promise" for a mail of ours that promises something by a date."""
    said = read_outgoing(mail, facts.working_time)
    if not said.promised_by:
        return ()
    data = {"deadline": said.promised_by, "deadline_text": said.promises[:300], "language": said.language}
    return (Claim(kind=PROMISE, data=data, reasons=(Reason(what=say("We promise something."), quote=said.when),)),)
