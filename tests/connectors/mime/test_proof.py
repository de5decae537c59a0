"""Only what our own server found out about a sender counts, whatever the mail itself says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.connectors.mime.headers import fields
from officebot.connectors.mime.proof import proof
from officebot.core.mail import Proof, Unreadable
from tests.connectors.mime.test_read_message import read
from tests.speed import within

OWN = frozenset({"mx.office.example"})
BORDER = "Received: from mail.outside.example by mx.office.example with ESMTPS; Mon, 23 Nov 2026 10:00:00 +0100\n"
INNER = "Received: from mx.office.example by store.mx.office.example with LMTP; Mon, 23 Nov 2026 10:00:01 +0100\n"
THEIRS = "Received: from laptop by mail.outside.example with ESMTPSA; Mon, 23 Nov 2026 09:59:59 +0100\n"
OURS = "Authentication-Results: mx.office.example; "
PASS = "Authentication-Results: mx.office.example; dmarc=pass header.from=outside.example\n"
FAIL = "Authentication-Results: mx.office.example; spf=fail; dmarc=fail header.from=outside.example\n"


def of(header: str, domain: str = "outside.example", own: frozenset[str] = OWN) -> Proof:
    return proof(fields(header.encode()), own, domain)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param(PASS + BORDER, Proof.PASSED, id="above our border"),
        pytest.param(BORDER + PASS, Proof.PASSED, id="right below our border"),
        pytest.param(INNER + BORDER + PASS, Proof.PASSED, id="passed on inside"),
        pytest.param(FAIL + BORDER + PASS, Proof.FAILED, id="ours above a forged one"),
        pytest.param(BORDER + FAIL + PASS, Proof.FAILED, id="ours directly above a forged one"),
        pytest.param(BORDER + THEIRS + PASS, Proof.UNKNOWN, id="forged below the sender's own hops"),
        pytest.param(THEIRS + PASS, Proof.UNKNOWN, id="forged where we never received it"),
        pytest.param(PASS.replace("mx.office", "mx.evil") + BORDER, Proof.UNKNOWN, id="another server's"),
        pytest.param(PASS.replace("mx.office", "mx.office.evil") + BORDER, Proof.UNKNOWN, id="our name inside another"),
        pytest.param(PASS.replace("mx.office", "evilmx.office") + BORDER, Proof.UNKNOWN, id="our name at the end of another"),
        pytest.param(PASS.replace("mx.office", "in.mx.office") + BORDER, Proof.PASSED, id="a server below our name"),
        pytest.param(PASS.replace("mx.office.example;", "mx.office.example 1;") + BORDER, Proof.PASSED, id="with a version"),
        pytest.param(PASS.replace("outside", "other") + BORDER, Proof.FAILED, id="about another sender"),
        pytest.param(
            PASS.replace("; dmarc", ";\n\tdmarc").replace(" header", "\n  header") + BORDER,
            Proof.PASSED, id="folded",
        ),
        pytest.param(OURS + "none\n" + BORDER, Proof.UNPROVEN, id="nothing found"),
        pytest.param(OURS + "spf=softfail; dkim=none; dmarc=none\n" + BORDER, Proof.UNPROVEN, id="soft"),
        pytest.param(OURS + "spf=temperror\n" + BORDER, Proof.UNKNOWN, id="could not look"),
        pytest.param(OURS + "dkim=fail\n" + BORDER, Proof.FAILED, id="a broken signature"),
        pytest.param(
            OURS + "x=y (dmarc=pass header.from=outside.example)\n" + BORDER,
            Proof.UNPROVEN, id="a pass in a comment",
        ),
        pytest.param(OURS + 'spf=none smtp.mailfrom="; dmarc=pass"\n' + BORDER, Proof.UNPROVEN, id="a pass in quotes"),
        pytest.param(
            "Authentication-Results: (mx.office.example;) mx.evil.example; dmarc=pass\n" + BORDER,
            Proof.UNKNOWN, id="our name in a comment",
        ),
        pytest.param(OURS + "dkim=pass header.d=mail.outside.example\n", Proof.PASSED, id="signed by a subdomain"),
        pytest.param(OURS + "dkim=pass header.d=example\n", Proof.UNPROVEN, id="signed by a whole country"),
        pytest.param(OURS + "dkim=pass header.d=evil-outside.example\n", Proof.UNPROVEN, id="signed by who ends alike"),
        pytest.param(
            OURS + "dkim=pass header.d=evil.example; dkim=pass header.d=outside.example\n",
            Proof.PASSED, id="two signatures",
        ),
        pytest.param("", Proof.UNKNOWN, id="no header at all"),
        pytest.param(FAIL.replace("mx.office", "mx.other") + BORDER, Proof.UNPROVEN, id="another server's doubt"),
        pytest.param(FAIL.replace("mx.office", "mx.other") + PASS + BORDER, Proof.PASSED, id="ours below another's doubt"),
    ],
)  # fmt: skip
def test_only_our_own_servers_word_counts(header: str, expected: Proof) -> None:
    assert of(header) is expected


def test_nothing_is_believed_where_no_server_of_ours_is_named() -> None:
    assert of(PASS + BORDER, own=frozenset()) is Proof.UNKNOWN
    assert of(PASS + BORDER, domain="") is Proof.UNKNOWN


@pytest.mark.parametrize(
    "senders",
    [
        pytest.param("From: Boss <boss@outside.example>\nFrom: x@evil.example\n", id="two fields"),
        pytest.param("From: x@evil.example\nFrom: Boss <boss@outside.example>\n", id="the other way round"),
        pytest.param("From: Boss <boss@outside.example>, x@evil.example\n", id="two in one field"),
        pytest.param("from: Boss <boss@outside.example>\nFROM: x@evil.example\n", id="in other letters"),
    ],
)
def test_of_two_senders_none_is_proven(senders: str) -> None:
    header = BORDER + PASS + PASS.replace("outside", "evil") + senders + "Subject: x\n\nhello\n"
    mail = read(header.encode(), authserv_ids=OWN)
    assert not isinstance(mail, Unreadable)
    assert mail.proof is not Proof.PASSED
    assert [one.render() for one in mail.problems] == ["This mail names more than one sender."]


@given(st.text(st.sampled_from('();,="\\ \tabdkimspfrcp.-@:/*'), max_size=200))
def test_what_a_sender_writes_below_our_word_proves_nothing(forged: str) -> None:
    assert of(FAIL + BORDER + "Authentication-Results: " + forged + "\n") is Proof.FAILED


@given(st.text(max_size=200))
def test_no_result_breaks_the_reading(result: str) -> None:
    of("Authentication-Results: mx.office.example; " + result.replace("\n", " ") + "\n")


@pytest.mark.parametrize(
    "result", ["(" * 20_000, '"' * 20_000, "dkim=pass " * 2_000, "header.d=" * 2_000, ";" * 20_000]
)
def test_no_result_keeps_the_reading_busy(result: str) -> None:
    within(0.1, lambda: of("Authentication-Results: mx.office.example; " + result))
