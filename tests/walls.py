"""What a module reaches for, read from its syntax tree, and whether its room allows that."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "maturity"
FILES = {path: path.relative_to(SOURCE.parent).with_suffix("") for path in sorted(SOURCE.rglob("*.py"))}
MODULES = {".".join(short.parts).removesuffix(".__init__"): path for path, short in FILES.items()}
"""Dotted name of every module of ours, and its file."""
_PURE = """__future__ abc ast base64 bisect calendar codecs collections contextlib copy dataclasses datetime difflib
    enum functools hashlib heapq html inspect itertools json math operator re shlex statistics string textwrap types
    typing unicodedata"""
PURE = frozenset(_PURE.split())
"""Modules of Python's own that neither reach out of the program nor change from run to run."""
CLOCKS = ("now", "today", "utcnow")
BUILTINS = {
    **dict.fromkeys(("print",), "screen"),
    **dict.fromkeys(("input", "breakpoint"), "keyboard"),
    **dict.fromkeys(("open",), "files"),
    **dict.fromkeys(("exec", "eval"), "dynamic"),
}
_NUMPY_FILES = """load save savez savez_compressed loadtxt savetxt genfromtxt fromfile fromregex memmap
    DataSource lib"""
NUMPY_FILES = frozenset(_NUMPY_FILES.split())
_FILE_METHODS = """read_text write_text read_bytes write_bytes open unlink mkdir rmdir touch iterdir glob rglob exists
    is_file is_dir stat lstat chmod symlink_to hardlink_to readlink samefile expanduser tofile"""
FILE_METHODS = frozenset(_FILE_METHODS.split())
DYNAMIC = ("importlib.import_module", "importlib.__import__", "builtins.__import__", "pkgutil.resolve_name")
SEEDED = ("numpy.random.default_rng", "random.Random")
"""What draws from the seed that it is given."""
OWN_FILES = ("importlib.resources.files", "importlib.resources.as_file")
WORDS = {
    "screen": "prints",
    "keyboard": "asks at the keyboard",
    "files": "touches files",
    "clock": "asks the time",
    "chance": "leaves it to chance",
    "dynamic": "imports what cannot be known",
}


@dataclass(frozen=True)
class Room:
    """What a room may reach for.

    Args:
        ours: other rooms.
        libraries: modules beside those of `PURE`; with a package goes all that is in it.
        may: of the keys of `WORDS`.
    """

    ours: Collection[str] = ()
    libraries: Collection[str] = ()
    may: Collection[str] = ()


@dataclass
class Reach:
    """What one module reaches for: modules with the way they are imported, names, and methods that are called."""

    module: str
    imports: list[tuple[str, str]] = field(default_factory=list)
    """A dotted name, and `first`, `late` (inside a function) or `typing`."""
    names: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)


BINDING = (ast.Import, ast.ImportFrom, ast.Assign, ast.Name, ast.arg, ast.FunctionDef, ast.ClassDef)
"""All that gives something a name."""


class _Reader(ast.NodeVisitor):
    def __init__(self, module: str, is_package: bool, tree: ast.Module) -> None:
        self.reach = Reach(module)
        self.package = module.split(".") if is_package else module.split(".")[:-1]
        self.way = "first"
        self.aliases: dict[str, str] = {}
        self.bound: set[str] = set()
        binding = [node for node in ast.walk(tree) if isinstance(node, BINDING)]
        # Again, since a name may be used above the line that binds it.
        for _ in range(3):
            for node in binding:
                self._bind(node)
        self.visit(tree)

    def _bind(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                self.aliases[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                self.aliases[alias.asname or alias.name] = f"{self._base(node)}.{alias.name}"
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            known = self.dotted(node.value)
            if known is None:
                self.bound.add(node.targets[0].id)
            elif node.targets[0].id not in self.aliases and known != node.targets[0].id:
                self.aliases[node.targets[0].id] = known
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            self.bound.add(node.id)
        elif isinstance(node, ast.arg):
            self.bound.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            self.bound.add(node.name)

    def _base(self, node: ast.ImportFrom) -> str:
        return (self._above(node.level) + (node.module or "")).rstrip(".")

    def _above(self, level: int) -> str:
        """The package that so many dots stand for, with a dot behind it; nothing without dots."""
        return "".join(f"{part}." for part in self.package[: len(self.package) - level + 1]) if level else ""

    def dotted(self, node: ast.AST) -> str | None:
        """What an expression stands for, as far as it can be read."""
        if isinstance(node, ast.Name):
            if node.id in self.aliases:
                return self.aliases[node.id]
            return f"builtins.{node.id}" if node.id not in self.bound and hasattr(builtins, node.id) else None
        if isinstance(node, ast.Attribute):
            whole = self.dotted(node.value)
            return None if whole is None else f"{whole}.{node.attr}"
        if isinstance(node, ast.Call) and node.args:
            called, said = self.dotted(node.func), [_text(one) for one in node.args]
            if called == "builtins.getattr" and len(said) > 1 and said[1] is not None:
                whole = self.dotted(node.args[0])
                return None if whole is None else f"{whole}.{said[1]}"
            if called in DYNAMIC:
                return said[0]
        return None

    def visit_Import(self, node: ast.Import) -> None:
        self.reach.imports += [(alias.name, self.way) for alias in node.names]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self.reach.imports += [(f"{self._base(node)}.{alias.name}", self.way) for alias in node.names]

    def visit_If(self, node: ast.If) -> None:
        before = self.way
        if ast.unparse(node.test).endswith("TYPE_CHECKING"):
            self.way = "typing"
        for one in node.body:
            self.visit(one)
        self.way = before
        self.visit(node.test)
        for one in node.orelse:
            self.visit(one)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for default in [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]:
            self.visit(default)
        before, self.way = self.way, "late" if self.way == "first" else self.way
        for one in node.body:
            self.visit(one)
        self.way = before

    def visit_Call(self, node: ast.Call) -> None:
        called = self.dotted(node.func)
        if called in DYNAMIC:
            name = _text(node.args[0]) if node.args else None
            if name is None or not name.strip("."):
                self.reach.unknown.append(str(called))
            else:
                level = len(name) - len(name.lstrip("."))
                above = self.package[: len(self.package) - level + 1] if level else []
                self.reach.imports.append(
                    (".".join([*above, name.lstrip(".")]).replace(":", ".").rstrip("."), self.way)
                )
            for one in node.args:
                self.visit(one)
            return
        if called in SEEDED and node.args and not isinstance(node.args[0], ast.Constant):
            for one in node.args:
                self.visit(one)
            return
        if called == "numpy.datetime64" and node.args and _text(node.args[0]) in CLOCKS:
            self.reach.names.append("datetime.datetime.now")
        if isinstance(node.func, ast.Attribute):
            of = self._origin(node.func.value)
            if of not in OWN_FILES:
                self.reach.methods.append(node.func.attr)
        whole = self.dotted(node)
        if whole is not None:
            self.reach.names.append(whole)
        self.generic_visit(node)

    def _origin(self, node: ast.AST) -> str | None:
        """The function that a chain of calls begins with."""
        while True:
            if isinstance(node, ast.Call):
                called = self.dotted(node.func)
                if called is not None:
                    return called
                node = node.func
            elif isinstance(node, ast.Attribute | ast.Subscript):
                node = node.value
            else:
                return None

    def visit_Attribute(self, node: ast.Attribute) -> None:
        whole = self.dotted(node)
        if whole is not None:
            self.reach.names.append(whole)
        else:
            self.visit(node.value)

    def visit_Name(self, node: ast.Name) -> None:
        whole = self.dotted(node)
        if whole is not None:
            self.reach.names.append(whole)

    def visit_arg(self, node: ast.arg) -> None:
        """What stands in a signature is a type."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)


def _text(node: ast.AST) -> str | None:
    """A text as far as it is known: of an f-string that begins so, the start."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr) and node.values:
        return _text(node.values[0])
    return None


@cache
def parsed(code: str) -> ast.Module:
    """The syntax tree of a module's code, which several tests read."""
    return ast.parse(code)


def reach_of(module: str, code: str, *, is_package: bool = False) -> Reach:
    """Everything that a module's code reaches for."""
    return _Reader(module, is_package, parsed(code)).reach


def trespasses(reach: Reach, rooms: Mapping[str, Room], homes: Mapping[str, str]) -> list[str]:
    """What a module reaches for and its room does not allow.

    Args:
        homes: name that the package itself offers to the module where it is.
    """
    own = room_of(reach.module)
    room = rooms[own]
    found: list[str] = []
    for name, _ in reach.imports:
        found += _imported(name, own, room, rooms, homes)
        need = _needed(name) if name not in (*DYNAMIC, *SEEDED, "random") else None
        if need is not None and need not in room.may:
            found.append(f"{WORDS[need]}: {name}")
    for name in reach.names:
        if name.startswith("maturity."):
            found += _imported(name, own, room, rooms, homes)
        need = _needed(name)
        if need is not None and need not in room.may:
            found.append(f"{WORDS[need]}: {name.removeprefix('builtins.')}")
    for method in reach.methods:
        if method in CLOCKS and "clock" not in room.may:
            found.append(f"asks the time: {method}")
        if method in FILE_METHODS and "files" not in room.may:
            found.append(f"touches files: {method}")
    if "dynamic" not in room.may:
        found += [f"imports what cannot be known: {name}" for name in reach.unknown]
    return list(dict.fromkeys(found))


def room_of(module: str) -> str:
    """The room of a module of ours: the package's own modules have one each."""
    return [*module.split("."), "__init__"][1]


def _imported(name: str, own: str, room: Room, rooms: Mapping[str, Room], homes: Mapping[str, str]) -> Iterator[str]:
    parts = name.split(".")
    if parts[0] == "maturity":
        if len(parts) > 1 and parts[1] in homes:
            parts = homes[parts[1]].split(".")
        other = parts[1] if len(parts) > 1 and parts[1] in rooms else "__init__"
        if (
            other != own
            and other not in room.ours
            and not (other == "__init__" and parts[-1] in ("__version__", "maturity"))
        ):
            yield f"imports {'.'.join(parts)}"
    elif parts[0] in ("importlib", "pkgutil") and name in ("importlib", "pkgutil", *DYNAMIC):
        pass
    elif parts[0] not in PURE and not any(f"{name}.".startswith(f"{library}.") for library in room.libraries):
        yield f"imports {name}"


def _needed(name: str) -> str | None:
    """What a room has to allow for a name."""
    parts = name.split(".")
    if parts[0] == "builtins" and len(parts) > 1:
        return BUILTINS.get(parts[1]) or ("dynamic" if name == "builtins.__import__" else None)
    if parts[0] == "datetime" and parts[-1] in CLOCKS:
        return "clock"
    if parts[0] == "numpy" and len(parts) > 1:
        if parts[1] == "random" and parts[2:] != ["Generator"]:
            return "chance"
        return "files" if parts[1] in NUMPY_FILES else None
    if name in ("uuid.uuid1", "uuid.uuid4", "os.urandom") or parts[0] in ("random", "secrets"):
        return "chance"
    if name in ("io.open", "io.FileIO", "io.open_code"):
        return "files"
    return None if name not in DYNAMIC else "dynamic"


def graph(reaches: Iterable[Reach], ways: Collection[str]) -> dict[str, set[str]]:
    """Module to the modules of ours that it imports."""
    arrows: dict[str, set[str]] = {}
    for reach in reaches:
        to = arrows.setdefault(reach.module, set())
        for name, way in reach.imports:
            while way in ways and name.startswith("maturity.") and name not in MODULES:
                name = name.rpartition(".")[0]
            if way in ways and name in MODULES and name != reach.module:
                to.add(name)
    return arrows


def cycles(arrows: Mapping[str, Collection[str]]) -> list[list[str]]:
    """Groups of nodes each of which leads back to itself through the others."""
    leads: dict[str, set[str]] = {}
    for start in arrows:
        seen: set[str] = set()
        ahead = [start]
        while ahead:
            for one in arrows.get(ahead.pop(), ()):
                if one not in seen:
                    seen.add(one)
                    ahead.append(one)
        leads[start] = seen
    groups = {tuple(sorted(b for b in leads[a] if a in leads.get(b, ()))) for a in leads if a in leads[a]}
    return [list(group) for group in sorted(groups)]
