"""What a supplier writes about nothing that was ordered is asked about by nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from officebot.core.orders.matching import Matcher
from tests.core.orders.orderbook import BOOK, TODAY, letter, line, paper

_SWITCH = line("BC-2026-0042", 3, "Switch 24 ports", "2")
_KIT = line("BC-2026-0042", 4, "First aid course 1 day", "1")
_MATCHER = Matcher(replace(BOOK, lines=(*BOOK.lines, _SWITCH, _KIT)))
TALK = [
    "C'est noté pour mardi 1er décembre à 10 h, à votre étage.",
    "Nos locaux seront fermés du 24 au 31 décembre.",
    "Julie est votre nouvelle interlocutrice à partir du 1er décembre.",
    "Our house will be closed from 24 to 31 December.",
    "Please meet Julia, who now looks after your account from 1 December.",
    "Noted for Tuesday 1 December at 10, at your place.",
    "Toute l'équipe vous souhaite de belles fêtes et une heureuse année 2027 !",
    "Thank you for your time on Tuesday, it was good to meet the team.",
]


@pytest.mark.parametrize("text", TALK)
def test_days_and_wishes_are_nothing_that_was_ordered(text: str) -> None:
    assert _MATCHER.listen(letter(new=text)) is None


@pytest.mark.parametrize("text", TALK[:3] + TALK[5:6])
def test_what_sounds_like_a_confirmation_and_names_no_order_and_no_goods_is_about_none(text: str) -> None:
    document = paper("confirmation", syntax="text", notes=(text,), issued=TODAY)
    assert _MATCHER.match(document, letter(new=text)).lines == ()


@pytest.mark.parametrize("text", ["Les stylos arrivent le 10 décembre.", "The switch with 24 ports will be late."])
def test_the_goods_that_acquaintances_name_by_a_word_are_asked_about(text: str) -> None:
    heard = _MATCHER.listen(letter(new=text))
    assert heard is not None
    assert len(list(heard.doubtful)) == 1


def test_who_names_the_order_and_confirms_speaks_of_all_of_it() -> None:
    heard = _MATCHER.listen(letter(subject="Re: BC-2026-0041", new="Tout est confirmé, bonne journée."))
    assert heard is not None
    assert {one.likeliest.order for one in heard.doubtful if one.likeliest} == {"BC-2026-0041"}
