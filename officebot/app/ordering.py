"""The office's orders, for people who ask at once: what the duty would see now, needs noted, orders drafted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from officebot.app.by_word import propose
from officebot.app.desks import Desk
from officebot.core.orders.fields import LINES
from officebot.core.orders.mapping import OrdersMap, find_orders
from officebot.core.orders.model import OrderBook
from officebot.core.orders.reading import read_orders
from officebot.core.orders.scorecard import Asked
from officebot.core.problems import Problem, UserError
from officebot.core.proposals import Item
from officebot.core.text import Text, say
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.duties.orders import by_hand
from officebot.duties.orders.by_hand import Wish
from officebot.duties.orders.observe import ASKED, NEED, Facts, observe
from officebot.duties.orders.ordering import Draft, budget_told
from officebot.duties.orders.settings import Settings
from officebot.engine.deciding import noting
from officebot.engine.deciding.approvals import Actor
from officebot.engine.ledger import proposals as rows

if TYPE_CHECKING:
    from officebot.app import App

_DUTY = "orders"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A draft with its proposal's number, state and how many people must say yes; `is_known`: it waited before."""

    draft: Draft
    proposal: int
    state: str
    approvals: int
    budget: tuple[Text, ...]
    is_known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A need as it is noted: whether it was before, with something else; under which orders the like of it is to come."""

    item: Item
    is_changed: bool
    coming: tuple[str, ...]


class OrdersDesk(Desk[Settings]):
    """What people may ask of the orders without waiting for the duty's hour."""

    def __init__(self, app: App) -> None:
        super().__init__(app, _DUTY, Settings)

    def book(self) -> tuple[str, OrderBook]:
        """The order book alone, after the name by which people know its file. Raises UserError as `facts` does."""
        self._check_named()
        workbook = self.app.office.workbook(self.settings.workbook)
        found = find_orders(workbook.tables, self.settings.chosen, self.settings.words)
        if LINES not in found.parts:
            raise UserError(_problems(workbook, found))
        return workbook.file, read_orders(workbook.tables, found).with_contacts(self.app.facts.contacts.all)

    def facts(self) -> Facts:
        """How the orders stand now. Raises UserError where the workbook cannot be read, or holds none."""
        self._check_named()
        found = observe(self.app.office, self.trigger, self.settings)
        if found.book is None:
            raise UserError(_problems(found.workbook, found.found))
        return found

    def _check_named(self) -> None:
        name = self.settings.workbook
        if name not in self.app.settings.workbooks:
            raise UserError(
                say("The settings name no workbook “{name}”: “officebot orders map FILE --save” does.", name=name)
            )

    def need(self, who: Actor, wish: Wish) -> list[Noted]:
        """Note what a person needs."""
        facts = self.facts()
        noted = by_hand.needed(facts, wish, who.principal.address, who.principal.name)
        before = {item.key for item in facts.of_kind(NEED)}
        noting.note(self.app.ledger, who, noted, facts.now)
        return [Noted(item=item, is_changed=item.key in before, coming=by_hand.coming(facts, item)) for item in noted]

    def forget(self, who: Actor, key: str) -> Item:
        """Close a need by a person's word."""
        return self.app.close_item(who, [NEED], key, "")

    def draft(self, who: Actor, wish: Wish) -> Drafted:
        """Propose an order by a person's word. The same one that still waits is not proposed a second time."""
        facts = self.facts()
        draft, proposal = by_hand.drafted(facts, self.settings, wish, who.principal.name)
        budget = tuple(budget_told(facts, draft.lines))
        begin = by_hand.hand_key(draft)
        same = [one.id for one in self.app.office.proposals(("waiting",)) if one.key.startswith(f"{begin}:")]
        number = same[-1] if same else propose(self.app, who, _DUTY, [proposal])[0]
        with self.app.ledger.reading() as tx:
            row = rows.by_id(tx, number)
        assert row is not None
        return Drafted(draft=draft, proposal=number, state=row.state, approvals=row.approvals_needed, budget=budget,
                       is_known=bool(same))  # fmt: skip

    def asked(self, facts: Facts) -> Sequence[Asked]:
        """The requests for offers ever sent, with the answers; those that may still be answered in time are left out."""
        everything = [*facts.of_kind(ASKED), *self.app.office.items(ASKED, "closed")]
        return [one for item in everything for one in _asked(item, facts)]


def _problems(workbook: OfficeWorkbook, found: OrdersMap) -> list[Problem]:
    file = workbook.file
    if workbook.problem is not None:
        return [Problem(where=file, what=workbook.problem)]
    return [Problem(where=f"{file}: {one.where}" if one.where else file, what=one.what) for one in found.problems]


def _asked(item: Item, facts: Facts) -> list[Asked]:
    source = item.source
    if not source.get("suppliers") or not source.get("sent_on"):
        return []
    offers = source.get("offers", {})
    is_over = date.fromisoformat(str(source["answer_by"])) < facts.today or item.state != "open"
    came = {address: date.fromisoformat(str(one["came"])) for address, one in offers.items()}
    return [
        Asked(supplier=str(name), asked_on=date.fromisoformat(str(source["sent_on"])), answered_on=came.get(address))
        for name, address, _ in source["suppliers"]
        if address in came or is_over
    ]
