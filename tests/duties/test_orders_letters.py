"""What suppliers write in their own words, read and matched as the duty does it: news, days, figures, and whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from email.message import EmailMessage

import pytest

from officebot.connectors.papers.apart import read_mail_papers
from officebot.core.orders.following import Step, What, steps
from officebot.core.orders.matches import Match
from officebot.core.orders.matching import Matcher
from officebot.core.orders.model import OrderBook, OrderLine
from officebot.core.trade.letter import Papers
from tests.core.orders.orderbook import PORT, line

ON = date(2026, 3, 10)
OURS = "achats@atelier.example"


def ours(order: str, number: int, label: str, quantity: str, **fields: object) -> OrderLine:
    """A line ordered on 2 March 2026 for 20 March."""
    return line(order, number, label, quantity, ordered_on=date(2026, 3, 2), due=date(2026, 3, 20), **fields)


KETTLES = ours("CMD-7710", 1, "Bouilloire inox 2 litres", "9", article="BOU-22")
TRAYS = ours("CMD-7710", 2, "Plateau de service bois", "14", article="PLA-31")
CUPS = ours("CMD-7710", 3, "Tasse porcelaine blanche", "60", article="TAS-60")
CRANE = ours("CMD-7722", 1, "Location grue mobile", "1", is_service=True, unit="semaine", price=Decimal(900))
STRAPS = ours("CMD-7722", 2, "Sangle de levage", "5", price=Decimal(31))
RIVETS = ours("CMD-7733", 1, "Rivet alu", "4000", price=Decimal("0.06"), article="RIV-48")
CRATES = ours("CMD-7744", 1, "Caisse carton renforcée", "80", article="CAI-80")
BOOK = OrderBook(lines=(KETTLES, TRAYS, CUPS, CRANE, STRAPS, RIVETS, CRATES))


def papers_of(text: str, subject: str = "Bonjour", to: str = OURS, own: frozenset[str] = frozenset()) -> Papers:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = PORT, to, subject, "Tue, 10 Mar 2026 09:00:00 +0100"
    mail.set_content(text)
    received = datetime(2026, 3, 10, 8, 5, tzinfo=UTC)
    return read_mail_papers((mail.as_bytes(), received, "Atelier Verdier", False, "Europe/Paris", own))


def matches_of(papers: Papers, book: OrderBook = BOOK) -> list[Match]:
    matcher = Matcher(book)
    found = [matcher.match(one, papers.letter) for one in papers.documents]
    heard = matcher.listen(papers.letter) if not papers.documents else None
    return [*found, heard] if heard is not None else found


def certain(matches: list[Match]) -> set[tuple[str, int]]:
    return {line.key for match in matches for _, line in match.certain}


def done(text: str, subject: str = "Bonjour") -> Mapping[tuple[str, int], Step]:
    """What the mail does where somebody says yes to each first candidate that is not certain."""
    matches = matches_of(papers_of(text, subject))
    sure = certain(matches)
    agreed = [
        replace(match, lines=tuple(
            replace(one, line=one.likeliest, candidates=())
            if one.line is None and one.likeliest is not None and one.likeliest.key not in sure else one
            for one in match.lines
        ))
        for match in matches
    ]  # fmt: skip
    return {step.before.key: step for step in steps(agreed, ON)}


def promised(text: str, subject: str = "Bonjour") -> dict[tuple[str, int], date | None]:
    return {key: step.after.promised for key, step in done(text, subject).items()}


def received(text: str, subject: str = "Bonjour") -> dict[tuple[str, int], int]:
    return {key: int(step.after.received) for key, step in done(text, subject).items() if step.came}


# ── whose it is ───────────────────────────────────────────────────────────────────────────────────────────

_CONFIRMS = (
    "Nous confirmons votre commande CMD-7710 :\n- 9 bouilloires inox 2 litres\n- 14 plateaux de service bois\n"
)


@pytest.mark.parametrize("own", [frozenset(), frozenset({"atelier.example"}), frozenset({"nadia roche"})])
@pytest.mark.parametrize("to", [OURS, f"Nadia Roche <{OURS}>", f'"Service des achats" <{OURS}>'])
def test_a_name_beside_our_own_address_is_nobody_else(to: str, own: frozenset[str]) -> None:
    if own == {"nadia roche"} and "Service" in to:
        own = frozenset({OURS})
    assert certain(matches_of(papers_of(_CONFIRMS, to=to, own=own))) == {KETTLES.key, TRAYS.key}


def test_a_mail_to_another_firm_that_comes_by_us_is_asked_about() -> None:
    found = papers_of(_CONFIRMS, to="Hotel Bellevue <buyer@bellevue.example>", own=frozenset({"atelier.example"}))
    assert certain(matches_of(found)) == set()


# ── announced, or here ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "sentence",
    [
        "Les 9 bouilloires inox 2 litres de la commande CMD-7710 vous seront livrées jeudi 19 mars.",
        "Les 9 bouilloires inox 2 litres de la commande CMD-7710 devraient être livrées le 19 mars.",
        "The 9 bouilloires inox 2 litres on CMD-7710 will be delivered on 19 March.",
        "The 9 bouilloires inox 2 litres on CMD-7710 should be delivered on 19 March.",
    ],
)
def test_what_will_be_delivered_is_promised_and_has_not_come(sentence: str) -> None:
    assert received(sentence) == {}
    assert promised(sentence)[KETTLES.key] == date(2026, 3, 19)


@pytest.mark.parametrize(
    "sentence",
    [
        "Les 9 bouilloires inox 2 litres de la commande CMD-7710 vous ont été livrées ce matin.",
        "The 9 bouilloires inox 2 litres on CMD-7710 have been delivered today.",
    ],
)
def test_what_was_delivered_has_come(sentence: str) -> None:
    assert received(sentence) == {KETTLES.key: 9}


# ── each sentence for its own lines ───────────────────────────────────────────────────────────────────────


def test_what_is_cancelled_is_the_line_that_its_sentence_names() -> None:
    text = (
        "Commande CMD-7710.\nLa bouilloire inox n'est plus fabriquée.\n"
        "Les plateaux de service et les tasses sont confirmés pour le 25 mars."
    )
    made = done(text)
    assert {key for key, step in made.items() if any(d.what is What.cancelled for d in step.differences)} <= {
        KETTLES.key
    }
    assert {made[key].after.promised for key in (TRAYS.key, CUPS.key)} == {date(2026, 3, 25)}


def test_what_is_late_is_the_line_that_its_sentence_names() -> None:
    text = (
        "CMD-7710: the bouilloires are delayed and not available until 8 April. "
        "The plateaux de service will come on 18 March."
    )
    found = promised(text, "CMD-7710")
    assert (found[KETTLES.key], found[TRAYS.key]) == (date(2026, 4, 8), date(2026, 3, 18))


def test_of_several_days_each_is_that_of_the_goods_before_it() -> None:
    text = "CMD-7710 : les plateaux arriveront le 17 mars et les tasses le 24 mars."
    found = promised(text, "CMD-7710")
    assert (found[TRAYS.key], found[CUPS.key]) == (date(2026, 3, 17), date(2026, 3, 24))


def test_of_orders_that_a_sentence_dates_each_has_its_own_day() -> None:
    text = "Both orders are confirmed. CMD-7733 will be delivered on 18 March, CMD-7744 on 2 April."
    assert promised(text) == {RIVETS.key: date(2026, 3, 18), CRATES.key: date(2026, 4, 2)}


# ── which day ─────────────────────────────────────────────────────────────────────────────────────────────


def test_goods_that_leave_one_day_and_come_another_are_promised_for_the_other() -> None:
    text = "Votre commande CMD-7733 est confirmée : 4000 rivets alu. Expédition le 16 mars, livraison le 18."
    assert promised(text)[RIVETS.key] == date(2026, 3, 18)


def test_what_leaves_today_is_not_promised_for_today() -> None:
    text = "We confirm CMD-7710:\n\nBOU-22    9    in stock, ships today\nPLA-31    14   in stock, ships today\n"
    assert not any(step.differences for step in done(text).values())


def test_what_is_hired_comes_when_the_hire_begins() -> None:
    text = (
        "CMD-7722 : je vous confirme la location d'une grue mobile du lundi 23 mars au vendredi 27 mars, "
        "900 € HT la semaine, et 5 sangles de levage à 31 € HT pièce."
    )
    made = done(text)
    assert made[CRANE.key].after.promised == date(2026, 3, 23)
    assert made[STRAPS.key].after.confirmed_price == 31


def test_a_day_alone_at_the_end_of_a_list_is_that_of_all() -> None:
    text = "CMD-7710. Nous vous confirmons les articles suivants : 9 bouilloires inox, 14 plateaux de service, pour le 23 mars."
    found = promised(text)
    assert (found[KETTLES.key], found[TRAYS.key]) == (date(2026, 3, 23), date(2026, 3, 23))


# ── which number ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_size_in_a_label_is_no_quantity_where_rows_have_columns() -> None:
    text = "Bon de livraison 5512\nCommande CMD-7710\n\nBOU-22    Bouilloire inox 2     7\nPLA-31    Plateau bois 45     14\n"
    assert received(text) == {KETTLES.key: 7, TRAYS.key: 14}


def test_a_back_order_beside_the_quantity_is_no_part_of_it() -> None:
    text = "Delivery note 812\nYour order CMD-7710\n\nTAS-60    Tasse porcelaine    52    B/O 8\nPLA-31    Plateau bois     14\n"
    assert received(text) == {CUPS.key: 52, TRAYS.key: 14}


@pytest.mark.parametrize(
    "text",
    [
        "CMD-7710 : nous avons déposé ce matin 52 tasses porcelaine ; il manque 8 tasses, que nous vous porterons plus tard.",
        "CMD-7710 delivered today:\n- 52 tasses porcelaine - the remaining 8 tasses will follow on 16 March\n",
        "CMD-7710: 52 tasses porcelaine delivered today. The other 8 tasses were chipped.",
    ],
)
def test_what_is_left_over_has_not_come(text: str) -> None:
    assert received(text, "CMD-7710") == {CUPS.key: 52}


def test_more_than_was_ordered_is_flagged_and_counted() -> None:
    made = done("Delivery docket 77\nOrder CMD-7710\n\n16   PLA-31\n9   BOU-22\n")
    assert (made[TRAYS.key].after.received, made[TRAYS.key].differences[0].what) == (16, What.more)


def test_a_carton_that_is_the_article_is_counted_as_such() -> None:
    made = done("Bon de livraison 91, commande CMD-7744 : 75 cartons renforcés livrés ce jour.")
    assert (made[CRATES.key].after.received, made[CRATES.key].differences) == (75, ())


def test_a_small_price_that_rose_by_an_eighth_is_flagged() -> None:
    made = done("CMD-7733 confirmed: 4000 rivets alu at 0.0675. Delivery 20 March.")
    assert [one.what for one in made[RIVETS.key].differences] == [What.price]


# ── terse words, and what is passed on ────────────────────────────────────────────────────────────────────


def test_an_answer_by_numbers_dates_the_lines() -> None:
    found = promised("1) ok for 19 March\n2) ok for 27 March\n", "Re: CMD-7710")
    assert (found[KETTLES.key], found[TRAYS.key]) == (date(2026, 3, 19), date(2026, 3, 27))


def test_what_is_passed_on_without_an_address_is_read_as_its_own_words() -> None:
    text = (
        "Voir ci-dessous.\n\n---------- Message transféré ----------\nDe : Entrepôt\nÀ : adv\nObjet : CMD-7710\n\n"
        "bouilloires inox : 9 ok pour le 19/03\nplateaux bois : 14 ok pour le 26/03\n"
    )
    found = promised(text, "TR: réponse")
    assert (found[KETTLES.key], found[TRAYS.key]) == (date(2026, 3, 19), date(2026, 3, 26))


# ── a doubt is asked ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "CMD-7710 : souhaitez-vous recevoir les 9 bouilloires inox 2 litres dès le 16 mars ?",
        "We confirm CMD-7710: the 9 bouilloires inox 2 litres are replaced by the 3 litre ones, delivery 20 March.",
        "CMD-7710 : nous confirmons 9 bouilloires inox 2 litres en remplacement du modèle épuisé, livraison le 20 mars.",
        "We confirm CMD-7710: 9 bouilloires inox 2 litres on 16 March if you prefer that.",
    ],
)
def test_what_waits_for_a_word_of_ours_or_takes_the_place_of_another_is_asked_about(text: str) -> None:
    matches = matches_of(papers_of(text))
    assert KETTLES.key not in certain(matches)


def test_a_line_that_was_counted_is_no_hint_at_a_like_one() -> None:
    like = ours("CMD-7799", 1, "Bouilloire inox 3 litres", "9", article="BOU-33")
    text = "Nous confirmons votre commande CMD-7710 :\n\n9 bouilloires inox 2 litres, 4,00 € HT la pièce\n\nLivraison le 20 mars."
    matches = matches_of(papers_of(text), OrderBook(lines=(*BOOK.lines, like)))
    assert like.key not in {one.key for match in matches for said in match.doubtful for one in said.candidates[:1]}
