"""Numbers with what they count."""


def counted(number: int, noun: str) -> str:
    """`1 segment`, `2,000 segments`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
