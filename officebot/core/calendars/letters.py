"""The mail around an iTIP message: subject, text and HTML in the receiver's language. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from html import escape

from officebot.core.calendars.building import Written
from officebot.core.calendars.lines import Line, unescaped
from officebot.core.calendars.people import answer_of
from officebot.core.calendars.telling import rows_of
from officebot.core.calendars.times import Zones
from officebot.core.text import Language, Text, one_line, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail that carries a calendar: what stands in it, from whom and to whom."""

    sender: str
    sender_name: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    calendar: str
    method: str
    language: Language


def letter(
    written: Written,
    language: Language,
    *,
    sender_name: str = "",
    zones: Zones | None = None,
    clock: tzinfo | None = None,
) -> Letter:
    """The mail for a message, in `language`: what it is about in a sentence, then when, where and who.

    Times are told in the zone that the event names; those in UTC, which no office lives by, on `clock`.
    """
    summary = unescaped(written.event.value("SUMMARY"))
    sender = sender_name or written.sender
    # A title may hold line ends; a header must not.
    subject, sentence = _words(written, sender, one_line(summary))
    rows = rows_of(written.event, zones or {}, clock)
    said = sentence.render(language)
    told = [(name.render(language), value.render(language)) for name, value in rows]
    colon = "\xa0:" if language == "fr" else ":"
    text = "\n".join([said, "", *(f"{name}{colon} {value}" for name, value in told), ""])
    return Letter(
        sender=written.sender,
        sender_name=sender_name,
        to=written.to,
        subject=subject.render(language),
        text=text,
        html=_html(said, told, language),
        calendar=written.text,
        method=written.method,
        language=language,
    )


def _words(written: Written, sender: str, summary: str) -> tuple[Text, Text]:
    """Subject and sentence."""
    method = written.method
    if method == "REQUEST" and written.event.value("SEQUENCE") not in ("", "0"):
        return say("Updated invitation: {summary}", summary=summary), say(
            "{sender} has changed an event to which you are invited.", sender=sender
        )
    if method == "REQUEST":
        return say("Invitation: {summary}", summary=summary), say("{sender} invites you.", sender=sender)
    if method == "CANCEL":
        return say("Cancelled: {summary}", summary=summary), say("{sender} has cancelled this event.", sender=sender)
    if method == "COUNTER":
        return say("New time proposed: {summary}", summary=summary), say(
            "{sender} proposes this time.", sender=sender
        )
    if method == "DECLINECOUNTER":
        return say("Proposal declined: {summary}", summary=summary), say(
            "{sender} does not take up the proposed time: the event stays as it was.", sender=sender
        )
    return _answer_words(answer_of(written.event.first("ATTENDEE") or Line("ATTENDEE", "")), sender, summary)


def _answer_words(answer: str, sender: str, summary: str) -> tuple[Text, Text]:
    if answer == "ACCEPTED":
        return say("Accepted: {summary}", summary=summary), say("{sender} accepts the invitation.", sender=sender)
    if answer == "DECLINED":
        return say("Declined: {summary}", summary=summary), say("{sender} declines the invitation.", sender=sender)
    return say("Tentative: {summary}", summary=summary), say("{sender} may come.", sender=sender)


def _html(sentence: str, rows: list[tuple[str, str]], language: Language) -> str:
    table = "".join(
        f'<tr><th style="text-align:left;vertical-align:top;padding-right:1em">{escape(name)}</th>'
        f"<td>{escape(value).replace(chr(10), '<br>')}</td></tr>"
        for name, value in rows
    )
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"></head><body>'
        f"<p>{escape(sentence)}</p><table>{table}</table></body></html>\n"
    )
