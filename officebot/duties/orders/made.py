"""What was proposed of orders and invoices before: what waits, what was entered, written or refused, by mail and by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from officebot.core.invoices.arrived import ENTER
from officebot.sdk import SeenProposal

#: How the keys of proposals and items begin.
KEY = "orders:"
#: Every state but that of what another took the place of.
STATES = (
    "waiting", "approved", "doing", "done", "partly-done", "failed", "uncertain", "rejected", "expired", "undone", "never",
)  # fmt: skip
#: How a proposal stands that another took the place of.
REPLACED = "superseded"
#: How far whoever keeps invoices is with a mail's.
ASKED_OF, ENTERED, REFUSED = "asked", "entered", "refused"
_ENTERED = ("approved", "doing", "done")
_REFUSED = ("rejected", "undone")
_OPEN = ("waiting", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The newest proposal of each key, of those that matter here."""

    latest: Mapping[str, SeenProposal] = field(default_factory=dict)
    #: Since when the newest question of each key is asked: of one that another took the place of, since that one was.
    asked_since: Mapping[str, datetime] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Iterable[SeenProposal]) -> Made:
        """Those of orders, and of invoices; `found` may hold what another took the place of."""
        latest: dict[str, SeenProposal] = {}
        since: dict[str, datetime] = {}
        replaced: set[str] = set()
        for one in sorted(found, key=lambda one: one.id):
            if not one.key.startswith((KEY, "invoices:")):
                continue
            if one.key not in replaced:
                since[one.key] = one.created
            if one.state == REPLACED:
                replaced.add(one.key)
                continue
            replaced.discard(one.key)
            latest[one.key] = one
        return cls(latest=latest, asked_since=since)

    def _keys(self, states: Iterable[str], *begins: str) -> frozenset[str]:
        among = frozenset(states)
        return frozenset(key for key, one in self.latest.items() if one.state in among and key.startswith(begins))

    @property
    def entered(self) -> frozenset[str]:
        """The keys of what was entered already, for documents that come twice."""
        return self._keys(_ENTERED, f"{KEY}read:", f"{KEY}meant:")

    @property
    def written(self) -> frozenset[str]:
        """The keys of letters about what differs that were asked about on their own."""
        return self._keys(STATES, f"{KEY}contest:")

    @property
    def open(self) -> frozenset[str]:
        """The marks of the mails whose documents wait for a yes, or could not be entered."""
        return _marks(self._keys(_OPEN, f"{KEY}read:", f"{KEY}meant:"))

    @property
    def with_invoices(self) -> frozenset[str]:
        """The marks of the mails of whose invoices anything was proposed."""
        return _marks(self._keys(STATES, "invoices:"))

    def state(self, key: str) -> str:
        """How the proposal of this key stands; "" where there is none."""
        one = self.latest.get(key)
        return one.state if one is not None else ""

    def is_settled(self, mark: str) -> bool:
        """Whether what a mail's documents enter was decided about: it is entered, or somebody said no."""
        return any(key.startswith(f"{KEY}read:{mark}:") for key in self._keys((*_ENTERED, *_REFUSED), f"{KEY}read:"))

    def invoice_of(self, mark: str) -> str:
        """What became of a mail's invoices: `ASKED_OF`, `ENTERED`, `REFUSED`; "" where some were and others not, or nothing
        was ever proposed of them."""
        states = {one.state for key, one in self.latest.items() if key.startswith(f"{ENTER}{mark}:")}
        if not states:
            return ASKED_OF if mark in self.with_invoices else ""
        if states <= set(_ENTERED):
            return ENTERED
        if states <= set(_REFUSED):
            return REFUSED
        return "" if states <= {*_ENTERED, *_REFUSED} else ASKED_OF

    # ── reminders ─────────────────────────────────────────────────────────────────────────────────────────

    def reminder(self, key: str) -> SeenProposal | None:
        """The reminder of this key that waits for a yes, was refused, or that nobody answered."""
        one = self.latest.get(key)
        return one if one is not None and one.state in ("waiting", "expired", *_REFUSED) else None

    def decided(self, key: str) -> datetime | None:
        """When a yes was said to what has this key; None where none was."""
        one = self.latest.get(key)
        return one.decided if one is not None and one.state in _ENTERED else None

    @property
    def questioned(self) -> frozenset[str]:
        """The orders of which a supplier's mail says something that waits for a yes."""
        return _orders(self.latest[key] for key in self._keys(("waiting",), f"{KEY}read:", f"{KEY}meant:"))

    def orders_of(self, mark: str) -> frozenset[str]:
        """The orders of which the papers of this mail were read."""
        return _orders(self.latest[key] for key in self._keys(STATES, f"{KEY}read:{mark}:", f"{KEY}meant:{mark}:"))


def _orders(found: Iterable[SeenProposal]) -> frozenset[str]:
    """The orders that titles name."""
    titles = (str(dict(one.title.values).get("order", "")) for one in found)
    return frozenset(order for named in titles for order in named.split(", ") if order)


def _marks(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(key.split(":")[2] for key in keys if key.count(":") >= 2)
