"""`labeler config`: what a run goes by, and what a configuration may say."""

from typing import Annotated

import typer

from labeler.cli.configured import ConfigFile, configured
from labeler.config import CommandLine

app = typer.Typer(help="Look at the configuration.", no_args_is_help=True)


@app.command()
def show(
    path: Annotated[str, typer.Argument(help="What would be scanned.")] = ".",
    config_file: ConfigFile = None,
) -> None:
    """Print the configuration that holds for PATH, with where each value comes from."""
    from labeler.config.show import shown

    typer.echo(shown(configured([path], config_file, CommandLine())), nl=False)


@app.command()
def schema() -> None:
    """Print the JSON Schema of .labeler.yaml, for editors."""
    from labeler.config.json_schema import schema_text

    typer.echo(schema_text(), nl=False)
