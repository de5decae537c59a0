"""What a template asks of its data, read from its tree: names with their paths, through loops and conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from jinja2 import nodes

from officebot.core.documents.fields import FieldKind, Place, Use

#: Names that Jinja or officebot gives, and no data.
_GIVEN = frozenset(
    {
        "loop",
        "range",
        "dict",
        "namespace",
        "true",
        "false",
        "none",
        "next_id_",
        "same_id_",
        "caller",
        "varargs",
        "kwargs",
    }
)
#: Filters that say what to do without a value.
_FORGIVING = frozenset({"default", "d"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """What names mean at a place: of loops the path of their rows; None for names of the template's own."""

    paths: Mapping[str, str | None] = field(default_factory=dict)
    is_optional: bool = False
    guarded: frozenset[str] = frozenset()

    def within(self, names: Iterable[tuple[str, str | None]]) -> _Scope:
        return replace(self, paths={**self.paths, **dict(names)})


class _Reader:
    """One walk over a template's tree."""

    def __init__(self, place_of: Callable[[int], Place]) -> None:
        self._place_of = place_of
        self.uses: list[Use] = []

    def read(self, tree: Iterable[nodes.Node], scope: _Scope) -> None:
        for node in tree:
            scope = self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: _Scope) -> _Scope:
        """The scope that holds after it."""
        match node:
            case nodes.For():
                self._loop(node, scope)
            case nodes.If():
                self._condition(node, scope)
            case nodes.Assign():
                self._values(node.node, scope)
                return scope.within(self._assigned(node, scope))
            case nodes.AssignBlock() | nodes.With() | nodes.Macro() | nodes.CallBlock():
                self._own_names(node, scope)
                if isinstance(node, nodes.AssignBlock):
                    return scope.within((one, None) for one in _targets(node.target))
                if isinstance(node, nodes.Macro):
                    return scope.within([(node.name, None)])
            case nodes.Expr():
                self._values(node, scope)
            case _:
                self.read(node.iter_child_nodes(), scope)
        return scope

    def _loop(self, node: nodes.For, scope: _Scope) -> None:
        path = _path(node.iter, scope)
        names = [*_targets(node.target)]
        rows: list[tuple[str, str | None]] = [(one, None) for one in names]
        if path is not None:
            self._use(path, "list", node, scope)
            if isinstance(node.target, nodes.Name):
                rows = [(node.target.name, f"{path}[]")]
        else:
            self._values(node.iter, scope)
            held = _list_within(node.iter, scope)
            if held is not None and isinstance(node.target, nodes.Name):
                rows = [(node.target.name, f"{held}[]")]
        inner = scope.within([*rows, ("loop", None)])
        if node.test is not None:
            self._values(node.test, inner)
        self.read(node.body, inner)
        self.read(node.else_, scope)

    def _condition(self, node: nodes.If, scope: _Scope) -> None:
        self._values(node.test, scope, is_condition=True)
        guards = frozenset(_guards(node.test, scope))
        self.read(node.body, replace(scope, guarded=scope.guarded | guards))
        for one in node.elif_:
            self._condition(one, scope)
        self.read(node.else_, scope)

    def _own_names(self, node: nodes.Node, scope: _Scope) -> None:
        own: list[tuple[str, str | None]] = []
        if isinstance(node, nodes.Macro):
            own = [(one.name, None) for one in node.args]
        elif isinstance(node, nodes.With):
            own = [(name, None) for one in node.targets for name in _targets(one)]
            for one in node.values:
                self._values(one, scope)
        inner = scope.within(own)
        self.read(getattr(node, "body", ()), inner)

    def _assigned(self, node: nodes.Assign, scope: _Scope) -> Iterator[tuple[str, str | None]]:
        path = _path(node.node, scope)
        for name in _targets(node.target):
            yield name, path if isinstance(node.target, nodes.Name) else None

    # ── expressions ───────────────────────────────────────────────────────────────────────────────────────

    def _values(self, node: nodes.Node, scope: _Scope, is_condition: bool = False) -> None:
        path = _path(node, scope)
        if path is not None:
            self._use(path, "condition" if is_condition else "value", node, scope)
            return
        match node:
            case nodes.Filter(name=name) if name in _FORGIVING and node.node is not None:
                self._values(node.node, replace(scope, is_optional=True))
                for one in node.args:
                    self._values(one, scope)
            case nodes.Filter(name="map" | "sum" | "groupby" | "sort" | "selectattr" | "rejectattr") if (
                node.node is not None
            ):
                self._of_rows(node, scope)
            case nodes.Filter() if node.node is not None:
                self._values(node.node, scope)
                for one in node.args:
                    self._values(one, scope)
            case nodes.Call(node=nodes.Getattr() as method):
                self._values(method.node, scope)  # a method, and no part of the data
                for one in node.args:
                    self._values(one, scope)
            case nodes.Test(name="defined" | "undefined"):
                self._values(node.node, replace(scope, is_optional=True), is_condition=True)
            case nodes.And():
                self._values(node.left, scope, is_condition)
                guarded = scope.guarded | frozenset(_guards(node.left, scope))
                self._values(node.right, replace(scope, guarded=guarded), is_condition)
            case nodes.CondExpr():
                self._values(node.test, scope, is_condition=True)
                guarded = scope.guarded | frozenset(_guards(node.test, scope))
                self._values(node.expr1, replace(scope, guarded=guarded))
                if node.expr2 is not None:
                    self._values(node.expr2, scope)
            case nodes.Not() | nodes.Or() | nodes.Compare() | nodes.Operand():
                for part in node.iter_child_nodes():
                    self._values(part, scope, is_condition)
            case _:
                for part in node.iter_child_nodes():
                    self._values(part, scope)

    def _of_rows(self, node: nodes.Filter, scope: _Scope) -> None:
        """`lines | map(attribute='price')` asks each of the lines for its price."""
        assert node.node is not None
        path = _path(node.node, scope)
        if path is None:
            self._values(node.node, scope)
            return
        self._use(path, "list", node, scope)
        named = [one.value for one in node.kwargs if one.key == "attribute"]
        if node.name in ("groupby", "selectattr", "rejectattr") and node.args:
            named.append(node.args[0])
        for one in named:
            if isinstance(one, nodes.Const) and isinstance(one.value, str):
                self._use(f"{path}[].{one.value}", "value", node, scope)

    def _use(self, path: str, kind: FieldKind, node: nodes.Node, scope: _Scope) -> None:
        is_optional = scope.is_optional or any(
            path == one or path.startswith((f"{one}.", f"{one}[]")) for one in scope.guarded
        )
        self.uses.append(Use(path=path, kind=kind, is_optional=is_optional, place=self._place_of(node.lineno)))


def uses_of(tree: nodes.Template, place_of: Callable[[int], Place]) -> list[Use]:
    """Each use of a name of the data in a template, with its place by the line of its source."""
    reader = _Reader(place_of)
    reader.read(tree.body, _Scope())
    return reader.uses


def _path(node: nodes.Node, scope: _Scope) -> str | None:
    """`a.b` of names and parts of names; None for what is no plain name of the data."""
    match node:
        case nodes.Name(name=name):
            if name in scope.paths:
                return scope.paths[name]
            return None if name in _GIVEN else name
        case nodes.Getattr(attr=attr):
            return _joined(_path(node.node, scope), attr)
        case nodes.Getitem(arg=nodes.Const(value=str(key))):
            return _joined(_path(node.node, scope), key)
        case nodes.Getitem(arg=nodes.Const(value=int())):
            path = _path(node.node, scope)
            return None if path is None else f"{path}[]"
    return None


def _joined(path: str | None, name: str) -> str | None:
    return None if path is None else f"{path}.{name}"


def _list_within(node: nodes.Node, scope: _Scope) -> str | None:
    """The list that is gone through behind filters: of `lines | sort` the lines."""
    while isinstance(node, nodes.Filter) and node.node is not None and node.name != "map":
        node = node.node
    return _path(node, scope)


def _guards(node: nodes.Node, scope: _Scope) -> Iterator[str]:
    """The names that are there where this condition holds, since it asked whether they are."""
    match node:
        case nodes.Test(name="defined"):
            path = _path(node.node, scope)
            if path is not None:
                yield path
        case nodes.And():
            yield from _guards(node.left, scope)
            yield from _guards(node.right, scope)


def _targets(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Name):
        yield node.name
    for one in node.iter_child_nodes():
        yield from _targets(one)
