"""Configuration, baseline and model manifest: any bytes are read, or refused by name."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from fuzz.samples import contents
from labeler.classifier.model import MANIFEST, WEIGHTS, load_model
from labeler.config import load_config
from labeler.errors import LabelerError
from labeler.policy.baseline import read_baseline

_FOLDER = Path(tempfile.mkdtemp(prefix="labeler-fuzz-"))


def seeds() -> Iterator[bytes]:
    """One of each kind."""
    yield b"\0scan: {encoding: utf-8, exclude: ['*.md']}\nrules: {paths: [a]}\n"
    yield b"\1[tool.labeler.scan]\nencoding = 'utf-8'\n"
    yield b'\2{\n"0123456789abcdef chatbot-residue": {"status": "todo"},\n"version": 1\n}\n'
    for data in contents("models/manifest.json", 1_000_000):
        yield b"\3" + data
    yield b"\4\x93NUMPY\1\0v\0{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }    \nabc"


def one(data: bytes) -> None:
    """Read one file as what its first byte says."""
    kind, rest = (data[0] % 5 if data else 0), data[1:]
    path = _FOLDER / ("c.yaml", "c.toml", "b.json", MANIFEST, WEIGHTS)[kind]
    path.write_bytes(rest)
    try:
        if kind < 2:
            load_config(_FOLDER, path)
        elif kind == 2:
            read_baseline(path)
        else:
            load_model(_FOLDER)
    except LabelerError:
        pass
