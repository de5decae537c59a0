"""The letters of a gathering: the request, its reminders, and the word that an attachment was forgotten."""

from __future__ import annotations

from officebot.core.gathering.model import Contribution, Gathering
from officebot.core.letters import answer_subject, filled, is_plain_id, salutation
from officebot.core.text import Language, Text, in_words, say
from officebot.duties.gathering.observe import Facts
from officebot.duties.gathering.settings import Settings
from officebot.sdk import OutgoingMail

_KINDS = {
    "xlsx": say("an Excel file"),
    "docx": say("a Word file"),
    "pptx": say("a presentation"),
    "pdf": say("a PDF"),
    "image": say("a picture"),
    "file": say("a file"),
}


def request_key(one: Contribution) -> str:
    """The key of the proposal, and of the mail, that asks."""
    return f"gather:ask:{one.key}"


def reminder_key(one: Contribution) -> str:
    """The key of the reminder that is next, and of its mail: another one once anything was heard."""
    return f"gather:remind:{one.key}:{one.reminders + 1}:{len(one.seen)}"


def request_title(one: Contribution) -> Text:
    """What the proposal that asks is called."""
    return say("Ask {name} for “{title}”, due {due}", name=one.called, title=one.title, due=one.due)


def reminder_title(one: Contribution) -> Text:
    """What the proposal of a reminder is called."""
    return say("Remind {name} of “{title}”, due {due}", name=one.called, title=one.title, due=one.due)


def waiting(one: Contribution, facts: Facts) -> dict[str, Text]:
    """The titles, by key, of what waits under the keys of its letters: such a letter, or the answer in its place."""
    asks, reminds = request_key(one), f"gather:remind:{one.key}:"
    return {key: facts.pending[key] for key in sorted(facts.pending) if key == asks or key.startswith(reminds)}


def is_letter(title: Text, one: Contribution) -> bool:
    """Whether a proposal's title is that of a request or of a reminder."""
    return title.source in (request_title(one).source, reminder_title(one).source)


def request_mail(one: Contribution, gathering: Gathering, facts: Facts, settings: Settings) -> OutgoingMail:
    """The request: what, for which document, by when."""
    return OutgoingMail(
        account=facts.office.account,
        to=(one.address,),
        subject=_subject(one),
        body=_body(one, gathering, facts, "contribution_request"),
        key=request_key(one),
        language=one.language,
        is_automatic=settings.mode == "send",
    )


def reminder_mail(one: Contribution, gathering: Gathering, facts: Facts, settings: Settings) -> OutgoingMail:
    """The reminder that is next: the same mail whenever it is asked for, in the conversation that the request began."""
    ids = [message_id for message_id in one.sent[:1] if is_plain_id(message_id)]
    return OutgoingMail(
        account=facts.office.account,
        to=(one.address,),
        subject=answer_subject(_subject(one)),
        body=_body(one, gathering, facts, "contribution_reminder"),
        key=reminder_key(one),
        in_reply_to=ids[0] if ids else "",
        references=tuple(ids),
        language=one.language,
        is_automatic=settings.mode == "send",
    )


def no_file_mail(
    one: Contribution, gathering: Gathering, facts: Facts, settings: Settings, message_id: str, mark: str
) -> OutgoingMail:
    """The answer to a mail that speaks of an attachment and has none."""
    ids = [each for each in (*one.sent[:1], message_id) if is_plain_id(each)]
    return OutgoingMail(
        account=facts.office.account,
        to=(one.address,),
        subject=answer_subject(_subject(one)),
        body=_body(one, gathering, facts, "contribution_no_file"),
        key=f"gather:no-file:{one.key}:{mark}",
        in_reply_to=message_id if is_plain_id(message_id) else "",
        references=tuple(dict.fromkeys(ids)),
        language=one.language,
        is_automatic=settings.mode == "send",
    )


def _subject(one: Contribution) -> str:
    return say("{title}: your contribution {mark}", title=one.title, mark=one.mark).render(one.language)


def _body(one: Contribution, gathering: Gathering, facts: Facts, name: str) -> str:
    office, language = facts.office, one.language
    person = office.people.at(gathering.collector)
    text = filled(
        facts.texts.get((language, name), ""),
        {
            "salutation": salutation(office.contacts.at(one.address), language),
            "title": one.title,
            "asked": asked_lines(one, language),
            "due": in_words(one.due, language),
            "date": in_words(one.asked_on or one.due, language),
            "collector": person.name if person is not None else office.name,
            "office": office.name,
        },
    )
    return text.replace("\n\n\n", "\n\n")


def asked_lines(one: Contribution, language: Language) -> str:
    """What is asked, a line each: the words, the files, the fields that are to be filled in and sent back."""
    lines = [f"– {one.ask.what}"] if one.ask.what else []
    kinds = [_KINDS[kind].render(language) for kind in one.ask.files if kind in _KINDS]
    if kinds:
        lines.append(
            "– " + say("attached, as {kinds}", kinds=say(" or ").render(language).join(kinds)).render(language)
        )
    fields = one.missing_fields if one.answers else one.ask.fields
    if fields:
        lines += ["", say("It is enough to fill in these lines and send them back:").render(language), ""]
        lines += [f"{name} : " if language == "fr" else f"{name}: " for name in fields]
    return "\n".join(lines)
