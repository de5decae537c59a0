"""The usual names of what structured invoices say that they follow (BT-24)."""

from __future__ import annotations

#: By what stands in the specification's identifier, small and with its hyphens; what is more particular comes first.
_NAMES: tuple[tuple[str, str], ...] = (
    ("extended-ctc-fr", "extended-ctc-fr"),
    ("xrechnung", "xrechnung"),
    ("peppol.eu:2017:poacc:", "peppol-bis"),
    ("factur-x.eu:1p0:minimum", "minimum"), ("zugferd.de:2p0:minimum", "minimum"),
    ("factur-x.eu:1p0:basicwl", "basic-wl"), ("zugferd.de:2p0:basicwl", "basic-wl"),
    ("factur-x.eu:1p0:basic", "basic"), ("zugferd.de:2p0:basic", "basic"),
    ("factur-x.eu:1p0:en16931", "en16931"), ("zugferd.de:2p0:en16931", "en16931"),
    ("factur-x.eu:1p0:extended", "extended"), ("zugferd.de:2p0:extended", "extended"),
    # ZUGFeRD 1.0 and its last drafts; “comfort” is the name that it had for what became EN 16931.
    ("invoice:1p0:basic", "basic"), ("invoice:1p0:comfort", "comfort"), ("invoice:1p0:extended", "extended"),
    ("invoice:rc:basic", "basic"), ("invoice:rc:comfort", "comfort"), ("invoice:rc:extended", "extended"),
)  # fmt: skip
_STANDARD = "urn:cen.eu:en16931:2017"
_LONGEST = 200


def profile_name(specification: str) -> str:
    """The profile's usual name, as `basic-wl`; what is written where it has none that is known, "" for nothing."""
    said = "".join(specification.split())
    folded = said.casefold()
    if folded == _STANDARD:
        return "en16931"
    return next((name for part, name in _NAMES if part in folded), said[:_LONGEST])
