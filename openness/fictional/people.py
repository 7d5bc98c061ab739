"""People and companies that belong to nobody: rare given names, compound surnames, ethnic and foreign names.

Names that are also words (向阳, 全福) and shops that begin like a surname are meant to raise a doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from openness.fictional.places import pick

SURNAMES = (
    "王", "李", "张", "刘", "孙", "于", "姜", "赵", "徐", "杨", "宋", "陈", "马", "周", "吴", "迟", "曲", "丛",
    "鞠", "矫", "隋", "单", "仇", "解", "付", "关", "佟", "曹", "谭", "邹", "毕", "修", "滕", "郭", "何", "罗",
    "郑", "梁", "谢", "韩", "唐", "冯", "董", "程", "袁", "邓", "许", "傅", "沈", "吕", "苏", "卢", "蒋", "蔡",
    "贾", "魏", "薛", "叶", "阎", "潘", "杜", "戴", "夏", "钟", "汪", "田", "任", "范", "石", "姚", "廖", "邵",
)
COMPOUND = (
    "欧阳", "上官", "司徒", "诸葛", "慕容", "尉迟", "皇甫", "令狐", "端木", "夏侯", "公孙", "呼延", "南宫", "宇文",
    "澹台", "鲜于",
)
OLD_MALE = ("殿广庆永世维守传宝德景兆吉万春连占振喜洪绍继佐廷", "铎阁勋甫岐珂瑞楷堂贤峻洲缙沅魁田顺荣礼滨芳业")
OLD_FEMALE = ("凤桂淑玉秀艳丽雅素翠春金亚恩", "筠蘅荻缨璎卿茹芷莼砚珂芹环媛莲荣芬霞")
YOUNG_MALE = (
    "砚翊朔聿珩昶恪崧骁峤琮澍屿景承柏延允弈牧叙启硕竞岳书立世嘉", "舟桐霁衡尧泽川野岩樵钧远庭州帆恒维然铭洋锐翰轩奇超",
)
YOUNG_FEMALE = ("沅蓁岚霁棠苒禾芷筱静雨思佳梦语书若可晓依", "笙蘅汐棠遥漪纾缇宁萱彤妍岑桐语晴薇诺")
SINGLE = "翊朔昶崧骁琮澍蘅苒砚峤珩锐楠颖硕彤岩巍旭"
WORD_NAMES = ("向阳", "全福", "常青", "高峰", "江山", "花蕾", "时光", "万年")
ETHNIC = (
    ("阿依努尔", "古丽夏提", "帕丽旦", "祖丽菲娅", "吐尔洪", "艾力亚尔", "库尔班江", "依米提"),
    ("买买提", "吾斯曼", "阿布都拉", "热合曼", "托合提", "艾山", "玉素甫", "卡斯木"),
)
MONGOL = ("苏日塔拉图", "乌仁其木", "巴彦孟根", "敖登托娅", "额尔敦朝格")
FOREIGN = ("伊戈尔·谢苗诺夫斯基", "朴载勋河", "玛丽娜·科尔萨诺娃", "阮氏绿荷", "达维德·鲁萨尼")
LATIN = ("Igor Semyonovsky", "Marina Korsanova", "David Rusani", "Pak Jaehunha")
NATIONALITIES = {"伊": "俄罗斯联邦", "朴": "大韩民国", "玛": "俄罗斯联邦", "阮": "越南社会主义共和国", "达": "意大利共和国"}
LATIN_NATIONALITIES = {"I": "俄罗斯联邦", "M": "俄罗斯联邦", "D": "意大利共和国", "P": "大韩民国"}

TRADE = ("沛砺翎铄曜澔桓祺昀鲲垚隽", "霖渤钰骐垣樾翰赫洺澜朗铠")
FIRMS = ("槿筑徽禹簇", "言度约衡契")
SHOPS = (
    "金海源超市", "高记烧烤店", "马家拉面馆", "万家乐超市", "常来顺饭店", "安心大药房", "于家铁锅炖", "孙二姐熏肉店",
    "陈记手机维修部", "黄海渔具店", "江南春浴池", "梁山好汉酒馆",
)
ETHNICITIES = ("汉族",) * 17 + ("满族", "满族", "满族", "回族", "朝鲜族", "锡伯族")
SCHOOLING = ("小学文化", "初中文化", "初中文化", "高中文化", "中专文化", "大专文化", "大学文化")
JOBS = ("无业", "农民", "务工人员", "个体经营者", "出租车司机", "装卸工人", "公司职员", "货车司机", "厨师", "电焊工")


@dataclass(slots=True)
class Person:
    """A natural person of a document."""

    name: str
    male: bool
    born: date
    ethnicity: str
    region: str
    county: str
    detail: str
    identity: str = ""
    nationality: str = ""

    @property
    def sex(self) -> str:
        """男 or 女."""
        return "男" if self.male else "女"

    @property
    def pronoun(self) -> str:
        """他 or 她."""
        return "他" if self.male else "她"


@dataclass(slots=True)
class Company:
    """An organisation of a document; `trade` is its 字号, "" for an organ of state."""

    name: str
    trade: str
    short: str
    county: str
    seat: str
    head: str
    head_role: str
    head_post: str
    code: str


def chinese_name(rng: Random, male: bool, born_year: int, surname: str = "") -> str:
    """A full Chinese name that suits the sex and the generation."""
    r = rng.random()
    surname = surname or (pick(rng, COMPOUND) if r < 0.035 else pick(rng, SURNAMES))
    if rng.random() < 0.17:
        return surname + pick(rng, SINGLE)
    old = born_year < 1976
    first, second = (OLD_MALE if old else YOUNG_MALE) if male else (OLD_FEMALE if old else YOUNG_FEMALE)
    a, b = pick(rng, first), pick(rng, second)
    return surname + a + (b if a != b else second[0])


def ethnic_name(rng: Random) -> str:
    """A Uyghur or Mongolian name as it is written in Chinese."""
    if rng.random() < 0.25:
        return pick(rng, MONGOL)
    return f"{pick(rng, ETHNIC[0])}·{pick(rng, ETHNIC[1])}"


def trade_name(rng: Random) -> str:
    """A made-up 字号 of two characters, sometimes three."""
    return pick(rng, TRADE[0]) + pick(rng, TRADE[1]) + ("达" if rng.random() < 0.08 else "")


def law_firm(rng: Random) -> str:
    """A made-up firm of lawyers."""
    return f"辽宁{pick(rng, FIRMS[0])}{pick(rng, FIRMS[1])}律师事务所"
