"""justice.names：姓氏、切分、称呼。"""

import pytest

from justice import names
from justice.redaction.aliases import assign


def test_the_table_holds_about_five_hundred_surnames_and_the_compound_ones():
    table = names.surnames()
    assert len([name for name in table if len(name) == 1]) >= 500
    assert {"芦", "隋", "栗", "冼", "欧阳", "第五", "万俟"} <= table.keys()
    assert not {"吴铭", "归海"} & table.keys()
    assert table["王"] > table["冼"]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("张三丰", ("张", "三丰")),
        ("欧阳锋", ("欧阳", "锋")),
        ("欧阳", ("欧", "阳")),
        ("买买提·吐尔逊", ("买", "买提·吐尔逊")),
        ("Smith", ("S", "mith")),
    ],
)
def test_a_name_is_split_into_surname_and_given_name(name, parts):
    assert names.split_name(name) == parts


def test_an_empty_name_is_refused():
    with pytest.raises(ValueError, match="不能为空"):
        names.split_name("")


@pytest.mark.parametrize(
    ("name", "index", "called"),
    [
        ("张三丰", None, "张某"),
        ("张三丰", 2, "张某2"),
        ("欧阳锋", None, "欧阳某"),
        ("买买提·吐尔逊", None, "买某"),
        ("john", None, "J"),
        ("john", 2, "J2"),
        ("老邢", None, "邢某"),
        ("小王", 2, "王某2"),
        ("大刘", None, "刘某"),
        ("阿强", None, "阿某"),
        ("小燕", None, "小某"),
    ],
)
def test_an_alias_keeps_the_surname_and_numbers_namesakes(name, index, called):
    assert names.alias(name, index) == called


def test_a_nickname_is_numbered_among_those_of_its_surname():
    assert assign("证人老邢与邢澍玥", ["老邢", "邢澍玥"]) == {"老邢": "邢某1", "邢澍玥": "邢某2"}
