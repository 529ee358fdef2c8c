"""The cache: the same output, faster, whatever becomes of its files."""

import json
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.cache import Entry, context_of, find_place, open_cache
from labeler.cache import context as contexts
from labeler.report.packed import Packed
from tests.run.made import labeler, make_tree, story

RESIDUE = "As an AI language model, I cannot tell you who painted the harbour lights.\n"


@pytest.fixture
def project(tmp_path) -> Path:
    folder = make_tree(tmp_path / "project", 6)
    (folder / "residue.txt").write_text(RESIDUE, "utf-8")
    (folder / ".labeler.yaml").write_text("scan: {exclude: [drafts/]}\n", "utf-8")
    return folder


def entries(project: Path) -> list[Path]:
    return sorted(path for path in (project / ".labeler_cache").rglob("*") if len(path.name) == 38)


def scan(project: Path, *arguments: str) -> bytes:
    done = labeler("scan", ".", "--format", "jsonl", *arguments, cwd=project)
    assert done.stderr == b""
    return done.stdout


def loads_the_model(project: Path, *arguments: str) -> bool:
    code = (
        "import sys; from labeler.cli import main; main(['scan', '.', '--output', os.devnull,"
        "*sys.argv[1:]]); sys.exit('numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import os; {code}", *arguments],
        cwd=project,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode in (0, 1), done.stderr
    return bool(done.returncode)


def test_a_second_scan_is_the_same_and_loads_neither_rules_nor_model(project):
    without = scan(project, "--no-cache")
    assert not (project / ".labeler_cache").exists()

    assert scan(project) == without
    assert len(entries(project)) == 7
    assert scan(project) == without
    assert not loads_the_model(project)


@pytest.mark.parametrize("name", ["json", "csv", "sarif"])
def test_every_format_is_the_same_from_the_cache(project, name):
    without = labeler("scan", ".", "--format", name, "--no-cache", cwd=project).stdout
    for _ in range(2):
        assert labeler("scan", ".", "--format", name, cwd=project).stdout == without


def test_it_keeps_out_of_repositories_and_backups(project):
    scan(project)

    cache = project / ".labeler_cache"
    assert (cache / ".gitignore").read_text("ascii") == "*\n"
    tag = (cache / "CACHEDIR.TAG").read_text("ascii")
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


def test_only_what_changed_is_labelled(project):
    scan(project)
    changed = project / "00" / "0002.txt"
    changed.write_text(story(77), "utf-8")
    before = {path: path.stat().st_mtime_ns for path in entries(project)}

    assert scan(project) == scan(project, "--no-cache")
    assert len(entries(project)) == 8
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_files_may_move(project):
    scan(project)
    (project / "00").rename(project / "elsewhere")

    assert not loads_the_model(project)
    paths = [json.loads(line)["input"]["path"] for line in scan(project).splitlines()]
    assert "./elsewhere/0003.txt" in paths


def test_a_name_that_makes_another_form_of_the_content_is_another_file(project):
    (project / "page.txt").write_text("<p>Two ferries ran.</p>\n", "utf-8")
    scan(project)
    (project / "page.txt").rename(project / "page.html")

    assert scan(project) == scan(project, "--no-cache")


def test_a_change_of_policy_needs_no_labelling(project):
    scan(project)
    assert not loads_the_model(project, "--policy", "newsroom")
    assert scan(project, "--policy", "newsroom") == scan(
        project, "--policy", "newsroom", "--no-cache"
    )
    assert scan(project) == scan(project, "--no-cache")


def statuses(reports: bytes) -> set[str]:
    """The status of every finding; `new` is what a report leaves out."""
    return {
        finding.get("status", "new")
        for report in map(json.loads, reports.splitlines())
        for finding in report.get("findings", ())
    }


def test_a_baseline_is_looked_at_each_time(project):
    assert statuses(scan(project)) == {"new"}
    labeler("baseline", "create", ".", cwd=project)
    baseline = ("--baseline", ".labeler-baseline.json")

    assert statuses(scan(project, *baseline)) == {"unchanged"}
    assert scan(project, *baseline) == scan(project, *baseline, "--no-cache")
    failing = ("scan", ".", "--fail-on", "new", "--output", os.devnull)
    assert labeler(*failing, cwd=project).returncode == 1
    assert labeler(*failing, *baseline, cwd=project).returncode == 0


@pytest.mark.parametrize(
    "option", [["--media-type", "text/markdown"], ["--encoding", "utf-8"], ["--rules", "mine.yaml"]]
)
def test_what_changes_reports_has_entries_of_its_own(project, option):
    (project / "mine.yaml").write_text(
        "version: 1\n"
        "rules:\n"
        "- id: en.ferries\n"
        "  title: Ferries\n"
        "  label: boilerplate\n"
        "  match: {any: [{regex: the ferry}]}\n"
        "  weight: 1\n"
        "  severity: none\n"
        "  message: It speaks of ferries\n"
        "  examples: {match: [the ferry], no_match: [the boat]}\n",
        "utf-8",
    )
    scan(project)

    assert scan(project, *option) == scan(project, *option, "--no-cache")


def test_pictures_beside_a_page_count(project):
    page = '<h1>Ferries</h1><figure><img src="a%20b.jpg" alt="A ferry"><figcaption>Ferry'
    (project / "page.html").write_text(page, "utf-8")
    scan(project)
    assert not loads_the_model(project)
    (project / "a b.jpg").write_bytes(b"\xff\xd8\xff\xe0 a picture")

    assert loads_the_model(project)
    assert not loads_the_model(project)


@settings(max_examples=12)
@given(data=st.data())
def test_a_damaged_entry_is_as_if_it_were_not_there(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("store")
    document = folder / "story.txt"
    document.write_text("Two ferries ran.", "utf-8")
    cache = open_cache(folder / "cache", "context")
    key = cache.find(str(document)).key
    entry = Entry("policy", (Packed("", b',"media_type":1', b"[]", b"[]"),))
    cache.store(key, entry)
    assert cache.find(str(document)).entry == entry
    (file,) = (path for path in folder.rglob("*") if len(path.name) == 38)
    content = bytearray(file.read_bytes())
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    else:
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    file.write_bytes(content)

    assert cache.find(str(document)).entry is None


def test_a_half_deleted_cache_only_costs_time(project):
    without = scan(project)
    for path in entries(project)[::2]:
        path.unlink()
    for path in (project / ".labeler_cache").rglob("tool.json"):
        path.write_bytes(b"{half")

    assert scan(project) == without
    assert scan(project) == without


def _store(place: str, number: int) -> int:
    cache = open_cache(Path(place), "context")
    document = Path(place).parent / "story.txt"
    found = 0
    for _ in range(300):
        key, entry = cache.find(str(document))
        body = b"," * 20_000
        found += entry is not None
        assert entry is None or entry.documents[0].body == body
        cache.store(key, Entry(str(number), (Packed("", body, b"[]", b"[]"),)))
    return found


def test_several_processes_share_it(tmp_path):
    (tmp_path / "story.txt").write_text("Two ferries ran.", "utf-8")
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        found = pool.starmap(_store, [(str(tmp_path / "cache"), n) for n in range(3)])

    assert all(found)
    assert not list((tmp_path / "cache").rglob("*.tmp"))


def test_entries_long_not_found_are_removed(tmp_path):
    document = tmp_path / "story.txt"
    document.write_text("Two ferries ran.", "utf-8")
    place = tmp_path / "cache"
    old, used = "0" * 32, "1" * 32
    for context in (old, used):
        cache = open_cache(place, context)
        cache.store(cache.find(str(document)).key, Entry("policy", ()))
    long_ago = time.time() - 40 * 24 * 60 * 60
    for path in place.rglob("*"):
        os.utime(path, (long_ago, long_ago))
    cache.find(str(document))
    open_cache(place, used)

    assert not (place / old).exists()
    assert cache.find(str(document)).entry is not None


@pytest.mark.parametrize("as_", ["directory", "link", "link inside", "link to a context"])
def test_what_the_cache_did_not_make_is_never_removed(project, tmp_path, as_):
    others = tmp_path / "others"
    (others / "letters" / "drafts").mkdir(parents=True)
    (others / "letters" / "old.txt").write_text("Dear Ada, the ferry ran.", "utf-8")
    long_ago = time.time() - 400 * 24 * 60 * 60
    os.utime(others / "letters" / "old.txt", (long_ago, long_ago))
    before = sorted(others.rglob("*/*"))
    place = project / ".labeler_cache"
    options = []
    if as_ == "directory":  # of the user's, named by mistake
        options = ["--cache-dir", others]
    elif as_ == "link":  # in a tree from elsewhere
        place.symlink_to(others, target_is_directory=True)
    else:
        place.mkdir()
        name = "links" if as_ == "link inside" else "0" * 32
        (place / name).symlink_to(others, target_is_directory=True)
    done = labeler("scan", ".", *options, cwd=project)

    assert (done.returncode, len(json.loads(done.stdout))) == (0, 7)
    assert set(before) <= set(others.rglob("*/*"))
    if as_ == "link":
        assert done.stderr == (
            b"labeler: .labeler_cache: a link, not used as cache; name its target with "
            b"--cache-dir\n"
        )
        assert sorted(path.name for path in others.iterdir()) == ["letters"]


def test_the_project_decides_where_it_lies(tmp_path):
    assert find_place(str(tmp_path), str(tmp_path / "site" / ".labeler.yaml")) == (
        tmp_path / "site" / ".labeler_cache"
    )
    inner = tmp_path / "repo" / "content"
    inner.mkdir(parents=True)
    (tmp_path / "repo" / ".git").mkdir()
    assert find_place(str(inner), None) == tmp_path / "repo" / ".labeler_cache"


def test_directories_outside_of_projects_get_none(tmp_path):
    make_tree(tmp_path / "data", 2)
    labeler("scan", "data", cwd=tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_single_files_use_one_only_where_it_is_named(project, tmp_path):
    labeler("scan", "residue.txt", cwd=project)
    assert not (project / ".labeler_cache").exists()

    labeler("scan", "residue.txt", "--cache-dir", tmp_path / "named", cwd=project)
    assert (tmp_path / "named" / "CACHEDIR.TAG").exists()


def test_what_went_wrong_is_said_again(project):
    (project / "00" / "empty.txt").write_bytes(b"")
    for _ in range(2):
        done = labeler("scan", ".", cwd=project)
        assert done.returncode == 3
        assert b"empty.txt: empty" in done.stderr


def test_a_named_place_that_cannot_be_used(project):
    done = labeler("scan", ".", "--cache-dir", "residue.txt/cache", cwd=project)

    assert done.returncode == 2
    assert done.stderr == (
        b"labeler: residue.txt/cache: cannot be used as cache: Not a directory; name another with "
        b"--cache-dir\n"
    )


def test_without_a_usable_place_the_scan_goes_on(project):
    (project / ".labeler_cache").write_text("in the way", "utf-8")
    done = labeler("scan", ".", cwd=project)

    assert done.returncode == 0
    assert done.stderr.endswith(b"going on without one (--no-cache)\n")
    assert len(json.loads(done.stdout)) == 7


def test_the_context_is_of_contents_not_of_times(tmp_path, monkeypatch):
    rules = tmp_path / "mine.yaml"
    rules.write_text("rules: []\n", "utf-8")
    first = context_of([rules], None, ("utf-8",))
    os.utime(rules, (0, 0))

    assert context_of([rules], None, ("utf-8",)) == first
    assert context_of([rules], None, ("cp932",)) != first
    assert context_of([], None, ("utf-8",)) != first
    with monkeypatch.context() as changed:  # as when `labeler[c2pa]` is installed
        more = [*contexts._libraries(), "encypher_c2pa-9.9.dist-info"]
        changed.setattr(contexts.os, "listdir", lambda folder: more)
        assert context_of([rules], None, ("utf-8",)) != first
    rules.write_text("rules: [] # mine\n", "utf-8")
    assert context_of([rules], None, ("utf-8",)) != first
