"""`labeler schema`: print the JSON Schema of reports."""

import typer


def schema() -> None:
    """Print the JSON Schema that every report follows."""
    from labeler.report.json_schema import schema_text

    typer.echo(schema_text(), nl=False)
