"""Whether a text is a copy of our own minutes, agendas or reminders: what stands in it is no word of who sends it. Pure."""

from __future__ import annotations

import re

from officebot.core.expressions import expression
from officebot.core.text import LANGUAGES, say

#: More of a text than this is not looked at.
_LONGEST = 20_000
_HARD = str.maketrans({"\u00a0": " ", "\u202f": " "})
_DECISIONS, _OPEN = (
    "|".join(re.escape(heading.render(one).translate(_HARD)) for one in LANGUAGES)
    for heading in (say("Decisions:"), say("Open actions"))
)
#: As our letters list them: “- A1 sign the lease – Sophie Delmas, 4 December 2026”; the decisions and the open actions
#: below their heading; a reminder's point with its meeting and day below. Quoted lines are another matter.
_LISTED = expression(
    r"^(?:[-•*] )?A\d{1,3} [^\n]{1,400} – [^\n,]{1,200}(?:, [^\n,]{1,80}){0,8}, (?:\?|\d{1,2}(?:er)? [^\W\d]{3,9} \d{4})\s?$"
    rf"|^(?:{_DECISIONS})\s{{1,3}}(?:[-•*] )?D\d"
    rf"|^(?:{_OPEN})\s{{1,3}}[-•*] "
    r"|^A\d{1,3} – [^\n]{1,400}\n {3,8}\S[^\n]{0,400} – ",
    re.MULTILINE,
)


def is_copy(text: str) -> bool:
    """Whether lines of ours stand in a text as if its author had written them."""
    return _LISTED.search(text[:_LONGEST].translate(_HARD)) is not None
