"""A model is data: what was saved is what is loaded, and anything else is refused."""

import json
import pickle
from collections.abc import Callable
from mmap import mmap
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from labeler.classifier.hashing import HashSettings
from labeler.classifier.linear import Table, fixed_point
from labeler.classifier.model import (
    MANIFEST,
    WEIGHTS,
    AuthorshipHead,
    AuthorshipSettings,
    Calibration,
    Mix,
    Model,
    StructureHead,
    load_model,
    save_model,
)
from labeler.classifier.network import Committee, Network, committee
from labeler.classifier.tokens import TokenHashing
from labeler.errors import ModelError
from labeler.locate import shipped
from tests.classifier.made import made_tables, random_features

HASHING = HashSettings(10, (1, 2), (1,))
SETTINGS = AuthorshipSettings(
    TokenHashing(10, (1, 2)),
    Mix(1.0, 0.25, 0.0),
    Mix(0.5, 0.5, -1.0),
    Calibration([40.0, 600.0], [1.0, 1.1], [-3.0, -3.1], [7.0, 5.0], [3.0, 2.0]),
    ["en"],
    40,
)


def table(rows: int, seed: int) -> Table:
    return fixed_point(random_features(rows, 4, seed))


def networks(*seeds: int) -> Committee:
    members = [
        Network(
            random_features(7, 5, seed),
            random_features(1, 5, seed)[0],
            random_features(5, 3, seed),
            random_features(1, 3, seed)[0],
        )
        for seed in seeds
    ]
    return committee(members, [1.0] * len(seeds), *random_features(2, 7, seeds[0]))


TEXT = StructureHead(table(1024, 1), None, random_features(1, 3)[0], networks(2))
HTML = StructureHead(table(1024, 3), table(64, 4), TEXT.bias, networks(5, 6))
AUTHORSHIP = AuthorshipHead(
    np.arange(256, dtype=np.uint8),
    fixed_point(random_features(1024, 2, 7)),
    np.array([0.25], np.float32),
    *random_features(3, 9),
)


def save(folder: Path) -> Path:
    save_model(
        folder,
        structure_hashing=HASHING,
        authorship_settings=SETTINGS,
        tables=made_tables(),
        text=TEXT,
        html=HTML,
        authorship=AUTHORSHIP,
        sources={"weeklies": {"pages": 2}, "dailies": {"pages": 1}},
        figures={"auroc": 0.5},
    )
    return folder


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return save(tmp_path / "model")


def arrays(model: Model) -> list[np.ndarray]:
    """All arrays of a model, in a fixed order."""
    head = model.authorship
    found = [*model.tables, head.kinds, *head.words, head.bias]
    found += [head.style_mean, head.style_scale, head.style_weights]
    for structure in (model.text, model.html):
        found += [*structure.words, structure.bias, *structure.networks]
        found += [] if structure.tokens is None else [*structure.tokens]
    return found


def lies_in_a_file(array: np.ndarray) -> bool:
    """Whether the array is a view of a memory-mapped file."""
    base: object = array
    while isinstance(base, np.ndarray):
        base = base.base
    return isinstance(base, mmap)


def change(folder: Path, alter: Callable[[dict[str, Any]], object]) -> None:
    """Alter the manifest of a saved model."""
    path = folder / MANIFEST
    manifest = json.loads(path.read_text("utf-8"))
    alter(manifest)
    path.write_text(json.dumps(manifest), "utf-8")


def test_a_saved_model_is_loaded_as_it_was(saved: Path) -> None:
    model = load_model(saved)

    original = Model(model.manifest, "", made_tables(), TEXT, HTML, AUTHORSHIP)
    for found, expected in zip(arrays(model), arrays(original), strict=True):
        assert found.dtype == expected.dtype
        assert np.array_equal(found, expected)
    assert (model.text.tokens is None, len(model.html.networks.share)) == (True, 2)
    assert model.manifest.authorship == SETTINGS
    assert model.manifest.structure_hashing == HASHING
    assert model.manifest.sources == {"weeklies": {"pages": 2}, "dailies": {"pages": 1}}
    assert model.manifest.figures == {"auroc": 0.5}


def test_the_same_model_gives_the_same_bytes(saved: Path, tmp_path: Path) -> None:
    again = save(tmp_path / "again")
    for name in (MANIFEST, WEIGHTS):
        assert (saved / name).read_bytes() == (again / name).read_bytes()
    assert load_model(saved).sha256 == load_model(again).sha256


def test_arrays_are_read_only_and_stay_on_disk(saved: Path) -> None:
    for array in arrays(load_model(saved)):
        assert lies_in_a_file(array)
        assert not array.flags.writeable


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nothing/manifest\.json: no model there; name a folder"):
        load_model(tmp_path / "nothing")


class Trap:
    """Pickles to something that leaves a file behind when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self) -> tuple[Callable[..., object], tuple[Path]]:
        return Path.touch, (self._mark,)


def test_a_pickle_in_place_of_the_weights_is_never_run(saved: Path, tmp_path: Path) -> None:
    mark = tmp_path / "was-run"
    as_pickle = pickle.dumps(Trap(mark))
    (saved / WEIGHTS).write_bytes(as_pickle)
    with pytest.raises(ModelError, match=r"weights\.npy: not a model's weights .* install it"):
        load_model(saved)

    np.save(saved / WEIGHTS, np.array([Trap(mark)], object), allow_pickle=True)
    with pytest.raises(ModelError, match=r"weights\.npy: not a model's weights"):
        load_model(saved)

    assert not mark.exists()
    pickle.loads(as_pickle)
    assert mark.exists()  # the trap works


def other_byte(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (other_byte, "wrong checksum; the file is damaged,"),
        (lambda data: data[: len(data) // 2], "not a model's weights"),
        (lambda data: data[:20], "not a model's weights"),
        (lambda data: b"", "not a model's weights"),
    ],
    ids=["one bit", "half", "within the header", "empty"],
)
def test_damaged_weights(saved: Path, damage: Callable[[bytes], bytes], message: str) -> None:
    path = saved / WEIGHTS
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ModelError, match=rf"weights\.npy: {message}.*install it again"):
        load_model(saved)


def test_weights_that_are_missing_or_of_another_kind(saved: Path) -> None:
    path = saved / WEIGHTS
    path.unlink()
    with pytest.raises(ModelError, match=r"weights\.npy: .*No such file"):
        load_model(saved)
    np.save(path, np.asfortranarray(np.ones((4, 5))))
    with pytest.raises(ModelError, match=r"weights\.npy: wrong checksum"):
        load_model(saved)
    with path.open("wb") as archive:
        np.savez(archive, weights=np.ones(3))
    with pytest.raises(ModelError, match=r"weights\.npy: not a model's weights"):
        load_model(saved)


@pytest.mark.parametrize(
    ("alter", "message"),
    [
        (lambda m: m.update(format=99), "model format 99, this labeler reads 4; update labeler"),
        (lambda m: (m.clear(), m.update(format=3)), "format 3, this .* reads 4; train it anew"),
        (lambda m: (m.clear(), m.update(format=5)), "format 5, this .* reads 4; update labeler"),
        (lambda m: m["arrays"].pop("folded"), "array 'folded' is missing; train the model anew"),
        (lambda m: m["arrays"].pop("text.networks.mean"), "'text.networks.mean' is missing"),
        (lambda m: m["arrays"].pop("html.networks.scale"), "'html.networks.scale' is missing"),
        (lambda m: m["arrays"]["folded"].update(offset=10**12), "an array does not fit"),
        (lambda m: m["arrays"]["folded"].update(dtype="|O"), "an array does not fit"),
        (lambda m: m["arrays"]["folded"].update(dtype="banana"), "an array does not fit"),
        (lambda m: m.pop("sources"), "not a model manifest of this version .*`sources`"),
    ],
)
def test_a_manifest_that_does_not_fit(
    saved: Path, alter: Callable[[dict[str, Any]], object], message: str
) -> None:
    change(saved, alter)
    with pytest.raises(ModelError, match=rf"manifest\.json: .*{message}.*"):
        load_model(saved)


def test_a_manifest_that_is_not_json(saved: Path) -> None:
    (saved / MANIFEST).write_text("{", "utf-8")
    with pytest.raises(ModelError, match=r"manifest\.json: not a model manifest .* train it anew"):
        load_model(saved)


class TestShippedModel:
    """The model in `models/`."""

    folder = shipped("models")

    def test_it_is_smaller_than_15_mb(self) -> None:
        files = [self.folder / MANIFEST, self.folder / WEIGHTS]
        assert sum(path.stat().st_size for path in files) < 15_000_000

    def test_it_loads_as_read_only_memory_maps_of_finite_numbers(self) -> None:
        for array in arrays(load_model(self.folder)):
            assert lies_in_a_file(array)
            assert not array.flags.writeable
            assert np.isfinite(array).all()

    def test_its_manifest_lists_what_it_was_trained_on(self) -> None:
        sources = load_model(self.folder).manifest.sources
        kinds = {kind for counts in sources.values() for kind in counts}
        assert {"pages", "human texts", "ai texts"} <= kinds
        assert all(count > 0 for counts in sources.values() for count in counts.values())

    def test_it_sees_characters_as_this_version_would_train_it(self) -> None:
        model = load_model(self.folder)
        common = "Der Bär saß – „müde“ – im Zug, 12 km! мост через реку 日本語。\u200b\u00a0"
        for shipped_table, made in zip(model.tables, made_tables(), strict=True):
            assert [shipped_table[ord(c)] for c in common] == [made[ord(c)] for c in common]

    def test_thresholds_are_in_order(self) -> None:
        calibration = load_model(self.folder).manifest.authorship.calibration
        assert calibration.words == sorted(calibration.words)
        assert all(r <= a for r, a in zip(calibration.review, calibration.accuse, strict=True))
        assert all(slope > 0 for slope in calibration.slope)
