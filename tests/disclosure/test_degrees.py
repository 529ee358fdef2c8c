"""The degree of AI is read from the wording: of rules that find it, the most telling one speaks."""

from functools import cache

import pytest

from labeler import Labeler

PROSE = "The ferry to the island stayed in port on Sunday because of the storm, the operator said."


@cache
def labeler() -> Labeler:
    return Labeler()


@pytest.mark.parametrize(
    ("wording", "aspect"),
    [
        ("AI-generated", "full"),
        ("This article was written by AI and published without review.", "full"),
        ("AI summary", "summary"),
        ("Zusammenfassung: KI", "summary"),
        ("Translated by AI", "translated"),
        ("Traduit par IA", "translated"),
        ("First draft by AI, fact-checked and completed by Laura Pemberton", "drafted"),
        (
            "Førsteutkastet er fra ChatGPT. Desken har faktasjekket og skrevet det ferdig.",
            "drafted",
        ),
        ("Черновик составила нейросеть, факты проверила Анна Ветрова.", "drafted"),
        ("Borrador elaborado con IA; verificación y redacción final: Marta Olmedo", "drafted"),
        ("Editor's note: we used ChatGPT to shorten and tidy up this reader's letter.", "edited"),
        ("Текст відредаговано за допомогою ШІ.", "edited"),
        ("Foto: Kim Doe; Hintergrund mit generativer KI erweitert", "composite"),
    ],
)
def test_the_marker_has_the_degree_that_it_names(wording: str, aspect: str) -> None:
    report = labeler().scan_text(f"{wording}\n\n{PROSE}")
    assert [s.aspect for s in report.segments if s.text == wording] == [aspect]


@pytest.mark.parametrize(
    "wording",
    [
        "Photo: Kim Doe; background extended with generative AI",
        "Foto: Anna Berg, bakgrunden utökad med generativ AI",
    ],
)
def test_a_note_on_a_picture_accuses_no_text(wording: str) -> None:
    report = labeler().scan_text(f"A ferry in rough sea\n\n{wording}\n\n{PROSE}")
    assert [s.text for s in report.segments if s.label == "ai_report"] == []
