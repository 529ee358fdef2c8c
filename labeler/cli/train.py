"""`labeler train`: a model from your own gold data."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labeler.errors import UsageError

if TYPE_CHECKING:
    from labeler.corrections.gold import CorrectionsGold


def train(
    pages: Annotated[list[Path], typer.Option(help="Gold pages (.jsonl, .jsonl.gz).")],
    output: Annotated[Path, typer.Option(help="Folder to write the model to.")],
    texts: Annotated[
        list[Path] | None, typer.Option(help="Gold texts by people and by models.")
    ] = None,
    authorship_of: Annotated[
        Path | None,
        typer.Option(help="A model whose authorship head is kept; --texts is then not needed."),
    ] = None,
    human: Annotated[list[Path] | None, typer.Option(help="Texts all written by people.")] = None,
    furniture: Annotated[
        list[Path] | None,
        typer.Option(help="Menus, notices and the like by language, for composed pages."),
    ] = None,
    captions: Annotated[
        list[Path] | None, typer.Option(help="Captions by language, for composed pages.")
    ] = None,
    corrections: Annotated[
        Path | None, typer.Option(help="What reviewers decided; needs --reports.")
    ] = None,
    reports: Annotated[
        list[Path] | None,
        typer.Option(help="The reports that were reviewed, files or directories."),
    ] = None,
    recipe: Annotated[
        Path | None, typer.Option(help="How much each source counts (models/recipe.yaml).")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(help="A source or publisher to leave out.")
    ] = None,
) -> None:
    """Train a model. The formats are described in labeler/classifier/gold.py and the docs."""
    from labeler.classifier.model import load_model
    from labeler.classifier.recipe import Recipe, load_recipe

    try:
        from labeler.classifier.train import train as train_model
    except ModuleNotFoundError as error:
        raise UsageError(
            f"training needs {error.name}; install it with: pip install 'labeler[train]'"
        ) from None
    if not texts and authorship_of is None:
        raise UsageError("--texts: give gold texts, or with --authorship-of a model that has them")
    corrected = _corrected(corrections, reports or [])
    train_model(
        pages,
        texts or [],
        human or [],
        output,
        furniture_files=furniture or [],
        caption_files=captions or [],
        more_pages=corrected.pages if corrected else [],
        more_texts=corrected.texts if corrected else [],
        authorship_of=load_model(authorship_of) if authorship_of else None,
        recipe=load_recipe(recipe) if recipe else Recipe(),
        without=without or [],
        say=lambda line: typer.echo(line, err=True),
    )


def _corrected(corrections: Path | None, reports: list[Path]) -> "CorrectionsGold | None":
    if corrections is None:
        if reports:
            raise UsageError("--reports: give what was decided on them too, with --corrections")
        return None
    if not reports:
        raise UsageError("--corrections: give the reports that were reviewed too, with --reports")
    from labeler.corrections.gold import corrections_gold

    found = corrections_gold(corrections, reports)
    elsewhere = f", {found.elsewhere} decisions elsewhere" if found.elsewhere else ""
    bare = sum(not page.html for page in found.pages)
    typer.echo(
        f"corrections: {found.segments} segments in {len(found.pages)} documents, {bare} of them "
        f"without markup{elsewhere}",
        err=True,
    )
    return found
