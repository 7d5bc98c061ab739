"""justice.redaction：打分用的表与特征的定义（candidates.py）一致。人物全系虚构。"""

import pytest

from justice.redaction import candidates, lexicon
from justice.redaction.scoring import raw_scores
from justice.redaction.weights import document_band, weights

TEXT = (
    "审判长孙丽丽，被告人欧阳静怡、夹谷梁红与会计张建国，其妻李娟称：王某与第五伦系朋友，第五百条、第五款规定。"
    "证人诸葛明在金海超市门前见到高平。原告马建国向周文借款五万元，由常永安担保，于今返还。"
)


def summed(name, around):
    model = lexicon.model()
    seen = f"d{len(name)}{document_band(model['seen'].get(name, 0))}"
    return sum(
        model["weights"].get(feature, 0.0)
        for feature in ["bias", seen, *candidates.spelling_features(name), *around]
    )


def test_a_score_is_the_sum_of_the_weights_of_its_features():
    context = candidates.padded(TEXT)
    found = candidates.collect(context)
    scored = raw_scores(context, found, weights())
    assert scored["欧阳静怡"]
    assert scored["张建国"]
    for name, scores in scored.items():
        for start, score in scores.items():
            around = candidates.context_features(context, start, start + len(name))
            assert score == pytest.approx(summed(name, around)), name


def test_each_surname_begins_candidates_of_one_and_two_given_characters():
    found = candidates.collect(candidates.padded(TEXT))
    shift = len(candidates.PAD)
    assert found["欧阳静怡"] == found["欧阳静"] == [TEXT.find("欧阳静怡") + shift]
    assert "欧阳" not in found  # a compound surname is no one's whole name
    assert "长孙丽丽" not in found  # 审判长 + 孙丽丽
    assert found["孙丽丽"] == [TEXT.find("孙丽丽") + shift]
    assert {name for name in found if name.startswith("第五")} == {"第五伦系", "第五伦"}  # 第五百条, 第五款
