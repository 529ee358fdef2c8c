"""The developers' lock agrees with the ranges in pyproject.toml."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info < (3, 11):
    pytest.skip("the developers' set-up needs Python 3.11", allow_module_level=True)

import tomllib

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.+!]+)")
LINES = [
    line
    for line in (ROOT / "requirements-dev.lock").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
PINS = {canonicalize_name(name): version for name, version in PIN.findall("\n".join(LINES))}


def declared_requirements() -> list[str]:
    pyproject: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = pyproject["project"]
    extras = project["optional-dependencies"]
    groups = pyproject["dependency-groups"]
    return [*project["dependencies"], *extras["train"], *groups["dev"], *groups["docs"]]


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_one_exact_version_and_names_no_place(line: str) -> None:
    assert PIN.fullmatch(line)


@pytest.mark.parametrize("requirement", declared_requirements())
def test_a_declared_requirement_is_locked_within_its_range(requirement: str) -> None:
    wanted = Requirement(requirement)
    if wanted.marker is not None and not wanted.marker.evaluate():
        pytest.skip("not for this Python, so the lock does not have it")
    assert wanted.specifier.contains(PINS[canonicalize_name(wanted.name)], prereleases=True)


def test_the_lock_is_sorted_and_says_each_name_once() -> None:
    names = [line.split("==")[0].lower() for line in LINES]
    assert names == sorted(set(names))
