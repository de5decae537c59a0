"""The bill of materials names all that the lock names, in CycloneDX's form, and is the same for the same lock."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.tools import ROOT, tool

sbom, locks = tool("sbom"), tool("locks")
RUNTIME = ROOT / "requirements" / "runtime.lock"


def made(folder: Path, *words: str) -> dict[str, Any]:
    assert sbom.main(["--to", str(folder), *words]) == 0
    (file,) = folder.glob("officebot-*.cdx.json")
    said: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return said


@pytest.fixture
def bill(tmp_path: Path) -> dict[str, Any]:
    return made(tmp_path)


def test_each_locked_package_stands_in_it_with_its_hashes(bill: dict[str, Any]) -> None:
    told = {(one["name"], one["version"]): {each["content"] for each in one["hashes"]} for one in bill["components"]}
    pins = re.findall(r"^([\w.-]+)==(\S+)", RUNTIME.read_text(), re.MULTILINE)
    assert sorted(told) == sorted((locks.normalised(name), version) for name, version in pins)
    assert sum(map(len, told.values())) == RUNTIME.read_text().count("--hash=sha256:")


def test_it_has_what_cyclonedx_1_6_requires(bill: dict[str, Any]) -> None:
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", bill["serialNumber"])
    assert set(bill) == {
        "$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "dependencies",
    }  # fmt: skip
    for one in (bill["metadata"]["component"], *bill["components"]):
        assert one["type"] in {"application", "library"}
        assert one["bom-ref"] == one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}"
        for each in one.get("hashes", ()):
            assert each["alg"] == "SHA-256"
            assert re.fullmatch("[0-9a-f]{64}", each["content"])
        # Either one expression, or licences one by one.
        for each in one.get("licenses", ()):
            assert set(each) == {"expression"} or set(each["license"]) == {"name"}
        assert "licenses" not in one or len(one["licenses"]) == 1 or "expression" not in json.dumps(one["licenses"])


def test_who_needs_whom_leads_to_every_component(bill: dict[str, Any]) -> None:
    needs = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    refs = {one["bom-ref"] for one in bill["components"]}
    reached = {bill["metadata"]["component"]["bom-ref"]}
    while more := {ref for one in reached for ref in needs[one]} - reached:
        reached |= more
    assert reached - {bill["metadata"]["component"]["bom-ref"]} == refs == set(needs) & refs


def test_licences_are_those_that_the_installed_packages_name(bill: dict[str, Any]) -> None:
    told = {one["name"]: one.get("licenses") for one in bill["components"]}
    assert told["pydantic"] == [{"expression": "MIT"}]
    assert sum(one is not None for one in told.values()) > 0.9 * len(told)


def test_another_version_than_the_installed_one_has_no_licence(tmp_path: Path) -> None:
    lock = tmp_path / "other.lock"
    lock.write_text(
        f"pydantic==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:{'a' * 64}\n    # via officebot\n"
    )
    (one,) = made(tmp_path / "out", "--lock", str(lock))["components"]
    assert "licenses" not in one
    assert one["properties"] == [{"name": "officebot:marker", "value": "sys_platform == 'win32'"}]


def test_the_same_lock_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = made(tmp_path / "one"), made(tmp_path / "two")
    assert first == second
    other = made(tmp_path / "three", "--lock", str(ROOT / "requirements" / "test.lock"))
    assert other["serialNumber"] != first["serialNumber"]


def test_of_a_lock_without_hashes_there_is_no_bill(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bare.lock").write_text("pydantic==2.0\n")
    assert sbom.main(["--lock", str(tmp_path / "bare.lock")]) == 1
    assert capsys.readouterr().out == ""
