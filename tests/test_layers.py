"""The architecture's arrows: each part of the package imports only what lies below it."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "labeler"
ARCHITECTURE = (PACKAGE.parent / "docs" / "architecture.md").read_text("utf-8")

# Lowest first. A module may import its own package and whatever stands on a lower line;
# those on one line do not know each other.
LAYERS = (
    {
        "errors",
        "document",
        "evidence",
        "verdict",
        "version",
        "locate",
        "ignoring",
        "regular",
        "replace",
        "common_words",
        "look_alikes",
    },
    {"pool", "bar"},
    {"read"},
    {"segment", "language", "samesite"},
    {"rules", "classifier", "provenance"},
    {"decide"},
    {"report"},
    {"judge", "extract", "policy", "cache", "diff"},
    {"scanner", "config"},
    {"ondemand"},
    {"run", "batch", "corrections"},
    {"review"},
    {"cli", "spark"},
)
FOUNDATION = LAYERS[0]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
TRAINING_LIBRARIES = {"sklearn", "scipy", "joblib"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def module_id(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def part_of(path: Path) -> str:
    """First component below `labeler`: `read` for `labeler/read/html.py`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    """Dotted names of everything a module imports, at any depth of its code."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module_id(path)}: relative import at line {node.lineno}"
            assert node.module is not None
            yield node.module
            if node.module == "labeler":
                yield from (f"labeler.{alias.name}" for alias in node.names)


def imported_parts(path: Path) -> set[str]:
    return {
        name.split(".")[1]
        for name in imports_of(path)
        if name.startswith("labeler.") and name.split(".")[1] in RANK
    }


def test_every_part_of_the_package_has_its_place_in_the_layers() -> None:
    parts = {part_of(path) for path in MODULES} - {"__init__", "__main__"}
    assert parts == set(RANK)


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_a_module_imports_only_its_own_package_and_lower_layers(path: Path) -> None:
    part = part_of(path)
    if part in {"__init__", "__main__"}:
        return
    for imported in imported_parts(path) - {part}:
        both_foundation = {part, imported} <= FOUNDATION
        assert both_foundation or RANK[imported] < RANK[part], f"{part} imports {imported}"


def test_the_package_knows_nothing_of_what_is_built_around_it() -> None:
    around = {"benchmarks", "docsite", "fuzz", "integrations", "tests"}
    imported = {name.split(".")[0] for path in MODULES for name in imports_of(path)}
    assert not imported & around


def test_the_architecture_page_lists_every_part_below_what_it_knows() -> None:
    rows = re.findall(r"^\| (`.*?) \|", ARCHITECTURE.partition("## Words")[0], re.MULTILINE)
    row_of = {name: row for row, cell in enumerate(rows) for name in re.findall(r"`(\w+)", cell)}
    assert row_of.keys() == RANK.keys()
    for path in MODULES:
        part = part_of(path)
        known = imported_parts(path) if part in row_of else set()
        assert {name for name in known if row_of[name] > row_of[part]} == set(), module_id(path)


def test_the_architecture_page_defends_every_long_module() -> None:
    _, _, section = ARCHITECTURE.partition("## Modules of more than 300 lines")
    defended = re.findall(r"`(\w+/\w+\.py)`", section.partition("## ")[0])
    long = {module_id(path) for path in MODULES if path.read_text("utf-8").count("\n") > 300}
    assert set(defended) == long


def name_of(path: Path) -> str:
    """`labeler.read.html` for `labeler/read/html.py`, `labeler.read` for its `__init__.py`."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def loaded_first(body: list[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that run when a module is imported."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.Try):
            yield from loaded_first(node.body)


def loaded_by(path: Path, known: set[str]) -> set[str]:
    """Modules that must be there before this one: of `from package import module` the module."""
    found = set()
    for node in loaded_first(ast.parse(path.read_text("utf-8")).body):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        else:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= inner & known or {str(node.module)}
    return (found & known) - {name_of(path)}


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = {name_of(path) for path in MODULES}
    waiting = {name_of(path): loaded_by(path, known) for path in MODULES}
    while free := {name for name, needed in waiting.items() if not needed & waiting.keys()}:
        waiting = {name: needed for name, needed in waiting.items() if name not in free}
    assert not waiting  # these, or what they lie upon, form circles


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_only_training_and_evaluation_import_the_training_libraries(path: Path) -> None:
    if part_of(path) == "classifier" and path.name.startswith(("train", "evaluate")):
        return
    found = {name.split(".")[0] for name in imports_of(path)} & TRAINING_LIBRARIES
    assert not found


def modules_loaded_by(code: str) -> set[str]:
    """Top-level names in `sys.modules` after a fresh interpreter ran `code`."""
    code += "\nimport json, sys; print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_labeler_loads_nothing_heavy() -> None:
    heavy = {
        *TRAINING_LIBRARIES,
        *("numpy", "rich", "yaml", "pyarrow", "typer"),
        *("charset_normalizer", "markdown_it", "pathspec", "selectolax"),
    }
    assert not modules_loaded_by("import labeler") & heavy


def test_scanning_text_loads_neither_training_nor_display_libraries() -> None:
    code = "from labeler import Labeler\nLabeler().scan_text('Two ferries ran on Sunday.')"
    unneeded = {*TRAINING_LIBRARIES, "rich", "yaml", "typer", "selectolax", "markdown_it"}
    assert not modules_loaded_by(code) & unneeded
