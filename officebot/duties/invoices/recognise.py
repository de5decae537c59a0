"""Which mails may hold a supplier's invoice, or say to which account one is to be paid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from officebot.core.expressions import expression
from officebot.core.invoices.arrived import INVOICE
from officebot.core.mail import Mail
from officebot.core.proposals import Claim, Reason
from officebot.core.text import say
from officebot.core.trade.carrying import paper_files
from officebot.sdk import OfficeFacts

#: What a mail says that carries an invoice, or that speaks of the account to pay to.
_WORDS = expression(
    r"factur|\bavoirs?\b|note d['’]honoraires|relev[ée]|[ée]ch[ée]ance|r[èe]glement|virement|coordonn[ée]es bancaires|\brib\b"
    r"|\biban\b|invoice|credit note|\bbill(?:ing|ed)?\b|statement|remittance|bank details|\bpayment|payable",
    re.IGNORECASE,
)
#: What alone, without a file, is worth a look: another account to pay to.
_ACCOUNT = expression(r"\brib\b|\biban\b|coordonn[ée]es bancaires|bank (?:details|account)|[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]{4}){3}",
                      re.IGNORECASE)  # fmt: skip
_LONGEST = 6_000
_CARRIERS = frozenset({".pdf", ".xml"})


def recognise(mail: Mail, facts: OfficeFacts, _settings: object, _now: datetime) -> Iterator[Claim]:
    """A claim for a mail on which an invoice may hang, or that names an account to pay to."""
    if mail.is_private or mail.is_list or (facts.people.inside(mail.sender.address) and not mail.attachments):
        return
    files = paper_files(mail)
    words = f"{mail.subject}\n{mail.reply or mail.text}"[:_LONGEST]
    names = " ".join(one.name for one in files)
    is_carried = any(one.name.lower().endswith(tuple(_CARRIERS)) for one in files)
    found = _WORDS.search(words) or _WORDS.search(names[:_LONGEST])
    account = _ACCOUNT.search(words)
    if not is_carried and not (files and found) and account is None:
        return
    quote = found[0] if found is not None else account[0] if account is not None else files[0].name
    yield Claim(
        kind=INVOICE,
        data={"files": [one.name for one in files][:20], "proof": mail.proof.value},
        reasons=(Reason(what=say("An invoice may hang on it."), quote=quote),),
    )
