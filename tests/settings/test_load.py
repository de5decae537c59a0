"""An office's settings are read whole, or every problem is said at once, with its place."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from officebot.core.problems import UserError
from officebot.settings.fields import is_address
from officebot.settings.load import load_office
from tests.settings.conftest import Folder

SAMPLE = Path(__file__).parents[2] / "config"


def only(complaints: list[str]) -> str:
    assert len(complaints) == 1, complaints
    return complaints[0]


def test_the_sample_office_is_sound() -> None:
    office = load_office(SAMPLE)
    assert office.settings.office.language == "fr"
    assert len(office.people.all) >= 5
    assert len(office.contacts.all) >= 20
    assert office.working_time.zone == "Europe/Paris"


def test_a_small_office_gets_careful_defaults(folder: Folder) -> None:
    office = folder.load()
    desk = office.settings.mail.accounts["desk"]
    assert (desk.imap.port_number, desk.imap.security, desk.smtp) == (993, "tls", None)
    assert desk.on_first_connection == "baseline"
    assert office.settings.trust.observe_days == 3
    assert office.duties["mail_triage"].enabled
    assert office.working_time.is_working(datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert not office.working_time.is_working(datetime(2026, 11, 22, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("lines", "without", "expected"),
    [
        (["[office]"], "", "office.toml: line 16, column 8: The file is not valid TOML from here on"),
        (["[trsut]"], "", "office.toml: trsut: This key is unknown: did you mean trust?"),
        (["[zzz]"], "", "office.toml: zzz: This key is unknown: take it out, or write one of alerts, calendars, demo,"),
        ([], "name =", "office.toml: office.name: This is missing: write it."),
        (["[service]", "port = 70000"], "", "office.toml: service.port: 70000 is too large: write 65535 or less."),
        (["[service]", "port = '80'"], "", "service.port: a text in quotes was read where a whole number"),
        (["[trust]", "observe_days = true"], "", "true or false was read where a whole number is expected"),
        (["[demo]", "embedded = 'yes'"], "", "demo.embedded: a text in quotes was read where true or false"),
        (["[mail]", "batch = 0"], "", "mail.batch: 0 is too small: write 1 or more."),
        (["[trust]", "guard_share = 0"], "", "trust.guard_share: 0 is too small: write more than 0"),
        (["[working_time]", "zone = 'Europe/Pariss'"], "", "is not a time zone: did you mean Europe/Paris?"),
        (["[working_time]", "zone = '../../etc/passwd'"], "", "is not a time zone"),
        (["[working_time]", "country = 'XX'"], "", "working_time.country: “XX” is not a country"),
        (["[working_time]", "region = 'Texas'"], "", "working_time.region: “Texas” is not a region of FR with own"),
        (["[working_time]", "closed = ['24/12/2026']"], "", "working_time.closed[1]: “24/12/2026” is not a day"),
        (["[working_time.hours]", "mon = '9-12'"], "", "working_time.hours.mon: “9-12” are not working hours"),
        (["[working_time.hours]", "mon = '09:00-09:00'"], "", "are not working hours"),
        (["[working_time.hours]", "mon = '09:00-12:00 11:59-18:00'"], "", "overlap or are out of order"),
        (["[working_time.hours]", "mon = ''"], "", "No day has working hours"),
        (["[[policy]]", "action = 'mail.snd'", "then = 'act'"], "", "policy[1].action: No action is of the kind"),
        (["[[policy]]", "then = 'maybe'"], "", 'policy[1].then: “maybe” is not allowed here: write "act"'),
        (["[[policy]]", "then = 'act'", "duty = 'nobody'"], "", "policy[1].duty: No duty has the name “nobody”"),
        (["[[policy]]", "then = 'ask'", "recipient = 'the bank'"], "", "“the bank” names no recipient"),
        (["[[policy]]", "then = 'ask'", "approvals = 3"], "", "policy[1].approvals: 3 is too large: write 2"),
        (["[[policy]]", "then = 'ask'", "amount_over = -1"], "", "policy[1].amount_over: -1 is too small"),
        (["[trust]", "redirect_all_to = 'me'"], "", "trust.redirect_all_to: “me” is not a mail address"),
        (["[ledger]", "url = 'postgresql://a:b@h/d'"], "", "ledger.url: The url holds a password"),
        (["[plugins.Foo_Bar]"], "", "plugins.Foo_Bar: A plugin's table is called as pip compares names: write [plugins.foo-bar]"),
        (["[plugins.foo-bar]", "[plugins.foo--bar]"], "", "plugins.foo--bar: A plugin's table is called as pip"),
        (["[plugins.'Foo Bar']"], "", "“Foo Bar” is not how a plugin is called"),
        (["[ledger]", "url = 'ledger'"], "", "ledger.url: “ledger” is not a database's URL"),
        (["[service]", "host = 'a b'"], "", "service.host: “a b” is not the name of a server"),
        (["triggers = ['at dawn']"], "", "duties.mail_triage.triggers[1]: “at dawn” is not a schedule"),
        (["enabled = 1"], "", "duties.mail_triage.enabled: a number was read where true or false is expected"),
        (["[duties]", "mail = true"], "[duties", "duties.mail: Each duty has its own table"),
        ([], "owner", ""),
        ([], "address", "mail.accounts.desk.address: This is missing"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_said_with_its_place_and_what_is_allowed(
    folder: Folder, lines: list[str], without: str, expected: str
) -> None:
    folder.office(*lines, without=without)
    if expected:
        assert expected in only(folder.complaints())
    else:
        folder.load()


ACCOUNT = """
[mail.accounts.other]
address = "{address}"
{more}
[mail.accounts.other.imap]
host = "{host}"
user = "u"
password = {{ env = "X" }}
{server}
"""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ""),
        ({"address": "desk@bell.example"}, "other: “desk@bell.example” belongs to the account desk already."),
        ({"address": "DESK@bell.example"}, "belongs to the account desk already"),
        ({"more": 'owner = "nobody@bell.example"'}, "other.owner: Nobody in the table of people"),
        ({"more": 'circle = "nowhere"'}, "other.circle: Nobody in the table of people is of the circle “nowhere”"),
        ({"more": 'signature_file = "sig.txt"'}, "other.signature_file: The file sig.txt is missing."),
        ({"more": 'signature_file = "sig.txt"\nsignature = "x"'}, "signature and signature_file are both given"),
        ({"server": 'ca_file = "ca.pem"'}, "other.imap.ca_file: The file ca.pem is missing."),
        ({"server": 'security = "none"'}, "would send the password in the clear to mail.bell.example"),
        ({"server": 'security = "none"', "host": "127.0.0.1"}, ""),
        ({"server": 'security = "none"', "host": "localhost"}, ""),
        ({"server": 'security = "none"', "host": "127.0.0.1.evil.example"}, "in the clear"),
        ({"server": "folders = []"}, "other.imap.folders: This is empty"),
        ({"server": 'folders = ["a\\r\\nb"]'}, "other.imap.folders[1]: This must be one line"),
    ],
)
def test_a_wrong_account_is_said_with_what_to_do(folder: Folder, changes: dict[str, str], expected: str) -> None:
    values = {"address": "other@bell.example", "more": "", "host": "mail.bell.example", "server": ""} | changes
    folder.office(ACCOUNT.format(**values))
    if expected:
        assert expected in only(folder.complaints())
    else:
        assert folder.load().settings.mail.accounts["other"].imap.host == values["host"]


@pytest.mark.parametrize("name", ["'A B'", "Desk", "1st", '"a\\r\\nb"', "a" * 40])
def test_an_account_has_a_plain_name(folder: Folder, name: str) -> None:
    account = ACCOUNT.format(address="o@bell.example", more="", host="h", server="")
    folder.office(account.replace("accounts.other", f"accounts.{name}"))
    assert "is not a possible name: use small letters" in only(folder.complaints())


def test_all_problems_come_at_once(folder: Folder) -> None:
    folder.office(
        "enabled = 3",
        "[trust]", "obseve_days = 2",
        "[[policy]]", "action = 'mail.snd'", "then = 'act'",
        "[mail.accounts.b]", "address = 'b'",
        without="owner",
    )  # fmt: skip
    folder.write("people.csv", "name,address\nAnna,anna\n")
    folder.write("contacts.csv", "kind,name,iban\nbank,Bank,FR00\n")
    complaints = folder.complaints()
    for place in (
        "duties.mail_triage.enabled", "trust.obseve_days", "policy[1].action", "mail.accounts.b.address",
        "mail.accounts.b.imap", "people.csv: line 2, address", "contacts.csv: line 2, kind",
        "contacts.csv: line 2, iban",
    ):  # fmt: skip
        assert sum(place in line for line in complaints) == 1, (place, complaints)
    assert len(complaints) == 8


def test_broken_toml_does_not_hide_what_is_wrong_elsewhere(folder: Folder) -> None:
    folder.write("office.toml", "[office\n")
    folder.write("people.csv", "name,address\nAnna,anna\n")
    assert [line.partition(": ")[0] for line in folder.complaints()] == ["office.toml", "people.csv"]


def test_a_folder_without_office_says_how_to_make_one(tmp_path: Path) -> None:
    complaint = only(Folder(tmp_path).complaints())
    assert "officebot init" in complaint


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a=" + b"[" * 5000, b"\x00"])
def test_a_file_that_is_no_settings_file_is_said_so(folder: Folder, content: bytes) -> None:
    folder.write("office.toml", content)
    assert only(folder.complaints()).startswith("office.toml: ")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["office", "mail", "policy", "trust", "duties", "working_time", "ledger", "x"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
            max_leaves=8,
        ),
    )
)
def test_whatever_stands_in_the_file_gives_problems_and_never_a_crash(
    folder: Folder, tables: dict[str, object]
) -> None:
    import tomlkit

    def clean(value: object) -> object:
        if isinstance(value, dict):
            return {key: clean(each) for key, each in value.items() if each is not None}
        if isinstance(value, list):
            return [clean(each) for each in value if each is not None]
        return value.encode("utf-8", "ignore").decode() if isinstance(value, str) else value

    folder.write("office.toml", tomlkit.dumps({k: clean(v) for k, v in tables.items() if v is not None}))
    for line in folder.complaints():
        assert line.startswith("office.toml")


def test_policy_rules_keep_their_order_and_count_from_one(folder: Folder) -> None:
    folder.office(
        "[[policy]]", "action = 'mail.send'", "then = 'act'", "recipient = 'INSIDE@bell.example'",
        "[[policy]]", "then = 'ask'", "amount_over = 99.90", "expires_hours = 24", "approvals = 2",
    )  # fmt: skip
    first, second = folder.load().rules
    assert (first.number, first.action, first.then, first.recipient) == (1, "mail.send", "act", "inside@bell.example")
    assert (second.number, second.amount_over, second.approvals) == (2, Decimal("99.9"), 2)
    assert second.expires_after == timedelta(hours=24)


@pytest.mark.parametrize(
    ("written", "amount"),
    [("0", "0"), ("99.90", "99.9"), ("'99.90'", "99.90"), ("true", None), ("'much'", None), ("[1]", None)],
)
def test_an_amount_is_a_number_and_exact(folder: Folder, written: str, amount: str | None) -> None:
    folder.office("[[policy]]", "then = 'ask'", f"amount_over = {written}")
    if amount is None:
        assert only(folder.complaints()).startswith("office.toml: policy[1].amount_over: ")
    else:
        assert str(folder.load().rules[0].amount_over) == amount


@pytest.mark.parametrize("hours", ["09:00-12:00 12:00-23:59", "00:00-23:00"])
def test_hours_may_touch_and_last_until_midnight(folder: Folder, hours: str) -> None:
    assert folder.office("[working_time.hours]", f"mon = '{hours}'").load().working_time.hours.keys() == {0}


@pytest.mark.parametrize(("length", "right"), [(500, True), (501, False)])
def test_a_line_has_a_longest_length(folder: Folder, length: int, right: bool) -> None:
    folder.write("office.toml", (folder.path / "office.toml").read_text().replace("Bell & Frères", "n" * length))
    if right:
        assert folder.load().settings.office.name == "n" * length
    else:
        assert "at most 500 visible characters" in only(folder.complaints())


@pytest.mark.parametrize(("length", "right"), [(254, True), (255, False)])
def test_an_address_has_a_longest_length(length: int, right: bool) -> None:
    assert is_address("a" * (length - len("@bell.example")) + "@bell.example") is right


def test_a_zone_like_no_other_is_answered_with_an_example(folder: Folder) -> None:
    folder.office("[working_time]", "zone = 'xqzw'")
    assert "did you mean Europe/Paris?" in only(folder.complaints())


def test_an_office_observes_for_its_first_days(folder: Folder) -> None:
    begun = datetime(2026, 11, 23, 9, tzinfo=UTC)
    until = folder.load().policy(begun=begun).observe_until
    assert until == begun + timedelta(days=3)
    assert until.hour == 10, "people read it on the office's clock"
    assert folder.load().policy(paused=True).paused


def test_working_hours_are_read_by_weekday(folder: Folder) -> None:
    folder.office(
        "[working_time]", "closed = [2026-12-24, '2026-12-31']", "region = '57'",
        "[working_time.hours]", "mon = '09:00-12:30 13:30-18:00'", "sat = '9h00-12h30'",
    )  # fmt: skip
    working = folder.load().working_time
    assert working.hours == {
        0: ((time(9), time(12, 30)), (time(13, 30), time(18))),
        5: ((time(9), time(12, 30)),),
    }
    assert working.closed == {date(2026, 12, 24), date(2026, 12, 31)}
    assert working.is_holiday(date(2026, 12, 26))


def test_a_ledgers_password_joins_its_url_only_when_it_is_asked_for(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER", "p@ss/wörd")
    folder.office("[ledger]", "url = 'postgresql://anna@db.example:5432/office'", 'password = { env = "LEDGER" }')
    ledger = folder.load().settings.ledger
    assert ledger.connection_url() == "postgresql://anna:p%40ss%2Fw%C3%B6rd@db.example:5432/office"
    assert "p@ss" not in repr(ledger) + str(ledger) + ledger.model_dump_json()
    folder.office("[ledger]", "url = 'postgresql://db.example/office'", 'password = { env = "LEDGER" }')
    assert "names no user" in only(folder.complaints())
    assert folder.office().load().settings.ledger.connection_url() == ""


def test_a_signature_may_stand_in_a_file(folder: Folder) -> None:
    folder.write("sig.txt", "Anna — Bell & Frères\n")
    folder.office(ACCOUNT.format(address="o@bell.example", more='signature_file = "sig.txt"', host="h", server=""))
    assert folder.load().signatures == {"desk": "", "other": "Anna — Bell & Frères\n"}


# ── the duties' own settings ──────────────────────────────────────────────────────────────────────────────


class Triage(BaseModel):
    urgent_folder: str = ""
    most: int = Field(default=5, ge=1)
    code: str = Field(default="", pattern=r"^[a-z]*$", max_length=5)


class Lazily(Mapping[str, type[BaseModel]]):
    """Models that are imported only when they are asked for, as the application does."""

    def __init__(self, **models: type[BaseModel]) -> None:
        self.models, self.asked = models, list[str]()

    def __getitem__(self, name: str) -> type[BaseModel]:
        self.asked.append(name)
        return self.models[name]

    def __contains__(self, name: object) -> bool:
        return name in self.models

    def __iter__(self) -> Iterator[str]:
        return iter(self.models)

    def __len__(self) -> int:
        return len(self.models)


def test_a_dutys_own_keys_are_checked_by_its_own_model(folder: Folder) -> None:
    folder.office("urgent_folder = 'Urgent'", "triggers = ['mail', 'lun-ven 08:00']")
    duty = load_office(folder.path, {"mail_triage": Triage}).duties["mail_triage"]
    assert duty.settings == Triage(urgent_folder="Urgent")
    assert duty.values == {"urgent_folder": "Urgent"}
    assert duty.triggers is not None
    assert [trigger.kind for trigger in duty.triggers] == ["mail", "schedule"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("urgent_foldr = ''", "duties.mail_triage.urgent_foldr: This key is unknown: did you mean urgent_folder?"),
        ("most = 0", "duties.mail_triage.most: 0 is too small: write 1 or more."),
        ("code = 'a b'", "duties.mail_triage.code: “a b” does not have the form that is needed here."),
        ("code = 'abcdef'", "duties.mail_triage.code: This is too long: write at most 5."),
        ("urgent_folder = 1", "urgent_folder: a number was read where a text in quotes is expected."),
    ],
)
def test_a_dutys_wrong_key_is_said_with_its_place(folder: Folder, line: str, expected: str) -> None:
    folder.office(line)
    with pytest.raises(UserError) as refused:
        load_office(folder.path, {"mail_triage": Triage})
    assert expected in only(refused.value.render().splitlines())


def test_a_duty_that_nobody_knows_is_refused_with_those_that_are_known(folder: Folder) -> None:
    with pytest.raises(UserError) as refused:
        load_office(folder.path, {"replies": Triage})
    assert "No duty has the name “mail_triage”: write one of replies" in refused.value.render()


def test_a_duty_that_is_not_enabled_is_not_even_asked_for(folder: Folder) -> None:
    folder.office("enabled = false", "[duties.replies]")
    models = Lazily(mail_triage=Triage, replies=Triage, third=Triage)
    office = load_office(folder.path, models)
    assert models.asked == ["replies"]
    assert not office.duties["mail_triage"].enabled


def test_a_plugins_kind_of_action_is_trusted_until_the_plugins_are_known(folder: Folder) -> None:
    folder.office("[[policy]]", "action = 'stock.order'", "then = 'ask'")
    assert folder.load().rules[0].action == "stock.order"
    with pytest.raises(UserError):
        load_office(folder.path, {"mail_triage": Triage})


# ── speed ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_settings_import_little_and_load_fast() -> None:
    script = (
        "import sys; from pathlib import Path; from officebot.settings.load import load_office; import time; "
        "t = time.perf_counter(); load_office(Path(sys.argv[1])); print((time.perf_counter() - t) * 1000); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(SAMPLE)], capture_output=True, text=True, check=True, timeout=60
    )
    milliseconds, modules = done.stdout.splitlines()
    ours = {"officebot", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection", "annotated_types"}
    foreign = {name for name in modules.split() if not name.startswith(("_", "sitecustomize"))} - ours
    print(f"sample office loaded in {float(milliseconds):.1f} ms")
    assert foreign <= {"tzdata", "zoneinfo"}, foreign
    assert float(milliseconds) < 60 * 4, "a slow machine may take a little longer, not this long"
