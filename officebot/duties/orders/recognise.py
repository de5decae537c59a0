"""Which mails may hold a business document: by what hangs on them, or by their words. Reading it comes later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from officebot.core.expressions import expression
from officebot.core.mail import Mail
from officebot.core.proposals import Claim, Reason
from officebot.core.text import say
from officebot.core.trade.carrying import paper_files
from officebot.core.trade.speaking import order_words
from officebot.sdk import OfficeFacts

#: The kinds of the claims: a mail whose words or files speak of orders, which counts as an answer and stops reminders, and
#: whatever else a supplier writes, for those who know each other name an order by « les tubes » or “both vans”.
PAPERS, LETTER = "trade-papers", "supplier-letter"
_PASSED_ON = expression(r"\s{0,3}(?:fwd?|tr|wg|transf(?:ert|\.)?)\s{0,2}:", re.IGNORECASE)
_FROM = expression(r"\s(?:from|de|von)\s?:[^\n@]{0,120}?([\w.+-]{1,64}@[\w.-]{1,120})", re.IGNORECASE)
_LONGEST = 4_000


def recognise(mail: Mail, facts: OfficeFacts, _settings: object, _now: datetime) -> Iterator[Claim]:
    """A claim for a mail that may hold a quote, a confirmation, a delivery note or a word about one."""
    if mail.is_private or mail.is_list:
        return
    files = [one.name for one in paper_files(mail)]
    if mail.is_automatic and _is_our_own(mail, facts, files):
        return
    is_known = facts.contacts.at(mail.sender.address) is not None or facts.people.inside(mail.sender.address)
    is_passed_on = _PASSED_ON.match(mail.subject) is not None
    # Who passes a mail on says little of it.
    words = mail.text if is_passed_on else mail.reply or mail.text
    found = "" if files else order_words(f"{mail.subject}\n{words}")
    data = {"files": files[:20], "known": is_known, "proof": mail.proof.value}
    if files or found:
        quote = files[0] if files else found
        yield Claim(kind=PAPERS, data=data, reasons=(Reason(what=say("It may be about an order."), quote=quote),))
    elif not mail.is_automatic and (writer := _supplier(mail, facts, is_passed_on=is_passed_on)):
        yield Claim(kind=LETTER, data=data, reasons=(Reason(what=say("A supplier wrote it."), quote=writer),))


def _supplier(mail: Mail, facts: OfficeFacts, *, is_passed_on: bool) -> str:
    """The address of the supplier who wrote the mail, or the one that it passes on; "" for anybody else."""
    writers = [mail.sender.address]
    if is_passed_on:
        writers += [one[1] for one in _FROM.finditer(mail.text, 0, _LONGEST)]
    for address in writers:
        contact = facts.contacts.at(address) or facts.contacts.of_domain(address)
        if contact is not None and contact.kind == "supplier":
            return address
    return ""


def _is_our_own(mail: Mail, facts: OfficeFacts, files: list[str]) -> bool:
    """Whether an automatic mail is the office's own: a list of what waits or is late speaks of orders, and brings no news.

    Papers that another machine of the house sends, a scanner's, are news.
    """
    sender = facts.people.at(mail.sender.address)
    if sender is not None and sender.owns_the_mailbox:
        return True
    return not files and facts.people.inside(mail.sender.address)


def recognise_sent(_mail: Mail, _facts: OfficeFacts, _settings: object, _now: datetime) -> Iterator[Claim]:
    """Nothing: what the office sent only needs to be known, for suppliers' answers name it."""
    return iter(())
