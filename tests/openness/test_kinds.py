"""Whatever is masked is named in words, once."""

import re

from justice import identifiers
from openness.kinds import LABELS, counted


def test_every_kind_of_number_has_its_word():
    kinds = {name for pattern in vars(identifiers).values() if isinstance(pattern, re.Pattern) for name in pattern.groupindex}
    kinds = {name for name in kinds if not name.endswith("_label")}
    assert len(kinds) > 8 and kinds - LABELS.keys() == set()


def test_kinds_with_one_word_are_one_line_and_the_most_comes_first():
    assert counted({"phone": 1, "name": 3, "landline": 4}) == [{"label": "电话号码", "count": 5}, {"label": "姓名", "count": 3}]
