"""Reads the server's source for what its documents must name: problem codes and addresses. Nothing is run."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from documents import ROOT

SERVER = ROOT / "server"
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class _Refusal:
    """How a subclass of ActionRefused makes its code: `before` + its first argument + `after`, or fixed."""

    status: int
    before: str
    after: str
    takes_code: bool


def problem_codes() -> dict[str, set[int]]:
    """Every code that can leave the server, with the statuses where the source says them."""
    refusals = {name: made for tree in _trees(SERVER) for name, made in _refusal_classes(tree)}
    codes: dict[str, set[int]] = {}
    for made in refusals.values():
        if not made.takes_code:
            codes.setdefault(made.before, set()).add(made.status)
    for tree in _trees(SERVER):
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            called = call.func.id if isinstance(call.func, ast.Name) else ""
            if called in refusals and refusals[called].takes_code:
                made = refusals[called]
                codes.setdefault(made.before + _text(call.args[0]) + made.after, set()).add(made.status)
            elif called in ("problem", "ActionRefused") and not isinstance(call.args[1], ast.Attribute):
                status = call.args[0]
                known = {int(status.value)} if isinstance(status, ast.Constant) else set()
                codes.setdefault(_text(call.args[1]), set()).update(known)
    return codes


def addresses() -> set[str]:
    """`METHOD /path` of every route in server/web."""
    found = set()
    for tree in _trees(SERVER / "web"):
        prefix = _router_prefix(tree)
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
            for decorator in function.decorator_list:
                is_call = isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)
                if is_call and decorator.func.attr in _METHODS:
                    found.add(f"{decorator.func.attr.upper()} {prefix}{_text(decorator.args[0])}")
    return found


def called_with(folder: Path, keyword: str) -> set[str]:
    """The literal texts that calls in `folder` pass as `keyword`; {…} stands for what is filled in."""
    return {
        _text(given.value)
        for tree in _trees(folder)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        for given in call.keywords
        if given.arg == keyword and isinstance(given.value, ast.Constant | ast.JoinedStr)
    }


def texts_added_in(file: Path, function: str) -> set[str]:
    """The literal texts inside one function; {…} stands for what is filled in."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    (body,) = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == function)
    inside = {id(part) for text in ast.walk(body) if isinstance(text, ast.JoinedStr) for part in text.values}
    return {
        _text(node)
        for node in ast.walk(body)
        if isinstance(node, ast.JoinedStr)
        or (isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside)
    }


def _trees(folder: Path) -> Iterator[ast.Module]:
    for path in sorted(folder.rglob("*.py")):
        yield ast.parse(path.read_text(encoding="utf-8"))


def _refusal_classes(tree: ast.Module) -> Iterator[tuple[str, _Refusal]]:
    for kind in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        if any(isinstance(base, ast.Name) and base.id == "ActionRefused" for base in kind.bases):
            (inner,) = (
                call
                for call in ast.walk(kind)
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "__init__"
            )
            status, made = inner.args[0], inner.args[1]
            assert isinstance(status, ast.Constant) and isinstance(status.value, int)
            if isinstance(made, ast.Name):
                yield kind.name, _Refusal(status.value, "", "", takes_code=True)
                continue
            before, filled, after = _text(made).partition("{…}")
            yield kind.name, _Refusal(status.value, before, after, takes_code=bool(filled))


def _router_prefix(tree: ast.Module) -> str:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "APIRouter":
            return next((_text(given.value) for given in call.keywords if given.arg == "prefix"), "")
    return ""


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "{…}" for part in node.values)
    assert isinstance(node, ast.Constant) and isinstance(node.value, str), (
        f"line {node.lineno}: a code or address that is not written out cannot be compared with the documents: "
        f"{ast.unparse(node)}"
    )
    return node.value
