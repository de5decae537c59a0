"""How fast officebot triages a whole mailbox, beside imapfilter with rules for the same kinds and the least possible.

    python benchmarks/triage.py             10,000 mails, three rounds
    python benchmarks/triage.py --quick     1,000 mails once

Every kind of mail is filed into a folder of its own and what is urgent is flagged, by both. imapfilter lets the
server search for words; officebot reads each mail, says why, keeps a ledger and can take it back. The floor is
a bare client that fetches what officebot fetches and repeats its flags and moves.

Needs Debian's dovecot-imapd, dovecot-lmtpd and imapfilter, and root (Dovecot gives up its rights itself).
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.common import BareImap, table, timed
from benchmarks.intake import Bench, check
from officebot.testing.dovecot import running_dovecot

#: Kind of mail → folder; plain names, which every client writes alike.
FOLDERS = {
    "newsletter": "Newsletters", "automatic": "Notifications", "invoice": "Invoices", "order": "Orders",
    "meeting": "Meetings", "complaint": "Complaints", "incident": "Incidents", "hr": "Personnel", "fraud": "To check",
}  # fmt: skip

_RULES = """
options.timeout = 300
options.charset = 'UTF-8'
options.info = false
options.create = true
account = IMAP {{ server = '127.0.0.1', port = {port}, username = '{user}', password = '{password}' }}
inbox = account.INBOX
urgent = inbox:contain_subject('urgent') + inbox:contain_body('ne répond plus') + inbox:contain_body('not answered')
if #urgent > 0 then urgent:add_flags({{ '$officebot_today', '\\\\Flagged' }}) end
function file(found, folder) if #found > 0 then found:move_messages(account[folder]) end end
file(inbox:contain_field('List-Id', '.'), 'Newsletters')
file(inbox:contain_field('Auto-Submitted', 'auto'), 'Notifications')
file(inbox:contain_subject('réclamation') + inbox:contain_subject('complaint') + inbox:contain_body('fêlés')
  + inbox:contain_body('cracked'), 'Complaints')
file(inbox:contain_subject('panne') + inbox:contain_subject('down'), 'Incidents')
file(inbox:contain_subject('facture') + inbox:contain_subject('invoice') + inbox:contain_body('montant total')
  + inbox:contain_body('total comes to'), 'Invoices')
file(inbox:contain_subject('commande') + inbox:contain_subject('order') + inbox:contain_subject('devis')
  + inbox:contain_subject('quote') + inbox:contain_subject('livraison') + inbox:contain_subject('delivery'), 'Orders')
file(inbox:contain_subject('rendez-vous') + inbox:contain_subject('appointment') + inbox:contain_body('la réunion')
  + inbox:contain_body('the team meeting'), 'Meetings')
file(inbox:contain_subject('congés') + inbox:contain_subject('leave'), 'Personnel')
"""


def imapfilter(bench: Bench, place: Path) -> tuple[dict[str, float], int]:
    """Wall and CPU seconds of imapfilter over a fresh mailbox, and how many mails it moved."""
    user = bench.fresh()
    rules = place / f"{user}.lua"
    rules.write_text(_RULES.format(port=bench.server.imap_port, user=user, password=bench.server.password))
    with timed() as spent:
        subprocess.run(
            ["imapfilter", "-c", str(rules)], check=True, env={**os.environ, "HOME": str(place)},
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
    client = BareImap(bench.server.imap_port, user, bench.server.password)
    left = client.count("INBOX")
    client.close()
    bench.gone(user)
    return spent, bench.count - left


def measure(bench: Bench, place: Path, rounds: int) -> str:
    """The table: medians of interleaved rounds."""
    floors, peers, offices, moved = [], [], [], []
    for _ in range(rounds):
        figures, plan = bench.office(acts=True, folders=FOLDERS)
        offices.append(figures)
        spent, by_peer = imapfilter(bench, place)
        peers.append(spent)
        floors.append(bench.bare(plan))
        moved.append((by_peer, sum(map(len, plan.moves.values()))))
    check(offices, bench.count, acted=True)
    walls = [statistics.median(one["wall"] for one in some) for some in (floors, peers, offices)]
    floor, peer, _ = walls
    names = ("floor: FETCH + STORE + MOVE", "imapfilter", "officebot: triage, ledger and acting")
    counts = ("", f"{moved[-1][0]:,}", f"{moved[-1][1]:,}")
    rows = [
        (name, f"{bench.count / wall:,.0f}", f"{floor / wall:.0%}", f"{peer / wall:.2f} ×", count)
        for name, wall, count in zip(names, walls, counts, strict=True)
    ]
    heading = (
        f"{bench.count:,} mails, {bench.megabytes:.0f} MB",
        "mails/s",
        "of the floor",
        "of imapfilter",
        "filed",
    )
    return table([heading, *rows])


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="1,000 mails, one round")
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    count, rounds = (1_000, 1) if chosen.quick else (10_000, chosen.rounds)
    with running_dovecot() as server, tempfile.TemporaryDirectory(prefix="office-bench-") as place:
        print(measure(Bench(server, Path(place), count), Path(place), rounds))


if __name__ == "__main__":
    main()
