"""Which configuration holds: the nearest at or above what is scanned, in its repository."""

import json
from pathlib import Path

import pytest

from labeler.cli import main
from labeler.config import load_config
from labeler.config.find import find_config
from labeler.errors import ConfigError


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository within another directory, with a directory of texts in it."""
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "content" / "news").mkdir(parents=True)
    (tmp_path / "repository" / "content" / "news" / "a.txt").write_text("A text.")
    return tmp_path


def put(path: Path, text: str = "model: m\n") -> Path:
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("start", ["content/news", "content/news/a.txt", "content/news/none.txt"])
def test_the_nearest_one_upward_from_a_directory_or_a_file(tree: Path, start: str) -> None:
    repository = tree / "repository"
    top = put(repository / ".labeler.yaml")
    assert find_config(repository / start) == top

    nearer = put(repository / "content" / ".labeler.yaml")
    assert find_config(repository / start) == nearer


def test_none_beyond_the_top_of_the_repository(tree: Path) -> None:
    put(tree / ".labeler.yaml")
    assert find_config(tree / "repository" / "content") is None

    (tree / "repository" / ".git").rmdir()
    assert find_config(tree / "repository" / "content") == tree / ".labeler.yaml"


def test_a_worktree_has_a_file_called_git(tree: Path) -> None:
    put(tree / ".labeler.yaml")
    (tree / "repository" / ".git").rmdir()
    put(tree / "repository" / ".git", "gitdir: elsewhere\n")
    assert find_config(tree / "repository" / "content") is None


def test_pyproject_counts_only_with_a_table_of_ours(tree: Path) -> None:
    content = tree / "repository" / "content"
    top = put(tree / "repository" / ".labeler.yaml")
    for other in ("", "[tool.ruff]\n", "[project]\nname = 'labeler'\n", "tool = 1\nlabeler = 2\n"):
        put(content / "pyproject.toml", other)
        assert find_config(content) == top
    ours = put(content / "pyproject.toml", "[tool.labeler.scan]\nencoding = 'cp932'\n")
    assert find_config(content) == ours


def test_a_file_of_our_own_goes_before_pyproject(tree: Path) -> None:
    put(tree / "repository" / "pyproject.toml", "[tool.labeler]\n")
    own = put(tree / "repository" / ".labeler.yaml")
    assert find_config(tree / "repository") == own


def test_standard_input_is_in_the_working_directory(tree: Path, monkeypatch) -> None:
    own = put(tree / "repository" / ".labeler.yaml")
    monkeypatch.chdir(tree / "repository" / "content")
    assert find_config(Path("-")) == own


def test_without_a_file_all_is_default(tree: Path) -> None:
    config = load_config(tree / "repository" / "content")
    assert (config.file, config.sha256, config.places) == (None, None, {})


def test_a_named_file_is_taken_whatever_lies_around(tree: Path) -> None:
    put(tree / "repository" / ".labeler.yaml", "nonsense: 1\n")
    named = put(tree / "ours.yaml", "scan: {encoding: cp932}\n")
    config = load_config(tree / "repository" / "content", named)
    assert (config.scan.encoding, config.file) == ("cp932", str(named))


def test_almost_the_right_name(tree: Path) -> None:
    put(tree / "repository" / ".labeler.yml")
    with pytest.raises(ConfigError) as error:
        find_config(tree / "repository" / "content")
    path = tree / "repository" / ".labeler.yml"
    assert str(error.value) == f"{path}: is not read under this name; rename it .labeler.yaml"


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("exclude", "scanned", "left"),
    [
        ("content/news/", "content", ["b.txt"]),
        ("/content/news/a.txt", "content", ["b.txt"]),
        ("content/news/", "content/news/..", ["b.txt"]),
        ("news/", ".", ["b.txt"]),
        ("a.txt", "content/news", []),
        ("/a.txt", "content/news", ["a.txt"]),
    ],
)
def test_excluded_patterns_are_too(
    tree: Path, monkeypatch, capsys, exclude: str, scanned: str, left: list[str], jobs: str
) -> None:
    repository = tree / "repository"
    (repository / "content" / "b.txt").write_text("Another text.")
    put(repository / ".labeler.yaml", f"scan: {{exclude: [{exclude}]}}\n")
    monkeypatch.chdir(repository)

    main(["scan", scanned, "--format", "jsonl", "--no-cache", "--jobs", jobs])
    out = capsys.readouterr().out
    assert [Path(json.loads(line)["input"]["path"]).name for line in out.splitlines()] == left


def test_excludes_of_the_command_line_count_from_what_is_scanned(
    tree: Path, monkeypatch, capsys
) -> None:
    put(tree / "repository" / ".labeler.yaml", "scan: {exclude: [news/]}\n")
    monkeypatch.chdir(tree / "repository")
    main(["scan", "content", "--format", "jsonl", "--no-cache", "--exclude", "/none"])
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_paths_are_relative_to_the_file(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(
        tree / "repository" / ".labeler.yaml",
        "rules: {paths: [rules, /etc/rules]}\nmodel: models/ours\nbaseline: ci/known.json\n",
    )
    monkeypatch.chdir(tree / "repository")
    config = load_config(Path("content"))
    assert config.base == ""
    assert config.rules.paths == ("rules", "/etc/rules")
    assert (config.model, config.baseline) == ("models/ours", "ci/known.json")

    monkeypatch.chdir(tree / "repository" / "content")
    config = load_config(Path("news"))
    base = str(tree / "repository")
    assert config.base == base
    assert config.rules.paths == (f"{base}/rules", "/etc/rules")
    assert (config.model, config.baseline) == (f"{base}/models/ours", f"{base}/ci/known.json")
