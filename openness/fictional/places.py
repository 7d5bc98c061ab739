"""Courts, prosecutors, police and made-up streets and villages of 营口.

The organs are real and public; streets, estates, towns and villages are invented, so that no address is
anybody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Court:
    """A court with the organs beside it and its region (area code of GB/T 2260)."""

    code: str
    name: str
    region: str
    county: str
    area: str
    procuratorate: str
    prosecution: str
    police: str
    weight: int


INTERMEDIATE = Court(
    "辽08", "辽宁省营口市中级人民法院", "210802", "辽宁省营口市站前区", "营口市",
    "辽宁省营口市人民检察院", "营检刑诉", "营口市公安局", 16,
)
BASIC = (
    Court("辽0802", "营口市站前区人民法院", "210802", "辽宁省营口市站前区", "营口市站前区",
          "营口市站前区人民检察院", "营站检刑诉", "营口市公安局站前分局", 18),
    Court("辽0803", "营口市西市区人民法院", "210803", "辽宁省营口市西市区", "营口市西市区",
          "营口市西市区人民检察院", "营西检刑诉", "营口市公安局西市分局", 13),
    Court("辽0804", "营口市鲅鱼圈区人民法院", "210804", "辽宁省营口市鲅鱼圈区", "营口市鲅鱼圈区",
          "营口市鲅鱼圈区人民检察院", "营鲅检刑诉", "营口市公安局鲅鱼圈分局", 19),
    Court("辽0811", "营口市老边区人民法院", "210811", "辽宁省营口市老边区", "营口市老边区",
          "营口市老边区人民检察院", "营老检刑诉", "营口市公安局老边分局", 10),
    Court("辽0881", "盖州市人民法院", "210881", "辽宁省盖州市", "盖州市",
          "盖州市人民检察院", "盖检刑诉", "盖州市公安局", 15),
    Court("辽0882", "大石桥市人民法院", "210882", "辽宁省大石桥市", "大石桥市",
          "大石桥市人民检察院", "大检刑诉", "大石桥市公安局", 17),
)
PROVINCIAL = "辽宁省高级人民法院"
COURTS = (INTERMEDIATE, *BASIC)
BY_CODE = {court.code: court for court in COURTS}

# Counties elsewhere that people come from: (region code, how it stands in an address).
ELSEWHERE = (
    ("210381", "辽宁省海城市"), ("211104", "辽宁省盘锦市大洼区"), ("210281", "辽宁省瓦房店市"),
    ("210323", "辽宁省岫岩满族自治县"), ("220184", "吉林省公主岭市"), ("231281", "黑龙江省安达市"),
    ("411625", "河南省郸城县"), ("370687", "山东省海阳市"), ("150525", "内蒙古自治区奈曼旗"),
)
XINJIANG = ("653130", "新疆维吾尔自治区巴楚县")

STREETS = (
    "锦澜街", "苇塘路", "盐帆大街", "潮生路", "渔灯街", "望潮北路", "熬盐巷", "滨苇路", "芦湾大街", "石帆路",
    "月汐街", "镁砂路", "渡口东街", "缆桩路", "鲅湾大街", "枣岭路", "果林南街", "铁炉路", "北闸街", "灯塔里",
)
ESTATES = ("碧苇新居", "观汐雅筑", "河口花苑", "渔歌里", "盐语佳园", "枕潮公馆", "望苇家园", "枣岭新村")
TOWNS = ("苇沟镇", "青石峪镇", "柳河堡镇", "望海甸镇", "杨树川镇", "白果岭镇", "盐滩镇", "双塔峪镇")
VILLAGES = (
    "柳洼村", "小河口村", "北大岭村", "后石桥村", "东甸子村", "樱桃沟村", "南沙坨村", "前果园村", "黑鱼泡村",
    "西苇塘村", "大榆树村", "石棚沟村",
)
SPOTS = (
    "早市", "客运站", "菜市场", "洗浴中心", "网吧", "工业园区", "港区货场", "农贸大厅", "家电城", "停车场",
    "公交站点", "建材市场",
)


def pick(rng: Random, options: Sequence[T]) -> T:
    """One of the options; quicker than Random.choice, which the generator calls a hundred times a document."""
    return options[int(rng.random() * len(options))]


def below_county(rng: Random, rural: bool) -> str:
    """An address below the county level: estate and flat, or village, group and number."""
    r = rng.random
    if rural:
        return f"{pick(rng, TOWNS)}{pick(rng, VILLAGES)}{int(r() * 9) + 1}组{int(r() * 160) + 1}号"
    flat = f"{int(r() * 4) + 1}单元{int(r() * 17) + 1}0{int(r() * 3) + 1}室"
    if r() < 0.4:
        return f"{pick(rng, STREETS)}{int(r() * 180) + 1}号{int(r() * 30) + 1}号楼{flat}"
    if r() < 0.6:
        return f"{pick(rng, STREETS)}{pick(rng, ESTATES)}{int(r() * 30) + 1}号楼{flat}"
    return f"{pick(rng, STREETS)}{int(r() * 90) + 1}-{int(r() * 40) + 1}号"


def home(rng: Random, court: Court) -> tuple[str, str, str]:
    """(region code, county, detail below the county) of somebody's home, most often in the court's own county."""
    if rng.random() < 0.12:
        region, county = pick(rng, ELSEWHERE)
        return region, county, below_county(rng, rng.random() < 0.6)
    near = court if court.weight != INTERMEDIATE.weight and rng.random() < 0.75 else pick(rng, BASIC)
    rural = rng.random() < (0.6 if near.code in ("辽0881", "辽0882") else 0.15)
    return near.region, near.county, below_county(rng, rural)


def office(rng: Random) -> str:
    """A company's seat below the county level."""
    r = rng.random
    return f"{pick(rng, STREETS)}{int(r() * 260) + 1}号" + (f"{int(r() * 9) + 1}层" if r() < 0.2 else "")
