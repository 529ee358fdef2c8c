"""Options that every command which reads documents takes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from labeler.cli.choice import chosen

if TYPE_CHECKING:
    from labeler import document

Encoding = Annotated[
    str | None,
    typer.Option(
        help="Encoding of the input, such as cp932; found by itself if not given.",
        show_default=False,
    ),
]
TextField = Annotated[
    str | None,
    typer.Option(help="Field of a JSON Lines record that holds the text.", show_default=False),
]
MediaType = Annotated[
    str | None,
    typer.Option(
        help="Read the input as text/plain, text/html or text/markdown, whatever its name.",
        show_default=False,
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATTERN",
        help="Leave out files in directories, as in .gitignore; may be repeated.",
        show_default=False,
    ),
]
Rules = Annotated[
    list[Path] | None,
    typer.Option(help="Directory of further rule files; may be repeated.", show_default=False),
]
Model = Annotated[
    Path | None,
    typer.Option(envvar="LABELER_MODEL", help="Directory of a trained model, not the shipped one."),
]
SameSite = Annotated[
    bool | None,
    typer.Option(
        "--same-site",
        help="The documents are pages of one site, or some: what several share is boilerplate.",
        show_default=False,
    ),
]
Headers = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="HTTP headers that PATH, a single page, came with (as curl -D writes them).",
        show_default=False,
    ),
]


def known_media_type(media_type: str | None) -> "document.MediaType | None":
    """The media type that an option names. Raises `UsageError` if it is none of ours."""
    from labeler import document

    if media_type is None:
        return None
    known: tuple[document.MediaType, ...] = get_args(document.MediaType)
    return chosen("media type", media_type, known)
