"""TRUST 35: what is marked as private is known by its header, in both languages; the word alone is no mark."""

from __future__ import annotations

from itertools import product

import pytest

from officebot.connectors.mime.marks import is_private, is_private_header

_WORDS = [
    "Personnel",
    "PERSONNELLE",
    "Privé",
    "PRIVÉE",
    "prive",
    "Personal",
    "PRIVATE",
    "Strictement personnel",
    "strictly private",
]
_SHAPES = ["[{}] dîner", "({}) dîner", "{}: dîner", "{} : dîner", "{} - dîner", "Re: {}: dîner", "TR: [{}] dîner", "dîner [{}]",
           "*{}* dîner", "{}", "{} !", "{} et confidentiel : dîner", "RE : Fwd: {}: dîner", "{} – dîner"]  # fmt: skip
_NOT = [
    "Personnel absent lundi", "Réunion du personnel", "Effets du personnel technique", "Le personnel : planning de mai",
    "Private equity newsletter", "Personal data breach", "Personnel de nuit, planning", "La vie privée des clients",
    "Your personal account statement", "Private label range 2027", "Salon privé au restaurant", "Personal assistant wanted",
    "Espace privé : nouveau mot de passe", "Formation du personnel : inscription", "Un message personnel de la direction",
    "Privatisation du quai", "Private-label quote", "Impersonal reply", "RE: personnel roster",
]  # fmt: skip
_SENSITIVITY = ["Personal", "private", "PRIVATE", " Private "]


def test_what_is_marked_is_private_and_nothing_else_is() -> None:
    marked = [shape.format(word) for word, shape in product(_WORDS, _SHAPES)]
    seen = [subject for subject in marked if is_private(subject, "")]
    false = [subject for subject in _NOT if is_private(subject, "")]
    told = f"{len(false)} of {len(_NOT)} plain words taken for marks"
    print(f"\nTRUST 35: {len(seen)} of {len(marked)} marks known, {told}")
    assert sorted(set(marked) - set(seen)) == []
    assert false == []


@pytest.mark.parametrize("value", _SENSITIVITY)
def test_the_field_of_the_mail_program_is_a_mark(value: str) -> None:
    assert is_private("dîner", value)
    assert is_private_header(f"Subject: x\r\nSensitivity: {value}\r\n\r\n".encode())


@pytest.mark.parametrize("value", ["", "Normal", "Company-Confidential", "None", "not private"])
def test_other_values_of_the_field_are_none(value: str) -> None:
    assert not is_private("dîner", value)


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("Subject: =?utf-8?q?=5BPriv=C3=A9=5D_d=C3=AEner?=\r\n", id="encoded"),
        pytest.param("Subject:\r\n [Privé] dîner\r\n", id="folded"),
        pytest.param("subject: [PRIVE] x\r\n", id="in small letters"),
        pytest.param("Subject: Re: =?iso-8859-1?q?Priv=E9?= : x\r\n", id="in an old charset"),
        pytest.param("To: x\r\nSENSITIVITY: Personal\r\nSubject: x\r\n", id="a field in capitals"),
    ],
)
def test_a_mark_is_known_before_the_body_is_fetched(header: str) -> None:
    assert is_private_header(header.encode() + b"\r\n")
