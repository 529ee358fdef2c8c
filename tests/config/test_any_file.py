"""Whatever a configuration says, it is taken or refused in one line with its place."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labeler.config import load_config
from labeler.errors import ConfigError
from tests.config.test_load import YAML

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=5,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of all values below `value`."""
    if isinstance(value, dict):
        inner = list(value.items())
    else:
        inner = list(enumerate(value)) if isinstance(value, list) else []
    return [p for key, one in inner for p in [(*path, key), *places(one, (*path, key))]]


VALID = yaml.safe_load(YAML.replace("2027-01-31", "'2027-01-31'"))


def load(folder: Path, text: str) -> str | None:
    """The refusal of a file, if it is refused."""
    path = folder / ".labeler.yaml"
    path.write_text(text, "utf-8")
    try:
        load_config(folder, path)
    except ConfigError as error:
        return str(error).removeprefix(str(path))
    return None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("config")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.sampled_from(places(VALID)), value=VALUES)
def test_any_value_in_any_place(folder: Path, at: tuple[Any, ...], value: Any) -> None:
    changed = copy.deepcopy(VALID)
    holder = changed
    for step in at[:-1]:
        holder = holder[step]
    holder[at[-1]] = value

    refusal = load(folder, yaml.safe_dump(changed))
    if refusal is not None:
        assert refusal.startswith(":")
        assert "\n" not in refusal


@given(value=VALUES)
def test_any_file_at_all(folder: Path, value: Any) -> None:
    refusal = load(folder, yaml.safe_dump(value))
    assert refusal is None or refusal.startswith(":")
    if value:
        assert refusal is not None


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_at_all(folder: Path, text: str) -> None:
    refusal = load(folder, text)
    assert refusal is None or refusal.startswith(":")
