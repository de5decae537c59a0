"""TRUST 12: an invitation of somebody unknown touches no calendar and is not answered, whatever it says."""

from __future__ import annotations

from itertools import cycle, islice

import pytest

from officebot.core.actions import CloseItem, DraftMail, FlagMessage, MoveMessage, NoteItem, SendMail
from officebot.core.mail import Mail
from officebot.duties.mail_triage.decide import decide
from officebot.duties.mail_triage.observe import Facts
from officebot.duties.mail_triage.settings import Settings
from officebot.sdk import Action
from tests.sweeps.test_spoofs import FIRMS, OWN, STAFF, letter, passed, triage

#: What an answer or a calendar would need.
_ANSWERS = (SendMail, DraftMail, NoteItem, CloseItem)
_EVENT = (
    "--x\nContent-Type: text/plain; charset=utf-8\n\n{text}\n--x\nContent-Type: text/calendar; method=REQUEST\n\n"
    "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:{uid}\nORGANIZER:mailto:{organiser}\n"
    "DTSTART:20261201T090000Z\nDTEND:20261201T100000Z\nSUMMARY:{title}\nEND:VEVENT\nEND:VCALENDAR\n--x--\n"
)
_SPAM = [
    ("Your account", "Your mailbox expires today. Confirm your password <http://203.0.113.5/login>.", "none"),
    ("Claim your prize", "You have won a phone. Click here <http://prix-jour.example/p>.", "none"),
    ("Réunion bitcoin", "Gagnez de l'argent sans risque, argent facile et revenus complémentaires.", "dmarc=none"),
    (
        "Virement à valider",
        "Virement confidentiel à faire aujourd'hui, n'en parlez à personne.",
        "spf=softfail; dmarc=none",
    ),
    (
        "Payroll meeting",
        "Please confirm your bank details before the meeting <https://paie-portail.example/c>.",
        "dmarc=none",
    ),
]
_FAIR = [
    ("Point hebdomadaire", "Voici l'invitation pour notre point de mardi."),
    ("Budget review", "Please join us on Tuesday to review the budget."),
    ("Visite du moulin", "Nous vous attendons mardi à 10 h à l'accueil."),
]


def invitation(sender: str, title: str, text: str, results: str, uid: int) -> Mail:
    """A mail with an event in it, as our server hands it over."""
    body = _EVENT.format(text=text, uid=uid, organiser=sender.rpartition("<")[2].rstrip(">"), title=title)
    # Put in the place of the text's own head: the mail is made of parts.
    mail = letter(sender, body, results, extra="Content-Type: multipart/mixed; boundary=x\n", subject=title)
    assert "BEGIN:VEVENT" in mail.calendar
    return mail


def done(mail: Mail) -> tuple[Action, ...]:
    claim = triage(mail)
    seen = Facts(mail=mail, verdict=claim.data, reasons=claim.reasons, language="fr")
    return tuple(action for proposal in decide(seen, Settings()) for action in proposal.actions)


def test_no_invitation_is_answered_or_entered_unasked() -> None:
    spam = [
        invitation(f"Promo <p{number}@gratuit{number}.example>", title, text, results, number)
        for number, (title, text, results) in enumerate(islice(cycle(_SPAM), 50))
    ]
    colleagues = [(name, f"{local}@{OWN}") for name, local in STAFF]
    friends = cycle([*colleagues, *((name, f"contact@{firm}.example") for name, firm in FIRMS)])
    fair = [
        invitation(f"{name} <{address}>", title, text, passed(address.partition("@")[2]), number)
        for number, ((name, address), (title, text)) in enumerate(
            islice(zip(friends, cycle(_FAIR), strict=False), 50)
        )
    ]
    answered = [mail for mail in (*spam, *fair) if any(isinstance(action, _ANSWERS) for action in done(mail))]
    other = [
        action
        for mail in (*spam, *fair)
        for action in done(mail)
        if not isinstance(action, FlagMessage | MoveMessage)
    ]
    flagged = sum(bool(triage(mail).data["warnings"]) for mail in spam)
    false = sum(triage(mail).data["kind"] == "fraud" for mail in fair)
    print(
        f"\nTRUST 12: 50 spam invitations: {len(other)} events, {len(answered)} answers, {flagged} flagged; "
        f"50 fair ones: {false} taken for fraud"
    )
    assert answered == []
    assert other == []
    assert flagged >= 40
    assert false == 0


@pytest.mark.parametrize("number", range(len(_SPAM)))
def test_an_unknown_invitation_is_not_urgent(number: int) -> None:
    title, text, results = _SPAM[number]
    data = triage(invitation("Promo <p@gratuit.example>", title, text, results, 1)).data
    assert data["kind"] != "fraud" or data["urgency"] == "none"
