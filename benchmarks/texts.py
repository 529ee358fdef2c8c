"""The gold texts that the authorship benchmarks measure on, and the arguments that name them."""

import argparse
from pathlib import Path

from benchmarks.files import shared
from labeler.classifier.gold import GoldText, read_pages, read_texts
from labeler.classifier.recipe import load_recipe
from labeler.locate import shipped


def add_text_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `read_gold_texts` reads, and how many texts of each group are drawn."""
    from benchmarks.pages import TRAINING_SETS  # imports scikit-learn

    parser.add_argument("--texts", type=Path, nargs="+", default=sorted(shared("ai").glob("*.gz")))
    parser.add_argument(
        "--human",
        type=Path,
        nargs="*",
        default=[shared("multilingual/human.jsonl.gz")],
        help="texts all written by people",
    )
    parser.add_argument(
        "--pages",
        type=Path,
        nargs="*",
        default=[shared(f"pages/{name}.jsonl.gz") for name in TRAINING_SETS],
        help="gold pages, whose articles are human texts",
    )
    parser.add_argument("--recipe", type=Path, default=shipped("models") / "recipe.yaml")
    parser.add_argument("--per", type=int, default=150, help="texts of each source, language, side")


def read_gold_texts(options: argparse.Namespace) -> list[GoldText]:
    """All texts that the arguments name. Raises DataError for a file that is none of gold data."""
    from labeler.classifier.train import articles  # imports scikit-learn

    texts = [text for file in options.texts for text in read_texts(file)]
    texts += [text for file in options.human for text in read_texts(file, "human")]
    pages = (page for file in options.pages for page in read_pages(file))
    return texts + articles(pages, load_recipe(options.recipe))


def text_files(options: argparse.Namespace) -> list[str]:
    """Names of the files that the arguments name."""
    return [file.name for file in (*options.texts, *options.human, *options.pages)]
