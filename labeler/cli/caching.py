"""The cache of a scan: whether there is one, and where."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.cli.output import complain
from labeler.config import Config
from labeler.errors import UsageError

if TYPE_CHECKING:
    from labeler.cache import Cache


def cache_of(config: Config, paths: Sequence[str], named: Path | None) -> "Cache | None":
    """The cache in the directory that is named; else, for directories, the project's.

    A single file is scanned faster than a cache is opened, and pages of one site are judged
    together. Raises UsageError if the named directory cannot be used; without another one, the
    scan goes on.
    """
    directory = next(filter(os.path.isdir, paths), None)
    if config.scan.same_site or (named is None and directory is None):
        return None
    from labeler.cache import context_of, find_place, open_cache

    place = named or find_place(directory or "", config.file)
    if place is None:
        return None
    if named is None and place.is_symlink():  # it came with the tree, and may lead anywhere
        complain(f"{place}: a link, not used as cache; name its target with --cache-dir")
        return None
    scan, rules = config.scan, config.rules
    decisive = (scan.encoding, scan.text_field, scan.media_type, rules.disable, rules.severity)
    model = None if config.model is None else Path(config.model)
    context = context_of(map(Path, rules.paths), model, decisive)
    try:
        return open_cache(place, context)
    except OSError as error:
        reason = f"{place}: cannot be used as cache: {error.strerror}"
        if named is not None:
            raise UsageError(f"{reason}; name another with --cache-dir") from None
        complain(f"{reason}; going on without one (--no-cache)")
        return None
