"""Finds every code of a finding in the source, with the sentence that is said with it.

A code is said in one of three ways: written in the call that makes the finding, kept as a constant
of its module, or completed by a function that adds the room's prefix (``upload.`` in ``Refused``).
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeGuard

ROOMS = (
    "assignment", "bank", "bank_file", "batch", "book", "book_file", "bulletin", "cell", "charge", "check_returns", "choice", "city", "close", "contest", "debt", "decompose", "delegation", "document", "doubt", "draw", "eligibility", "fact", "filing", "flow", "funding", "hearing", "import", "interest", "ledger", "measures", "meeting", "minutes", "order", "paper", "photo", "plan", "plan_case", "policy",
    "programme", "rank_table", "reading", "recount", "register", "registry", "return", "return_form", "reward", "scheme", "scoring", "serve", "step", "submission", "table", "trace", "upload", "usage", "visit", "voucher",
)  # fmt: skip
"""What may stand before the dot of a finding's code."""
FLOORS = ("domain", "exchange", "services", "console")
VERBS = re.compile(r"verb=\"([a-z_.]+)\"")
_CODE = re.compile(rf"(?:{'|'.join(ROOMS)})\.[a-z_]+")
_CHINESE = re.compile(r"[一-鿿]")
_SAYS = re.compile(r"(?:[^一-鿿]*[一-鿿]){4}")
_WEIGHTS = {"BLOCKS": "拒收", "WARNS": "提示", "NOTES": "说明"}


@dataclass
class Said:
    """Where a code is said, with which words and weights; ``places`` are modules."""

    sentences: list[str] = field(default_factory=list)
    weights: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)


class Module:
    """One source file, with the parent of every node."""

    def __init__(self, path: Path, root: Path) -> None:
        self.name = path.relative_to(root).as_posix()
        self.text = path.read_text("utf-8")
        self.tree = ast.parse(self.text)
        self.parents = {
            child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)
        }
        self.functions = {
            node.name: node for node in self.tree.body if isinstance(node, ast.FunctionDef)
        }
        self.constants = {
            node.targets[0].id: node.value.value
            for node in self.tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        }

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield what a node stands in, innermost first."""
        while node in self.parents:
            node = self.parents[node]
            yield node


def every_code(source: Path) -> dict[str, Said]:
    """Return the codes of the source, each with its sentences, in the order of their names."""
    modules = [
        Module(path, source) for floor in FLOORS for path in sorted((source / floor).rglob("*.py"))
    ]
    completing = dict(_completing(modules))
    raised = _raised(modules)
    found: dict[str, Said] = {}
    for module in modules:
        verbs = set(VERBS.findall(module.text))
        for node in ast.walk(module.tree):
            for code in _codes_of(node, module, completing):
                if code not in verbs:
                    _note(found.setdefault(code, Said()), node, module, raised)
    return dict(sorted(found.items()))


def _completing(modules: list[Module]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the functions and classes that add a prefix to a code, with file and prefix.

    A class serves everywhere, a function in its own module alone.
    """
    for module in modules:
        for node in ast.walk(module.tree):
            prefix = _prefix_of(node)
            if not prefix:
                continue
            for above in module.above(node):
                if isinstance(above, ast.ClassDef):
                    yield above.name, ("", prefix)
                elif isinstance(above, ast.FunctionDef) and above.name != "__init__":
                    yield above.name, (module.name, prefix)


def _prefix_of(node: ast.AST) -> str:
    """Return ``upload.`` of ``f"upload.{code}"``."""
    if not isinstance(node, ast.JoinedStr) or len(node.values) != 2:
        return ""
    first, second = node.values
    whole = isinstance(first, ast.Constant) and str(first.value).removesuffix(".") in ROOMS
    named = isinstance(second, ast.FormattedValue) and isinstance(second.value, ast.Name)
    return str(first.value) if whole and named and isinstance(first, ast.Constant) else ""


def _codes_of(
    node: ast.AST, module: Module, completing: dict[str, tuple[str, str]]
) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        defines = isinstance(module.parents.get(node), ast.Assign)
        if _CODE.fullmatch(node.value) and not defines:
            yield node.value
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        value = module.constants.get(node.id, "")
        if _CODE.fullmatch(value):
            yield value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
        file, prefix = completing.get(node.func.id, ("", ""))
        first = node.args[0]
        whole = f"{prefix}{first.value}" if isinstance(first, ast.Constant) else ""
        if prefix and file in ("", module.name) and _CODE.fullmatch(whole):
            yield whole


def _note(said: Said, node: ast.AST, module: Module, raised: dict[str, str]) -> None:
    said.places.add(module.name.removesuffix(".py"))
    call = node if isinstance(node, ast.Call) else _around(node, module)
    if call is None:
        return
    said.weights |= _weights_of(call)
    sentence = _sentence_in(call, node, module, raised)
    if _SAYS.match(sentence) and "\\" not in sentence and sentence not in said.sentences:
        said.sentences.append(sentence)


def _around(node: ast.AST, module: Module) -> ast.AST | None:
    """Return the call, or the pair, in which a code is written."""
    for above in module.above(node):
        if isinstance(above, ast.Call | ast.Tuple):
            return above
        if isinstance(above, ast.stmt):
            return above
    return None


def _weights_of(call: ast.AST) -> set[str]:
    named = {
        _WEIGHTS[node.attr]
        for node in ast.walk(call)
        if isinstance(node, ast.Attribute) and node.attr in _WEIGHTS
    }
    if named or not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
        return named
    if call.func.id not in {"Finding", "Refused"}:
        return named
    full = len(call.args) > 2 or any(keyword.arg == "weight" for keyword in call.keywords)
    return set() if full else {_WEIGHTS["BLOCKS"]}


def _sentence_in(call: ast.AST, node: ast.AST, module: Module, raised: dict[str, str]) -> str:
    """Return the sentence that goes with a code: in its call, or where its names lead to."""
    teller = Teller(module, node)
    own = teller.words_in(call)
    if not own and isinstance(call, ast.Assign):
        own = teller.words_where_used(call)
    if not own:
        own = next((raised[name] for name in _caught(node, module) if name in raised), "")
    return first_sentence(own)


def _caught(node: ast.AST, module: Module) -> Iterator[str]:
    for above in module.above(node):
        if isinstance(above, ast.ExceptHandler) and above.type is not None:
            yield from (n.attr for n in ast.walk(above.type) if isinstance(n, ast.Attribute))
            yield from (n.id for n in ast.walk(above.type) if isinstance(n, ast.Name))


def _raised(modules: list[Module]) -> dict[str, str]:
    """Return the words with which each exception is raised, or which its class gives it."""
    found: dict[str, str] = {}
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                name, within = ast.unparse(node.exc.func).rpartition(".")[2], node.exc
            elif isinstance(node, ast.ClassDef):
                name, within = node.name, ast.Module(_without_docstring(node.body), [])
            else:
                continue
            words = Teller(module, node).words_in(within)
            if words:
                found.setdefault(name, words)
    return found


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    """Return statements without texts that stand alone, in functions too."""
    kept: list[ast.stmt] = []
    for statement in body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        inner = statement.body if isinstance(statement, ast.FunctionDef) else None
        kept += _without_docstring(inner) if inner is not None else [statement]
    return kept


class Teller:
    """Finds the Chinese that an expression comes to, following names and calls a few steps."""

    def __init__(self, module: Module, node: ast.AST) -> None:
        self.module = module
        self.line = getattr(node, "lineno", 0)
        functions = [a for a in module.above(node) if isinstance(a, ast.FunctionDef)]
        self.function = functions[0] if functions else None

    def words_in(self, node: ast.AST | None, depth: int = 3) -> str:
        """Return the first Chinese text in a node; failing that, the one its names stand for."""
        if node is None:
            return ""
        for part in _parts(node):
            if words := self._words(part, depth):
                return words
        if depth:
            for inner in ast.walk(node):
                if words := self._behind(inner, depth - 1):
                    return words
        return ""

    def words_where_used(self, assigned: ast.Assign) -> str:
        """Return the words of the first call that a name is handed to."""
        names = {target.id for target in assigned.targets if isinstance(target, ast.Name)}
        for node in ast.walk(self.function) if self.function else ():
            if isinstance(node, ast.Call) and names & {
                part.id for part in node.args if isinstance(part, ast.Name)
            }:
                self.line = node.lineno
                return self.words_in(node)
        return ""

    def _words(self, node: ast.AST, depth: int) -> str:
        if isinstance(node, ast.Constant):
            text = node.value if isinstance(node.value, str) else ""
        else:
            values = node.values if isinstance(node, ast.JoinedStr) else []
            text = "".join(self._shown(value, depth) for value in values)
        return text if _CHINESE.search(text) else ""

    def _shown(self, value: ast.AST, depth: int) -> str:
        if isinstance(value, ast.Constant):
            return str(value.value)
        if not depth or not isinstance(value, ast.FormattedValue):
            return "…"
        named = self._set_to(value.value.id) if isinstance(value.value, ast.Name) else None
        spelt = isinstance(named, ast.Constant | ast.JoinedStr | ast.IfExp)
        return (self.words_in(named, depth - 1) if spelt else "") or "…"

    def _set_to(self, name: str) -> ast.expr | None:
        """Return what a name was last set to before the line in question."""
        found = [
            node
            for node in (ast.walk(self.function) if self.function else ())
            if isinstance(node, ast.Assign) and node.lineno <= self.line
            if name in {part.id for part in ast.walk(node) if _is_target(part)}
        ]
        last = max(found, key=lambda node: node.lineno, default=None)
        return last.value if last else None

    def _behind(self, node: ast.AST, depth: int) -> str:
        """Return the words of what a name was last set to, or of what a function answers."""
        if isinstance(node, ast.Name):
            value = self._set_to(node.id)
            return self.words_in(value, depth) if value else ""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called = self.module.functions.get(node.func.id)
            if called is not None and called is not self.function:
                body = ast.Module(_without_docstring(called.body), [])
                return Teller(self.module, called.body[0]).words_in(body, depth)
        return ""


def _is_target(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the texts in a node, in the order of the source."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from _parts(child)


def first_sentence(text: str) -> str:
    """Return a text up to its first full stop, a run of ellipses as one."""
    return re.sub("…+", "…", text.partition("。")[0].strip().lstrip("，；："))
