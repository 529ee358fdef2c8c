"""The columns of verdicts say the same as the structs."""

import pytest

from labeler.decide import BASES, HEADS, REASONS, Verdicts
from labeler.evidence import LABELS
from labeler.provenance import Declared
from labeler.verdict import Verdict
from tests.decide.made import (
    ARTICLE,
    CAPTION,
    FURNITURE,
    PARAGRAPH,
    Block,
    disclosure,
    rule,
    verdicts_on,
)

BYLINE = rule("en.byline", label="human_article", role="byline", weight=1.0)
COOKIE = rule("en.cookie", label="boilerplate", weight=2.0)
CREDIT = rule("en.credit", label="image_caption", role="credit", weight=1.0)
RESIDUE = rule("en.residue", label="ai_report", role="residue", verdict="residue")
NO_AI = Declared(signal="meta:ai", value="none", meaning="none", governs="document")
PAGE = (
    Block("Log in", FURNITURE, (COOKIE,)),
    Block("Ferry stays in port after Sunday's storm", (0.2, 0.05, 0.75)),
    Block(PARAGRAPH, ARTICLE),
    Block(PARAGRAPH, ARTICLE, (BYLINE,)),
    Block(PARAGRAPH, ARTICLE, (BYLINE, COOKIE), ai=0.9, accused=True),
    Block(PARAGRAPH, ARTICLE, ai=0.9, accused=True),
    Block(PARAGRAPH, ARTICLE, ai=0.7, suspected=True),
    Block(PARAGRAPH, (0.4, 0.3, 0.3), (CREDIT,)),
    Block("The quay. Photo: R. Moen", CAPTION, (CREDIT,)),
    Block("As an AI language model, I cannot", ARTICLE, (RESIDUE,)),
    Block("Written by AI", FURNITURE, (disclosure(),)),
    Block(PARAGRAPH, ARTICLE, (BYLINE,), ai=0.9, accused=True),
)


@pytest.mark.parametrize(
    "verdicts",
    [
        verdicts_on(*PAGE),
        verdicts_on(*PAGE[:10], repeats={0: 3, 2: 1}),
        verdicts_on(*PAGE[:9], declared=[NO_AI]),
        verdicts_on(Block(PARAGRAPH)),
    ],
    ids=["all kinds", "repeated", "declared by machine", "alone"],
)
def test_columns_and_structs_say_the_same(verdicts: Verdicts) -> None:
    columns, structs = verdicts.columns, list(verdicts)

    assert [LABELS[label] for label in columns.labels] == [v.label for v in structs]
    assert columns.confidences.tolist() == [v.confidence for v in structs]
    assert list(map(tuple, columns.scores.tolist())) == [v.scores for v in structs]
    assert [BASES[basis] for basis in columns.bases] == [v.basis for v in structs]
    assert columns.needs_review.tolist() == [v.needs_review for v in structs]
    for position, struct in enumerate(structs):
        names = tuple(f"{e.source}:{e.name}" for e in struct.evidence)
        assert columns.evidence.get(position, HEADS[int(columns.judged[position])]) == names
        if position in columns.verdicts:
            assert columns.verdicts[position] == struct
        else:
            assert REASONS[columns.reasons[position]] == struct.review_reason
            assert columns.roles.get(position) == struct.role
            assert (struct.governed_by, struct.aspect) == ((), None)


def test_only_what_is_decided_by_more_than_statistics_is_a_struct() -> None:
    columns = verdicts_on(*PAGE).columns

    assert sorted(columns.verdicts) == [9, 10, 11]
    assert all(isinstance(verdict, Verdict) for verdict in columns.verdicts.values())
