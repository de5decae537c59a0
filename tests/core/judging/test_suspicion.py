"""Frauds are found in words that nobody had in mind, and honest mails that share their words are left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from officebot.core.judging.suspicion import FRAUD, reports_a_mishap
from officebot.core.mail import TWO_SENDERS, Address, Proof
from tests.core.judging.offices import FACTS, HERE, attached, cases, doubts, found, is_fraud, mail_of
from tests.speed import within

FRAUDS, HONEST = cases("frauds"), cases("honest")
Case = Mapping[str, Any]


def names(cases_of: list[Case]) -> list[str]:
    return [str(case["name"]) for case in cases_of]


@pytest.mark.parametrize("case", FRAUDS, ids=names(FRAUDS))
def test_a_fraud_is_found_and_says_why(case: Case) -> None:
    mail = mail_of(case)
    assert is_fraud(mail)
    assert all(doubt.what.render("fr") for doubt in found(mail))
    assert any(doubt.quote for doubt in found(mail)) or mail.proof is Proof.FAILED


@pytest.mark.parametrize("case", HONEST, ids=names(HONEST))
def test_an_honest_mail_is_no_fraud(case: Case) -> None:
    assert not is_fraud(mail_of(case))


def test_few_honest_mails_get_a_warning_at_all() -> None:
    warned = [case["name"] for case in HONEST if found(mail_of(case))]
    assert len(warned) <= len(HONEST) * 0.15


@pytest.mark.parametrize("case", FRAUDS, ids=names(FRAUDS))
def test_what_is_quoted_stands_in_the_mail(case: Case) -> None:
    mail = mail_of(case)
    whole = f"{mail.subject} {mail.text} {mail.sender} {mail.reply_to} {mail.attachments}"
    for doubt in found(mail):
        if doubt.name in ("link", "name"):
            continue
        assert all(words in whole for words in doubt.quote.split(" … "))


def test_the_same_words_from_a_proven_colleague_raise_no_doubt() -> None:
    words = [case for case in FRAUDS if not case.get("attachments") and case.get("proof") != "failed"]
    for case in words:
        inside = {**case, "sender": f"Paul Vasseur <p.vasseur@{HERE}>", "proof": "passed", "reply_to": ""}
        assert found(mail_of(inside)) == []


@pytest.mark.parametrize(
    ("proof", "is_one"),
    [(Proof.PASSED, False), (Proof.UNKNOWN, False), (Proof.UNPROVEN, True), (Proof.FAILED, True)],
)
def test_a_colleagues_address_must_be_proven_where_our_server_looks(proof: Proof, is_one: bool) -> None:
    mail = mail_of(
        {
            "sender": f"Paul Vasseur <p.vasseur@{HERE}>",
            "text": "Un virement doit partir ce matin, en toute discrétion.",
        }
    )
    assert is_fraud(replace(mail, proof=proof)) is is_one


def test_a_known_suppliers_new_account_warns_and_another_number_makes_it_a_fraud() -> None:
    sender = "Anne Roche <a.roche@merrains-correze.example>"
    text = "Voici nos nouvelles coordonnées bancaires : {}."
    same = mail_of({"sender": sender, "proof": "passed", "text": text.format("FR76 3000 1007 9412 3456 7890 185")})
    other = mail_of({"sender": sender, "proof": "passed", "text": text.format("DE89 3704 0044 0532 0130 00")})
    assert found(same)
    assert not is_fraud(same)
    assert is_fraud(other)
    assert "DE89 3704 0044 0532 0130 00" in [doubt.quote for doubt in found(other)]


@pytest.mark.parametrize(
    "text",
    [
        "Our prices stay as they are. We never change our bank details by mail: check any change of account by telephone.",
        "Nous déménageons le 4. Ne tenez compte d'aucun changement de RIB que vous recevriez par courriel.",
        "We paid your invoice 118 this morning, swift copy attached, but the bank sent dollars instead of euros.",
    ],
)
def test_who_warns_of_new_accounts_or_tells_of_a_payment_announces_none(text: str) -> None:
    mail = mail_of({"sender": "Ana <ana@cadernos-douro.example>", "proof": "passed", "text": text})
    assert "bank details" not in [doubt.name for doubt in found(mail)]


def test_a_mail_of_two_senders_is_doubted() -> None:
    mail = mail_of({"sender": "A <a@b-studio.example>", "text": "Bonjour"})
    assert found(mail) == []
    assert [doubt.name for doubt in found(replace(mail, problems=(TWO_SENDERS,)))] == ["two senders"]


def test_answers_that_go_to_a_copy_of_a_trusted_domain_make_a_fraud() -> None:
    honest = {"sender": "Anne <a.roche@merrains-correze.example>", "text": "Merci de votre réponse."}
    spoofed = {**honest, "reply_to": "a.roche@merrains-correse.example"}
    assert not is_fraud(mail_of(honest))
    assert is_fraud(mail_of(spoofed))
    assert not is_fraud(mail_of({**spoofed, "proof": "passed"}))


def test_a_colleague_who_writes_from_home_may_give_thanks_but_not_ask_for_money() -> None:
    thanks = {"sender": "Tom Gallagher <tom.g@gmail.com>", "text": "Thank you all for the lovely card!"}
    assert not is_fraud(mail_of(thanks))
    assert is_fraud(mail_of({**thanks, "text": "Thank you. Could you pay an invoice for me?"}))
    assert is_fraud(mail_of({**thanks, "reply_to": "x@elsewhere.example"}))


def test_a_strangers_program_is_a_fraud_and_a_known_ones_macros_only_count_a_little() -> None:
    program = attached("devis.exe", "application/x-msdownload", "program")
    macros = attached("devis.xlsm", "application/vnd.ms-excel.sheet.macroEnabled.12", "macros")
    stranger = mail_of({"sender": "X <x@studio-nord.example>", "text": "Voici le devis."})
    friend = mail_of({"sender": "Grace <grace@whitmore-wines.example>", "proof": "passed", "text": "The quote."})
    assert is_fraud(replace(stranger, attachments=(program,)))
    assert found(replace(stranger, attachments=(macros,)))
    assert not is_fraud(replace(stranger, attachments=(macros,)))
    assert found(replace(friend, attachments=(macros,))) == []
    assert is_fraud(replace(friend, attachments=(program,)))


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        pytest.param("http://203.0.113.7/a", "number", id="a number"),
        pytest.param("http://bank.example@evil.example/", "@", id="a name before an @"),
        pytest.param("https://xn--pypal-4ve.example/", "look-alike letters", id="letters of another alphabet"),
        pytest.param("https://merrains-correze.example.evil.example/", "only looks like", id="a known domain inside"),
        pytest.param("https://tonnellerie-vasseur-login.example/", "only looks like", id="our own with a word added"),
        pytest.param("https://paypal-verify.example/", "well-known name", id="a firm's name"),
    ],
)
def test_a_link_tells_where_it_leads(address: str, kind: str) -> None:
    mail = mail_of({"sender": "X <x@studio-nord.example>", "text": f"Voir ici <{address}>"})
    assert any(kind in doubt.what.source for doubt in found(mail))


def test_a_link_that_shows_another_address_is_doubted_unless_it_is_the_senders_own() -> None:
    text = "www.whitmore-wines.example <https://{}/a>"
    sender = "X <x@studio-nord.example>"
    assert found(mail_of({"sender": sender, "text": text.format("studio-sud.example")}))
    assert found(mail_of({"sender": sender, "text": text.format("www.whitmore-wines.example")})) == []
    html = '<p><a href="https://studio-sud.example/a">https://www.<b>whitmore-wines</b>.example</a></p>'
    assert found(replace(mail_of({"sender": sender, "text": "Bonjour"}), html=html))


def test_a_form_for_a_password_in_the_mail_is_doubted() -> None:
    mail = mail_of({"sender": "X <x@studio-nord.example>", "text": "Bonjour"})
    assert found(replace(mail, html="<form><input type='password'></form>"))
    assert found(replace(mail, html="<form><input type='text'></form>")) == []


def test_a_colleague_who_fell_for_one_is_heard() -> None:
    text = "J'ai cliqué sur le lien du colis et c'était une arnaque, que faire ?"
    mail = mail_of({"sender": f"Lucie <lucie.andrieu@{HERE}>", "proof": "passed", "text": text})
    assert reports_a_mishap(mail, FACTS) == "J'ai cliqué"
    assert reports_a_mishap(replace(mail, sender=Address("", "x@elsewhere.example")), FACTS) == ""
    assert reports_a_mishap(replace(mail, text="", reply="J'ai cliqué sur Valider."), FACTS) == ""


def test_an_answer_is_judged_by_what_is_new_in_it() -> None:
    quoted = "Votre compte sera suspendu, cliquez ici <http://vol.example>"
    mail = mail_of(
        {"sender": "X <x@studio-nord.example>", "proof": "passed", "text": f"Est-ce un vrai ?\n> {quoted}"}
    )
    assert not is_fraud(replace(mail, reply="Est-ce un vrai ?"))


LURE = "Votre compte expire, confirmez vos données ici <https://espace-lune.example/c> avant demain."
STRANGER = "Service <n@espace-lune.example>"


def weight(case: Case, **more: Any) -> float:
    return sum(doubt.weight for doubt in found(replace(mail_of(case), **more)))


def test_everyday_words_count_more_the_less_the_sender_is_proven() -> None:
    of = {
        proof: weight({"sender": STRANGER, "text": LURE, "proof": proof})
        for proof in ("passed", "unknown", "unproven")
    }
    assert of["passed"] < of["unknown"] < of["unproven"]


def test_everyday_words_prove_less_in_a_long_text_in_a_mailing_and_in_an_answer_to_us() -> None:
    lure = {"sender": STRANGER, "text": LURE}
    alone = weight(lure)
    assert weight(lure, text=LURE + " bla" * 1000) < alone
    assert weight(lure, is_list=True) < alone
    assert weight(lure, in_reply_to=f"<1@mail.{HERE}>") < alone
    assert weight(lure, in_reply_to="<1@elsewhere.example>") == alone


def test_a_mail_that_warns_of_fraud_is_believed_unless_its_sender_is_in_doubt() -> None:
    lure = {"sender": "Banque <info@banque-lune.example>", "proof": "passed", "text": LURE}
    warning = {**lure, "text": f"{LURE} Voilà ce que disent des messages frauduleux : restez vigilants."}
    assert weight(warning) < weight(lure)
    assert not is_fraud(mail_of(warning))
    borrowed = Address("Paul Vasseur", "x@banque-lune.example")
    assert weight(warning, sender=borrowed) == weight(lure, sender=borrowed)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        pytest.param({"to": ()}, "hidden recipients", id="to nobody"),
        pytest.param(
            {"sender": Address("Mailbox Admin", "x@espace-lune.example")}, "role", id="a service of the house"
        ),
        pytest.param({"sender": Address("Service", "service@gmail.com")}, "free address", id="from a mail provider"),
        pytest.param({"headers": {"x-spam-flag": "YES"}}, "spam filter", id="for the filter's word"),
        pytest.param({"proof": Proof.UNPROVEN}, "unproven", id="unproven"),
    ],
)
def test_what_else_speaks_against_a_lure_is_said(change: dict[str, Any], name: str) -> None:
    lure = mail_of({"sender": STRANGER, "text": LURE})
    assert name not in [doubt.name for doubt in found(lure)]
    assert name in [doubt.name for doubt in found(replace(lure, **change))]


def test_answers_may_go_elsewhere_for_lists_robots_and_one_firms_other_domains() -> None:
    plain = {"sender": "Jo <jo@barker-cooperage.example>", "text": "Bonjour", "reply_to": "jo@barker-mail.example"}
    assert found(mail_of(plain))
    assert found(mail_of({**plain, "is_list": True})) == []
    assert found(mail_of({**plain, "is_automatic": True})) == []
    assert found(mail_of({**plain, "sender": "No <noreply@barker-cooperage.example>"})) == []
    assert found(mail_of({**plain, "reply_to": "jo@barker-cooperage.fr"})) == []
    assert found(mail_of({**plain, "reply_to": "jo@mail.barker-cooperage.example"})) == []
    contact = {
        "sender": "Castel <info@bouchons-castel.example>",
        "text": "Bonjour",
        "reply_to": "ventes@castel-export.example",
    }
    assert found(mail_of(contact)) == []


def test_a_link_to_a_known_domain_and_a_known_senders_links_are_not_looked_at() -> None:
    trap = "Voir <http://203.0.113.7/a>"
    assert found(mail_of({"sender": STRANGER, "text": trap}))
    assert found(mail_of({"sender": "G <grace@whitmore-wines.example>", "proof": "passed", "text": trap})) == []
    assert found(mail_of({"sender": "G <grace@whitmore-wines.example>", "proof": "failed", "text": trap}))
    assert found(mail_of({"sender": STRANGER, "text": "Voir <https://www.whitmore-wines.example/a>"})) == []


def test_a_firms_own_address_with_links_that_all_lead_elsewhere_is_doubted() -> None:
    text = "Dear customer, please verify your account <https://{}/login>."
    elsewhere = mail_of({"sender": "PayPal <service@paypal.com>", "text": text.format("lune.example")})
    assert any("every link leads elsewhere" in doubt.what.source for doubt in found(elsewhere))
    own = mail_of({"sender": "PayPal <service@paypal.com>", "text": text.format("www.paypal.com")})
    assert not any("every link leads elsewhere" in doubt.what.source for doubt in found(own))


def test_what_is_found_comes_heaviest_first() -> None:
    for case in FRAUDS:
        weights = [doubt.weight for doubt in found(mail_of(case))]
        assert weights == sorted(weights, reverse=True)


HOSTILE = [
    pytest.param("RIB nouveau " * 9_000, id="pairs of words"),
    pytest.param("http://" + "a." * 50_000, id="a host without end"),
    pytest.param("<http://a.example/" * 6_000, id="links that do not close"),
    pytest.param("FR76 3000 " * 10_000, id="account numbers"),
    pytest.param("@" * 100_000, id="at signs"),
    pytest.param("compte expire cliquez ici http://x.example " * 2_500, id="phishing without end"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_keeps_the_doubts_busy(text: str) -> None:
    mail = mail_of(
        {
            "sender": "X <x@studio-nord.example>",
            "subject": "Re: " + text[:500],
            "text": text,
            "reply_to": "y@gmail.com",
        }
    )
    mail = replace(mail, html=f"<a href='{text}'>{text}", sender=Address(text[:998], "x@studio-nord.example"))
    found(mail_of(FRAUDS[0]))
    within(0.2, lambda: doubts(mail, FACTS, {}))


def test_an_ordinary_mail_costs_next_to_nothing() -> None:
    mails = [mail_of(case) for case in HONEST]
    for mail in mails:
        found(mail)

    def run() -> None:
        for mail in mails * 5:
            found(mail)

    # Far above what it takes alone, for the machine may be busy; a table that is built per mail would show.
    within(0.000_5 * len(mails * 5), run)


def test_the_weight_of_a_fraud_is_what_decides() -> None:
    for case in FRAUDS:
        assert sum(doubt.weight for doubt in found(mail_of(case))) >= FRAUD
