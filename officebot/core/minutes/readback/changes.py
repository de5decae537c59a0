"""What a chair changed in minutes, each change said in a sentence. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from officebot.core.minutes.model import Minutes
from officebot.core.text import Text, one_line, say

ChangeKind: TypeAlias = Literal["changed", "added", "removed", "moved"]
_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: `place` says in words where; `before` is "" for what was added, `after` for what was removed.

    Of what was moved, `after` says under which heading it stands now.
    """

    kind: ChangeKind
    place: Text
    before: str = ""
    after: str = ""

    @property
    def sentence(self) -> Text:
        """The change in a sentence, for the secretary."""
        before, after = one_line(self.before, _LONGEST), one_line(self.after, _LONGEST)
        match self.kind:
            case "added":
                return say("{place}: “{after}” is added.", place=self.place, after=after)
            case "removed":
                return say("{place}: “{before}” is removed.", place=self.place, before=before)
            case "moved" if not after:
                return say("{place}: “{before}” stands at another place.", place=self.place, before=before)
            case "moved":
                return say(
                    "{place}: “{before}” now stands under “{after}”.", place=self.place, before=before, after=after
                )
        if not before:
            return say("{place}: now “{after}”.", place=self.place, after=after)
        if not after:
            return say("{place}: “{before}” no longer stands there.", place=self.place, before=before)
        return say("{place}: “{after}” instead of “{before}”.", place=self.place, before=before, after=after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """Minutes with what was clear changed; `questions` hold, in sentences, all that was not, and nothing of them is done."""

    minutes: Minutes
    changes: tuple[Change, ...] = ()
    questions: tuple[Text, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing was changed and nothing is asked."""
        return not self.changes and not self.questions
