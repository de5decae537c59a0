"""Which performer carries out which kind of action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.sdk import Performer


class Performers:
    """The performers by the kinds they perform; two for one kind are refused at start."""

    def __init__(self, performers: Iterable[Performer]) -> None:
        by_kind: dict[str, Performer] = {}
        for performer in performers:
            for kind in performer.kinds:
                if kind in by_kind:
                    raise UserError(say("Two plugins perform “{kind}”: disable one of them.", kind=kind))
                by_kind[kind] = performer
        self._by_kind: Mapping[str, Performer] = by_kind

    def of(self, kind: str) -> Performer:
        """The performer of this kind. Raises UserError where the plugin that brought it is gone."""
        try:
            return self._by_kind[kind]
        except KeyError:
            sentence = say("Nothing here performs “{kind}”: enable the duty that brings it.", kind=kind)
            raise UserError(sentence) from None
