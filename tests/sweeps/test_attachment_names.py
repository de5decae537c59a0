"""TRUST 17: no name of an attachment leads anywhere, and each file is judged by what it is."""

from __future__ import annotations

import base64
import unicodedata
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest

from officebot.connectors.mime.attachments import clean_name, media_type
from officebot.connectors.mime.dangers import dangers
from officebot.core.mail import Attachment
from tests.connectors.mime.test_read_message import read
from tests.connectors.samples import EXE, SAMPLES

_PATHS = [
    "../../etc/passwd",
    "/etc/cron.d/x",
    "..\\..\\boot.ini",
    "C:\\Windows\\x.dll",
    "\\\\host\\share\\x",
    "a/../../b",
    "....//x",
    "./.",
]
_RESERVED = [
    "con",
    "NUL",
    "com1",
    "LPT9",
    "aux.pdf",
    "prn.txt",
    "CON.",
    "nul .doc",
    ".",
    "..",
    "...",
    " ",
    "",
    ".hidden",
    "~",
]
_STRANGE = [
    "facture\u202efdp.exe", "a\u200bb.pdf", "a\x00b.pdf", "a\r\nb.pdf", "a\tb", "é" * 200, "x" * 500 + ".pdf", "😀.pdf",
    "ﬁ.pdf", "a\u0301.pdf", "a:b.pdf", "a|b", 'a"b', "a<b>", "a*b?", "$(reboot).pdf", "`id`.pdf", ";rm -rf x", "-rf", "--help",
    "%2e%2e%2fx",
    "a%00b", "\ufeffa", "İ.pdf",
]  # fmt: skip
_ENDINGS = ["", ".pdf", ".exe", "/", "\\", "\u202e", "."]


def names() -> list[str]:
    """Two hundred names that were meant to do harm, and more."""
    plain = [*_PATHS, *_RESERVED, *_STRANGE]
    return list(dict.fromkeys(name + ending for name, ending in product(plain, _ENDINGS)))[:260]


def received(name: str) -> Attachment:
    """The attachment as it is read from a mail that names it so."""
    raw = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nhello\n--x\n"
        b"Content-Disposition: attachment; filename*=utf-8''" + quote(name, safe="").encode()
        + b"\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n" + base64.b64encode(EXE) + b"\n--x--\n"
    )  # fmt: skip
    [found] = read(raw).attachments
    return found


def test_names_lead_nowhere_and_files_are_judged_by_their_bytes(tmp_path: Path) -> None:
    inside = tmp_path / "office" / "files"
    inside.mkdir(parents=True)
    (tmp_path / "office" / "outside.txt").write_text("old")
    outside = 0
    for name in names():
        cleaned = received(name).name
        target = inside / (cleaned or "unnamed")
        target.write_bytes(b"x")
        outside += target.resolve().parent != inside.resolve()
        assert cleaned == clean_name(cleaned)
        assert len(cleaned) <= 120
        assert not any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in cleaned if letter != "\u200d")
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - {tmp_path / "office" / "outside.txt"}
    outside += sum(path.parent != inside for path in written)
    right = [one for one in SAMPLES if media_type(one.content, one.declared) == one.media_type]
    seen = [one for one in SAMPLES if dangers(one.name, one.content, one.media_type, one.declared) == one.dangers]
    print(
        f"\nTRUST 17: {outside} writes outside by {len(names())} names, {len(right)} of {len(SAMPLES)} files known by their "
        f"bytes, {len(seen)} of {len(SAMPLES)} judged rightly"
    )
    assert outside == 0
    assert len(names()) >= 200
    assert len(SAMPLES) >= 60
    assert min(len(right), len(seen)) >= 0.99 * len(SAMPLES)


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "a\\..\\b"])
def test_a_path_keeps_its_last_part_only(name: str) -> None:
    assert clean_name(name) == name.replace("\\", "/").rpartition("/")[2]
