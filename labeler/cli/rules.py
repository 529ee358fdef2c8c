"""`labeler rules`: list, show, test, lint, scaffold and compile rule packs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar, get_args

import typer

from labeler.bar import progress_bar, told
from labeler.cli.choice import chosen
from labeler.cli.exit_codes import FAILED
from labeler.cli.reading import Rules
from labeler.cli.rules_text import checked_lines, score_lines
from labeler.errors import RuleError

if TYPE_CHECKING:
    from labeler.classifier.model import Model
    from labeler.document import Document, Segment
    from labeler.evidence import Label
    from labeler.rules.check import LabelsOf
    from labeler.rules.gold import GoldDocument
    from labeler.rules.pack import RulePack
    from labeler.rules.parse import Parsed
    from labeler.rules.schema import Rule
    from labeler.rules.score import CorpusScores

Outcome = TypeVar("Outcome")

app = typer.Typer(help="Look at, write, test and compile rule packs.", no_args_is_help=True)

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Rule files or directories; the shipped ones if none.", show_default=False),
]


@app.command("list")
def list_rules(
    language: Annotated[str, typer.Option(help="Only rules for this language.")] = "",
    role: Annotated[str, typer.Option(help="Only rules with this role.")] = "",
    rules: Rules = None,
) -> None:
    """List the rules, one a line: id, role, label, verdict or weight, status, title."""
    from labeler.evidence import Role
    from labeler.rules.load import load_pack

    if role:
        chosen("role", role, get_args(Role))
    for rule in load_pack(rules or ()).rules:
        if (language and language not in rule.languages) or (role and role != rule.role):
            continue
        voice = rule.verdict or ("" if rule.weight is None else f"{rule.weight:+.1f}")
        cells = (rule.id, rule.role, rule.label or "-", voice or "-", rule.status, rule.title)
        typer.echo("\t".join(cells))


@app.command()
def show(rule_id: Annotated[str, typer.Argument(metavar="ID")], rules: Rules = None) -> None:
    """Show one rule as the engine runs it, as YAML."""
    import msgspec
    import yaml

    from labeler.rules.load import load_pack

    rule = load_pack(rules or ()).rule(rule_id)
    if rule is None:
        raise RuleError(
            f"no rule {rule_id}; `labeler rules list` names them all, and `--rules DIR` adds yours"
        )
    words = f"the words of {rule.file}"
    plain = msgspec.to_builtins(rule, enc_hook=lambda part: getattr(part, "pattern", words))
    typer.echo(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=100), nl=False)


@app.command("test")
def check_rules(
    paths: Paths = None,
    corpus: Annotated[
        list[Path] | None,
        typer.Option(help="Measure the rules on this gold corpus instead.", show_default=False),
    ] = None,
    output_format: Annotated[
        str, typer.Option("--format", metavar="text|json", help="How to print the outcome.")
    ] = "text",
) -> None:
    """Run the examples of rules: each must behave as its rule says.

    With --corpus, say instead how rules do on texts whose labels are known: hits, precision,
    overlaps, conflicts and wrong instances of each (docs/rules.md describes the file).
    """
    chosen("format", output_format, ("text", "json"))
    if corpus:
        _print(_measured(paths or [], corpus), output_format, score_lines)
        return
    from labeler.rules.check import check_examples

    parsed, rules = _to_check(paths or [])
    with progress_bar("running examples", "rules", lambda: len(rules)) as advance:
        checked = check_examples(parsed, rules, _labels_of(paths or []), advance)
    _print(checked, output_format, checked_lines)
    if any(result.fails for result in checked.notable):
        raise typer.Exit(FAILED)


@app.command("lint")
def lint_rules(paths: Paths = None) -> None:
    """Say what is legal in rules but likely wrong."""
    from labeler.rules.lint import lint

    parsed, rules = _to_check(paths or [])
    with progress_bar("looking at rules", "rules", lambda: len(rules)) as advance:
        findings = lint(parsed, rules, advance)
    for finding in findings:
        typer.echo(f"{finding.place}: {finding.level}: {finding.rule}: {finding.problem}")
    errors = sum(finding.level == "error" for finding in findings)
    typer.echo(f"{len(rules)} rules, {errors} errors, {len(findings) - errors} warnings")
    if errors:
        raise typer.Exit(FAILED)


@app.command("new")
def new_rule(
    rule_id: Annotated[
        str, typer.Argument(metavar="ID", help="Such as de.our-paper.marker: language, then names.")
    ],
    file: Annotated[
        Path, typer.Option(help="Rule file to add it to; made if there is none.")
    ] = Path("rules.yaml"),
    label: Annotated[
        str,
        typer.Option(
            metavar="ai_report|image_caption|boilerplate|human_article",
            help="What the rule speaks for.",
        ),
    ] = "ai_report",
) -> None:
    """Add a rule with places for its words and examples to a rule file."""
    from labeler.evidence import LABELS
    from labeler.rules.scaffold import write_scaffold

    write_scaffold(rule_id, chosen("label", label, LABELS), file)
    typer.echo(file)
    typer.echo(f"Fill in {rule_id}, then run: labeler rules test {file}", err=True)


@app.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of rule files, for editors."""
    from labeler.rules.json_schema import schema_text

    typer.echo(schema_text(), nl=False)


@app.command("compile")
def compile_rules(
    directory: Annotated[
        Path | None, typer.Argument(help="A rules directory; the shipped one if none.")
    ] = None,
) -> None:
    """Write compiled.json, which spares scans the parsing of YAML. Run it after editing rules."""
    from labeler.locate import shipped
    from labeler.rules.load import files_to_compile, write_compiled

    folder = directory or shipped("rules")
    with progress_bar("reading rules", "files", lambda: len(files_to_compile(folder))) as advance:
        written = write_compiled(folder, advance)
    typer.echo(written)


def _to_check(paths: Sequence[Path]) -> "tuple[Parsed, list[Rule]]":
    """Return a pack and those of its rules that are meant, read with a bar."""
    from labeler.rules.check import files_for_check, load_for_check

    with progress_bar("reading rules", "files", lambda: len(files_for_check(paths))) as advance:
        return load_for_check(paths, advance)


def _measured(paths: Sequence[Path], corpus: Sequence[Path]) -> "CorpusScores":
    from labeler.rules.gold import read_gold
    from labeler.rules.score import score_rules

    pack = _whole_pack(paths)
    rules = pack.rules
    if paths:
        asked = {rule.id for rule in _to_check(paths)[1]}
        rules = tuple(rule for rule in rules if rule.id in asked)

    def documents() -> "Iterator[GoldDocument]":
        return (document for path in corpus for document in read_gold(path))

    with progress_bar("measuring", "documents", lambda: sum(1 for _ in documents())) as advance:
        return score_rules(pack, rules, told(documents(), advance))


def _whole_pack(paths: Sequence[Path]) -> "RulePack":
    """Return the shipped rules with those of `paths` that are not among them."""
    from labeler.locate import shipped
    from labeler.rules.load import load_pack

    home = shipped("rules").resolve()
    return load_pack([path for path in paths if not path.resolve().is_relative_to(home)])


def _labels_of(paths: Sequence[Path]) -> "LabelsOf":
    """Return what labels a document's segments; rules and model are loaded when first asked."""

    def labels_of(document: "Document", segments: "list[Segment]") -> "list[Label]":
        from labeler.judge import Part, judge
        from labeler.language import document_language
        from labeler.provenance import inspect

        language = document_language(document, segments)
        part = Part(document, segments, language, inspect(document))
        (window,) = judge([part], *loaded())
        return [verdict.label for verdict in window.verdicts]

    @cache
    def loaded() -> "tuple[RulePack, Model]":
        from labeler.classifier.model import load_model
        from labeler.locate import shipped

        return _whole_pack(paths), load_model(shipped("models"))

    return labels_of


def _print(outcome: Outcome, output_format: str, lines: Callable[[Outcome], Iterable[str]]) -> None:
    if output_format == "json":
        import msgspec

        typer.echo(msgspec.json.format(msgspec.json.encode(outcome), indent=2).decode())
        return
    for line in lines(outcome):
        typer.echo(line)
