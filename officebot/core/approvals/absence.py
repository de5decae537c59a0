"""Whether an event says that its owner is out of office. Pure."""

from __future__ import annotations

from officebot.core.expressions import expression
from officebot.core.text import plain

_ABSENCE = expression(
    r"\b(?:out of (?:the )?office|ooo|absente?s?|absences?|conges?|vacances|vacation|holidays?|annual leave|on leave|sick leave|"
    r"arret maladie|parental leave|conge parental|rtt|away)\b"
)
#: « Absence de Paul », "holiday planning": what is spoken about, not what is.
_ABOUT = expression(
    r"\b(?:planning|planification|reunion|meeting|point|entretien|demandes?|request|calendar|calendrier|policy|call)\b"
)


def is_absence(summary: str) -> bool:
    """Whether the words of an event say so: « Congés », "Out of office"."""
    said = plain(summary[:200])
    return bool(_ABSENCE.search(said)) and not _ABOUT.search(said)
