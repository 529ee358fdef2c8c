"""Configuration, baseline and model: any bytes are read, or refused by name.

The first byte says what they are. A manifest finds weights whose checksum is the one that the
seed's manifest names, so that what it says of arrays is gone into.
"""

import hashlib
import io
from collections.abc import Iterator

import msgspec
import numpy as np

from fuzz.samples import scratch
from labeler.classifier.model import MANIFEST, WEIGHTS, Manifest, load_model
from labeler.config import load_config
from labeler.errors import LabelerError
from labeler.locate import shipped
from labeler.policy.baseline import read_baseline

LONGEST = 6000

_FOLDER = scratch()
_DAMAGED = _FOLDER / "damaged"
_DAMAGED.mkdir()
_SOUND = np.zeros(512, np.uint8)
np.save(_FOLDER / WEIGHTS, _SOUND)


def seeds() -> Iterator[bytes]:
    """One of each kind."""
    yield b"\0scan: {encoding: utf-8, exclude: ['*.md']}\nrules: {paths: [a], disable: ['en.*']}\n"
    yield (
        b"\0policy:\n  presets: [newsroom]\n  fail-on: [error, new]\n  rules:\n"
        b"    - {id: own, severity: error, message: m, when: {label: [ai_report]}}\n"
        b"suppressions:\n  - {rule: own, reason: r, expires: 2030-01-01}\n"
    )
    yield b"\1[tool.labeler.scan]\nencoding = 'utf-8'\n"
    yield b'\2{\n"0123456789abcdef chatbot-residue": {"status": "todo"},\n"version": 1\n}\n'
    yield b"\3" + _small_manifest()
    file = io.BytesIO()
    np.save(file, _SOUND[:3])
    yield b"\4" + file.getvalue()


def _small_manifest() -> bytes:
    """The shipped model's, with arrays that lie in the small weights."""
    manifest = msgspec.json.decode((shipped("models") / MANIFEST).read_bytes(), type=Manifest)
    small = {
        name: msgspec.structs.replace(placed, shape=tuple(1 for _ in placed.shape), offset=64)
        for name, placed in manifest.arrays.items()
    }
    checksum = hashlib.sha256(_SOUND.data).hexdigest()
    return msgspec.json.encode(
        msgspec.structs.replace(
            manifest, sources={}, figures={}, weights_sha256=checksum, arrays=small
        )
    )


(_DAMAGED / MANIFEST).write_bytes(_small_manifest())


def one(data: bytes) -> None:
    """Read one file as what its first byte says."""
    kind, rest = (data[0] % 5 if data else 0), data[1:]
    folder = _DAMAGED if kind == 4 else _FOLDER
    path = folder / ("c.yaml", "c.toml", "b.json", MANIFEST, WEIGHTS)[kind]
    path.write_bytes(rest)
    try:
        if kind < 2:
            load_config(_FOLDER, path)
        elif kind == 2:
            read_baseline(path)
        else:
            load_model(folder)
    except LabelerError:
        pass
