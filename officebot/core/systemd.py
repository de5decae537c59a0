"""The text of a systemd unit that runs an office, and what such a text says of itself. Pure.

systemd.service(5), systemd.exec(5), sd_notify(3); what is written here is understood by systemd 247 and later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import plain, say

#: Our heartbeat comes every 20 s at the latest: systemd misses it after this long, and starts anew.
WATCHDOG_SECONDS = 60
_MARK = "# Written by “officebot service install”; its own lines have the sum "
_OWN = expression(re.escape(_MARK) + r"([0-9a-f]{64})\.\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the unit shall run. `user` is whose service it is, of the whole machine; "" for one's own units."""

    office: str
    folder: PurePosixPath
    python: PurePosixPath
    writable: Sequence[PurePosixPath] = ()
    user: str = ""

    @property
    def name(self) -> str:
        """The unit's name: each folder has its own."""
        called = re.sub(r"[^a-z0-9]+", "-", plain(self.folder.name)).strip("-")[:40] or "office"
        return f"officebot-{called}-{sha256(str(self.folder).encode()).hexdigest()[:6]}.service"


def unit(wanted: Wanted) -> str:
    """The unit. Raises UserError for folders whose names no unit can hold."""
    places = [wanted.folder, *(place for place in wanted.writable if not place.is_relative_to(wanted.folder))]
    command = (str(wanted.python), "-m", "officebot", "--office", str(wanted.folder), "run")
    own = wanted.user == ""
    lines = [
        "[Unit]",
        f"Description=officebot: {_plain(wanted.office)}",
        "Wants=network-online.target",
        "After=network-online.target",
        # Twenty starts within ten minutes are no hiccup any more: somebody must look.
        "StartLimitIntervalSec=600",
        "StartLimitBurst=20",
        "",
        "[Service]",
        "Type=notify",
        "NotifyAccess=main",
        f"ExecStart={' '.join(map(_word, command))}",
        f"WorkingDirectory={_percent(_checked(str(wanted.folder)))}",
        *([] if own else [f"User={wanted.user}"]),
        "Restart=on-failure",
        "RestartSec=5",
        f"WatchdogSec={WATCHDOG_SECONDS}",
        "TimeoutStartSec=900",
        "TimeoutStopSec=45",
        "TimeoutAbortSec=15",
        "UMask=0077",
        "",
        "# Passwords, encrypted to this machine (systemd-creds encrypt), without a file that can be read:",
        "# LoadCredentialEncrypted=imap:/etc/credstore.encrypted/imap",
        '# and in office.toml: password = { command = ["systemd-creds", "cat", "imap"] }',
        "",
        "NoNewPrivileges=yes",
        *(["PrivateUsers=yes"] if own else ["PrivateDevices=yes", "ProtectClock=yes", "ProtectHostname=yes"]),
        "ProtectSystem=strict",
        "ProtectHome=read-only",
        f"ReadWritePaths={' '.join(_path(str(place)) for place in places)}",
        "PrivateTmp=yes",
        "ProtectControlGroups=yes",
        "ProtectKernelTunables=yes",
        *([] if own else ["ProtectKernelModules=yes", "ProtectKernelLogs=yes", "CapabilityBoundingSet="]),
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
        "RestrictNamespaces=yes",
        "RestrictRealtime=yes",
        "RestrictSUIDSGID=yes",
        "LockPersonality=yes",
        "SystemCallArchitectures=native",
        "",
        "[Install]",
        f"WantedBy={'default.target' if own else 'multi-user.target'}",
    ]
    text = "\n".join(lines) + "\n"
    return f"{_MARK}{_sum(text)}.\n{text}"


def is_our_own(text: str) -> bool:
    """Whether a unit is as we wrote it: neither somebody else's, nor changed by hand since."""
    found = _OWN.match(text)
    return found is not None and found[1] == _sum(text[found.end() :])


def _sum(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _plain(words: str) -> str:
    return _percent("".join(letter if letter.isprintable() else " " for letter in words)[:120]).rstrip("\\")


def _percent(words: str) -> str:
    return words.replace("%", "%%")


def _checked(path: str) -> str:
    if not path.isprintable() or path != path.strip() or path.endswith("\\"):
        raise UserError(say("systemd cannot be told of “{folder}”: give it a plainer name.", folder=path))
    return path


def _path(path: str) -> str:
    """A path of a list of paths: quoted."""
    escaped = _percent(_checked(path)).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _word(word: str) -> str:
    """A word of a command line: quoted, and without systemd's own variables."""
    return _path(word).replace("$", "$$")
