"""A keyring for processes that a test starts: one JSON file, named by a variable."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class FileKeyring(KeyringBackend):
    """What PYTHON_KEYRING_BACKEND names."""

    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        found: str | None = self._kept().get(f"{service}/{username}")
        return found

    def set_password(self, service: str, username: str, password: str) -> None:
        Path(os.environ["CANARY_KEYRING"]).write_text(json.dumps(self._kept() | {f"{service}/{username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError

    def _kept(self) -> dict[str, str]:
        path = Path(os.environ["CANARY_KEYRING"])
        kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        return kept
