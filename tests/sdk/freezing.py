"""Frozen plugins: each stands for what others have installed, written against one version of the SDK."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from officebot.app import App
from officebot.app.demo import serving
from officebot.core.catalogues import domain_of
from officebot.core.text import Text
from officebot.engine.ledger import proposals as rows
from officebot.testing.clock import VirtualClock
from tests.app.embedded import MORNING, Whole

FROZEN = Path(__file__).parent / "frozen"


def hash_of(project: Path) -> str:
    """The SHA-256 of all files of a project, by name."""
    found = hashlib.sha256()
    for path in sorted(project.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            found.update(f"{path.relative_to(project).as_posix()}\n".encode() + path.read_bytes())
    return found.hexdigest()


@contextmanager
def installed_from(project: Path, site: Path) -> Iterator[None]:
    """A project "visitor_count-1.0" as an installed distribution."""
    package, _, version = project.name.partition("-")
    metadata = site / f"{project.name}.dist-info"
    metadata.mkdir(parents=True)
    (site / package).symlink_to(project / package)
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {package.replace('_', '-')}\nVersion: {version}\n"
    )
    (metadata / "entry_points.txt").write_text(f"[officebot.duties]\n{package} = {package}:DUTY\n")
    sys.path.insert(0, str(site))
    try:
        yield
    finally:
        sys.path.remove(str(site))


def at_work(office: Path) -> Iterator[Whole]:
    """The office at work, its first mail still to come."""
    with serving(office) as servers:
        clock = VirtualClock(MORNING)
        with App(office, clock=clock) as app:
            app.serve_with(servers)
            whole = Whole(app, servers, clock)
            whole.turn(minutes=1)
            yield whole


def waiting_of(app: App, duty: str) -> int:
    """The number of the newest proposal of a duty that waits for a yes."""
    with app.ledger.reading() as tx:
        found = rows.in_states(tx, ["waiting"])
    return int(max(one.id for one in found if one.duty == duty))


def in_french(stored: Any, domain: str) -> str:
    """A sentence of the plugin's as it was kept, in French."""
    assert domain_of(stored["domain"]) == domain
    return Text.from_json(stored).render("fr")
