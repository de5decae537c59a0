"""What the office learns from its people: commands, and what they did in their mailboxes."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from officebot.core.problems import Unavailable, UserError
from officebot.engine.deciding import corrections
from officebot.engine.intake import gestures
from officebot.engine.ledger import marks

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.connectors.imap.source import MailboxSource

log = logging.getLogger("officebot.learning")

#: How far each folder was looked through for what people filed there by hand.
_LOOKED = "officebot filing"
#: More than this at once is a folder that somebody tidied, not a correction.
_MOST = 200


class Learner:
    """Keeps the office's facts in step with the corrections in the ledger, also those of other processes."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._version: Any = None

    def renew(self) -> None:
        """Take over what was corrected or forgotten since; the workers recognise by it from the next mail on."""
        app = self._app
        with app.ledger.reading() as tx:
            version = corrections.version(tx)
            if version == self._version:
                return
            learned = corrections.learned(tx)
        self._version = version
        app.renew(replace(app.facts, learned=learned))

    def from_moves(self) -> None:
        """Learn from mails that were moved back."""
        app = self._app
        if gestures.moved_back(app.ledger, app.clock.now()):
            self.renew()

    def from_mailboxes(self) -> int:
        """Learn from what people filed and flagged by hand, in the mailboxes that can be reached; how much."""
        count = 0
        for account in self._app.settings.mail.accounts:
            try:
                with self._app.post.source(account) as source:
                    count += self._filed(source) + self._flagged(source)
            except (Unavailable, UserError) as error:
                log.info("nothing learned", extra={"account": account, "error": type(error).__name__})
        self.renew()
        return count

    def _filed(self, source: MailboxSource) -> int:
        app, now, count = self._app, self._app.clock.now(), 0
        with app.ledger.reading() as tx:
            kinds = gestures.folders_of_kinds(tx, source.account, now)
        for folder, kind in kinds.items():
            try:
                state = source.select(folder)
            except UserError:
                continue  # renamed or deleted since
            key = f"{source.account}/{folder}"
            with app.ledger.reading() as tx:
                seen = marks.fact(tx, _LOOKED, key)
            if seen is not None and seen["uidvalidity"] == state.uidvalidity:
                uids = source.uids_from(seen["next"])
                if 0 < len(uids) <= _MOST:
                    there = source.fingerprints(uids).values()
                    count += gestures.filed_by_hand(app.ledger, source.account, kind, folder, there, now)
            with app.ledger.writing() as tx:
                marks.put_fact(tx, _LOOKED, key, {"uidvalidity": state.uidvalidity, "next": state.uidnext})
        return count

    def _flagged(self, source: MailboxSource) -> int:
        app, now, count = self._app, self._app.clock.now(), 0
        for folder in source.folders:
            state = source.select(folder)
            with app.ledger.reading() as tx:
                uids = gestures.newest(tx, source.account, folder, state.uidvalidity, now)
            if uids:
                flags = source.flags(uids)
                count += gestures.flagged_otherwise(app.ledger, source.account, folder, state.uidvalidity, flags, now)
        return count
