"""What a run is: written once to `_run/plan.json` when it begins, and held to from then on."""

import shutil
from pathlib import Path

import msgspec

from labeler.batch.settings import Settings
from labeler.batch.slabs import Failure
from labeler.batch.sources import Source
from labeler.batch.writing import WORK, write_atomically
from labeler.errors import InputError, UsageError
from labeler.report.schema import Tool

RUN = "_run"
OUTPUTS = ("documents", "segments", "reports", "text")
"""Folders that a run may write."""
RESULTS = ("errors.jsonl", "manifest.json", "timings.json", "summary.html")
"""Files that a run writes when it ends."""


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a run is. Another plan is another run."""

    tool: Tool
    libraries: dict[str, str]
    """Versions of the packages that write the output."""
    settings: Settings
    inputs: tuple[str, ...]
    """As they were given."""
    sources: tuple[Source, ...]
    failures: tuple[Failure, ...]
    """Inputs that name nothing."""


def claim(output: Path) -> None:
    """Make the folder, or make sure that it is one of ours.

    Raises UsageError if it holds anything else, or cannot be made.
    """
    try:
        if output.exists() and any(output.iterdir()) and not (output / RUN).is_dir():
            raise UsageError(
                f"{output}: not empty, and no output of `labeler batch`; name another folder"
            )
        (output / WORK).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{output}: cannot be made ({reason}); name another folder") from None


def open_plan(output: Path, plan: Plan) -> Plan:
    """The plan to follow: the one that the folder holds, or `plan`, which it then holds.

    Raises UsageError if the folder holds another run, and InputError for a new one without sources.
    """
    place = output / RUN / "plan.json"
    if not place.exists():
        if not plan.sources:
            raise InputError("; ".join(failure.message for failure in plan.failures))
        write_atomically(place, lambda path: path.write_bytes(_encode(plan)))
        return plan
    try:
        found = msgspec.json.decode(place.read_bytes(), type=Plan)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise UsageError(
            f"{place}: of another version of labeler, or damaged ({error}); give --restart to "
            "begin anew, or name another folder"
        ) from None
    if differences := _differences(found, plan):
        raise UsageError(
            f"{output}: holds a run with other {differences}; give the same again to go on with "
            "it, --restart to delete it and begin anew, or another --output"
        )
    return found


def clear(output: Path) -> None:
    """Delete what a run has left in its folder."""
    for name in OUTPUTS:
        shutil.rmtree(output / name, ignore_errors=True)
    clear_work(output)
    for name in (*RESULTS, f"{RUN}/plan.json", f"{RUN}/journal.jsonl"):
        (output / name).unlink(missing_ok=True)


def clear_work(output: Path) -> None:
    """Delete what was being written when a run was killed, and what its attempts left."""
    for path in (output / WORK).iterdir():
        path.unlink(missing_ok=True)


def _encode(plan: Plan) -> bytes:
    return msgspec.json.format(msgspec.json.encode(plan), indent=2) + b"\n"


def _differences(found: Plan, wanted: Plan) -> str:
    """What differs, in words; sources that have vanished since do not count."""
    differences = []
    if found.tool != wanted.tool or found.libraries != wanted.libraries:
        differences.append(_named("versions", _versions(found), _versions(wanted)))
    theirs = msgspec.to_builtins(found.settings)
    same_cuts = {"piece_bytes": found.settings.piece_bytes}
    ours = msgspec.to_builtins(wanted.settings) | same_cuts  # it follows from the inputs' size
    if theirs != ours:
        differences.append(_named("options", theirs, ours))
    if found.inputs != wanted.inputs:
        differences.append("inputs")
    else:
        sizes = {source.path: source.size for source in found.sources}
        changed = [s.path for s in wanted.sources if sizes.get(s.path) != s.size]
        if changed:
            differences.append(f"inputs (changed: {', '.join(changed[:3])})")
    return ", ".join(differences)


def _versions(plan: Plan) -> dict[str, object]:
    return {**msgspec.to_builtins(plan.tool), **plan.libraries}


def _named(what: str, theirs: dict[str, object], ours: dict[str, object]) -> str:
    names = [name for name in {**theirs, **ours} if theirs.get(name) != ours.get(name)]
    pairs = [f"{name}: {theirs.get(name)}, not {ours.get(name)}" for name in names]
    return f"{what} ({'; '.join(pairs)})"
