"""`labeler train`: what it must be given."""

import pytest

from labeler.cli import main

pytest.importorskip("sklearn", reason="labeler[train] is not installed")


def test_without_texts_it_asks_for_them_or_a_model_that_has_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["train", "--pages", "pages.jsonl", "--output", "model"]) == 2
    message = "--texts: give gold texts, or with --authorship-of a model that has them"
    assert message in capsys.readouterr().err
