"""The project's own source, read as text and as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("core", "justice", "search", "openness", "home", "portal")
OURS = (*ROOMS, "tests", "bench")


def files(suffix: str, rooms=ROOMS) -> list[Path]:
    """Files of these rooms, vendored and generated ones left out; paths from the root."""
    found = (p for room in rooms for p in (ROOT / room).rglob(f"*{suffix}"))
    return sorted(p.relative_to(ROOT) for p in found if not {"vendor", "migrations", "__pycache__", "node_modules"} & set(p.parts))


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def nodes(kind, rooms=ROOMS) -> Iterator[tuple[Path, ast.AST]]:
    """Every node of a kind, with its file."""
    for path in files(".py", rooms):
        for node in ast.walk(tree(path)):
            if isinstance(node, kind):
                yield path, node


def imports(path: Path) -> set[str]:
    """Modules that a file names in its import statements."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
    return found
