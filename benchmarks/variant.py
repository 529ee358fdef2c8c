"""The shipped model with some heads trained anew, for measuring on what they did not see."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from labeler import Labeler
from labeler.classifier.evaluate_pages import Mode
from labeler.classifier.model import (
    AuthorshipHead,
    AuthorshipSettings,
    Model,
    StructureHead,
    save_model,
)


@contextmanager
def labeler_with(
    shipped: Model,
    structure: Mapping[Mode, StructureHead] | None = None,
    authorship: tuple[AuthorshipHead, AuthorshipSettings] | None = None,
) -> Iterator[Labeler]:
    """A labeler whose model has these heads and `shipped`'s others, saved in a temporary folder."""
    heads: dict[Mode, StructureHead] = {"text": shipped.text, "html": shipped.html}
    heads |= structure or {}
    head, settings = authorship or (shipped.authorship, shipped.manifest.authorship)
    with tempfile.TemporaryDirectory() as folder:
        save_model(
            Path(folder),
            structure_hashing=shipped.manifest.structure_hashing,
            authorship_settings=settings,
            tables=shipped.tables,
            text=heads["text"],
            html=heads["html"],
            authorship=head,
            sources=shipped.manifest.sources,
            figures={},
        )
        yield Labeler(model=Path(folder))
