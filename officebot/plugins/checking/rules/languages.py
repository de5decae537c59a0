"""A plugin speaks both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from officebot.core import catalogues
from officebot.core.text import Text, say
from officebot.plugins.checking.asking import told
from officebot.plugins.checking.model import Found, Grade, Rule, failed_by, passed
from officebot.plugins.checking.subject import Source, Subject


def speaks_both(subject: Subject) -> Found:
    """Each sentence of the plugin and each description of its settings has its French in `locale/fr.po`."""
    try:
        french = catalogues.translations_in((subject.home / catalogues.PLACE).read_text("utf-8"))
    except OSError:
        return failed_by([say("There is no “{file}” in its package.", file=catalogues.PLACE)])
    except ValueError as error:
        return failed_by([say("The “{file}” cannot be read: {error}", file=catalogues.PLACE, error=str(error)[:200])])
    said = {sentence: where for source in subject.sources for sentence, where in _sentences(source)}
    said |= dict(_descriptions(subject))
    faults = [
        say("{where}: “{sentence}” has no French.", where=where, sentence=sentence[:100])
        for sentence, where in said.items()
        if sentence and sentence not in french
    ]
    faults += [fault for source in subject.sources for fault in _unsaid(source)]
    return failed_by(faults) if faults else passed(say("sentences: {count}", count=len(said)))


def _calls(source: Source) -> Iterator[tuple[ast.Call, int]]:
    """The calls that make a sentence, each with how many sources it takes."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in ("say", "counted"):
                yield node, 1 if name == "say" else 2


def _sentences(source: Source) -> Iterator[tuple[str, str]]:
    for call, count in _calls(source):
        for given in call.args[:count]:
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                yield given.value, f"{source.path}:{call.lineno}"


def _unsaid(source: Source) -> Iterator[Text]:
    """What can never be translated: a sentence put together while it runs, or said in nobody's name."""
    for call, count in _calls(source):
        if any(not isinstance(given, ast.Constant) for given in call.args[:count]):
            yield say("{file}:{line}: the sentence is put together, so that nobody can translate it.", file=source.path,
                      line=call.lineno)  # fmt: skip
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module == "officebot.sdk" and _names_say(node):
            sentence = "{file}:{line}: “say” of officebot does not know the plugin’s French: make yours by “texts(__name__)”."
            yield say(sentence, file=source.path, line=node.lineno)


def _names_say(node: ast.ImportFrom) -> bool:
    return any(one.name in ("say", "counted") for one in node.names)


def _descriptions(subject: Subject) -> Iterator[tuple[str, str]]:
    for duty in subject.entries:
        said: Mapping[str, object] | None = told(subject, duty)
        if said is None or not isinstance(schema := said["settings"], dict):
            continue
        for table in (schema, *schema.get("$defs", {}).values()):
            for name, field in table.get("properties", {}).items():
                yield str(field.get("description", "")), f"{duty}, {name}"


RULES = (
    Rule(
        id="both-languages",
        grade=Grade.SILVER,
        asks=say("Each sentence and each setting’s description has its French."),
        why=say("Half of the people who are to say yes read French."),
        mend=say("Write it into “locale/fr.po” in the package; “officebot plugin texts” lists what is missing."),
        look=speaks_both,
    ),
)
