"""Writes what officebot is made of, as CycloneDX 1.6 JSON: each locked package with version, hashes and licence.

python tools/sbom.py                              of requirements/runtime.lock, to standard output
python tools/sbom.py --to dist                    as dist/officebot-VERSION.cdx.json
python tools/sbom.py --lock requirements/test.lock

The same lock gives the same bytes. A licence is named where the very version is installed here, and says its own.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

sys.path.insert(0, str(Path(__file__).parent))
import locks

ROOT = Path(__file__).parents[1]
_LONGEST_LICENCE = 100


def bill(project: dict[str, Any], pins: Sequence[locks.Pin]) -> dict[str, Any]:
    """The bill of materials of a project (pyproject.toml's table) that depends on these."""
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    content = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": own, "name": project["name"], "version": project["version"],
                "description": project["description"], "purl": own,
                "licenses": [{"expression": project["license"]}],
            },
        },
        "components": [component(pin) for pin in pins],
        "dependencies": [{"ref": own, "dependsOn": needed(project["name"], pins)}]
        + [{"ref": pin.purl, "dependsOn": needed(pin.name, pins)} for pin in pins],
    }  # fmt: skip
    # Made of what it says, so that the same content has the same number.
    number = uuid5(NAMESPACE_URL, json.dumps(content, sort_keys=True))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "serialNumber": f"urn:uuid:{number}",
        **content,
    }


def component(pin: locks.Pin) -> dict[str, Any]:
    """A locked package; `hashes` are those of all its files that may be installed."""
    said: dict[str, Any] = {
        "type": "library",
        "bom-ref": pin.purl,
        "name": pin.name,
        "version": pin.version,
        "purl": pin.purl,
        "hashes": [{"alg": "SHA-256", "content": one} for one in pin.hashes],
    }
    if licences := licences_of(pin):
        said["licenses"] = licences
    if pin.marker:
        said["properties"] = [{"name": "officebot:marker", "value": pin.marker}]
    return said


def needed(name: str, pins: Sequence[locks.Pin]) -> list[str]:
    """The packages that this one needs directly."""
    return sorted(pin.purl for pin in pins if locks.normalised(name) in pin.needed_by)


def licences_of(pin: locks.Pin) -> list[dict[str, Any]]:
    """What the installed package says of its licence; nothing where another version is installed, or none."""
    try:
        about = metadata(pin.name)
    except PackageNotFoundError:
        return []
    # Asked for all of a name: the library importlib_metadata, once imported, makes a missing one a KeyError.
    version, expression, plain = (
        next(iter(about.get_all(name) or ()), "") for name in ("Version", "License-Expression", "License")
    )
    if version != pin.version:
        return []
    if expression:
        return [{"expression": expression}]
    told = plain.strip()
    if told and len(told) <= _LONGEST_LICENCE and "\n" not in told:
        return [{"license": {"name": told}}]
    filed = [one.rpartition(" :: ")[2] for one in about.get_all("Classifier") or () if one.startswith("License ::")]
    return [{"license": {"name": one}} for one in filed if one != "OSI Approved"]


def main(words: Sequence[str] | None = None) -> int:
    """Write it. Exit 1 where the lock is not whole."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lock", type=Path, default=ROOT / "requirements" / "runtime.lock")
    options.add_argument("--to", type=Path, metavar="FOLDER")
    chosen = options.parse_args(words)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    try:
        made = bill(project, locks.read(chosen.lock))
    except (OSError, ValueError) as fault:
        print(f"no bill of materials: {fault}", file=sys.stderr)
        return 1
    text = json.dumps(made, indent=1, ensure_ascii=False) + "\n"
    if chosen.to is None:
        sys.stdout.write(text)
    else:
        chosen.to.mkdir(parents=True, exist_ok=True)
        (chosen.to / f"{project['name']}-{project['version']}.cdx.json").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
