"""What installed plugins cost at the start: a thousand that no office enabled, and a hundred that one did.

Each is compared with an environment that has none, and so is a second one of that kind: what differs there is noise.

python benchmarks/plugins_start.py            1,000 disabled, 100 enabled, 15 runs of each command, in turn
python benchmarks/plugins_start.py --quick    5 runs
python benchmarks/plugins_start.py --cold     the disabled ones with nothing remembered from the run before
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DISABLED, ENABLED = 1_000, 100
_DUTY = '''
"""A duty that finds nothing to do."""

from pydantic import BaseModel, Field

from officebot.sdk import Duty, say


class Settings(BaseModel):
    most: int = Field(default=10, ge=1, description="How many.")
    words: tuple[str, ...] = Field(default=(), description="Which.")


def observe(office, trigger, settings):
    return len(office.facts.name)


def decide(facts, settings):
    return ()


DUTY = Duty(name="{name}", title=say("Nothing to do"), settings=Settings, observe=observe, decide=decide,
            triggers=("mon-fri 08:00", "start"))
'''
_OFFICE = '[office]\nname = "Atelier Verrier"\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What the runs of one command took: seconds on the clock, and of the processor."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def told(self) -> str:
        """The least and the median, in milliseconds."""
        return " ".join(
            f"{1000 * min(times):8.1f} {1000 * statistics.median(times):8.1f}" for times in (self.wall, self.cpu)
        )


def environment(folder: Path, plugins: int) -> Path:
    """The python of a new environment that has all of this one's packages and so many plugins."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    place = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    # Not links to folders: behind a sandbox nothing is seen of where they lead.
    lent = shutil.ignore_patterns("*.pth")
    shutil.copytree(sysconfig.get_path("purelib"), place, copy_function=lend, ignore=lent, dirs_exist_ok=True)
    (place / "checkout.pth").write_text(f"{ROOT}\n")
    for number in range(plugins):
        add_plugin(place, f"plugin_{number:04}")
    return folder / "bin" / "python"


def lend(source: str, target: str) -> None:
    """One file in two places, or a copy where they are not on one disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def add_plugin(place: Path, name: str) -> None:
    """Lay a distribution with one duty into a folder, as an installer does."""
    (place / name).mkdir()
    (place / name / "__init__.py").write_text(_DUTY.replace("{name}", name))
    known = place / f"{name}-1.0.dist-info"
    known.mkdir()
    (known / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (known / "entry_points.txt").write_text(f"[officebot.duties]\n{name} = {name}:DUTY\n")
    (known / "RECORD").write_text(f"{name}/__init__.py,,\n")
    (known / "INSTALLER").write_text("pip\n")


def office(folder: Path, enabled: int, *, is_trusted: bool = False) -> Path:
    """An office without mailboxes, with so many of the plugins' duties enabled, trusted or each in a process apart."""
    folder.mkdir()
    tables = "".join(f"[duties.plugin_{number:04}]\nenabled = true\n" for number in range(enabled))
    if is_trusted:
        tables += "".join(f'[plugins.plugin-{number:04}]\nruns = "trusted"\n' for number in range(enabled))
    (folder / "office.toml").write_text(_OFFICE + tables)
    for name in ("people.csv", "contacts.csv"):
        shutil.copy(ROOT / "config" / name, folder)
    return folder


def run(command: Sequence[str | Path], settings: Mapping[str, str]) -> tuple[float, float]:
    """Seconds on the clock and of the processor, its children's included."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([str(word) for word in command], stdout=said, stderr=said, env=dict(settings))
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(said.read().decode()[-2000:])
    return time.perf_counter() - begin, used.ru_utime + used.ru_stime


def compare(sides: Mapping[str, tuple[Path, Path]], words: Sequence[str], runs: int, cold: bool) -> None:
    """Run a command on each side in turn, and print what it took: `sides` are pythons with their offices."""
    found = {side: Spent() for side in sides}
    with tempfile.TemporaryDirectory(prefix="office-start-") as remembered:
        settings = {**os.environ, "LANGUAGE": "en", "COLUMNS": "80", "XDG_CACHE_HOME": remembered}
        for turn in range(runs + 1):
            for side, (python, folder) in sides.items():
                if cold:
                    shutil.rmtree(remembered)
                wall, cpu = run([python, "-m", "officebot", "--office", folder, *words], settings)
                # The first turn writes what is compiled and remembered.
                if turn:
                    found[side].wall.append(wall)
                    found[side].cpu.append(cpu)
    first = found["no plugins"]
    for side, spent in found.items():
        apart = statistics.median(b - a for a, b in zip(first.cpu, spent.cpu, strict=True))
        more = (min(spent.wall) - min(first.wall), min(spent.cpu) - min(first.cpu), apart)
        print(
            f"{' '.join(words):8} {side:14} {spent.told()} {' '.join(f'{1000 * one:+8.1f}' for one in more)}",
            flush=True,
        )


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--cold", action="store_true")
    chosen = options.parse_args()
    runs = 5 if chosen.quick else 15
    print(
        f"load {os.getloadavg()[0]:.1f}; milliseconds: wall min, median; CPU min, median; more than without plugins: "
        "wall and CPU by their minima, CPU by the median of the differences"
    )
    with tempfile.TemporaryDirectory(prefix="office-plugins-") as place:
        folder = Path(place)
        none, again = environment(folder / "none", 0), environment(folder / "again", 0)
        many = environment(folder / "many", DISABLED)
        # An installation is seldom a second old.
        time.sleep(3)
        plain = office(folder / "plain", 0)
        sides = {
            "no plugins": (none, plain),
            "none, again": (again, plain),
            f"{DISABLED} disabled": (many, plain),
            f"{ENABLED} trusted": (many, office(folder / "trusted", ENABLED, is_trusted=True)),
        }
        compare(sides, ["--help"], runs, chosen.cold)
        compare(sides, ["once"], runs, chosen.cold)
        # Run apart, each would also have its turn by `once`, in a process of its own: that is no cost of the start.
        sides[f"{ENABLED} apart"] = (many, office(folder / "apart", ENABLED))
        compare(sides, ["duties"], runs, chosen.cold)


if __name__ == "__main__":
    main()
