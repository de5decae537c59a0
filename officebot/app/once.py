"""One pass over the whole office: take in mail, run what is due, carry out what policy allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from officebot.app import App, evening
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, say
from officebot.engine.intake.intake import Received
from officebot.engine.ledger import runs
from officebot.engine.record import views
from officebot.engine.running.runner import Ran, proposals_of

#: So many new mails are read before what policy allows of them is carried out.
ACT_EACH = 1000
#: How long one pass waits for the watched files: nobody looks again soon.
_FILES_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a duty would propose: its title, policy's verdict, the kinds of its actions."""

    duty: str
    title: Text
    verdict: str
    kinds: tuple[str, ...]


@dataclass(slots=True)
class Once:
    """One pass. An account that cannot be reached is a problem of its own; the rest goes on."""

    app: App
    only: Sequence[str] = ()
    #: Told how many mails were read so far, batch by batch.
    told: Callable[[int], None] | None = None
    #: Told of a run that goes on for a while: the duty, how long it has run and may run, in seconds.
    slow: Callable[[str, float, float], None] | None = None
    problems: list[Text] = field(default_factory=list)
    runs: int = 0
    done: int = 0
    waiting: int = 0
    _acted_at: int = 0

    def __post_init__(self) -> None:
        self.app.engine.runner.slow = self.slow

    def dry_run(self) -> Iterator[DryRun]:
        """What the duties would propose now; nothing is written or done."""
        for name in self._names():
            for prepared in self.app.engine.runner.dry_run(name):
                yield DryRun(
                    duty=name,
                    title=prepared.title,
                    verdict=str(prepared.row["ruling"]["verdict"]),
                    kinds=tuple(action.kind for action in prepared.actions),
                )

    def run(self) -> Iterator[Ran]:
        """Do it all; each run as it ends. Named duties run even when nothing says they are due."""
        for ran in self._take_in():
            yield self._counted(ran)
        now = self.app.clock.now()
        stopped = self.app.breakers.stopped(now)
        for name in self.only:
            self.app.engine.runner.fire(self._known(name), "manual", f"manual:{now.isoformat()}")
            if name in stopped:
                self.problems.append(say("The duty “{duty}” is stopped: it runs once it may try again.", duty=name))
        for ran in self.app.run_duties(self._names(), wait_seconds=_FILES_SECONDS):
            yield self._counted(ran)
        self.problems.extend(self.app.watcher.unseen().values())
        self._act()
        if not self.only and self.app.note_answers():
            # Whose answer by mail was carried out just now is told so at once.
            for ran in self.app.engine.runner.work(self._names()):
                yield self._counted(ran)
            self._act()
        if not self.only:
            evening.keep(self.app)

    def _take_in(self) -> Iterator[Ran]:
        if self.only and not any(self._reads_mail(name) for name in self.only):
            return
        for account in self.app.settings.mail.accounts:
            try:
                self._acted_at = 0
                received = self.app.take_in(account, self._read)
            except (Unavailable, UserError) as error:
                self._note(error)
                continue
            yield from self._of_mails(received.runs)

    def _of_mails(self, numbers: Sequence[int]) -> Iterator[Ran]:
        """The mails' runs, read a few at a time: there may be a hundred thousand."""
        for start in range(0, len(numbers), 500):
            with self.app.ledger.reading() as tx:
                found = [row for number in numbers[start : start + 500] if (row := runs.by_id(tx, number))]
            for row in found:
                yield Ran(id=row.id, duty=row.duty, trigger=row.trigger_key, state=row.state,
                          proposals=proposals_of(self.app.ledger, row.id))  # fmt: skip

    def _read(self, received: Received) -> None:
        if self.told is not None:
            self.told(received.new + received.known + received.baseline)
        if received.new - self._acted_at >= ACT_EACH:
            # In a full mailbox, what is urgent need not wait for the last mail.
            self._acted_at = received.new
            self._act()

    def _act(self) -> None:
        try:
            work = self.app.act()
        except (Unavailable, UserError) as error:
            self._note(error)
            return
        self.done += sum(state == "done" for state in work.ended.values())
        self.waiting = len(views.queue(self.app.ledger))
        if work.kept is not None and work.kept not in self.problems:
            self.problems.append(work.kept)

    def _note(self, error: Unavailable | UserError) -> None:
        found = [error.what] if isinstance(error, Unavailable) else [_sentence(problem) for problem in error.problems]
        self.problems += [problem for problem in found if problem not in self.problems]

    def _counted(self, ran: Ran) -> Ran:
        self.runs += 1
        return ran

    def _names(self) -> list[str]:
        return [self._known(name) for name in self.only] or list(self.app.duties)

    def _known(self, name: str) -> str:
        if name not in self.app.duties:
            raise UserError(say("No enabled duty is called “{name}”: “officebot duties” lists them.", name=name))
        return name

    def _reads_mail(self, name: str) -> bool:
        return any(
            schedule.kind in ("mail", "after mail") for schedule in self.app.duties[self._known(name)].schedules
        )


def _sentence(problem: Problem) -> Text:
    return say("{where}: {what}", where=problem.where, what=problem.what) if problem.where else problem.what
