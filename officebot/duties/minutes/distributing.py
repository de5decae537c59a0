"""The validated minutes on their way: the documents, one mail to the circle, each action to follow; all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from officebot.core.actions import Action, CloseItem, WriteDocument
from officebot.core.minutes.following import items_of
from officebot.core.minutes.model import Minutes
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Text, counted, say
from officebot.duties.minutes.agenda import noted
from officebot.duties.minutes.making import action_lines, data_of, decision_lines, path_of
from officebot.duties.minutes.observe import Event, Facts
from officebot.duties.minutes.occasions import Occasion, name_of, recipients_of, secretary_of
from officebot.duties.minutes.settings import MeetingTable, Settings
from officebot.duties.minutes.state import MINUTES, QUESTION, Standing
from officebot.duties.minutes.writing import consequence, final_subject, letter, listed, posted

_OWN = MeetingTable.model_fields["template"].default


def final(
    facts: Facts,
    settings: Settings,
    occasion: Occasion,
    standing: Standing,
    reasons: Sequence[Reason],
    *,
    about: Event,
    changes: Sequence[Text] = (),
    must_ask: bool = False,
) -> Proposal:
    """The proposal that files the minutes and sends them to the circle, and to nobody else.

    It holds the very minutes that the chair agreed to: should another answer come before it is approved, another proposal
    takes its place. Who answers is proven, or a person looks at it first; so with `must_ask`.
    """
    minutes = standing.minutes
    assert minutes is not None
    secretary = secretary_of(occasion.meeting, facts.office)
    to = recipients_of(occasion.meeting, facts.office)
    chair = name_of(occasion.meeting.chair, facts.office)
    told = list(reasons)
    if not about.is_proven:
        told.append(Reason(what=say("Nothing proves that {name} wrote it: look at the mail first.",
                                    name=name_of(about.by, facts.office))))  # fmt: skip
    told.append(
        Reason(what=say("The version that was shown: {version}.", version=standing.version), quote=standing.mark[:16])
    )
    title = counted("Send the minutes of “{meeting}” on {day} to {count} person, approved by {chair}",
                    "Send the minutes of “{meeting}” on {day} to {count} people, approved by {chair}", len(to),
                    meeting=occasion.meeting.title, day=occasion.day, chair=chair)  # fmt: skip
    return Proposal(
        key=occasion.paper,
        title=title,
        actions=tuple(_actions(facts, settings, occasion, standing, minutes, to, is_corrected=bool(changes))),
        reason=say("{name} agrees.", name=name_of(about.by, facts.office)),
        reasons=tuple(told),
        consequences=consequence(settings.distribute, to),
        about=about.mail.ref,
        owner=secretary.address if secretary is not None else "",
        circle=occasion.meeting.circle,
        confidential=bool(occasion.meeting.circle),
        must_ask=must_ask or not about.is_proven,
    )


def _actions(
    facts: Facts,
    settings: Settings,
    occasion: Occasion,
    standing: Standing,
    minutes: Minutes,
    to: Sequence[str],
    *,
    is_corrected: bool,
) -> list[Action]:
    language, meeting, office = minutes.language, occasion.meeting, facts.office
    version = standing.version + 1 if is_corrected else standing.version
    data = data_of(facts, occasion, minutes, version, standing.files, is_draft=False)
    documents = [path_of(occasion, minutes, version, is_draft=False)]
    written = [WriteDocument(path=documents[0], template=meeting.template, data=data, language=language)]
    if settings.pdf:
        documents.append(path_of(occasion, minutes, version, is_draft=False, ending=".pdf"))
        # The office's own template makes its own PDF.
        template = meeting.template.replace(".docx", ".typ") if meeting.template == _OWN else meeting.template
        written.append(WriteDocument(path=documents[1], template=template, data=data, language=language))
    subject = final_subject(occasion, language)
    places = {
        "decisions": listed(say("Decisions:").render(language), decision_lines(minutes)),
        "actions": listed(say("Actions:").render(language), action_lines(minutes)),
    }
    mail = letter(facts, occasion, "final", to, subject, places, key=f"final:{occasion.name}:{version}",
                  documents=documents)  # fmt: skip
    secretary = secretary_of(meeting, office)
    followed = items_of(
        minutes, occasion.key, office.people, office.working_time, path=documents[0], subject=subject,
        circle=meeting.circle, chair=meeting.chair, secretary=secretary.address if secretary is not None else "",
        known=facts.actions,
    )  # fmt: skip
    done = replace(standing, version=version, minutes=minutes, document=documents[0])
    return [
        *written,
        *posted(mail, settings.distribute),
        *followed,
        noted(facts, occasion, done),
        CloseItem(item_kind=MINUTES, key=standing.key, because=say("sent to the circle").render(language)),
        *_settled(facts, occasion),
    ]


def _settled(facts: Facts, occasion: Occasion) -> list[Action]:
    """The questions about these minutes: they are over."""
    return [
        CloseItem(item_kind=QUESTION, key=item.key, because="sent")
        for item in facts.questions
        if item.source.get("occasion") == occasion.name
    ]
