"""Which commands there are, what each does in a sentence, and where it stands; read without importing any."""

from __future__ import annotations

from officebot.core.text import Text, say

_HERE = "officebot.cli.commands"

#: name → (module:attribute, sentence)
COMMANDS: dict[str, tuple[str, Text]] = {
    "demo": (f"{_HERE}.demo:demo", say("Live through a working day in a sample office.")),
    "init": (f"{_HERE}.setup:init", say("Make an office by a few questions.")),
    "check": (f"{_HERE}.setup:check", say("Check the settings, all problems at once.")),
    "doctor": (f"{_HERE}.setup:doctor", say("Connect to everything; say what is wrong and how to mend it.")),
    "sign-in": (f"{_HERE}.sign_in:sign_in", say("Sign in to a mailbox that takes no password, once.")),
    "secret": (f"{_HERE}.secret:secret", say("Look after the secrets that the settings name.")),
    "run": (f"{_HERE}.service:run", say("Run the service: clock, intake, executor, dashboard.")),
    "service": (
        f"{_HERE}.office_service:service",
        say("Have the office served by this machine’s systemd, from start to start."),
    ),
    "dashboard": (f"{_HERE}.dashboard:dashboard", say("Give you a link by which you enter the dashboard, once.")),
    "once": (f"{_HERE}.service:once", say("Run the duties now, carry out what policy allows, and end.")),
    "pause": (f"{_HERE}.service:pause", say("Stop all acting at once.")),
    "resume": (f"{_HERE}.service:resume", say("Let the office act again.")),
    "status": (f"{_HERE}.service:status", say("Say how the office is doing.")),
    "duties": (f"{_HERE}.service:duties", say("List the duties with their schedules.")),
    "queue": (f"{_HERE}.answers:queue", say("List what waits for your yes.")),
    "history": (f"{_HERE}.history:history", say("Search what was ever proposed, and what became of it.")),
    "show": (f"{_HERE}.answers:show", say("Show a proposal exactly as it would be done.")),
    "approve": (f"{_HERE}.answers:approve", say("Say yes: it is done, once.")),
    "reject": (f"{_HERE}.answers:reject", say("Say no, with the reason.")),
    "settle": (f"{_HERE}.answers:settle", say("Say whether an uncertain thing happened.")),
    "undo": (f"{_HERE}.answers:undo", say("Take a thing back.")),
    "why": (f"{_HERE}.answers:why", say("Tell the reasons, the facts and where each came from.")),
    "delegate": (f"{_HERE}.answers:delegate", say("Let another person act for you.")),
    "conversations": (f"{_HERE}.items:conversations", say("List who waits for whom, and since when.")),
    "actions": (f"{_HERE}.actions:actions", say("Follow what meetings decided until it is done.")),
    "deadlines": (f"{_HERE}.items:deadlines", say("List the dated promises, and close what is done.")),
    "handover": (f"{_HERE}.handover:handover", say("Put the open matters of a person on a page.")),
    "feed": (f"{_HERE}.feed:feed", say("Give your calendar what is due, by a secret address.")),
    "journal": (f"{_HERE}.records:journal", say("Show or verify the tamper-evident journal.")),
    "balance": (f"{_HERE}.records:balance", say("Count what came in: handled, waiting, listed.")),
    "listed": (f"{_HERE}.records:listed", say("List the mails that could not be read or judged.")),
    "numbers": (f"{_HERE}.numbers:numbers", say("List the numbers without gaps, used and void.")),
    "erase": (f"{_HERE}.privacy:erase", say("Erase what the ledger holds about one person.")),
    "mail": (f"{_HERE}.mail:mail", say("Understand mails that lie in files, without an office.")),
    "backup": (f"{_HERE}.backup:backup", say("Back the whole office up, secrets excepted, while it works.")),
    "restore": (f"{_HERE}.backup:restore", say("Put an office back from its backup.")),
    "ledger": (f"{_HERE}.ledger:ledger", say("Say where the ledger is, or take one over from a copy.")),
    "calendar": (f"{_HERE}.calendar:calendar", say("Read calendars and invitations, and answer them.")),
    "stock": (f"{_HERE}.stock:stock", say("Look after a stock that is kept in a workbook.")),
    "orders": (
        f"{_HERE}.orders:orders",
        say("Read orders, confirmations, delivery notes and what else belongs to them."),
    ),
    "invoice": (f"{_HERE}.invoice:invoice", say("Read suppliers' invoices, and say what is wrong with them.")),
    "budget": (f"{_HERE}.budget:budget", say("Hold a budget against what was spent and ordered.")),
    "document": (f"{_HERE}.document:document", say("Fill in the office's own templates: letters, minutes, pages.")),
    "minutes": (f"{_HERE}.minutes:minutes", say("Draft the minutes of a meeting from notes or a transcript.")),
    "gather": (f"{_HERE}.gather:gather", say("Gather what a document needs from several people.")),
    "report": (f"{_HERE}.report:report", say("Say what the office did in a day, a week or a month.")),
    "sheet": (f"{_HERE}.sheet:sheet", say("Read and change the office's workbooks.")),
    "plugin": (f"{_HERE}.plugin:plugin", say("Look after duties that others wrote.")),
    "dates": (f"{_HERE}.dates:dates", say("Say what the dates of a sentence mean.")),
    "completion": (f"{_HERE}.completion:completion", say("Print what lets your shell complete commands.")),
}

#: The commands of `officebot mail`, in the same form.
MAIL: dict[str, tuple[str, Text]] = {
    "judge": (f"{_HERE}.mail_judge:judge", say("Say what mails are, how urgent, who must act and until when.")),
    "trim": (f"{_HERE}.mail_trim:trim", say("Take a mail's text apart: the reply, what it quotes, the signature.")),
    "correct": (
        f"{_HERE}.mail_learning:correct",
        say("Correct the verdict on a mail that came in: later ones learn from it."),
    ),
    "learned": (f"{_HERE}.mail_learning:learned", say("Show what the corrections taught.")),
    "forget": (f"{_HERE}.mail_learning:forget", say("Forget what was taught about a sender, a list or a mail.")),
}

#: Those of `officebot secret`.
SECRET: dict[str, tuple[str, Text]] = {
    "list": (f"{_HERE}.secret_places:list_places", say("List where each secret is kept, and whether one is there.")),
    "set": (
        f"{_HERE}.secret_places:set_secret",
        say("Type a secret, unseen, into the place that the settings name."),
    ),
}

#: Those of `officebot calendar`.
CALENDAR: dict[str, tuple[str, Text]] = {
    "list": (f"{_HERE}.calendar_list:list_calendars", say("List what stands in the office's calendars.")),
    "slots": (f"{_HERE}.calendar_slots:slots", say("Find when a meeting fits, and what stands in the way.")),
    "occurrences": (f"{_HERE}.calendar_occurrences:occurrences", say("List what happens between two days.")),
    "apply": (f"{_HERE}.calendar_apply:apply", say("Apply invitations, answers and cancellations to a calendar.")),
    "invite": (f"{_HERE}.calendar_invite:invite", say("Write an invitation and the mail that carries it.")),
    "reply": (f"{_HERE}.calendar_invite:reply", say("Write the answer to an invitation.")),
    "cancel": (f"{_HERE}.calendar_invite:cancel", say("Write the cancellation of an event, or of one occurrence.")),
    "counter": (f"{_HERE}.calendar_invite:counter", say("Write a counter-proposal to an invitation.")),
}

#: Those of `officebot sheet`.
SHEET: dict[str, tuple[str, Text]] = {
    "read": (f"{_HERE}.sheet_read:read", say("Read the tables of workbooks, whoever made them.")),
    "set": (f"{_HERE}.sheet_change:set_cells", say("Set cells, and touch nothing else of the workbook.")),
    "append": (f"{_HERE}.sheet_change:append_rows", say("Append rows to a table; what belongs to it grows along.")),
    "diff": (f"{_HERE}.sheet_diff:diff", say("Say what differs between two workbooks, by cell.")),
}

#: Those of `officebot orders`.
ORDERS: dict[str, tuple[str, Text]] = {
    "read": (f"{_HERE}.orders_read:read", say("Say what orders, confirmations, delivery notes or invoices say.")),
    "compare": (f"{_HERE}.orders_compare:compare_offers", say("Compare offers, and say which one to take.")),
    "map": (f"{_HERE}.orders_map:map_orders", say("Say which tables and columns of a workbook are the orders.")),
    "list": (f"{_HERE}.orders_list:list_lines", say("List the lines of the orders, and how far each has come.")),
    "late": (f"{_HERE}.orders_late:late", say("Say whose deliveries are late, and how often they were reminded.")),
    "needs": (f"{_HERE}.orders_needs:needs", say("Say what is needed and not ordered yet, by supplier.")),
    "need": (f"{_HERE}.orders_needs:note_need", say("Note that something is needed, or that it is needed no more.")),
    "draft": (
        f"{_HERE}.orders_draft:draft",
        say("Prepare an order: it waits for a yes, then it is numbered and sent."),
    ),
    "scorecard": (f"{_HERE}.orders_scorecard:scorecard", say("Say how suppliers kept their word.")),
}

#: Those of `officebot invoice`.
INVOICE: dict[str, tuple[str, Text]] = {
    "check": (f"{_HERE}.invoice_check:check", say("Say which rules invoices break, by their ids.")),
    "read": (f"{_HERE}.invoice_read:read", say("Say what invoices say: UBL, CII, Factur-X, ZUGFeRD, other PDFs.")),
    "map": (f"{_HERE}.invoice_map:map_register", say("Say which table of a workbook is the invoice register.")),
    "list": (
        f"{_HERE}.invoice_list:list_invoices",
        say("List the register's invoices, and what waits for a person."),
    ),
    "payments": (f"{_HERE}.invoice_payments:list_payments", say("List what may be paid now; nothing is paid.")),
    "export": (f"{_HERE}.invoice_export:export", say("Write the register's invoices as entries for the books.")),
}

#: Those of `officebot budget`.
BUDGET: dict[str, tuple[str, Text]] = {
    "map": (f"{_HERE}.budget_map:map_budget", say("Say which lines and months of a workbook are the budget.")),
    "report": (
        f"{_HERE}.budget_report:report_budget",
        say("Say what was planned, ordered and spent, and where the year will end."),
    ),
    "draft": (
        f"{_HERE}.budget_draft:draft_budget",
        say("Draft next year’s budget, each line with what it rests on."),
    ),
}

#: Those of `officebot stock`.
STOCK: dict[str, tuple[str, Text]] = {
    "map": (f"{_HERE}.stock:show_map", say("Say which tables and columns of a workbook are the stock.")),
    "report": (f"{_HERE}.stock:report", say("Say what lies there, when it runs out, and what to order.")),
    "simulate": (
        f"{_HERE}.stock_simulate:simulate_stock",
        say("Live through the coming days, and say what may run short."),
    ),
}

#: Those of `officebot service`.
SERVICE: dict[str, tuple[str, Text]] = {
    "install": (f"{_HERE}.office_service:install", say("Write the unit, start it, and start it with the machine.")),
    "status": (f"{_HERE}.office_service:status", say("Say how the service is doing, as systemd sees it.")),
    "uninstall": (f"{_HERE}.office_service:uninstall", say("Stop the service and remove its unit.")),
}

#: Those of `officebot plugin`.
PLUGIN: dict[str, tuple[str, Text]] = {
    "new": (f"{_HERE}.plugin_new:new", say("Make a new plugin: a package with a duty that works, and its tests.")),
    "check": (f"{_HERE}.plugin_check:check_plugin", say("Grade a plugin’s sources, with a reason for each rule.")),
    "texts": (f"{_HERE}.plugin_texts:show_texts", say("Keep a plugin’s French in step with what its sources say.")),
    "list": (f"{_HERE}.plugin_list:list_plugins", say("List the plugins that are installed, and how each does.")),
    "show": (f"{_HERE}.plugin_list:show_plugin", say("Say where a plugin came from, and what it may do.")),
    "add": (f"{_HERE}.plugin_add:add", say("Agree to a plugin: what it asks for is shown first.")),
    "remove": (f"{_HERE}.plugin_remove:remove", say("Remove a plugin, and erase all that it left in the office.")),
}

#: Those of `officebot feed`.
FEED: dict[str, tuple[str, Text]] = {
    "add": (f"{_HERE}.feed:add", say("Make a secret address; it is shown this once.")),
    "list": (f"{_HERE}.feed:list_feeds", say("List the secret addresses, without the secrets.")),
    "remove": (f"{_HERE}.feed:remove", say("Take a secret address back: it shows nothing any more.")),
}

#: Those of `officebot gather`.
GATHER: dict[str, tuple[str, Text]] = {
    "start": (f"{_HERE}.gather_start:start", say("Ask several people for what a document needs, by a day.")),
    "status": (f"{_HERE}.gather_status:status", say("Say who was asked for what, who answered, what is missing.")),
    "remind": (f"{_HERE}.gather_remind:remind", say("Remind those who have not answered, now.")),
    "close": (f"{_HERE}.gather_remind:close", say("Close a gathering: nobody is reminded any more.")),
}

#: Those of `officebot conversations`.
CONVERSATIONS: dict[str, tuple[str, Text]] = {
    "list": (f"{_HERE}.items:list_conversations", say("List them, the oldest due first.")),
    "done": (f"{_HERE}.items:close_conversations", say("Say that they are done with.")),
}

#: Those of `officebot deadlines`.
DEADLINES: dict[str, tuple[str, Text]] = {
    "list": (f"{_HERE}.items:list_deadlines", say("List them, the most pressing first.")),
    "done": (f"{_HERE}.items:close_deadlines", say("Say that they are done with.")),
}

#: Those of `officebot document`.
DOCUMENT: dict[str, tuple[str, Text]] = {
    "render": (f"{_HERE}.document_render:render_document", say("Make a document of a template and its data.")),
    "fields": (f"{_HERE}.document_check:show_fields", say("List what a template needs, and where it stands.")),
    "check": (
        f"{_HERE}.document_check:check_document",
        say("Say what is wrong in a template, and what its data lack or spell otherwise."),
    ),
}

#: Those of `officebot minutes`.
MINUTES: dict[str, tuple[str, Text]] = {
    "draft": (
        f"{_HERE}.minutes_draft:draft_minutes",
        say("Draft minutes; every sentence of them says where it was read."),
    ),
}

#: Those of `officebot actions`.
ACTIONS: dict[str, tuple[str, Text]] = {
    "list": (f"{_HERE}.actions:list_actions", say("List the action points, the most pressing first.")),
    "close": (f"{_HERE}.actions:close_actions", say("Say that they are done with.")),
    "remind": (f"{_HERE}.actions:remind_actions", say("Write reminders now: of these, of one person's, of all.")),
}
