"""`labeler rules`: list, show, test, lint and compile rule packs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from labeler.rules.check import Checked

app = typer.Typer(help="Look at, test and compile rule packs.", no_args_is_help=True)

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Rule files or directories; the shipped ones if none.", show_default=False),
]


@app.command("list")
def list_rules(
    language: Annotated[str, typer.Option(help="Only rules for this language.")] = "",
    role: Annotated[str, typer.Option(help="Only rules with this role.")] = "",
) -> None:
    """List the shipped rules, one a line: id, role, label, verdict or weight, status, title."""
    from labeler.errors import RuleError
    from labeler.rules.load import load_pack

    try:
        rules = load_pack().rules
    except RuleError as error:
        raise _wrong(error) from None
    for rule in rules:
        if (language and language not in rule.languages) or (role and role != rule.role):
            continue
        voice = rule.verdict or ("" if rule.weight is None else f"{rule.weight:+.1f}")
        cells = (rule.id, rule.role, rule.label or "-", voice or "-", rule.status, rule.title)
        typer.echo("\t".join(cells))


@app.command()
def show(rule_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show one shipped rule as the engine runs it, as YAML."""
    import msgspec
    import yaml

    from labeler.errors import RuleError
    from labeler.rules.load import load_pack

    try:
        rule = load_pack().rule(rule_id)
    except RuleError as error:
        raise _wrong(error) from None
    if rule is None:
        raise _wrong(RuleError(f"no rule {rule_id}; `labeler rules list` names them all"))
    plain = msgspec.to_builtins(rule)
    typer.echo(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=100), nl=False)


@app.command("test")
def run_examples(paths: Paths = None) -> None:
    """Run the examples of rules: each must behave as its rule says."""
    from labeler.errors import RuleError
    from labeler.rules.check import check_examples, load_for_check

    try:
        parsed, rules = load_for_check(paths or [])
    except RuleError as error:
        raise _wrong(error) from None
    checked = check_examples(parsed, rules)
    _print_checked(checked)
    if any(result.fails for result in checked.notable):
        raise typer.Exit(1)


@app.command("lint")
def lint_rules(paths: Paths = None) -> None:
    """Say what is legal in rules but likely wrong."""
    from labeler.errors import RuleError
    from labeler.rules.check import load_for_check
    from labeler.rules.lint import lint

    try:
        parsed, rules = load_for_check(paths or [])
    except RuleError as error:
        raise _wrong(error) from None
    findings = lint(parsed, rules)
    for finding in findings:
        typer.echo(f"{finding.place}: {finding.level}: {finding.rule}: {finding.problem}")
    errors = sum(finding.level == "error" for finding in findings)
    typer.echo(f"{len(rules)} rules, {errors} errors, {len(findings) - errors} warnings")
    if errors:
        raise typer.Exit(1)


@app.command("compile")
def compile_rules(
    directory: Annotated[
        Path | None, typer.Argument(help="A rules directory; the shipped one if none.")
    ] = None,
) -> None:
    """Write compiled.json, which spares scans the parsing of YAML. Run it after editing rules."""
    from labeler.errors import RuleError
    from labeler.locate import shipped
    from labeler.rules.load import write_compiled

    try:
        typer.echo(write_compiled(directory or shipped("rules")))
    except RuleError as error:
        raise _wrong(error) from None


def _print_checked(checked: "Checked") -> None:
    words = {
        "missed": "does not match",
        "false_hit": "matches, but must not",
        "todo": "known gap",
        "todo_passes": "known gap that is closed: move it to `match`",
    }
    for result in checked.notable:
        what = words[result.outcome] + (f" ({result.note})" if result.note else "")
        typer.echo(f"{result.place}: {result.rule}: {what}: {result.text!r}")
    failed = sum(result.fails for result in checked.notable)
    typer.echo(f"{checked.rules} rules, {checked.examples} examples, {failed} failed")


def _wrong(error: Exception) -> typer.Exit:
    typer.echo(f"labeler: {error}", err=True)
    return typer.Exit(2)


if __name__ == "__main__":
    app()
