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
from officebot.sdk import OfficeFacts

#: The kind of the claim.
PAPERS = "trade-papers"
#: Without one of these a text says nothing of orders: most mails cost no more than this search.
_STEMS = expression(
    r"command|livr|exp[ée]di|devis|offre|bon de|\bbl\b|\bbc\b|\bcde|accus[ée] de r|r[ée]ception|factur|prix|tarif|stock|rupture"
    r"|d[ée]lai|retard|intervention|\border|deliver|despatch|dispatch|ship|quot|invoice|price|back ?order|delay|\bpo\b|out of"
    r"|received|arriv|reçu|besoin|faudrait|il (?:nous )?faut|achet|manque|\bneed|\bbuy"
    r"|pr[êe]te?s?\b|\bpart(?:ent|ira|iront|is?|ie?s)\b|dispo|enl[èe]v|\bready|available|collect"
    r"|on (?:its|their) way|run(?:ning)? (?:out|low)",
    re.IGNORECASE,
)
_PASSED_ON = expression(r"\s{0,3}(?:fwd?|tr|wg|transf(?:ert|\.)?)\s{0,2}:", re.IGNORECASE)
_LONGEST = 4_000


def recognise(mail: Mail, facts: OfficeFacts, _settings: object, _now: datetime) -> Iterator[Claim]:
    """A claim for a mail that may hold a quote, a confirmation, a delivery note or a word about one."""
    if mail.is_private or mail.is_list:
        return
    files = [one.name for one in paper_files(mail)]
    if mail.is_automatic and _is_our_own(mail, facts, files):
        return
    is_known = facts.contacts.at(mail.sender.address) is not None or facts.people.inside(mail.sender.address)
    # Who passes a mail on says little of it.
    words = mail.text if _PASSED_ON.match(mail.subject) else mail.reply or mail.text
    found = None if files else _STEMS.search(f"{mail.subject}\n{words}", 0, _LONGEST)
    if not files and found is None:
        return
    quote = files[0] if files else found[0] if found is not None else ""
    yield Claim(
        kind=PAPERS,
        data={"files": files[:20], "known": is_known, "proof": mail.proof.value},
        reasons=(Reason(what=say("It may be about an order."), quote=quote),),
    )


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
