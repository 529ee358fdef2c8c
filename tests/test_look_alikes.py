"""Texts disguised with letters of other scripts that look Latin."""

import pytest

from labeler.language import document_language, segment_languages
from labeler.look_alikes import LATIN_FOR, undisguised
from labeler.read import read_text
from labeler.segment import segment

ENGLISH = (
    "The harbour board met on Tuesday and approved the dredging of two berths, which have been "
    "closed to larger ships for most of the year. Members said that they would pay for it from "
    "reserves, and that the work was to take six weeks from the first of April."
)
TO_CYRILLIC = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "Совет порта собрался во вторник и одобрил углубление двух причалов.",
        "Совет по iPhone и Windows: Microsoft Office, Google Docs, Apple Numbers, Adobe Reader.",
        "Το λιμάνι OIKONOMIA έκλεισε για τα μεγάλα πλοία.",
        "ΤΕΛΕΥΤΑΙΑ ΝΕΑ - OIKONOMIA",
        "港口委员会周二开会。",
        "",
    ],
)
def test_a_text_in_any_script_of_its_own_stays_as_it_is(text: str) -> None:
    assert undisguised(text) == text


def test_a_disguised_text_reads_as_latin() -> None:
    assert undisguised(ENGLISH.translate(TO_CYRILLIC)) == ENGLISH


def test_each_look_alike_among_latin_letters_is_undone() -> None:
    for disguise, latin in LATIN_FOR.items():
        assert undisguised(f"harb{disguise}ur") == f"harb{latin}ur"


def test_a_disguise_hides_neither_a_documents_language_nor_a_paragraphs() -> None:
    german = "Der Hafenausschuss hat am Dienstag die Vertiefung der Liegeplätze beschlossen. " * 4
    document = read_text("\n\n".join([ENGLISH.translate(TO_CYRILLIC), german] + [ENGLISH] * 3))
    segments = segment(document)
    main = document_language(document, segments)
    assert main == "en"
    assert segment_languages(segments, main) == ["en", "de", "en", "en", "en"]
