"""An invoice is held for whom and where it wants to be paid, with the stored phone to call; the usual one goes on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.invoices.guard import HoldKind, Verdict, call_back, guard
from officebot.core.invoices.known import KnownInvoice, RegisterState, SupplierId
from officebot.core.invoices.wording import announcements
from officebot.core.mail import Address
from officebot.core.people import Contact
from tests.core.invoices.cases import DURAND, OTHER, OURS, THEIRS, TODAY, contact, french, grouped, invoice, known
from tests.speed import within

FIRM = contact()
RIVAL = contact(
    "Garage Pichon", french(account="99999999999"), addresses=("compta@garage-pichon.example",), phone="04 99"
)
SENDER = Address("Durand", "compta@papeterie-durand.example")
PAID = tuple(known(f"P-{month}", iban=OTHER, issued=TODAY - timedelta(days=31 * month)) for month in (1, 2, 3))


def judge(
    *,
    contacts: tuple[Contact, ...] = (FIRM, RIVAL),
    history: tuple[KnownInvoice, ...] = (),
    sender: Address | None = SENDER,
    words: str = "Bonjour, ci-joint notre facture.",
    is_proven: bool = True,
    own: tuple[str, ...] = (),
    **more: Any,
) -> Verdict:
    return guard(
        invoice(**more),
        contacts=contacts,
        history=history,
        sender=sender,
        words=words,
        is_proven=is_proven,
        today=TODAY,
        own=own,
    )


def kinds(**more: Any) -> set[str]:
    return {hold.kind.value for hold in judge(**more).holds}


# ── the usual ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({}, id="the stored account"),
        pytest.param({"ibans": (grouped(THEIRS).lower(),)}, id="in groups and small letters"),
        pytest.param({"words": f"Règlement par virement : IBAN {grouped(THEIRS)}"}, id="the same in the words"),
        pytest.param({"ibans": (), "is_credit": True}, id="a credit note without an account"),
        pytest.param({"ibans": ()}, id="no account at all"),
        pytest.param({"ibans": (THEIRS, OTHER), "history": PAID}, id="two known accounts"),
        pytest.param({"contacts": (contact(iban=""),), "ibans": (OTHER,), "history": PAID}, id="none stored, paid three times"),
        pytest.param({"contacts": (contact(iban=f"{THEIRS}; {OTHER}"),), "ibans": (OTHER,)}, id="two stored"),
        pytest.param({"sender": None}, id="put there by a colleague"),
        pytest.param({"sender": Address("", "factures@plateforme.example")}, id="by a billing service"),
        pytest.param({"is_proven": False}, id="nothing proves the sender"),
        pytest.param({"words": "Urgent ! Merci de régler aujourd'hui, la facture est échue."}, id="an urgent reminder"),
        pytest.param({"words": "Nos coordonnées bancaires restent inchangées."}, id="it says that nothing changed"),
        pytest.param(
            {"ibans": (), "words": f"120,00 € seront prélevés sur votre compte {grouped(OURS)}."}, id="a direct debit"
        ),
        pytest.param({"words": f"Votre virement du compte {OURS} est arrivé.", "own": (OURS,)}, id="the office's own account"),
        pytest.param(
            {"supplier": SupplierId(vat=DURAND.vat, name="SARL PAPETERIE DURAND")}, id="the name in capitals with its form"
        ),
    ],
)  # fmt: skip
def test_an_honest_invoice_goes_on(more: dict[str, Any]) -> None:
    verdict = judge(**more)
    assert not verdict.is_held, [str(hold.what) for hold in verdict.holds]
    assert call_back(verdict) is None


# ── the account ───────────────────────────────────────────────────────────────────────────────────────────

WRONG = THEIRS[:20] + THEIRS[21] + THEIRS[20] + THEIRS[22:]


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        pytest.param({"ibans": (OTHER,)}, {"new-iban"}, id="another account of the same branch"),
        pytest.param({"ibans": (WRONG,)}, {"iban-invalid"}, id="two digits exchanged"),
        pytest.param({"ibans": ("DE89370400440532013000",)}, {"new-iban", "foreign-account"}, id="an account abroad"),
        pytest.param({"ibans": (RIVAL.iban,)}, {"iban-of-another"}, id="another contact's account"),
        pytest.param({"ibans": (THEIRS, OTHER)}, {"new-iban", "several-accounts"}, id="a second account beside the stored one"),
        pytest.param(
            {"words": f"Merci de payer sur {grouped(OTHER)}"}, {"new-iban", "iban-differs-within", "several-accounts"},
            id="another in the mail",
        ),
        pytest.param(
            {"ibans": (), "words": f"Merci de payer sur {grouped(OTHER)}"}, {"new-iban", "iban-only-in-mail"},
            id="only in the mail",
        ),
        pytest.param(
            {"ibans": (), "words": f"N° F-100\tDurand\t{OTHER}\t120,00"}, {"new-iban", "iban-only-in-mail"}, id="in a workbook"
        ),
        pytest.param({"contacts": (contact(iban=""),)}, {"new-iban"}, id="none stored and none paid to"),
        pytest.param({"ibans": (OTHER,), "history": PAID[:2]}, {"new-iban"}, id="paid to twice only"),
        pytest.param(
            {"ibans": (OTHER,), "history": tuple(known(f"P-{n}", iban=OTHER, issued=date(2023, 1, n)) for n in (1, 2, 3))},
            {"new-iban"}, id="paid to long ago",
        ),
        pytest.param(
            {"ibans": (OTHER,), "history": tuple(known(one.number, iban=OTHER, state=RegisterState.approved) for one in PAID)},
            {"new-iban"}, id="entered three times but never paid",
        ),
        pytest.param({"ibans": (OTHER,), "is_credit": True}, {"new-iban"}, id="a credit note with another account"),
        pytest.param(
            {"ibans": (), "words": f"Le prélèvement a échoué : merci de payer par virement sur {OTHER}."},
            {"new-iban", "iban-only-in-mail"}, id="a debit that is to be paid by hand",
        ),
    ],
)  # fmt: skip
def test_an_account_that_is_not_the_suppliers_holds(more: dict[str, Any], wanted: set[str]) -> None:
    assert kinds(**more) == wanted


def test_a_hold_shows_both_accounts_and_quotes_the_words() -> None:
    (hold,) = judge(ibans=(OTHER,), words="").holds
    assert (
        str(hold.what)
        == f"The account FR76…{OTHER[-4:]} is not the one that the office knows of Papeterie Durand: FR76…0189."
    )
    assert judge(ibans=(), words=f"Compte {grouped(OTHER)}").holds[0].quote == grouped(OTHER)


def test_the_call_goes_to_the_stored_phone_and_never_to_one_of_the_invoice() -> None:
    verdict = judge(ibans=(OTHER,), words="Appelez le 06 66 66 66 66", seller={"phone": "06 66 66 66 66"})
    assert verdict.call == "04 72 00 11 22"
    told = call_back(verdict)
    assert told is not None
    for language in ("fr", "en"):
        assert "04 72 00 11 22" in told.render(language)
        assert "06 66" not in told.render(language)


def test_without_a_stored_phone_a_person_finds_one_elsewhere() -> None:
    verdict = judge(contacts=(contact(phone=""),), ibans=(OTHER,))
    assert verdict.call == ""
    assert "never in the invoice or its mail" in str(call_back(verdict))
    assert "public register" in str(call_back(judge(contacts=(), ibans=(OTHER,))))


# ── who, from where, in which words ───────────────────────────────────────────────────────────────────────


def test_a_supplier_that_nobody_knows_is_held() -> None:
    assert kinds(contacts=(RIVAL,), sender=None) == {"new-supplier", "new-iban"}
    assert judge(contacts=(RIVAL,), sender=None).supplier is None


def test_a_supplier_of_the_register_is_known_without_a_contact() -> None:
    past = tuple(known(f"P-{n}") for n in (1, 2, 3))
    assert kinds(contacts=(RIVAL,), history=past, sender=None) == set()
    assert kinds(contacts=(RIVAL,), history=past, ibans=(OTHER,), sender=None) == {"new-iban"}


@pytest.mark.parametrize(
    "name", ["Papeterle Durand", "Papeterie Durand Services", "Papeteríe Durant", "Papeterie Durand International"]
)
def test_a_name_that_resembles_a_contacts_is_held_and_that_contact_is_called(name: str) -> None:
    verdict = judge(supplier=SupplierId(name=name), seller={"vat": "", "siren": ""}, sender=None)
    assert verdict.has(HoldKind.lookalike)
    assert verdict.call == FIRM.phone


def test_a_longer_name_from_the_suppliers_own_proven_house_is_the_supplier() -> None:
    named = {"supplier": SupplierId(name="Durand Bureautique"), "seller": {"vat": "", "siren": ""}}
    assert kinds(**named) == set()
    assert "new-supplier" in kinds(**named, is_proven=False)


@pytest.mark.parametrize(
    "domain", ["papeterie-durrand.example", "papeterie-durand-compta.example", "papeterie-dur\u0430nd.example"]
)
def test_a_sender_that_imitates_a_contact_is_held_even_with_the_right_account(domain: str) -> None:
    assert kinds(sender=Address("Durand", f"compta@{domain}")) == {"sender-not-theirs"}


def test_a_sender_of_elsewhere_counts_where_the_account_is_new_and_is_told_else() -> None:
    elsewhere = Address("Durand", "durand.compta@gmail.com")
    assert "sender-not-theirs" in kinds(sender=elsewhere, ibans=(OTHER,))
    assert any("no address stored" in str(why) for why in judge(sender=elsewhere).reasons)


@pytest.mark.parametrize(
    "words",
    [
        "Veuillez noter notre nouveau RIB en pièce jointe.", "Please note that our bank details have changed, see attachment.",
        "Suite à un changement de banque, merci d'utiliser le compte indiqué.",
        "Hello. " * 800 + "Our new bank details are attached.",
    ],
)  # fmt: skip
def test_words_that_announce_another_account_hold_even_with_the_right_one(words: str) -> None:
    assert kinds(words=words) == {"urgency-wording"}


def test_an_announced_account_is_no_debit() -> None:
    words = f"Nos coordonnées bancaires ont changé. Le montant sera débité, compte {OTHER}."
    assert {"urgency-wording", "new-iban"} <= kinds(ibans=(), words=words)


@given(st.text(max_size=300), st.lists(st.text(max_size=34), max_size=3))
def test_no_words_and_no_account_are_too_odd(words: str, ibans: list[str]) -> None:
    verdict = judge(words=words, ibans=tuple(ibans))
    assert verdict.is_held or not verdict.holds


@given(st.integers(4, 26), st.integers(1, 9))
def test_no_single_digit_of_an_account_changes_unnoticed(place: int, more: int) -> None:
    wrong = THEIRS[:place] + str((int(THEIRS[place]) + more) % 10) + THEIRS[place + 1 :]
    assert judge(ibans=(wrong,)).is_held
    assert judge(ibans=(), words=f"IBAN {grouped(wrong)}").is_held


def test_long_and_hostile_words_take_little_time() -> None:
    def run() -> None:
        for piece in ("nouveau RIB ", "FR76 ", "a", "prélevé "):
            judge(words=(piece * 100_000)[:100_000])

    within(4, run)
    announcements.cache_clear()


def reasons(**more: Any) -> str:
    return " ".join(str(why) for why in judge(**more).reasons)


def test_what_else_was_looked_at_is_told() -> None:
    assert "Known account of Papeterie Durand" in reasons()
    assert "names no account" in reasons(ibans=())
    assert "Nothing proves that compta@papeterie-durand.example sent it" in reasons(is_proven=False)
    assert "Nothing proves" not in reasons()
    assert "to be paid to Factor SA" in reasons(payee="Factor SA")
    assert "to be paid to" not in reasons() + reasons(payee="Papeterie Durand")
    past = tuple(known(f"P-{n}") for n in (1, 2, 3))
    assert "from the register only" in reasons(contacts=(RIVAL,), history=past, sender=None)
    assert "from the register only" not in reasons(contacts=(RIVAL,), history=past, ibans=(OTHER,), sender=None)


def test_a_house_is_known_by_any_of_its_addresses_and_a_mail_provider_is_no_house() -> None:
    named = {"supplier": SupplierId(name="Durand Bureautique"), "seller": {"vat": "", "siren": ""}}
    assert kinds(**named, sender=Address("", "factures@papeterie-durand.example")) == set()
    assert "new-supplier" in kinds(**named, sender=Address("", "factures@durand-bureautique.example"))
    small = contact(addresses=("papeterie.durand@gmail.com",))
    assert kinds(**named, contacts=(small,), sender=Address("", "papeterie.durand@gmail.com")) == set()
    assert "new-supplier" in kinds(**named, contacts=(small,), sender=Address("", "someone.else@gmail.com"))
