"""The mails that ask, and those that tell what became of an answer: their words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from officebot.core.approvals.codes import without_code
from officebot.core.approvals.model import Decided, Outcome, Told
from officebot.core.letters import answer_subject
from officebot.core.mail import OutgoingMail
from officebot.core.people import Person
from officebot.core.proposals import state_name
from officebot.core.text import Language, Text, counted, one_line, say
from officebot.duties.approvals.asking import Ask
from officebot.duties.approvals.observe import Facts
from officebot.duties.approvals.settings import Settings

_MOST_LINES = 8
_LONGEST = 300

#: What stands at the top of a digest: below it nothing is an answer, however a program quotes (core/approvals/words.py).
CUT: dict[Language, str] = {"en": "-- Reply above this line --", "fr": "-- Répondez au-dessus de cette ligne --"}


def digest(
    facts: Facts, settings: Settings, person: Person, asks: Sequence[Ask], code: str, meanwhile: Sequence[Decided], why: str
) -> OutgoingMail:  # fmt: skip
    """The mail that puts these before a person, numbered from 1."""
    language = person.language
    lines = [
        CUT[language],
        "",
        *_opening(person, len(asks), why, language),
        "",
        *(line for number, ask in enumerate(asks, 1) for line in _one(number, ask, facts, settings, language)),
        *_how(len(asks), language),
        say("All of it, and everything that needs the page: {page}", page=facts.desk.page).render(language),
        say("This mail is for {name} alone; its code is [{code}].", name=person.name, code=code).render(language),
        *_meanwhile(meanwhile, language),
    ]
    return OutgoingMail(
        account=settings.account or facts.office.account,
        to=(person.address,),
        subject=_subject(len(asks), why, code).render(language),
        body="\n".join(lines) + "\n",
        key=f"approvals:{why}:{person.address}:{facts.key}",
        language=language,
        is_automatic=True,
        with_signature=False,
    )


def _subject(count: int, why: str, code: str) -> Text:
    match why:
        case "reminder":
            return counted("Reminder: {count} decision is about to expire [{code}]",
                           "Reminder: {count} decisions are about to expire [{code}]", count, code=code)  # fmt: skip
        case "passed on":
            return counted("Passed on to you: {count} decision is about to expire [{code}]",
                           "Passed on to you: {count} decisions are about to expire [{code}]", count, code=code)  # fmt: skip
        case _:
            return counted("{count} decision waits for you [{code}]", "{count} decisions wait for you [{code}]", count,
                           code=code)  # fmt: skip


def _opening(person: Person, count: int, why: str, language: Language) -> Iterator[str]:
    yield say("Hello {name},", name=person.name).render(language)
    if why == "passed on":
        yield say("Nobody who was asked has answered what follows, and it is about to expire.").render(language)
    elif why == "reminder":
        yield say("You were asked what follows, and it is about to expire.").render(language)
    else:
        yield counted("{count} proposal waits for your yes or no.", "{count} proposals wait for your yes or no.",
                      count).render(language)  # fmt: skip


def _one(number: int, ask: Ask, facts: Facts, settings: Settings, language: Language) -> Iterator[str]:
    one, local = ask.waiting, facts.office.working_time.local

    def line(text: Text) -> str:
        return f"   {one_line(text.render(language), _LONGEST)}"

    yield f"{number}. {one_line(one.title.render(language), _LONGEST)}"
    if ask.principal != ask.person.address:
        principal = facts.office.people.at(ask.principal)
        yield line(say("You decide it for {name}.", name=principal.name if principal else ask.principal))
    if one.reason.source:
        yield line(say("Why: {reason}", reason=one.reason))
    for preview in one.previews[:_MOST_LINES]:
        yield line(say("- {what}", what=preview))
    if len(one.previews) > _MOST_LINES:
        yield line(say("- and {count} more, on the page", count=len(one.previews) - _MOST_LINES))
    if one.recipients:
        yield line(say("To: {recipients}", recipients=", ".join(one.recipients[:_MOST_LINES])))
    if one.amount is not None:
        told = say("Amount: {amount}, perhaps more", amount=one.amount)
        yield line(told if one.amount_is_least else say("Amount: {amount}", amount=one.amount))
    for consequence in one.consequences[:_MOST_LINES]:
        yield line(say("- {what}", what=consequence))
    if one.approvals_needed > 1:
        yield line(say("Several people must say yes: yours is one of {needed}.", needed=one.approvals_needed))
    if ask.question(settings).page_only:
        yield line(say("It spends money: say yes on the page; a no by mail counts."))
    if one.expires is not None:
        yield line(say("It expires at {expires}.", expires=local(one.expires)))
    yield line(say("Whole: officebot show {id}", id=one.id))
    yield ""


def _how(count: int, language: Language) -> Iterator[str]:
    if count == 1:
        yield say("Answer with a reply: “OK 1”, “NO 1: too dear” or “later 1 Monday”.").render(language)
    else:
        yield say("Answer with a reply: “OK 1-2”, “NO 2: too dear”, “later 1 Monday” or “OK for all”.").render(
            language
        )
    yield say("What is not plain is not done, and you are told so. A link never decides anything.").render(language)


def _meanwhile(decided: Sequence[Decided], language: Language) -> Iterator[str]:
    if decided:
        yield ""
        yield say("Decided meanwhile, of what you were asked:").render(language)
    for one in decided:
        yield say("- {title}: {state} ({by})", title=one_line(one.title.render(language), 160), state=state_name(one.state),
                  by=one.by).render(language)  # fmt: skip


# ── what became of an answer ──────────────────────────────────────────────────────────────────────────────


def outcome(facts: Facts, person: Person, result: Outcome) -> OutgoingMail:
    """The one mail that tells what was done of an answer, what not, and why."""
    language = person.language
    done = [one for one in result.told if one.took]
    rest = [one for one in result.told if not one.took]
    lines = [say("Hello {name},", name=person.name).render(language), ""]
    if done:
        lines += [say("Done:").render(language), *(_told(one, language) for one in done), ""]
    if rest or result.notes:
        lines.append(say("Not done:").render(language))
        lines += [_told(one, language) for one in rest]
        lines += [say("- {what}", what=one).render(language) for one in result.notes]
        lines.append("")
    lines.append(say("The page: {page}", page=facts.desk.page).render(language))
    return reply(facts, person, result.account, result.subject, result.message_id, lines, f"told:{result.mark}")


def _told(one: Told, language: Language) -> str:
    title = one_line(one.title.render(language), 160)
    return say("- {number} ({wanted}) {title}: {said}", number=one.number, wanted=_WANTED[one.wanted], title=title,
               said=one.said).render(language)  # fmt: skip


_WANTED = {"yes": say("yes"), "no": say("no"), "later": say("later")}


def refusal(
    facts: Facts, person: Person, account: str, subject: str, message_id: str, why: Iterable[Text], key: str
) -> OutgoingMail:  # fmt: skip
    """The mail that says that nothing of an answer was done, and why."""
    language = person.language
    lines = [
        say("Hello {name},", name=person.name).render(language),
        "",
        say("Nothing of your answer was done.").render(language),
        *(say("- {what}", what=one).render(language) for one in why),
        "",
        say("Write for example: “OK 1, 3”, “NO 2: too dear”, “later 4 Monday”.").render(language),
        say("Or decide on the page: {page}", page=facts.desk.page).render(language),
    ]
    return reply(facts, person, account, subject, message_id, lines, key)


def reply(
    facts: Facts, person: Person, account: str, subject: str, message_id: str, lines: Sequence[str], key: str
) -> OutgoingMail:  # fmt: skip
    """A mail that answers one of a person's."""
    return OutgoingMail(
        account=account or facts.office.account,
        to=(person.address,),
        subject=answer_subject(without_code(subject)),
        body="\n".join(lines) + "\n",
        key=f"approvals:{key}",
        in_reply_to=message_id,
        references=(message_id,) if message_id else (),
        language=person.language,
        is_automatic=True,
        with_signature=False,
    )
