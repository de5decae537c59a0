"""The settings: forms made from their models, the tables of people and contacts, and what was changed before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response

from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, say
from officebot.settings import forms
from officebot.settings.changing import Conflict, Content, Keeper
from officebot.settings.fields import is_address
from officebot.settings.forms import Below, Form, Path
from officebot.settings.load import OFFICE_FILE
from officebot.settings.people_tables import COLUMNS, sheet_of
from officebot.web.frame import Frame, away, number_in
from officebot.web.rights import looks_after, need_right
from officebot.web.signing_in import SigningIn

if TYPE_CHECKING:
    from officebot.web.visit import Visit

#: So many rows of a table of people stand on a page, and so many empty ones below them.
ROWS, EMPTY_ROWS = 50, 3
_LONGEST_NAME = 100
_PREFIX = "v."


#: What the columns of people.csv and contacts.csv are called for people; others keep their names.
_COLUMNS: Mapping[str, Text] = {
    "name": say("Name"), "address": say("Address"), "addresses": say("Addresses"), "role": say("Role"),
    "language": say("Language"), "circle": say("Circle"), "responsibilities": say("Responsibilities"),
    "login": say("Login"), "zone": say("Time zone"), "may_approve": say("May say yes"), "kind": say("Kind"),
    "form_of_address": say("Form of address"), "phone": say("Telephone"), "iban": say("Bank account"),
}  # fmt: skip


class SettingsPages:
    """Draws them, and saves what is typed there."""

    def __init__(self, frame: Frame, signing_in: SigningIn) -> None:
        self._frame = frame
        self._signing_in = signing_in
        self.keeper = Keeper(folder=frame.app.folder, duties=frame.app.installed)

    # ── looking ───────────────────────────────────────────────────────────────────────────────────────────

    def page(self, visit: Visit) -> Response:
        """What the settings consist of, each with a link to its form; the last changes."""
        app, written = visit.app, self.keeper.read(OFFICE_FILE).tables()
        found = [_section(one) for one in forms.sections(written)]
        duties = [(name, app.installed.title(name), name in app.duties) for name in sorted(app.installed)]
        saved = visit.request.query_params.get("saved", "") == "1"
        return self._frame.page(
            visit, "settings.html", "settings", sections=found, duties=duties, history=self.keeper.history()[:10],
            may=looks_after(visit.who.person), saved=saved, seconds=app.settings.service.heartbeat_seconds,
            tables=[name for name in COLUMNS if (app.folder / name).exists() or name == "contacts.csv"],
        )  # fmt: skip

    def form(self, visit: Visit) -> Response:
        """The form of one table; a name that does not stand in the file yet begins a new one."""
        asked = visit.request.query_params
        at = _path(asked.get("at", ""))
        if not at:
            return away("/settings")
        if asked.get("name"):
            at = (*at, asked["name"].strip()[:_LONGEST_NAME])
        content = self.keeper.read(OFFICE_FILE)
        return self._form(visit, self._made(content, at), content.hash)

    def table(self, visit: Visit) -> Response:
        """A page of people.csv or contacts.csv, as a table that is edited."""
        file = _table_file(visit)
        content = self.keeper.read(file)
        return self._table(visit, file, content.hash, _first(visit))

    def history(self, visit: Visit) -> Response:
        """One change: how the file differed, and a button that goes back to before it."""
        change = self.keeper.change(visit.request.path_params["number"])
        if not looks_after(visit.who.person) and change.file != OFFICE_FILE:
            need_right(visit)
        return self._change(visit, change.number)

    # ── saving ────────────────────────────────────────────────────────────────────────────────────────────

    def save(self, visit: Visit) -> Response:
        """Save one table of office.toml as it was typed."""
        need_right(visit)
        at = _path(visit.field("at"))
        typed = {
            name.removeprefix(_PREFIX): words for name, words in visit.fields.items() if name.startswith(_PREFIX)
        }
        content = self.keeper.read(OFFICE_FILE)
        form = self._made(content, at)
        try:
            self._need_proof(visit)
            if content.hash != visit.field("hash"):
                raise Conflict
            changed = forms.changes(form, typed)
            secrets = {}
            for field in form.fields:
                if field.kind == "secret" and field.path in changed:
                    name = self.keeper.secret_name(at, field.path)
                    while name in secrets:
                        name += "-2"
                    secrets[name] = str(changed[field.path])
                    changed[field.path] = {"file": f"secrets/{name}"}
            if changed or form.is_new:
                data = self.keeper.with_changes(content, at, changed)
                self._save(visit, OFFICE_FILE, data, "/".join(at), secrets)
        except UserError as error:
            status = 409 if isinstance(error, Conflict) else 403 if isinstance(error, _Unproven) else 400
            return self._form(visit, _retyped(form, typed), content.hash, error.problems, status)
        return away("/settings?saved=1")

    def remove(self, visit: Visit) -> Response:
        """Take one table out of office.toml."""
        need_right(visit)
        at = _path(visit.field("at"))
        content = self.keeper.read(OFFICE_FILE)
        form = self._made(content, at)
        if not form.may_go:
            raise UserError(say("This cannot be taken out."))
        try:
            self._need_proof(visit)
            if content.hash != visit.field("hash"):
                raise Conflict
            self._save(visit, OFFICE_FILE, self.keeper.without(content, at), f"- {'/'.join(at)}", {})
        except UserError as error:
            return self._form(visit, form, content.hash, error.problems, 409 if isinstance(error, Conflict) else 400)
        return away("/settings?saved=1")

    def save_table(self, visit: Visit) -> Response:
        """Save a page of people or contacts as it was typed."""
        need_right(visit)
        file, first = _table_file(visit), number_in(visit.field("first"))
        count = min(number_in(visit.field("count")), ROWS)
        content = self.keeper.read(file)
        typed = _typed_rows(visit.fields, count + EMPTY_ROWS)
        try:
            self._need_proof(visit)
            if content.hash != visit.field("hash"):
                raise Conflict
            data = sheet_of(file, content.data).with_rows(first, count, typed).written()
            self._save(visit, file, data, "", {})
        except UserError as error:
            status = 409 if isinstance(error, Conflict) else 403 if isinstance(error, _Unproven) else 400
            return self._table(visit, file, content.hash, first, typed, error.problems, status)
        return away("/settings?saved=1")

    def take_back(self, visit: Visit) -> Response:
        """Make a file what it was before a change."""
        need_right(visit)
        number = visit.request.path_params["number"]
        try:
            self._need_proof(visit)
            name = visit.who.person.name
            file = self.keeper.take_back(number, visit.field("hash"), name, visit.app.clock.now())
        except UserError as error:
            return self._change(visit, number, error.problems, 409 if isinstance(error, Conflict) else 400)
        visit.app.tell_changed(visit.who.person, file, f"back to before {number}")
        return away("/settings?saved=1")

    def _save(self, visit: Visit, file: str, data: bytes, what: str, secrets: Mapping[str, str]) -> None:
        who, now = visit.who.person.name, visit.app.clock.now()
        self.keeper.save(file, visit.field("hash"), data, who, what, now, secrets)
        visit.app.tell_changed(visit.who.person, file, what)

    def _need_proof(self, visit: Visit) -> None:
        missing = self._signing_in.missing_proof(visit)
        if missing is not None:
            raise _Unproven(missing)

    # ── drawing ───────────────────────────────────────────────────────────────────────────────────────────

    def _made(self, content: Content, at: Path) -> Form:
        if at[:1] == ("alerts",) and len(at) == 2 and not is_address(at[1]):
            raise UserError(say("“{read}” is not a mail address: write it as name@domain.", read=at[1]))
        return forms.form_at(content.tables(), at, self.keeper.duties)

    def _form(
        self, visit: Visit, form: Form, shown: str, problems: tuple[Problem, ...] = (), status: int = 200
    ) -> Response:
        title = visit.app.installed.title(form.at[1]) if form.at[0] == "duties" and len(form.at) == 2 else None
        return self._frame.page(
            visit, "settings_form.html", "settings", status=status, form=form, at_path="/".join(map(_quoted, form.at)),
            hash=shown, problems=[one.render(visit.language) for one in problems], title=title,
            called=" · ".join(_said(form.at)), may=looks_after(visit.who.person), proven=self._is_proven(visit),
            prefix=_PREFIX, quoted=_quoted,
        )  # fmt: skip

    def _table(
        self,
        visit: Visit,
        file: str,
        shown: str,
        first: int,
        typed: list[dict[str, str]] | None = None,
        problems: tuple[Problem, ...] = (),
        status: int = 200,
    ) -> Response:
        sheet = sheet_of(file, self.keeper.read(file).data)
        rows = list(sheet.rows[first : first + ROWS])
        count = len(rows)
        may = looks_after(visit.who.person)
        lines = typed if typed is not None else [dict(row) for row in rows] + ([{}] * EMPTY_ROWS if may else [])
        return self._frame.page(
            visit, "settings_table.html", "settings", status=status, file=file, sheet=sheet, labels=_COLUMNS, lines=lines,
            first=first,
            count=count, hash=shown, most=ROWS, may=may, proven=self._is_proven(visit),
            problems=[one.render(visit.language) for one in problems],
        )  # fmt: skip

    def _change(self, visit: Visit, number: int, problems: tuple[Problem, ...] = (), status: int = 200) -> Response:
        change = self.keeper.change(number)
        return self._frame.page(
            visit, "settings_change.html", "settings", status=status, change=change, may=looks_after(visit.who.person),
            lines=change.lines()[:400], hash=self.keeper.read(change.file).hash, proven=self._is_proven(visit),
            problems=[one.render(visit.language) for one in problems],
        )  # fmt: skip

    def _is_proven(self, visit: Visit) -> bool:
        return visit.session.is_proven(self._signing_in.limits)


class _Unproven(UserError):
    """Who asks must give their password first."""

    def __init__(self, what: Text) -> None:
        super().__init__(what)


def _section(one: Below | tuple[Path, str]) -> dict[str, object]:
    if isinstance(one, tuple):
        return {"at": "/".join(one[0]), "called": " · ".join(_said(one[0])), "description": one[1], "names": None}
    names = [(name, "/".join(map(_quoted, (*one.path, name)))) for name in one.names]
    return {"at": "/".join(one.path), "called": " · ".join(_said(one.path)), "description": one.description,
            "names": names, "is_list": one.is_list, "next": len(names)}  # fmt: skip


def _said(at: Path) -> tuple[str, ...]:
    """The place as people read it: entries of lists count from 1."""
    return tuple(str(int(key) + 1) if key.isdecimal() else key for key in at)


def _quoted(key: str) -> str:
    return quote(key, safe="@._-")


def _path(word: str) -> Path:
    from urllib.parse import unquote

    return tuple(unquote(key)[:_LONGEST_NAME] for key in word[:500].split("/") if key)


def _table_file(visit: Visit) -> str:
    name: str = visit.request.path_params["file"]
    if name not in COLUMNS:
        raise UserError(say("“{file}” is not changed here.", file=name))
    if name == "people.csv" and not (visit.app.folder / name).exists():
        raise UserError(say("The people of this office stand in people.toml: change that file itself."))
    return name


def _first(visit: Visit) -> int:
    return number_in(visit.request.query_params.get("from", "")) // ROWS * ROWS


def _typed_rows(fields: Mapping[str, str], most: int) -> list[dict[str, str]]:
    """The rows of a table as they were typed: fields are called `r.3.name`."""
    rows: list[dict[str, str]] = [{} for _ in range(most)]
    for name, words in fields.items():
        mark, _, rest = name.partition(".")
        number, _, column = rest.partition(".")
        if mark == "r" and number.isdecimal() and len(number) < 4 and int(number) < most:
            rows[int(number)][column] = words
    return rows


def _retyped(form: Form, typed: Mapping[str, str]) -> Form:
    """The form with what was typed; a password is typed anew."""
    kept = [
        replace(one, value=typed[one.name]) if one.name in typed and one.kind != "secret" else one
        for one in form.fields
    ]
    return replace(form, fields=tuple(kept))
