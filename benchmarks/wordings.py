"""How many wordings of a disclosure are found: the recall of the rules, by language and by kind.

The wordings are a YAML list of `{id, lang, kind, text}`; the kind is any word (`full`,
`translated`, ...), but for `none`: a text that discloses nothing and should be left alone. Each
is scanned as a line of its own between two neutral ones. Whoever writes wordings for a blind
figure should not have seen the rules, and who changes the rules should not see the wordings:
what was missed is told by id, its text only with --show.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from benchmarks.files import command_line, write_results
from benchmarks.machine import machine
from labeler import Labeler
from labeler.report.schema import Report

NONE = "none"


class Wording(msgspec.Struct, frozen=True):
    """A line that discloses what made a text or a picture, or, of kind `none`, does not."""

    id: str
    lang: str
    kind: str
    text: str


class Share(msgspec.Struct, frozen=True):
    """So many of so many wordings."""

    right: int
    of: int

    def __str__(self) -> str:
        return f"{self.right}/{self.of} ({self.right / max(self.of, 1):.3f})"


class Outcome(msgspec.Struct, frozen=True):
    """What was found of a list of wordings."""

    found: Share
    left_alone: Share
    """Of those of kind `none`."""
    by_language: dict[str, Share]
    """Without those of kind `none`, as `by_kind`."""
    by_kind: dict[str, Share]
    wrong: tuple[str, ...]
    """Ids of the wordings that were missed, and of those that should have been left alone."""


class Results(msgspec.Struct, frozen=True):
    """Figures by the name of the file of wordings, and where they come from."""

    command: str
    machine: Mapping[str, object]
    outcomes: dict[str, Outcome]


def read_wordings(path: Path) -> list[Wording]:
    """Return the wordings of a YAML file. Raises msgspec.ValidationError for another shape."""
    return msgspec.yaml.decode(path.read_bytes(), type=list[Wording])


def discloses(report: Report) -> bool:
    """Whether a report says that something in the text declares or betrays its origin."""
    return any(
        segment.basis in ("declared", "residue")
        or any(evidence.role in ("disclosure", "residue") for evidence in segment.evidence)
        for segment in report.segments
    )


def outcome(labeler: Labeler, wordings: Sequence[Wording]) -> Outcome:
    """Scan each wording and count."""
    right = {
        wording.id: discloses(labeler.scan_text(f"2026\n\n{wording.text}\n\n1 2 3\n"))
        == (wording.kind != NONE)
        for wording in wordings
    }
    disclosing = [wording for wording in wordings if wording.kind != NONE]
    languages: dict[str, list[bool]] = defaultdict(list)
    kinds: dict[str, list[bool]] = defaultdict(list)
    for wording in disclosing:
        languages[wording.lang].append(right[wording.id])
        kinds[wording.kind].append(right[wording.id])
    return Outcome(
        found=_share([right[wording.id] for wording in disclosing]),
        left_alone=_share([right[wording.id] for wording in wordings if wording.kind == NONE]),
        by_language={language: _share(languages[language]) for language in sorted(languages)},
        by_kind={kind: _share(kinds[kind]) for kind in sorted(kinds)},
        wrong=tuple(wording.id for wording in wordings if not right[wording.id]),
    )


def _share(right: Sequence[bool]) -> Share:
    return Share(sum(right), len(right))


def _told(name: str, found: Outcome, texts: Mapping[str, str]) -> str:
    """Return the figures to read; `texts` are those to show, by id."""
    groups = (("language", found.by_language), ("kind", found.by_kind))
    lines = [f"{name}: found {found.found}, left alone {found.left_alone}"]
    for what, shares in groups:
        told = ", ".join(f"{key} {share.right}/{share.of}" for key, share in shares.items())
        lines.append(f"  by {what}: {told}")
    lines.append(f"  wrong: {' '.join(found.wrong) or 'none'}")
    lines += [f"    {key}: {texts[key]}" for key in found.wrong if key in texts]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wordings", nargs="+", type=Path, metavar="FILE.yaml")
    parser.add_argument("--show", action="store_true", help="the texts of what was missed, too")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    labeler = Labeler()
    outcomes: dict[str, Outcome] = {}
    for path in options.wordings:
        wordings = read_wordings(path)
        found = outcomes[path.stem] = outcome(labeler, wordings)
        texts = {wording.id: wording.text for wording in wordings} if options.show else {}
        print(_told(path.stem, found, texts))
    if options.json:
        command = command_line("benchmarks.wordings")
        write_results(options.json, Results(command, machine(), outcomes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
