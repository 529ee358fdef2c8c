"""A disclosure that names a part of the page speaks for that part."""

from functools import cache

from labeler import Labeler

POSTS = [
    "The pump in my cellar runs every ten minutes since the rain, and the float looks clean to me.",
    "Check the valve in the riser first: when it no longer closes, the water runs back and the "
    "pump starts again and again until the motor gives up.",
    "Thanks, it was the valve indeed, and a new one cost me less than the bus fare to the shop.",
]


@cache
def labeler() -> Labeler:
    return Labeler()


def accused(*blocks: str) -> list[str]:
    report = labeler().scan_text("\n\n".join(blocks))
    return [str(s.text) for s in report.segments if s.label == "ai_report"]


def test_a_note_on_a_reply_speaks_of_the_post_above_it_and_not_of_the_next() -> None:
    note = "(ChatGPT wrote this reply for me.)"
    found = accused("Pump runs all night", POSTS[0], "quietfan wrote:", POSTS[1], note, POSTS[2])
    assert POSTS[1] in found
    assert POSTS[2] not in found


def test_a_note_that_ends_with_a_colon_speaks_of_what_follows() -> None:
    note = "This answer was written by ChatGPT:"
    found = accused("Pump runs all night", POSTS[0], note, POSTS[1])
    assert POSTS[1] in found
    assert POSTS[0] not in found
