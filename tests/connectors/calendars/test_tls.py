"""Over https a server's certificate is checked, and what is wrong with one is one sentence."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from officebot.connectors.calendars.http import Http
from officebot.core.problems import UserError
from tests.connectors.calendars.conftest import site
from tests.connectors.calendars.webserver import web

Certified = Callable[..., tuple[ssl.SSLContext, str]]


@pytest.fixture
def certified(tmp_path: Path) -> Certified:
    """A certificate of its own authority: a server's context, and the file by which it can be trusted."""

    def make(address: str = "127.0.0.1", days: int = 30) -> tuple[ssl.SSLContext, str]:
        key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "t")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=60))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )  # fmt: skip
        path = tmp_path / "server.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context, str(path)

    return make


def test_a_certificate_that_is_trusted_lets_the_login_pass(certified: Certified) -> None:
    context, path = certified()
    with web(lambda _, asked: (200, {}, asked["Authorization"].encode()), context) as served:
        http = Http(site(served.url(scheme="https"), ca_file=path, user="anna", password="é"))
        assert http.request("GET", "/").body.startswith(b"Basic ")
        http.close()


@pytest.mark.parametrize(
    ("address", "days", "is_trusted", "sentence"),
    [
        ("127.0.0.1", 30, False, "comes from an unknown authority"),
        ("127.0.0.1", -1, True, "has expired"),
        ("127.0.0.9", 30, True, "belongs to another host"),
    ],
)
def test_a_certificate_that_is_not_right_stops_before_the_login(
    certified: Certified, address: str, days: int, is_trusted: bool, sentence: str
) -> None:
    context, path = certified(address, days)
    with web(lambda *_: (200, {}, b""), context) as served:
        http = Http(site(served.url(scheme="https"), ca_file=path if is_trusted else "", user="a", password="b"))
        with pytest.raises(UserError, match=sentence):
            http.request("GET", "/")
        assert served.asked == []


def test_a_file_of_certificates_that_is_missing_and_a_port_without_tls_are_said() -> None:
    with web(lambda *_: (200, {}, b"")) as served:
        for ca_file, sentence in (("no.pem", "check ca_file"), ("", "does not speak TLS")):
            http = Http(site(served.url(scheme="https"), ca_file=ca_file))
            with pytest.raises(UserError, match=sentence):
                http.request("GET", "/")
