"""The queue: what waits for a yes, each proposal as it would be done, and the answers people give."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from starlette.responses import Response

from officebot.core.problems import UserError
from officebot.core.proposals import state_name
from officebot.core.text import Text, counted, say
from officebot.engine.deciding import amending, desk
from officebot.engine.deciding.amending import Words
from officebot.engine.deciding.approvals import Answer
from officebot.engine.record import views
from officebot.engine.record.views import ProposalView
from officebot.web.contents import FIELDS, files_sent, is_whole, recipients_outside, steps_of
from officebot.web.frame import Frame, away, number_in
from officebot.web.signing_in import SigningIn

if TYPE_CHECKING:
    from officebot.web.visit import Visit

MOST = 50
_NUMBERS = 2**31
#: What is near its end is marked.
_SOON = timedelta(hours=24)
#: Served as it is, and nothing of it runs: a document of ours may hold words from outside.
_SANDBOX = {"content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"}


class Queue:
    """The pages of what waits, and what becomes of it."""

    def __init__(self, frame: Frame, signing_in: SigningIn) -> None:
        self._frame = frame
        self._limits = signing_in.limits

    # ── looking ───────────────────────────────────────────────────────────────────────────────────────────

    def queue(self, visit: Visit, told: tuple[Text, ...] = (), status: int = 200) -> Response:
        """What waits for this person, oldest first, a page at a time; what they were shown whole can be chosen."""
        app, person, now = visit.app, visit.who.principal, visit.app.clock.now()
        first = number_in(visit.request.query_params.get("from", "0"))
        count, found = views.waiting_for(app.ledger, person, now, first=first, most=MOST)
        with app.ledger.reading() as tx:
            shown = desk.shown_to(tx, visit.who.person, [one.id for one in found])
            put_off = len(desk.put_off_by(tx, person, now))
        chosen = {one.id for one in found if shown.get(one.id) == one.hash and not self._needs_proof(visit, one)}
        return self._frame.page(
            visit, "queue.html", "queue", status=status, found=found, count=count, first=first, most=MOST,
            can_choose=chosen, told=told, put_off=put_off, soon=now + _SOON, answered=self._answered(visit),
        )  # fmt: skip

    def proposal(self, visit: Visit, told: Text | None = None, status: int = 200, typed: str = "") -> Response:
        """One proposal: what would happen, why, and all that has happened to it. Who looks was shown it whole, where it fits."""
        one, app = self._seen(visit), visit.app
        steps = steps_of(one, views.content(app.ledger, one.id), app.facts.people, app.facts.working_time.tz)
        found = views.why(app.ledger, one.id, app.reader(visit.language))
        now = app.clock.now()
        if one.state == "waiting" and _is_looked_at(visit) and is_whole(steps):
            desk.note_shown(app.ledger, visit.who.person, {one.id: one.hash}, now)
        return self._frame.page(
            visit, "proposal.html", "queue", status=status, one=one, steps=steps, found=found, told=told, typed=typed,
            counted=views.counted_once(found), needs_proof=self._needs_proof(visit, one), fields=FIELDS,
            outside=recipients_outside(steps), files=files_sent(steps), later=_laters(visit, now), soon=now + _SOON,
            words=amending.words_of(app.ledger, one.id) if one.state == "waiting" else [],
            next_one=self._next(visit, one.id), answered=self._answered(visit),
        )  # fmt: skip

    def file(self, visit: Visit) -> Response:
        """What a proposal holds as a file; a page of ours opens, without anything that runs; all else is saved."""
        one = self._seen(visit)
        place = f"{visit.request.path_params['position']}/{visit.request.path_params['role']}"
        data = views.content(visit.app.ledger, one.id).get(place)
        if data is None:
            raise UserError(say("Proposal {id} holds no such file.", id=one.id))
        from officebot.app.reading import ending

        last = ending(place, data)
        name = f"{one.id}-{place.replace('/', '-')}{last}"
        if last == ".html":
            return Response(data, media_type="text/html; charset=utf-8", headers=_SANDBOX)
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(data, media_type="application/octet-stream", headers=headers)

    # ── answering ─────────────────────────────────────────────────────────────────────────────────────────

    def approve(self, visit: Visit) -> Response:
        """Yes to exactly what was shown: the form names the hash of it."""
        one = self._seen(visit)
        if self._needs_proof(visit, one):
            return away(f"/account?to=/proposal/{one.id}")
        return self._after(visit, visit.app.approve(visit.who, one.id, visit.field("hash")))

    def approve_several(self, visit: Visit) -> Response:
        """Yes to the chosen ones, each with the hash of what this person was shown of it before; others stay as they are."""
        app = visit.app
        numbers = list(dict.fromkeys(number_in(one) for one in visit.several.get("chosen", ())))[:MOST]
        told: list[Text] = []
        done = 0
        with app.ledger.reading() as tx:
            shown = desk.shown_to(tx, visit.who.person, numbers)
        # Looked up before any yes: what is not theirs stops all of it, and never half.
        known = {number: self._visible(visit, number) for number in numbers if number in shown}
        for number in numbers:
            if number not in known:
                told.append(say("{id}: look at it first.", id=number))
            elif self._needs_proof(visit, known[number]):
                told.append(say("{id}: it spends money, and asks for your password.", id=number))
            else:
                answer = app.approve(visit.who, number, shown[number])
                done += answer.took
                if not answer.took:
                    told.append(say("{id}: {sentence}", id=number, sentence=answer.said))
        app.nudge()
        told.insert(0, counted("{count} approved.", "{count} approved.", done))
        return self.queue(visit, tuple(told))

    def reject(self, visit: Visit) -> Response:
        """No, with the reason."""
        one = self._seen(visit)
        because = visit.field("because").strip()
        if not because:
            return self.proposal(visit, say("Say why: the reason is kept, and the duty stays silent."), 400)
        return self._after(visit, visit.app.reject(visit.who, one.id, because[:1000]))

    def put_off(self, visit: Visit) -> Response:
        """Later: out of this person's queue until then."""
        one = self._seen(visit)
        until = _instant(visit, visit.field("until"))
        if until is None:
            return self.proposal(visit, say("Say until when."), 400)
        try:
            answer = visit.app.put_off(visit.who, one.id, until)
        except UserError as error:
            return self.proposal(visit, error.problems[0].what, 400)
        return self._after(visit, answer)

    def amend(self, visit: Visit) -> Response:
        """Other words: a new version that is shown, and then waits for the yes."""
        one = self._seen(visit)
        words: Mapping[int, Words] = {
            known.position: Words(
                position=known.position,
                subject=visit.field(f"subject-{known.position}"),
                body=visit.field(f"body-{known.position}"),
            )
            for known in amending.words_of(visit.app.ledger, one.id)
        }
        try:
            number = visit.app.amend(visit.who, one.id, visit.field("hash"), words)
        except UserError as error:
            typed = "\n\n".join(new.body for new in words.values())
            return self.proposal(visit, error.problems[0].what, 409, typed)
        return away(f"/proposal/{number}")

    def settle(self, visit: Visit) -> Response:
        """Say whether something that nobody is certain of happened."""
        one = self._seen(visit)
        return self._after(visit, visit.app.settle(visit.who, one.id, visit.field("happened") == "yes"))

    def undo(self, visit: Visit) -> Response:
        """Take it back: all of it, or as far as it goes where that was asked after a refusal."""
        one = self._seen(visit)
        as_far = visit.field("as_far_as_possible") == "yes"
        state, said = visit.app.undo(visit.who, one.id, as_far_as_possible=as_far)
        visit.app.nudge()
        if state != "undone":
            said = say("{sentence} ({state})", sentence=said, state=state_name(state))
        return self.proposal(visit, said)

    # ── parts ─────────────────────────────────────────────────────────────────────────────────────────────

    def _after(self, visit: Visit, answer: Answer) -> Response:
        """On to the next one that waits, or the same with a sentence where the answer came too late."""
        visit.app.nudge()
        if not answer.took:
            return self.proposal(visit, answer.said, 409)
        following, number = number_in(visit.field("next")), visit.request.path_params["number"]
        return away(f"{f'/proposal/{following}' if following else '/queue'}?answered={number}")

    def _answered(self, visit: Visit) -> ProposalView | None:
        """What was answered just before, as it stands now; None where nothing was, or not by somebody who may see it."""
        number = number_in(visit.request.query_params.get("answered", ""))
        with suppress(UserError):
            return self._visible(visit, number) if number else None
        return None

    def _next(self, visit: Visit, after: int) -> int:
        """The next one in this person's queue; 0 for none."""
        _, found = views.waiting_for(
            visit.app.ledger, visit.who.principal, visit.app.clock.now(), most=1, after=after
        )
        return found[0].id if found else 0

    def _needs_proof(self, visit: Visit, one: ProposalView) -> bool:
        """Whether the password is asked for again before a yes: for what spends money, some time after it was given."""
        spends = one.amount is not None or one.amount_is_least
        return spends and not visit.session.is_proven(self._limits)

    def _seen(self, visit: Visit) -> ProposalView:
        """The proposal of the address. Raises UserError where there is none, or none that this person may see."""
        return self._visible(visit, number_in(str(visit.request.path_params["number"])))

    def _visible(self, visit: Visit, number: int) -> ProposalView:
        # A number that no ledger can hold is none of a proposal's.
        found = views.proposal(visit.app.ledger, number if number < _NUMBERS else 0)
        if not visit.viewer.may_see(found.circle, found.owner):
            raise UserError(say("There is no proposal {id}: “officebot queue” lists those that wait.", id=number))
        return found


def _is_looked_at(visit: Visit) -> bool:
    """Whether somebody sees the page: not where a program asks for its headers, or a browser loads it beforehand."""
    return visit.request.method != "HEAD" and not visit.request.headers.get("sec-purpose")


def _laters(visit: Visit, now: datetime) -> list[tuple[str, Text]]:
    """When it may be wanted again: in an hour, this afternoon's or the next working mornings."""
    working = visit.app.facts.working_time
    local = working.local(now)
    found = [(now + timedelta(hours=1), say("in an hour"))]
    afternoon = datetime.combine(local.date(), time(14), local.tzinfo)
    if local < afternoon - timedelta(hours=1):
        found.append((afternoon, say("this afternoon")))
    day = local.date()
    mornings = 0
    while mornings < 3:
        day += timedelta(days=1)
        if working.is_working_day(day):
            mornings += 1
            found.append((datetime.combine(day, time(9), local.tzinfo), say("{day} in the morning", day=day)))
    return [(f"{working.local(at):%Y-%m-%dT%H:%M}", words) for at, words in found]


def _instant(visit: Visit, word: str) -> datetime | None:
    """A local time as forms send it; None for anything else."""
    try:
        read = datetime.fromisoformat(word)
    except ValueError:
        return None
    return read.replace(tzinfo=visit.app.facts.working_time.tz) if read.tzinfo is None else None
