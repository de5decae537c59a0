"""The mail that tells whoever looks after the stock what runs out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from officebot.core.people import Person
from officebot.core.stock.outlook import Outlook
from officebot.core.text import Language, Text, counted, in_words, say
from officebot.duties.stock.observe import Facts
from officebot.duties.stock.settings import Settings
from officebot.sdk import Action, DraftMail, KeepSentCopy, OutgoingMail, SendMail


def keeper(facts: Facts, settings: Settings) -> Person | None:
    """Who looks after the stock."""
    return facts.office.people.keeper(settings.keeper)


def how_many(pressing: Sequence[Outlook]) -> Text:
    """How many articles are to be ordered."""
    return counted(
        "{count} article to order before it runs out",
        "{count} articles to order before they run out",
        len(pressing),
    )


def mails(facts: Facts, settings: Settings, pressing: Sequence[Outlook]) -> Iterator[Action]:
    """A draft or a mail to the keeper, once a day at most."""
    person = keeper(facts, settings)
    if person is None or settings.tell == "none" or not facts.office.account:
        return
    language = person.language
    mail = OutgoingMail(
        account=facts.office.account,
        to=(person.address,),
        subject=how_many(pressing).render(language),
        body=_body(facts, pressing, language),
        key=f"stock:{facts.today}:{person.address}",
        language=language,
        is_automatic=settings.tell == "mail",
    )
    if settings.tell == "draft":
        yield DraftMail(mail=mail)
    else:
        yield SendMail(mail=mail)
        yield KeepSentCopy(mail=mail)


def _body(facts: Facts, pressing: Sequence[Outlook], language: Language) -> str:
    day = in_words(facts.today, language)
    begin = say("These articles of {file} run out, as of {day}:", file=facts.workbook.file, day=day)
    lines = [begin.render(language), ""]
    for one in pressing:
        lines.append(f"• {one.article.label or one.article.key}")
        lines += [f"  {reason.render(language)}" for reason in one.reasons[:4]]
    return "\n".join(lines) + "\n"
