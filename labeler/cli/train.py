"""`labeler train`: a model from your own gold data."""

from pathlib import Path
from typing import Annotated

import typer


def train(
    pages: Annotated[list[Path], typer.Option(help="Gold pages (.jsonl, .jsonl.gz).")],
    texts: Annotated[list[Path], typer.Option(help="Gold texts by people and by models.")],
    output: Annotated[Path, typer.Option(help="Folder to write the model to.")],
    human: Annotated[list[Path] | None, typer.Option(help="Texts all written by people.")] = None,
    furniture: Annotated[
        list[Path] | None,
        typer.Option(help="Menus, notices and the like by language, for composed pages."),
    ] = None,
    captions: Annotated[
        list[Path] | None, typer.Option(help="Captions by language, for composed pages.")
    ] = None,
    recipe: Annotated[
        Path | None, typer.Option(help="How much each source counts (models/recipe.yaml).")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(help="A source or publisher to leave out.")
    ] = None,
) -> None:
    """Train a model. The formats are described in labeler/classifier/gold.py and the docs."""
    from labeler.classifier.recipe import Recipe, load_recipe
    from labeler.errors import UsageError

    try:
        from labeler.classifier.train import train as train_model
    except ModuleNotFoundError as error:
        raise UsageError(
            f"training needs {error.name}; install it with: pip install 'labeler[train]'"
        ) from None
    train_model(
        pages,
        texts,
        human or [],
        output,
        furniture_files=furniture or [],
        caption_files=captions or [],
        recipe=load_recipe(recipe) if recipe else Recipe(),
        without=without or [],
        say=lambda line: typer.echo(line, err=True),
    )
