"""Mutation testing: small faults are put into a module, one at a time, and its tests must notice each.

python -m tests.mutation [periods] [protocol] [health] [--sample 100] [--seed 11] [--floor 0.9]
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.machinery import SourceFileLoader
from pathlib import Path
from random import Random
from types import CodeType

import pytest

HEAVY = ("hypothesis", "httpx", "numpy", "pandas", "sqlalchemy")  # imported once, before the copies are made
TIMEOUT = 120  # seconds: a mutant whose tests do not end has been noticed
QUICK = ("turning", "agreement", "watch", "succession", "rhythms", "explain", "verdicts", "as_of")


@dataclass(frozen=True)
class Suite:
    """Modules, and what must notice a fault in one of them: the quick tests first."""

    modules: Sequence[Path]
    tests: Sequence[str]


SUITES = {
    "periods": Suite(
        (Path("tracker/series/periods.py"),),
        ("tests/tracker/series/test_periods.py",),
    ),
    "protocol": Suite(
        (Path("tracker/github/protocol.py"),),
        ("tests/tracker/github/test_protocol_words.py", "tests/tracker/github/test_protocol.py"),
    ),
    "health": Suite(
        tuple(sorted(Path("tracker/health").glob("[a-z]*.py"))),
        ("tests/tracker/health/test_told.py", *(f"tests/tracker/health/test_{name}.py" for name in QUICK)),
    ),
}
SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult, ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.USub: ast.UAdd,
}  # fmt: skip


def places(tree: ast.AST) -> Iterator[ast.AST]:
    """What runs, in order: no annotations, no docstrings."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                continue
            if isinstance(child, ast.AST):
                yield child
                yield from places(child)


def faults(node: ast.AST) -> list[tuple[str, str, object]]:
    """(what is said of it, the field to be changed, its new value) of every fault a node can be given."""
    if isinstance(node, ast.Compare):
        return [_swap(node, "ops", n) for n in range(len(node.ops)) if type(node.ops[n]) in SWAPPED]
    if isinstance(node, ast.BinOp | ast.BoolOp | ast.UnaryOp | ast.AugAssign) and type(node.op) in SWAPPED:
        return [_swap(node, "op", None)]
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        return [("condition turned round", "test", ast.UnaryOp(ast.Not(), node.test))]
    if isinstance(node, ast.comprehension) and node.ifs:
        return [("filter left out", "ifs", [])]
    if isinstance(node, ast.Return) and node.value and not _is_none(node.value):
        return [("returns None", "value", ast.Constant(None))]
    if isinstance(node, ast.Constant):
        return [(f"{node.value!r} becomes {new!r}", "value", new) for new in _others(node.value)]
    return []


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _swap(node: ast.AST, name: str, place: int | None) -> tuple[str, str, object]:
    old = getattr(node, name)
    if place is None:
        new = SWAPPED[type(old)]()
        return f"{type(old).__name__} becomes {type(new).__name__}", name, new
    new = SWAPPED[type(old[place])]()
    return (
        f"{type(old[place]).__name__} becomes {type(new).__name__}",
        name,
        [*old[:place], new, *old[place + 1 :]],
    )


def _others(value: object) -> list[object]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1]
    return [value + "~"] if isinstance(value, str) else []


def mutants(source: str) -> Iterator[tuple[int, str, ast.Module]]:
    """(line, what was done, the module with this one fault) for every fault."""
    whole = ast.parse(source)
    for place, node in enumerate(places(whole)):
        for said, field, new in faults(node):
            tree = copy.deepcopy(whole)
            changed = list(places(tree))[place]
            setattr(changed, field, new)
            line = getattr(node, "lineno", None) or getattr(getattr(node, "target", None), "lineno", 0)
            yield line, said, ast.fix_missing_locations(tree)


def passes(path: Path, code: CodeType, tests: Sequence[str]) -> bool:
    """Whether the tests pass with this code in the module's place, tried in a process of its own."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (TIMEOUT, TIMEOUT))  # however busy the machine is
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        _put(path, code)
        options = ["-x", "-q", "--noconftest", "--tb=short", "-W", "ignore"]
        os._exit(int(pytest.main([*options, *tests]) != 0))
    _, status = os.waitpid(child, 0)
    return status == 0


def _put(path: Path, code: CodeType) -> None:
    own = SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, fullname: str) -> CodeType | None:
        return code if Path(loader.path).resolve() == path.resolve() else own(loader, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign]


def survivors(suite: Suite, sample: int, seed: int) -> tuple[list[str], int]:
    """(the faults that no test notices, how many were tried). Raises SystemExit where tests fail anyway.

    With a sample, that many of all faults are drawn, the same ones for the same seed.
    """
    sources = {path: path.read_text(encoding="utf-8") for path in suite.modules}
    for path, source in list(sources.items())[:1]:
        if not passes(path, compile(source, str(path), "exec"), suite.tests):
            raise SystemExit(f"tests fail without any fault; run: pytest {' '.join(suite.tests)}")
    every = [(path, *fault) for path, source in sources.items() for fault in mutants(source)]
    drawn = Random(seed).sample(every, sample) if 0 < sample < len(every) else every
    print(f"{len(drawn)} of {len(every)} faults are tried", flush=True)
    left = []
    for path, line, said, tree in drawn:
        if passes(path, compile(tree, str(path), "exec"), suite.tests):
            left.append(f"{path}:{line}: {said}")
            print(left[-1], flush=True)
    return left, len(drawn)


def main() -> int:
    """Print what survives and the share that was noticed; 1 when a suite is below the floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", nargs="*", choices=SUITES, default=list(SUITES))
    parser.add_argument("--sample", type=int, default=0, help="so many faults, drawn by chance; else all")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--floor", type=float, default=0.9)
    asked = parser.parse_args()
    for name in HEAVY:
        import_module(name)
    low = 0
    for name in asked.suites:
        left, tried = survivors(SUITES[name], asked.sample, asked.seed)
        share = 1 - len(left) / tried if tried else 1.0
        low += share < asked.floor
        print(f"{name}: {tried - len(left)} of {tried} noticed ({share:.1%})", flush=True)
    return int(low > 0)


if __name__ == "__main__":
    sys.exit(main())
