"""Encrypted connections: how certificates are checked, and what a refused one means in a sentence."""

from __future__ import annotations

import ssl

from officebot.core.text import Text, say

# X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_HOSTNAME_MISMATCH and ..._IP_ADDRESS_MISMATCH of OpenSSL.
_EXPIRED, _OTHER_HOST = 10, (62, 64)


def tls_context(ca_file: str) -> ssl.SSLContext:
    """Certificates are always checked, against the system's authorities or those of `ca_file`."""
    return ssl.create_default_context(cafile=ca_file or None)


def certificate_problem(error: ssl.SSLCertVerificationError, host: str) -> Text:
    """Why the host's certificate is not believed, and what to do."""
    if error.verify_code == _EXPIRED:
        return say("The certificate of {host} has expired: tell whoever runs the server.", host=host)
    if error.verify_code in _OTHER_HOST:
        return say("The certificate of {host} belongs to another host: check the host's name.", host=host)
    return say(
        "The certificate of {host} comes from an unknown authority: if you trust it, name its file in ca_file.",
        host=host,
    )
