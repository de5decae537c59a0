"""What each Peppol transaction must have at its top, by the numbers of its basic rules (PEPPOL-T01-B00101 …)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from officebot.core.text import Text, say
from officebot.core.trade.rules.failures import Failure
from officebot.core.trade.structured.elements import Element

#: In the order of the rules' numbers: the first is B00101.
_HEAD = ("CustomizationID", "ProfileID", "ID", "IssueDate")
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "T01": (*_HEAD, "DocumentCurrencyCode", "BuyerCustomerParty", "SellerSupplierParty", "OrderLine"),
    "T114": (*_HEAD, "DocumentCurrencyCode", "OrderReference", "BuyerCustomerParty", "SellerSupplierParty", "OrderLine"),
    "T115": (*_HEAD, "CancellationNote", "OrderReference", "BuyerCustomerParty", "SellerSupplierParty"),
    "T116": (*_HEAD, "OrderResponseCode", "DocumentCurrencyCode", "OrderReference", "SellerSupplierParty",
             "BuyerCustomerParty"),
    "T110": (*_HEAD, "OrderReference", "SellerSupplierParty", "BuyerCustomerParty", "OrderLine"),
    "T16": (*_HEAD, "DespatchSupplierParty", "DeliveryCustomerParty", "DespatchLine"),
    "T19": (*_HEAD, "ValidityPeriod", "ProviderParty", "ReceiverParty", "CatalogueLine"),
    "T111": (*_HEAD, "SenderParty", "ReceiverParty", "DocumentResponse"),
}  # fmt: skip

_CALLED: Mapping[str, Text] = {
    "CustomizationID": say("specification"), "ProfileID": say("process"), "ID": say("number"),
    "IssueDate": say("date of issue"), "DocumentCurrencyCode": say("currency"), "BuyerCustomerParty": say("buyer"),
    "SellerSupplierParty": say("seller"), "OrderLine": say("line"), "OrderReference": say("reference to the order"),
    "CancellationNote": say("reason of the cancellation"), "OrderResponseCode": say("answer to the order"),
    "DespatchSupplierParty": say("sender"), "DeliveryCustomerParty": say("recipient"), "DespatchLine": say("line"),
    "ValidityPeriod": say("period of validity"), "ProviderParty": say("sender"), "ReceiverParty": say("recipient"),
    "CatalogueLine": say("line"), "SenderParty": say("sender"), "DocumentResponse": say("answer to the document"),
}  # fmt: skip


def mandatory_failures(transaction: str, document: Element) -> Iterator[Failure]:
    """What the document lacks of what its transaction must have."""
    for place, name in enumerate(_NEEDED.get(transaction, ()), 1):
        if document.first(name) is None:
            what = say("Missing: {thing} ({name}).", thing=_CALLED[name], name=name)
            yield Failure(f"PEPPOL-{transaction}-B001{place:02}", what)
