"""A text taken apart: what was written, what is quoted, how it is signed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.connectors.mime.quotes import is_quote
from officebot.connectors.mime.reply import new_text, trim
from tests.connectors.hostile import SLOW_TEXTS
from tests.speed import within

# ── where an earlier mail begins ──────────────────────────────────────────────────────────────────────────

WROTE = {
    "Gmail": "On Mon, Nov 23, 2026 at 10:00 AM Anne Sender <anne@b.example> wrote:",
    "Gmail, wrapped": "On Mon, Nov 23, 2026 at 10:00 AM Anne Sender <\nanne@b.example> wrote:",
    "Gmail, older": "2026/11/23 Anne Sender <anne@b.example>",
    "Gmail in French": "Le lun. 23 nov. 2026 à 10:00, Anne Sender <anne@b.example> a écrit :",
    "French, wrapped": "Le lun. 23 nov. 2026 à 10:00,\nAnne Sender <anne@b.example>\na écrit :",
    "Thunderbird in French": "Le 23/11/2026 à 10:00, Anne Sender a écrit :",
    "Apple Mail": "On 23 Nov 2026, at 10:00, Anne Sender <anne@b.example> wrote:",
    "with an address set apart": "On Mon, 23 Nov 2026 at 10:00 Anne Sender\n\n<\nmailto:Anne <anne@b.example>\n> wrote:",
    "a name only": "Anne Sender wrote:",
    "quoting": "Quoting Anne Sender <anne@b.example>:",
    "German": "Am 23.11.2026 um 10:00 schrieb Anne Sender:",
    "German, the name first": "Anne Sender <anne@b.example> schrieb am Mo., 23. Nov. 2026,\n10:00:",
    "Spanish": "El lunes, 23 de noviembre de 2026, Anne Sender escribió:",
    "Italian": "Il giorno lun 23 nov 2026 alle ore 10:00 Anne Sender <anne@b.example> ha scritto:",
    "Portuguese": "Em segunda-feira, 23 de novembro de 2026 10:00, Anne Sender\n<anne@b.example> escreveu:",
    "Dutch": "Op ma 23 nov. 2026 om 10:00 schreef Anne Sender <anne@b.example>:",
    "Swedish": "Den mån 23 nov. 2026 kl 10:00 skrev Anne Sender <anne@b.example>:",
    "Polish": "pon., 23 lis 2026 o 10:00 Anne Sender <anne@b.example> napisał(a):",
    "Russian": "пн, 23 нояб. 2026 г. в 10:00, Anne Sender <anne@b.example>:",
    "Chinese": "Anne Sender <anne@b.example> 于2026年11月23日周一 10:00写道：",
    "Japanese": "2026年11月23日(月) 10:00 Anne Sender <anne@b.example>:",
}
HEADS = {
    "Outlook": "From: Anne Sender\nSent: Monday\nTo: Claire\nSubject: Paper\n\nbefore",
    "Outlook in French": "De : Anne Sender\nEnvoyé : lundi\nÀ : Claire\nObjet : Papier\n\navant",
    "in bold": "*De :* Anne Sender\n*Envoyé :* lundi\n*À :* Claire\n*Objet :* Papier\n\navant",
    "below a rule": "________________________________\nDe : Anne\nEnvoyé : lundi\nÀ : Claire\nObjet : x\n\navant",
    "with wrapped recipients": "From: Anne\nTo: Claire,\n Karim,\n Julie\nDate: Monday\n\nSubject: Paper\n\nbefore",
    "with empty lines": "From: Anne\n\nTo: Claire\n\nSubject: Paper\n\nbefore",
    "German": "Von: Anne\nGesendet: Montag\nAn: Claire\nBetreff: Papier\n\nvorher",
    "Italian": "Da: Anne\nData: lunedì\nA: Claire\nOggetto: Carta\n\nprima",
    "Outlook's divider": "-----Original Message-----\nFrom: Anne\n\nbefore",
    "Outlook's divider in French": "-----Message d'origine-----\nDe : Anne\n\navant",
    "Gmail's forward": "---------- Forwarded message ---------\nDe : Anne\n\navant",
    "Thunderbird's forward": "-------- Message transféré --------\nSujet : x\n\navant",
    "Apple's forward": "Début du message réexpédié :\n\nDe: Anne\n\navant",
    "Android": "---- Anne Sender wrote ----\n\nbefore",
    "Lotus Notes": "Anne Sender/Paper\n23/11/2026 10:00\n\n        To:     Claire\n        cc:\n        Subject:   x\n\nold",
    "Lotus Notes' forward": "-------------- Forwarded by Anne/Paper on 23/11/2026 10:00\nAM ----------------\n\nbefore",
}  # fmt: skip


@pytest.mark.parametrize("mark", WROTE.values(), ids=WROTE.keys())
def test_what_follows_somebody_wrote_is_quoted(mark: str) -> None:
    assert trim(f"Oui, à demain.\n\n{mark}\n\n> Et alors ?\n> Anne") == (
        "Oui, à demain.",
        f"{mark}\n\n> Et alors ?\n> Anne",
        "",
    )


@pytest.mark.parametrize(
    "mark", [one for name, one in WROTE.items() if name not in ("quoting", "a name only", "Gmail, older")]
)
def test_it_is_so_where_the_quote_bears_no_marks(mark: str) -> None:
    assert trim(f"Oui.\n\n{mark}\n\nEt alors ?\nAnne").reply in ("Oui.", f"Oui.\n\n{mark}\n\nEt alors ?\nAnne")


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_what_follows_a_head_is_quoted(head: str) -> None:
    assert trim(f"Oui, à demain.\n\n{head}") == ("Oui, à demain.", head, "")
    assert trim(head) == ("", head, "")


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour,\n\nLe fournisseur a écrit :\nrien à signaler.",
        "Hello,\n\nOn this day\n\nI wrote something:\nit was long.",
        "Ordre du jour :\n\nDate : lundi\nLieu : salle 2\nSujet : budget\n\nÀ demain",
        "Voici les 3 points que Paul a écrit : prix, délai, quantité.",
        "De : 9 h\nÀ : 17 h\nC'est noté.",
        "Before:\n\n```\n# ----\nFrom: x\nSent: y\nTo: z\nSubject: w\n```\n\nAfter.",
        "Les prix\n--------\n12 € la ramette, livrée\n\nLes délais\n--------\nQuatre jours, pas plus",
    ],
)
def test_what_only_looks_like_a_quote_is_the_author_s(text: str) -> None:
    assert trim(text).quoted == ""
    assert trim(text).reply == text


# ── what stands around a quote ────────────────────────────────────────────────────────────────────────────


def test_answers_between_quoted_lines_stay_with_the_lines_they_answer() -> None:
    text = "Anne,\n\nLe 23/11/2026 à 10:00, Anne a écrit :\n> Le prix ?\n\n12 €.\n\n> Le délai ?\n\nJeudi.\n\n> Merci\n> Anne"
    found = trim(text)
    assert found.reply == "Anne,\n\n> Le prix ?\n\n12 €.\n\n> Le délai ?\n\nJeudi."
    assert found.quoted == "Le 23/11/2026 à 10:00, Anne a écrit :\n\n> Merci\n> Anne"
    assert new_text(text) == "Anne,\n\n\n12 €.\n\n\nJeudi."


def test_an_answer_below_the_quote_is_the_reply() -> None:
    found = trim("Le 23/11/2026 à 10:00, Anne a écrit :\n> Le prix ?\n\n12 € la ramette.")
    assert found == ("12 € la ramette.", "Le 23/11/2026 à 10:00, Anne a écrit :\n> Le prix ?", "")


def test_answers_below_each_quote_keep_them_all() -> None:
    found = trim("On 23 Nov 2026, Anne wrote:\n> Price?\n12.\n> When?\nThursday.")
    assert found.reply == "> Price?\n12.\n> When?\nThursday."


def test_a_line_that_was_broken_in_two_is_no_answer() -> None:
    wrapped = "> " + "a long sentence of the earlier mail " * 2 + "\nthat went on\n> and ended."
    assert trim(f"Yes.\n\nOn 23 Nov 2026, Anne wrote:\n{wrapped}").reply == "Yes."


def test_a_short_line_below_a_short_quoted_one_is_an_answer() -> None:
    found = trim("Anne,\n\nOn 23 Nov 2026, Anne wrote:\n> Price?\n12.\n> When?")
    assert found.reply == "Anne,\n\n> Price?\n12."


def test_a_quote_without_a_mark_that_ends_the_text_is_quoted_and_one_that_is_all_is_not() -> None:
    assert trim("Oui.\n\n> Et ?\n>> Alors ?") == ("Oui.", "> Et ?\n>> Alors ?", "")
    assert trim("> Et ?\n\nOui.").reply == "> Et ?\n\nOui."
    assert trim("> Et ?") == ("> Et ?", "", "")


def test_a_list_s_footer_below_the_quote_is_no_answer() -> None:
    text = "Yes.\n\nOn 23 Nov 2026, Anne wrote:\n> So?\n\n____________________\nThe list: list@b.example\n"
    assert trim(text) == (
        "Yes.",
        "On 23 Nov 2026, Anne wrote:\n> So?",
        "____________________\nThe list: list@b.example",
    )


def test_new_text_is_without_any_quoted_line_and_never_empty() -> None:
    assert new_text("> Peux-tu ?\nOui.\n> Quand ?\nDemain.") == "Oui.\nDemain."
    assert new_text("De : Anne\nEnvoyé : lundi\nÀ : Claire\nObjet : x\n\navant").endswith("avant")
    assert new_text("Le client demande un devis.\nMerci") == "Le client demande un devis.\nMerci"
    assert new_text("Oui.\r\n\r\n-- \r\nAnne") == "Oui."


# ── how it is signed ──────────────────────────────────────────────────────────────────────────────────────

SIGNATURES = {
    "delimiter": "-- \nAnne Sender\nPapeterie, 12 rue des Lilas",
    "delimiter without its blank": "--\nAnne",
    "underscores": "______________\nAnne Sender\nPapeterie",
    "dashes above details": "----------\n\nAnne Sender\n\nt. 04 72 00 00 01",
    "iPhone": "Envoyé de mon iPhone",
    "iPhone in English": "Sent from my iPhone",
    "Outlook": "Get Outlook for iOS<https://aka.example/x>",
    "Outlook in French": "Télécharger Outlook pour Android",
    "German": "Von meinem Telefon gesendet",
    "mail program": "Sent with Quickmail for Windows",
    "name and device": "Anne Sender\nvia mobile",
    "closing, name, title": "Cordialement,\n\nAnne Sender\nDirectrice des achats\nTél. 04 72 00 00 01",
    "closing, name, firm in English": "Kind regards,\nAnne Sender\nHead of Sales, Paper Ltd",
    "formula": "Je vous prie d'agréer, Madame, l'expression de mes salutations distinguées.\n\nAnne Sender\nDirectrice",
    "name and address": "Anne Sender\nanne@b.example\n(555) 010-9947",
    "name above its details": "Anne Sender\n\nTél. 04 72 00 00 01 - anne@b.example",
    "legal notice": "Ce message et ses pièces jointes sont confidentiels et destinés à la seule personne nommée. Si vous l'avez"
    " reçu par erreur, merci d'avertir l'expéditeur et de le détruire.",
    "print notice": "Pensez à l'environnement avant d'imprimer ce message.",
    "all of them": "Best regards,\nAnne Sender\nPaper Ltd\n\nSent from my phone\n\nThis e-mail is confidential and intended"
    " for the addressee only. If you are not the intended recipient, delete it and notify the sender.",
}  # fmt: skip


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES.keys())
def test_a_signature_is_cut_off(signature: str) -> None:
    text = "Le devis part ce soir.\nJe vous appelle demain matin."
    assert trim(f"{text}\n\n{signature}") == (text, "", signature)
    quote = "Le 23/11/2026 à 10:00, Anne a écrit :\n> Et ?"
    assert trim(f"{text}\n\n{signature}\n\n{quote}") == (text, quote, signature)


@pytest.mark.parametrize("by_hand", ["Merci,\nAnne", "Thank you,\n\nAnne Sender", "Anne Sender\nConservatrice"])
def test_a_name_by_hand_is_the_signature_and_stays_in_the_reply(by_hand: str) -> None:
    text = f"Le devis part ce soir.\n\n{by_hand}"
    assert trim(text) == (text, "", by_hand)


@pytest.mark.parametrize(
    "text",
    [
        "Trois tailles :\n\n1 L homme\n1 M homme\n\nEnvoyez-les à l'atelier.",
        "Cordialement,\nAnne\n\nPS : pouvez-vous aussi commander des enveloppes ?",
        "Les contacts :\n\nPaul Martin\npaul@b.example\n04 72 00 00 01",
        "Merci de rappeler\n04 72 00 00 01",
        "Lien : https://b.example\n\nLe code est 4512.",
        "Le colis est parti.\n\nEnvoyé par la poste hier soir, il arrive jeudi.",
        "Prix :\n\n-----\n\nLe papier coûte 12 € la ramette et nous le livrons jeudi matin au plus tard.",
        "Les lots\n\n-- un pour l'atelier\n-- un pour le bureau",
    ],
)
def test_what_only_looks_like_a_signature_stays(text: str) -> None:
    assert trim(text) == (text, "", "")


# ── whatever comes ────────────────────────────────────────────────────────────────────────────────────────

LINES = st.sampled_from(
    ["", "> a", ">> b", "Oui.", "--", "-- ", "____________", "On 3 Nov 2026, A wrote:", "wrote:", "<", "De : x", "To: y",
     "Subject: z", "Date: w", "Merci,", "Anne", "a@b.example", "04 72 00 00 01", "```", "Sent from my phone", "C> d", "| e",
     "-----Original Message-----", "x:", ">", "> wrote:"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(st.text(max_size=200), st.lists(LINES, max_size=14).map("\n".join)))
def test_whatever_the_text_no_line_is_lost_and_none_is_made(text: str) -> None:
    ours, theirs = ({line.strip() for line in one.split("\n")} - {""} for one in (text, "\n".join(trim(text))))
    assert theirs == ours
    assert new_text(text).strip() or all(is_quote(line) for line in ours)


@pytest.mark.parametrize("text", SLOW_TEXTS.values(), ids=SLOW_TEXTS.keys())
def test_a_hundred_kilobytes_take_a_twentieth_of_a_second(text: str) -> None:
    within(0.05, lambda: trim(text))
