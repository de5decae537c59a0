"""mail correct, mail learned, mail forget: what people teach the office about its mail."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.opening import called, opened
from officebot.cli.output import Column, emit, local, moment, table, tell
from officebot.cli.table import MAIL
from officebot.cli.words import argument, command, language, option
from officebot.core.judging.labels import IMPORTANCES, KINDS, URGENCIES
from officebot.core.problems import UserError
from officebot.core.text import counted, say

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.engine.deciding.corrections import Stored

_JSON = say("One JSON object a line.")


@command("correct", MAIL["correct"][1])
@argument("mail", metavar="NUMBER|MESSAGE-ID")
@option("--kind", type=click.Choice(list(KINDS)), spoken=say("What it is."))
@option("--urgency", type=click.Choice(list(URGENCIES)), spoken=say("How urgent it is."))
@option("--importance", type=click.Choice(list(IMPORTANCES)), spoken=say("How important it is."))
@option("--act/--no-act", "act", default=None, spoken=say("Whether somebody must do something."))
@option("--not-fraud", "not_fraud", is_flag=True, spoken=say("It is honest: no fraud."))
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def correct(
    mail: str, kind: str | None, urgency: str | None, importance: str | None, act: bool | None, not_fraud: bool,
    as_json: bool,
) -> None:  # fmt: skip
    from officebot.engine.deciding import corrections
    from officebot.engine.deciding.corrections import Change

    change = Change(
        kind=kind or ("information" if not_fraud else None), urgency=urgency, importance=importance, act=act
    )
    if not change.values:
        raise UserError(say("Say what is to be corrected: --kind, --urgency, --importance, --act or --not-fraud."))
    with opened() as app:
        who = app.answer(called().principal)
        with app.ledger.reading() as tx:
            row = corrections.mail_named(tx, mail)
        corrections.correct(app.ledger, who.name, row, change, app.clock.now())
        filed = app.filed(row.id)
    if as_json:
        emit({"mail": row.id, "message_id": row.message_id, "corrected": change.values, "filed_by": filed})
        return
    tell(say("Noted: later mails like it are judged by this."))
    if filed is not None:
        tell(say("It was filed by proposal {number}: “officebot undo {number}” brings it back.", number=filed))


@command("learned", MAIL["learned"][1])
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def learned(as_json: bool) -> None:
    from officebot.engine.deciding import corrections

    with opened() as app:
        with app.ledger.reading() as tx:
            found = corrections.stored(tx)
        shown = [_shown(one, app) for one in found]
    if as_json:
        for one in shown:
            emit(one)
    elif shown:
        table(
            [Column(say("No."), fixed=True), Column(say("At"), detail=True), Column(say("From"), detail=True),
             Column(say("Subject")), Column(say("Judged"), detail=True), Column(say("Corrected")),
             Column(say("By"), detail=True)],
            [[one["id"], moment(one["at"]), one["sender"], one["subject"], _words(one["judged"]), _words(one["corrected"]),
              one["who"]] for one in shown],
        )  # fmt: skip
    else:
        tell(say("Nothing was corrected."))


@command("forget", MAIL["forget"][1])
@argument("what", nargs=-1, required=True, metavar="NUMBER|ADDRESS|@DOMAIN|LIST|all")
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def forget(what: tuple[str, ...], as_json: bool) -> None:
    from officebot.engine.deciding import corrections

    with opened() as app:
        who = app.answer(called().principal)
        with app.ledger.reading() as tx:
            found = corrections.stored(tx)
        keys = {one.key for words in what for one in corrections.matching(found, words)}
        count = corrections.forget(app.ledger, who.name, sorted(keys), app.clock.now())
    if as_json:
        emit({"forgotten": count})
    elif count:
        tell(counted("{count} correction is forgotten.", "{count} corrections are forgotten.", count))
        tell(say("Mails that were judged before keep their verdict; those that come from now on are judged without it. "
                 "“officebot mail correct” changes a verdict again."))  # fmt: skip
    else:
        tell(say("Nothing was corrected about {what}: “officebot mail learned” shows what was.", what=list(what)))
    sys.exit(0 if count else 1)


def _shown(one: Stored, app: App) -> dict[str, Any]:
    correction = one.correction
    told = {"kind": correction.kind, "urgency": correction.urgency, "importance": correction.importance,
            "act": correction.act}  # fmt: skip
    return {
        "id": one.key,
        "at": local(correction.at, app.facts.working_time.tz),
        "mail": one.mail_id,
        "sender": correction.sender,
        "subject": one.subject,
        "judged": {"kind": correction.judged_kind, "urgency": correction.judged_urgency},
        "corrected": {name: value for name, value in told.items() if value is not None},
        "who": one.who,
        "how": one.how,
    }


def _words(values: dict[str, Any]) -> str:
    from officebot.core.judging.learning import FIELDS, value_in_words

    reader = language()
    return ", ".join(value_in_words(name, values[name]).render(reader) for name in FIELDS if name in values)
