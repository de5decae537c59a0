"""Says what harm an attachment could do: how much each kind of danger weighs, and the sentence for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from officebot.core.mail import Attachment
from officebot.core.text import Text, say


class Danger(NamedTuple):
    """How much a danger weighs from a stranger, how much from whom the office knows, and what is said of it."""

    weight: float
    from_known: float
    what: Text


#: What `officebot.connectors.mime.dangers` finds, by its name.
DANGERS: Mapping[str, Danger] = {
    "program": Danger(3, 3, say("An attachment is a program.")),
    "script": Danger(3, 3, say("An attachment is a script that would run.")),
    "shortcut": Danger(3, 3, say("An attachment is a shortcut that starts something else.")),
    "web shortcut": Danger(1.5, 0.5, say("An attachment is a shortcut to a page outside.")),
    "disk image": Danger(3, 2, say("An attachment is a disk image, in which programs hide.")),
    "program inside": Danger(3, 3, say("An archive attached holds a program.")),
    "macros": Danger(2, 0.5, say("A document attached holds macros.")),
    "object": Danger(2, 1, say("A document attached holds an embedded object.")),
    "form": Danger(3, 2, say("A page attached asks for something or runs a script.")),
    "disguise": Danger(3, 2, say("An attachment is not what its name or its type says.")),
    "double ending": Danger(3, 3, say("The name of an attachment ends twice to hide what it is.")),
    "direction": Danger(3, 3, say("The name of an attachment is written backwards to hide what it is.")),
    "active pdf": Danger(1.5, 1, say("A PDF attached runs a script.")),
    "launching pdf": Danger(3, 3, say("A PDF attached starts a program.")),
    "locked": Danger(1, 0, say("An attachment is locked, so that nobody can check it.")),
}
_LOCKED_WITH_KEY = Danger(
    3, 1.5, say("An attachment is locked and the mail gives its password: so no check can look inside.")
)


class Found(NamedTuple):
    """A danger of a mail: its name, its weight for this sender, the sentence, and the attachment's name."""

    name: str
    weight: float
    what: Text
    quote: str


def dangers_of(attachments: Sequence[Attachment], *, is_known: bool, gives_password: bool) -> Iterable[Found]:
    """Each kind of danger once, with the first attachment that has it."""
    seen: set[str] = set()
    for one in attachments:
        for name in one.dangers:
            if name in seen or name not in DANGERS:
                continue
            seen.add(name)
            danger = _LOCKED_WITH_KEY if name == "locked" and gives_password else DANGERS[name]
            weight = danger.from_known if is_known else danger.weight
            if weight:
                yield Found(name, weight, danger.what, one.name)
