"""The composition root: settings → connectors → duties → engine. The only place that knows all of them."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Self

from officebot.app.agendas import Agendas
from officebot.app.engine import Engine
from officebot.app.installed import Installed
from officebot.app.lookout import Lookout
from officebot.app.papers import MailPapers
from officebot.app.workbooks import Workbooks
from officebot.connectors.pages import fetch
from officebot.core.actions import MoveMessage
from officebot.core.clock import Clock, SystemClock
from officebot.core.mail import MessageRef
from officebot.core.numbering import Numbering
from officebot.core.panels import Viewer, is_seen_by
from officebot.core.people import People, Person
from officebot.core.policy import Policy
from officebot.core.problems import Problem, UserError
from officebot.core.proposals import ProposalState
from officebot.core.schedule import Kind, parse
from officebot.core.text import Language, Text, quoted, say
from officebot.engine import health
from officebot.engine.acting.executor import Work
from officebot.engine.acting.guard import Limits
from officebot.engine.deciding import amending, approvals, closing, desk
from officebot.engine.deciding.approvals import Actor, Answer
from officebot.engine.deciding.asked import note_answers
from officebot.engine.deciding.codes import office_secret
from officebot.engine.intake.intake import Intake, Received
from officebot.engine.intake.recognising import for_workers
from officebot.engine.intake.sent import SentIntake
from officebot.engine.ledger import Ledger, leases, mails, marks, open_sqlite, open_url, queued
from officebot.engine.ledger import proposals as rows
from officebot.engine.record import journal, views
from officebot.engine.record.balance import Balance
from officebot.engine.record.journal import Note
from officebot.engine.running.breakers import Breakers
from officebot.engine.running.duties import EnabledDuty
from officebot.engine.running.migrating import migrated
from officebot.engine.running.office import OfficeReader
from officebot.engine.running.runner import Ran
from officebot.engine.running.watching import Watcher, note_arrivals
from officebot.sdk import Duty, Item, OfficeFacts
from officebot.settings.load import LoadedOffice, load_office
from officebot.settings.numbers import rules_of

if TYPE_CHECKING:
    from officebot.app.backups import Made
    from officebot.app.learning import Learner
    from officebot.app.post import Post
    from officebot.app.wellbeing import Wellbeing
    from officebot.connectors.alerts import AlertPerformer
    from officebot.settings.office import OfficeSettings
    from officebot.testing.embedded import EmbeddedOffice


class App:
    """An opened office: everything a command, the service or a page needs. Close it, or use it with `with`."""

    def __init__(
        self, folder: Path, *, clock: Clock | None = None, at: str = "", role: str = "cli",
        brought: Mapping[str, Duty[Any, Any]] | None = None,
    ) -> None:  # fmt: skip
        self._stack = ExitStack()
        # The dashboard asks for parts while the service's threads do.
        self._making = RLock()
        #: Duties that are handed over as they are, beside the installed ones: this process alone may know their code.
        self._brought = brought or {}
        self.installed = Installed(folder.absolute(), self._brought)
        self._stack.callback(self.installed.close)
        self.loaded: LoadedOffice = load_office(folder, self.installed)
        self.folder = self.loaded.folder
        self.settings = self.loaded.settings
        self.installed.bound_runs(self.settings.trust.run_seconds)
        self.ledger = open_ledger(self.settings, self.folder)
        self.breakers = Breakers(self.ledger, self.settings.trust.stop_after_failures)
        self._stopped: frozenset[str] = frozenset()
        self.owner = leases.make_owner(role)
        self.clock = clock or self._clock_at(at)
        self._is_standing = bool(at)
        self.facts = OfficeFacts(
            name=self.settings.office.name,
            people=People(self.loaded.people.all, self._aliases()),
            contacts=self.loaded.contacts,
            working_time=self.loaded.working_time,
            language=self.settings.office.language,
            account=next(iter(self.settings.mail.accounts), ""),
            mailboxes=frozenset(
                address.lower()
                for account in self.settings.mail.accounts.values()
                for address in (account.address, *account.aliases)
            ),
        )
        self.agendas = self._stack.enter_context(Agendas(self.loaded, self._own_servers))
        # How old a file is the system's clock tells, whatever the office's own shows.
        self.workbooks = self._stack.enter_context(Workbooks(self.loaded, SystemClock()))
        self.papers = self._stack.enter_context(
            MailPapers(lambda ref: self.post.original(ref), lambda: self.facts, self.believed)
        )
        self.office = OfficeReader(self.ledger, self.facts, self.folder, self.agendas, self.workbooks, self.papers)
        self.lookout = self._stack.enter_context(Lookout(self.office, self.clock))
        self.office.lookout = self.lookout
        self.duties = migrated(self.ledger, self._enabled_duties(), self.clock.now())
        self.office.duties = self.duties
        self.office.secret = self._secret
        self.office.page = self.dashboard_address
        self.office.look = lambda: self.wellbeing.signs()
        self.office.fetcher = fetch
        self.office.hosts = self.installed.hosts_of_trusted(self.duties)
        self.watcher = Watcher(self.ledger, self.duties, self.folder)
        self.begun = self._begin()
        #: Called when somebody answered: whoever acts looks at once, instead of at the next turn.
        self.nudge: Callable[[], None] = lambda: None
        self._post: Post | None = None
        self._learner: Learner | None = None
        self._wellbeing: Wellbeing | None = None
        self._servers: EmbeddedOffice | None = None
        self._engine: Engine | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of connections, workers and servers."""
        self._stack.close()
        self.ledger.close()

    # ── parts, made when first needed ─────────────────────────────────────────────────────────────────────

    @property
    def post(self) -> Post:
        """The office's mail connectors."""
        with self._making:
            if self._post is None:
                self._own_servers()
                self._post = self._stack.enter_context(self._made_post())
        return self._post

    def _own_servers(self) -> EmbeddedOffice | None:
        """A sample office's servers, started when they are first needed; None for an office that has its own."""
        if self.settings.demo.embedded and self._servers is None:
            from officebot.app.demo import serving

            self._servers = self._stack.enter_context(serving(self.folder))
        return self._servers

    def _made_post(self) -> Post:
        from officebot.app.post import Post

        self._stopped = self.breakers.stopped(self.clock.now())
        recognising = None if self._brought else for_workers(self.duties.values(), self.facts, self._stopped)
        return Post(self.loaded, self.clock, self._servers, self._whereabouts, recognising, self._blob_of)

    def _blob_of(self, name: str) -> bytes | None:
        """The bytes that the ledger keeps under this hash, if they are still what they were."""
        with self.ledger.reading() as tx:
            return rows.blobs_named(tx, [name]).get(name)

    def _whereabouts(self, ref: MessageRef) -> MessageRef | None:
        """Where the ledger last saw a message."""
        with self.ledger.reading() as tx:
            return mails.known(tx, ref.account, [ref.fingerprint]).get(ref.fingerprint)

    def serve_with(self, servers: EmbeddedOffice) -> None:
        """Use these servers of a sample office instead of starting its own."""
        self._servers = servers

    @property
    def engine(self) -> Engine:
        """Proposer, executor, runner and undo, wired to the connectors."""
        with self._making:
            if self._engine is None:
                self._engine = Engine(self)
        return self._engine

    def policy(self) -> Policy:
        """The rules in force now; a new office observes for its first days."""
        begun = self.begun
        if self._is_standing:
            # A wished time must not end the days of observing early: what is left of them is left there, too.
            begun += self.clock.now() - leases.real_now()
        return self.loaded.policy(begun=begun)

    # ── what people ask for ───────────────────────────────────────────────────────────────────────────────

    def take_in(self, account: str, after_batch: Callable[[Received], None] | None = None) -> Received:
        """Read all that is new in one mailbox."""
        self.learner.renew()
        self.mind_stopped()
        with self.post.source(account) as source:
            self.sent_intake(account).work(source)
            received = self.intake(account, after_batch).work(source)
        if received.known:
            self.learner.from_moves()
        return received

    @property
    def learner(self) -> Learner:
        """What keeps the office's facts in step with what people correct."""
        if self._learner is None:
            from officebot.app.learning import Learner

            self._learner = Learner(self)
        return self._learner

    @property
    def wellbeing(self) -> Wellbeing:
        """What looks at the office itself."""
        if self._wellbeing is None:
            from officebot.app.wellbeing import Wellbeing

            self._wellbeing = Wellbeing(self)
        return self._wellbeing

    def renew(self, facts: OfficeFacts) -> None:
        """Know other facts from now on, here and in the workers."""
        self.facts = facts
        self.office.renew(facts)
        if self._post is not None:
            self._post.renew(for_workers(self.duties.values(), facts, self._stopped))

    def mind_stopped(self) -> None:
        """Let the workers know which duties are stopped now, where that changed."""
        stopped = self.breakers.stopped(self.clock.now())
        if self._post is not None and stopped != self._stopped:
            self._stopped = stopped
            self._post.renew(for_workers(self.duties.values(), self.facts, stopped))

    def try_again(self, who: Actor, duty: str) -> None:
        """Let a stopped duty try once. Raises UserError where it is not stopped."""
        self.breakers.try_again(duty, who.name, self.clock.now())
        self.nudge()

    def leave_off(self, who: Actor, duty: str) -> None:
        """Leave a stopped duty off until somebody says otherwise. Raises UserError where it is not stopped."""
        self.breakers.leave_off(duty, who.name, self.clock.now())

    def believed(self, account: str) -> frozenset[str]:
        """The servers whose checks of a sender are believed for mail of this mailbox."""
        return frozenset(self.settings.mail.accounts[account].authserv_ids)

    def filed(self, mail_id: int) -> int | None:
        """The proposal by which triage filed this mail, if it was done and not taken back."""
        with self.ledger.reading() as tx:
            found = [row for row in queued.of_mail(tx, mail_id) if row.duty == "mail_triage" and row.state == "done"]
            moves = [
                one.proposal_id
                for one in rows.actions_of(tx, [row.id for row in found])
                if one.kind == MoveMessage.kind
            ]
        return max(moves, default=None)

    def alerts(self) -> AlertPerformer:
        """What alerts people by the media of the settings."""
        from officebot.connectors.alerts import AlertPerformer

        return AlertPerformer({address: table.url for address, table in self.settings.alerts.items()})

    def sent_intake(self, account: str) -> SentIntake:
        """The reading of what one mailbox sent."""
        is_baseline = self.settings.mail.accounts[account].on_first_connection == "baseline"
        return SentIntake(
            self.ledger, self.duties, self.facts, self.clock, baseline=is_baseline, breakers=self.breakers
        )

    def intake(self, account: str, after_batch: Callable[[Received], None] | None = None) -> Intake:
        """The intake of one mailbox."""
        return Intake(
            self.ledger,
            self.duties,
            self.office,
            self.engine.proposer,
            self.clock,
            baseline=self.settings.mail.accounts[account].on_first_connection == "baseline",
            limits=self.limits,
            after_batch=after_batch,
            breakers=self.breakers,
            promises=self.office.promises,
        )

    def act(self, wait_seconds: float = 30.0) -> Work:
        """Carry out what is approved and due."""
        if not self._is_standing:
            approvals.expire(self.ledger, self.clock.now())
        return self.engine.executor.work(wait_seconds)

    def held_until(self) -> datetime | None:
        """When the last of the approved actions that are held may be done; None where none is held."""
        with self.ledger.reading() as tx:
            return rows.held_until(tx, self.clock.now())

    def run_duties(self, only: list[str] | None = None, wait_seconds: float = 2.0) -> list[Ran]:
        """Note what is due and run it; waits at most so long for watched files that do not answer."""
        self.engine.runner.note_due()
        self.watcher.note_changes(self.clock.now(), wait_seconds)
        note_arrivals(self.ledger, self.duties, self.clock.now())
        self.note_answers()
        return self.engine.runner.work(only)

    def note_answers(self) -> int:
        """Note a run for each duty that tells people what became of their answers by mail; how many are new."""
        names = [
            name for name, duty in self.duties.items() if any(one.kind is Kind.ANSWERS for one in duty.schedules)
        ]
        return note_answers(self.ledger, names, self.clock.now())

    def answer(self, principal: str | None) -> Actor:
        """Who acts now: the logged-in person, for `principal` where delegated."""
        with self.ledger.reading() as tx:
            return approvals.actor(tx, self._people_with_login(), login(), principal, self.clock.now())

    def approve(self, who: Actor, proposal_id: int, shown: str | None = None) -> Answer:
        """Say yes; a mail is held for as long as the settings say."""
        hold = timedelta(seconds=self.settings.mail.hold_seconds)
        return approvals.approve(self.ledger, who, proposal_id, shown, self.clock.now(), hold, self.series)

    def reject(self, who: Actor, proposal_id: int, because: str) -> Answer:
        """Say no, with the reason."""
        return approvals.reject(self.ledger, who, proposal_id, because, self.clock.now())

    def amend(self, who: Actor, proposal_id: int, shown: str, words: Mapping[int, amending.Words]) -> int:
        """Put a person's own words into a waiting proposal's mails: the number of the version that waits now."""
        now = self.clock.now()
        return amending.amend(self.ledger, self.engine.proposer, who, proposal_id, shown, words, now)

    def put_off(self, who: Actor, proposal_id: int, until: datetime) -> Answer:
        """Take a proposal out of this person's queue until then."""
        return desk.put_off(self.ledger, who, proposal_id, until, self.clock.now())

    def settle(self, who: Actor, proposal_id: int, happened: bool) -> Answer:
        """Say whether an uncertain action happened."""
        return approvals.settle(self.ledger, who, proposal_id, happened, self.clock.now())

    def undo(self, who: Actor, proposal_id: int, *, as_far_as_possible: bool = False) -> tuple[ProposalState, Text]:
        """Take a proposal back, if the person may decide about it: all of it, unless it is asked otherwise."""
        return self.engine.undoer.undo(proposal_id, who, as_far_as_possible=as_far_as_possible)

    def close_item(self, who: Actor, kinds: Sequence[str], key: str, because: str) -> Item:
        """Close an open item by a person's word. Raises UserError where there is none, or it is not theirs."""
        return closing.close(self.ledger, who, kinds, key, because, self.clock.now())

    def pause(self, who: Actor, paused: bool) -> None:
        """Stop all acting at once, or let it go on. Anybody may stop; raises UserError for who may not resume."""
        if not paused and not who.principal.may_approve:
            raise UserError(say("{name} may not decide: ask somebody who may.", name=who.principal.name))
        now = self.clock.now()
        with self.ledger.writing() as tx:
            marks.put(tx, marks.PAUSED, paused, now, who.name)
            what = "office.paused" if paused else "office.resumed"
            journal.write(tx, now, [Note(who.name, what, "office", {})])

    def tell_changed(self, who: Person, file: str, what: str = "") -> None:
        """Write into the journal that somebody changed the settings: which file, and where in it."""
        now = self.clock.now()
        with self.ledger.writing() as tx:
            journal.write(tx, now, [Note(who.name, "settings.changed", f"settings:{file}"[:200], {"what": what})])

    def tell_plugin(self, what: str, who: Actor, name: str, told: Mapping[str, Any]) -> None:
        """Write into the journal what somebody decided about a plugin."""
        with self.ledger.writing() as tx:
            journal.write(tx, self.clock.now(), [Note(who.name, what, f"plugin:{name}"[:200], told)])

    def balance(self) -> Balance:
        """The count of what came in since the last one; mailboxes that cannot be reached are left out."""
        from officebot.app.evening import count

        return count(self)[0]

    def totals(self) -> dict[str, Any]:
        """The office's totals, the files with their full paths."""
        found = views.totals(self.ledger)
        return {**found, "files": [str(self.folder / path) for path in found["files"]]}

    def may_see_mail(self, person: Person, account: str) -> bool:
        """Whether a person may see the mail of an account: its owner, and its circle."""
        table = self.settings.mail.accounts.get(account)
        if table is None:
            return False
        return is_seen_by(person, table.circle or self.settings.office.circle, table.owner)

    def viewer(self, person: Person, language: Language) -> Viewer:
        """A person who looks at the dashboard now, with what they may see."""
        accounts = frozenset(name for name in self.settings.mail.accounts if self.may_see_mail(person, name))
        return Viewer(
            person=person, language=language, zone=self.facts.working_time.tz, now=self.clock.now(), accounts=accounts,
            office_circle=self.settings.office.circle,
        )  # fmt: skip

    def dashboard_address(self) -> str:
        """Where browsers reach the dashboard, without an ending "/": where it is served now, else where it would be."""
        table = self.settings.service
        served = health.service(self.ledger) or {}
        return table.public_url or f"http://{table.host}:{served.get('port', table.port)}"

    def title_of(self, duty: str) -> Text:
        """What a duty is called, for people; of one that is not enabled any more, its name."""
        known = self.duties.get(duty)
        return known.duty.title if known is not None else quoted(duty)

    def reader(self, language: str) -> views.Reader:
        """Somebody who reads this language and lives in the office's zone."""
        return views.Reader(language, self.facts.working_time.tz)

    def backup(self, to: Path | None = None, *, with_documents: bool = False) -> Made:
        """A backup of the whole office but its secrets, in state/backups or another folder."""
        from officebot.app import backups

        return backups.make(self, to, with_documents=with_documents)

    def feed(self, secret: str) -> bytes | None:
        """The calendar (text/calendar) behind a secret address; None for a secret that is none."""
        from officebot.app import feeds

        return feeds.read(self, secret)

    @property
    def series(self) -> Numbering:
        """The office's numbers without gaps."""
        language = self.settings.office.language
        rules = rules_of(self.settings.numbers, language)
        return Numbering(rules=rules, language=language, zone=self.facts.working_time.tz)

    @property
    def limits(self) -> Limits:
        """How much the guard lets pass without a person."""
        return Limits(self.settings.trust.guard_items, self.settings.trust.guard_share)

    # ── opening ───────────────────────────────────────────────────────────────────────────────────────────

    def _clock_at(self, at: str) -> Clock:
        """The clock this office lives by: standing at `at` (local ISO), at the demo's time, or the system's."""
        if at:
            return self._standing_at(at)
        if not self.settings.demo.embedded:
            return SystemClock()
        from officebot.testing.clock import VirtualClock

        with self.ledger.reading() as tx:
            reached = marks.get(tx, "demo clock")
        return VirtualClock(datetime.fromisoformat(reached)) if reached else SystemClock()

    def _standing_at(self, at: str) -> Clock:
        from officebot.testing.clock import VirtualClock

        try:
            read = datetime.fromisoformat(at)
        except ValueError:
            what = say("“{read}” is not a time: write it as 2026-11-23T08:00.", read=at)
            raise UserError(Problem(where="--at", what=what)) from None
        return VirtualClock(read if read.tzinfo else read.replace(tzinfo=self.loaded.working_time.tz))

    def _begin(self) -> datetime:
        """When this office was first opened: from then on it observes for its first days."""
        with self.ledger.reading() as tx:
            begun = marks.get(tx, marks.FIRST_START)
        if begun is None:
            now = self.clock.now()
            with self.ledger.writing() as tx:
                begun = marks.get(tx, marks.FIRST_START) or now.isoformat()
                marks.put(tx, marks.FIRST_START, begun, now)
        # Never later than now: a sample office may first be looked at by today's clock, then live its day before it.
        return min(datetime.fromisoformat(begun), self.clock.now())

    def _secret(self) -> bytes:
        """By which codes in mails are derived; a sample office's is known, so that its day is the same each time."""
        if self.settings.demo.embedded:
            return b"the sample office"
        return office_secret(self.ledger, self.clock.now())

    def _aliases(self) -> dict[str, str]:
        """The mailboxes' further addresses, each with the address of the person whose mailbox it is."""
        return {
            alias: account.owner or account.address
            for account in self.settings.mail.accounts.values()
            for alias in account.aliases
        }

    def _enabled_duties(self) -> dict[str, EnabledDuty]:
        enabled: dict[str, EnabledDuty] = {}
        for name, table in self.loaded.duties.items():
            if not table.enabled:
                continue
            duty = self.installed.duty(name)
            schedules = table.triggers
            if schedules is None:
                schedules = tuple(parse(trigger) for trigger in duty.triggers)
            enabled[name] = EnabledDuty(duty=duty, settings=table.settings, schedules=schedules)
        return enabled

    def _people_with_login(self) -> People:
        """The people, each known by login. Where nobody has one, and in a sample office, whoever runs officebot
        is the owner of the first mailbox.
        """
        people = self.loaded.people
        if not self.settings.demo.embedded and any(person.login for person in people.all):
            return people
        owners = [account.owner or account.address for account in self.settings.mail.accounts.values()]
        owner = next((found for address in owners if (found := people.at(address))), None)
        if owner is None or people.logged_in_as(login()) is not None:
            return people
        return People(replace(one, login=login()) if one is owner else one for one in people.all)


def open_ledger(settings: OfficeSettings, folder: Path) -> Ledger:
    """The ledger of the office in this folder, where its settings say it is."""
    if not settings.ledger.url:
        return open_sqlite(folder / "state" / "ledger.db")
    return open_url(settings.ledger.connection_url())


def login() -> str:
    """The operating-system user that runs this process; never what an environment variable says."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return ""
