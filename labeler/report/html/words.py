"""What the page calls things."""

from labeler.evidence import Basis, Label

LABEL_NAMES: dict[Label, str] = {
    "human_article": "Human article",
    "ai_report": "AI report",
    "image_caption": "Image caption",
    "boilerplate": "Boilerplate",
}
BASIS_MEANINGS: dict[Basis, str] = {
    "declared": "The document says so.",
    "residue": "Traces that a machine left in the text say so.",
    "inferred": "The statistics say so: likely, not proven.",
    "absence": "Nothing says otherwise; who wrote it is not known.",
}


def percent(share: float) -> str:
    """A share of the whole, as HTML; neither nothing nor everything unless it is.

    >>> percent(0.0), percent(0.001), percent(0.123), percent(0.999)
    ('0%', '&lt;1%', '12%', '&gt;99%')
    """
    if 0 < share < 0.005:
        return "&lt;1%"
    return "&gt;99%" if 0.995 <= share < 1 else f"{share:.0%}"
