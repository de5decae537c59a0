"""What failed because the world moved on is decided anew: its duty runs over the same mail once more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from officebot.core.actions import CheckFree
from officebot.core.proposals import ActionState
from officebot.engine.acting.bundles import Bundle
from officebot.engine.ledger.runs import NewRun
from officebot.sdk import Failed, Outcome

#: After so many versions of one proposal that came too late a person had better look.
_MOST_VERSIONS = 4
#: What was done before the failure and changed nothing.
_LOOKS = frozenset({CheckFree.kind})


def runs_anew(tried: Iterable[tuple[Bundle, Outcome]], now: datetime) -> Iterator[NewRun]:
    """A run over the mail of each proposal of which nothing has happened, and nothing can any more, as things stand."""
    for bundle, outcome in tried:
        row = bundle.row
        is_stale = isinstance(outcome, Failed) and outcome.is_stale
        if is_stale and row.mail_id is not None and row.version < _MOST_VERSIONS and not _has_happened(bundle):
            yield NewRun(duty=row.duty, kind="mail", key=f"anew:{row.id}", due=now, mail_id=row.mail_id)


def _has_happened(bundle: Bundle) -> bool:
    return any(one.state == ActionState.DONE and one.kind not in _LOOKS for one in bundle.results)
