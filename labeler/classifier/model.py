"""The model file: one block of weights and a manifest, in one directory.

    models/manifest.json    settings, training sources, figures, where each array lies
    models/weights.npy      all arrays end to end, loaded without pickle, memory-mapped

A model is data: loading one never runs code from it.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from labeler.classifier.encode import Tables
from labeler.classifier.hashing import HashSettings
from labeler.classifier.linear import Table
from labeler.classifier.network import Committee
from labeler.classifier.tokens import TokenHashing
from labeler.errors import ModelError
from labeler.regular import read_regular

FORMAT = 4
MANIFEST = "manifest.json"
WEIGHTS = "weights.npy"
_ALIGNMENT = 64


class StructureHead(NamedTuple):
    """Weights that tell article, caption and boilerplate apart in one kind of input."""

    words: Table
    """Of n-grams, 2^bits rows for three heads."""
    tokens: Table | None
    """Of element tokens for HTML, None for text."""
    bias: npt.NDArray[np.float32]
    networks: Committee


class AuthorshipHead(NamedTuple):
    """Weights that tell prose by models from prose by people."""

    kinds: npt.NDArray[np.uint8]
    """Kind of token by folded character: see `labeler.classifier.tokens`."""
    words: Table
    """Of n-grams of tokens, 2^bits rows for one head."""
    bias: npt.NDArray[np.float32]
    style_mean: npt.NDArray[np.float32]
    style_scale: npt.NDArray[np.float32]
    style_weights: npt.NDArray[np.float32]
    """One value for each feature of `labeler.classifier.style`."""


class Calibration(msgspec.Struct, frozen=True):
    """From an authorship score to a probability and a decision, by length of the prose."""

    words: list[float]
    """Numbers of words (or pairs of CJK characters) at which the values below hold."""
    slope: list[float]
    intercept: list[float]
    """P(AI) = logistic(slope * score + intercept), interpolated between lengths."""
    accuse: list[float]
    """Score from which prose of that length is called AI-generated."""
    review: list[float]
    """Score from which a person should look."""


class Mix(msgspec.Struct, frozen=True):
    """How much of a score comes from words and how much from style."""

    words: float
    style: float
    constant: float


class AuthorshipSettings(msgspec.Struct, frozen=True):
    """How the authorship head is used."""

    hashing: TokenHashing
    known: Mix
    """In `languages`."""
    other: Mix
    """In all others."""
    calibration: Calibration
    languages: list[str]
    """Languages with AI and human text in training; in others nothing is called AI."""
    min_words: int
    """Shorter prose is never called AI."""


class Placed(msgspec.Struct, frozen=True):
    """Where an array lies in the block of weights."""

    dtype: str
    shape: tuple[int, ...]
    offset: int
    """In bytes."""


class _Head(msgspec.Struct):
    """What manifests of all formats hold."""

    format: int


class Manifest(msgspec.Struct, frozen=True):
    """What `manifest.json` holds."""

    format: int
    structure_hashing: HashSettings
    authorship: AuthorshipSettings
    sources: dict[str, dict[str, int]]
    """Training sources: rows by kind."""
    figures: dict[str, Any]
    """Measured on sources left out, by the command that `benchmarks/` names."""
    weights_sha256: str
    arrays: dict[str, Placed]


class Model(NamedTuple):
    """A loaded model."""

    manifest: Manifest
    sha256: str
    tables: Tables
    text: StructureHead
    html: StructureHead
    authorship: AuthorshipHead


def load_model(folder: Path) -> Model:
    """Load and check a model. Raises ModelError naming the file and what is wrong."""
    path = folder / MANIFEST
    try:
        data = read_regular(path)
        found = msgspec.json.decode(data, type=_Head).format
        if found != FORMAT:
            mend = "update labeler" if found > FORMAT else "train it anew"
            raise ModelError(f"{path}: model format {found}, this labeler reads {FORMAT}; {mend}")
        manifest = msgspec.json.decode(data, type=Manifest)
    except FileNotFoundError:
        raise ModelError(
            f"{path}: no model there; name a folder that `labeler train` wrote"
        ) from None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ModelError(
            f"{path}: not a model manifest of this version ({error}); train it anew"
        ) from None
    weights = _weights(folder / WEIGHTS, manifest.weights_sha256)
    try:
        arrays = {name: _array(weights, placed) for name, placed in manifest.arrays.items()}
        return Model(
            manifest,
            hashlib.sha256(data).hexdigest(),
            Tables(arrays["folded"], arrays["classes"], arrays["look_alikes"]),
            _structure(arrays, "text"),
            _structure(arrays, "html"),
            _authorship(arrays),
        )
    except KeyError as error:
        raise ModelError(f"{path}: array {error} is missing; train the model anew") from None
    except (TypeError, ValueError, OverflowError, SyntaxError) as error:
        raise ModelError(f"{path}: an array does not fit ({error}); train it anew") from None


def _weights(path: Path, digest: str) -> npt.NDArray[np.uint8]:
    if path.exists() and not path.is_file():  # opening a pipe would wait
        raise ModelError(f"{path}: not a regular file; install the model again")
    try:
        weights: npt.NDArray[np.uint8] = np.lib.format.open_memmap(path, mode="r")  # no pickles
    # numpy parses the header as Python source, so a damaged one raises what the tokenizer does.
    except Exception as error:
        raise ModelError(f"{path}: not a model's weights ({error}); install it again") from None
    if weights.ndim != 1 or hashlib.sha256(weights.data).hexdigest() != digest:
        raise ModelError(f"{path}: wrong checksum; the file is damaged, install it again")
    # As an array of the base class: for a memmap, numpy calls Python on every look-up.
    return weights.view(np.ndarray)


def _array(weights: npt.NDArray[np.uint8], placed: Placed) -> npt.NDArray[Any]:
    dtype = np.dtype(placed.dtype)
    size = dtype.itemsize * int(np.prod(placed.shape, dtype=np.int64))
    return weights[placed.offset : placed.offset + size].view(dtype).reshape(placed.shape)


def _structure(arrays: Mapping[str, npt.NDArray[Any]], name: str) -> StructureHead:
    tokens = _table(arrays, f"{name}.tokens") if f"{name}.tokens.entries" in arrays else None
    words = _table(arrays, f"{name}.words")
    networks = Committee(*(arrays[f"{name}.networks.{field}"] for field in Committee._fields))
    return StructureHead(words, tokens, arrays[f"{name}.bias"], networks)


def _authorship(arrays: Mapping[str, npt.NDArray[Any]]) -> AuthorshipHead:
    return AuthorshipHead(
        arrays["authorship.kinds"],
        _table(arrays, "authorship.words"),
        arrays["authorship.bias"],
        *(arrays[f"authorship.style_{name}"] for name in ("mean", "scale", "weights")),
    )


def _table(arrays: Mapping[str, npt.NDArray[Any]], name: str) -> Table:
    return Table(*(arrays[f"{name}.{field}"] for field in Table._fields))


def save_model(
    folder: Path,
    *,
    structure_hashing: HashSettings,
    authorship_settings: AuthorshipSettings,
    tables: Tables,
    text: StructureHead,
    html: StructureHead,
    authorship: AuthorshipHead,
    sources: dict[str, dict[str, int]],
    figures: dict[str, Any],
) -> None:
    """Write a model to `folder`; the same model gives the same bytes."""
    arrays: dict[str, npt.NDArray[Any]] = dict(tables._asdict())
    for name, head in (("text", text), ("html", html)):
        arrays[f"{name}.bias"] = head.bias
        parts: list[tuple[str, Table | Committee]] = [
            ("words", head.words),
            ("networks", head.networks),
        ]
        if head.tokens is not None:
            parts.append(("tokens", head.tokens))
        for part, values in parts:
            arrays |= {f"{name}.{part}.{field}": a for field, a in values._asdict().items()}
    for field, value in authorship._asdict().items():
        if isinstance(value, Table):
            arrays |= {f"authorship.{field}.{part}": a for part, a in value._asdict().items()}
        else:
            arrays[f"authorship.{field}"] = value
    placed: dict[str, Placed] = {}
    block = bytearray()
    for name, array in sorted(arrays.items()):
        block += b"\0" * (-len(block) % _ALIGNMENT)
        placed[name] = Placed(array.dtype.str, array.shape, len(block))
        block += np.ascontiguousarray(array).tobytes()
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / WEIGHTS, np.frombuffer(block, np.uint8), allow_pickle=False)
    manifest = Manifest(
        FORMAT,
        structure_hashing,
        authorship_settings,
        sources,
        figures,
        hashlib.sha256(block).hexdigest(),
        placed,
    )
    text_form = msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1)
    (folder / MANIFEST).write_bytes(text_form + b"\n")
