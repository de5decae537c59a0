"""Asks each enabled duty what it tells for a report; one that fails is left out, and said."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, say
from officebot.engine.running.duties import EnabledDuty
from officebot.sdk import Office, Part, Window

_LOG = logging.getLogger(__name__)


def parts_of(duties: Iterable[EnabledDuty], office: Office, window: Window) -> tuple[Sequence[Part], Sequence[Text]]:
    """The parts, in the order of the duties, and a sentence for each duty that could not tell."""
    parts: list[Part] = []
    problems: list[Text] = []
    for duty in duties:
        if duty.duty.report is None:
            continue
        try:
            part = duty.duty.report(office, window, duty.settings)
        except UserError as refused:
            problems.append(_left_out(duty, refused.problems[0].what))
        except Unavailable as lost:
            problems.append(_left_out(duty, lost.what))
        except Exception:  # noqa: BLE001 - logged, and the report says it
            # A stranger's plugin may raise anything; the report goes on without it.
            _LOG.exception("duty %s could not tell for a report", duty.name)
            problems.append(_left_out(duty, say("it failed; the log says how")))
        else:
            if part is not None:
                parts.append(part)
    return parts, problems


def _left_out(duty: EnabledDuty, why: Text) -> Text:
    return say("“{duty}” is left out: {why}", duty=duty.duty.title, why=why)
