"""Fictional entries under the catalogue, hearings and figures (虚构的公开事项): for each item, what an organ might say."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from openness.fictional.people import chinese_name

CAUSES = ("民间借贷纠纷", "买卖合同纠纷", "物业服务合同纠纷", "劳动争议", "机动车交通事故责任纠纷", "房屋租赁合同纠纷", "离婚纠纷", "建设工程施工合同纠纷")
HOURS = ((9, 11), (10, 12), (13, 15), (14, 16))


@dataclass(frozen=True, slots=True)
class Made:
    """One entry: item, organ, title, fields, the day it speaks of, its number."""

    item: str
    organ: str
    title: str
    values: dict[str, str]
    occurred_on: date | None = None
    case_number: str = ""


@dataclass(frozen=True, slots=True)
class Court:
    """One hearing of a court; `act` is what becomes of it: "", change or cancel."""

    organ: str
    case_number: str
    courtroom: str
    starts_at: datetime
    ends_at: datetime
    cause: str
    accusers: str
    accused: str
    openness: str = "open"
    act: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of a quarter."""

    item: str
    organ: str
    title: str
    period: tuple[date, date]
    source: str
    rows: list[dict] = field(default_factory=list)


def entries(today: date, seed: int = 11) -> list[Made]:
    """Entries of every item, for several organs, of the last weeks."""
    rng = Random(seed)
    names = [chinese_name(rng, rng.random() < 0.5, rng.randint(1962, 2002)) for _ in range(40)]

    def day(back: int) -> date:
        return today - timedelta(days=back)

    made = [
        *(Made("court-filing", code, f"{cause}立案信息", {"cause": cause, "parties": f"{names[n]}、{names[n + 7]}", "division": "立案庭"}, day(5 + n), f"（{today.year}）{code}民初{7100 + n}号")
          for n, (code, cause) in enumerate((("辽08", CAUSES[1]), ("辽0802", CAUSES[0]), ("辽0881", CAUSES[3]), ("辽0882", CAUSES[4])))),
        Made("court-enforcement", "辽0802", "案款发放公告", {"step": "案款发放", "content": f"向申请执行人{names[1]}发放案款三万元，案件执行完毕。"}, day(6), f"（{today.year}）辽0802执611号"),
        Made("court-enforcement", "辽0881", "财产处置公告", {"step": "财产处置", "content": f"被执行人{names[2]}名下房屋一套进入评估程序。"}, day(9), f"（{today.year}）辽0881执702号"),
        Made("commutation", "辽08", f"罪犯{names[3]}减刑公示", {"convict": names[3], "prison": "辽宁省示例监狱", "proposal": "减刑", "reasons": f"罪犯{names[3]}服刑期间认罪悔罪，获得表扬四次，建议减刑六个月。", "until": day(-5).isoformat()}, day(7), f"（{today.year}）辽08刑更211号"),
        Made("auctions", "辽0802", "站前区一处商铺拍卖", {"property": "商铺一处，建筑面积六十二平方米", "starts": f"{day(-20)} 10:00", "price": "318000", "address": "https://auction.example.cn/item/20001"}, day(3)),
        Made("auctions", "辽0882", "机器设备一批拍卖", {"property": "数控机床等设备十二台", "starts": f"{day(-16)} 10:00", "price": "96000", "address": "https://auction.example.cn/item/20002"}, day(4)),
        Made("white-paper", "辽08", f"{today.year - 1}年度审判白皮书", {"year": str(today.year - 1), "summary": "全年受理案件一万二千余件，审结率百分之九十六；民间借贷、劳动争议收案上升，建议完善欠薪预警。"}, day(60)),
        Made("procuratorate-hearings", "yk-jcy", "刑事申诉公开听证", {"starts": f"{day(-6)} 14:00", "place": "检察听证室", "subject": f"申诉人{names[4]}不服判决申诉一案，是否符合抗诉条件。", "open": "可以旁听"}, day(2)),
        Made("procuratorate-notification", "yk-jcy", "审查起诉阶段告知", {"matter": "委托辩护人、申请法律援助和认罪认罚的权利", "how": "自收到移送审查起诉的材料之日起三日以内，书面告知犯罪嫌疑人、被害人。", "number": "86"}, day(12)),
        Made("file-reading", "yk-jcy-zq", "律师阅卷预约办法", {"how": "电话或者网上预约，材料齐全的当日安排，至迟三个工作日以内。可以刻录光盘。", "place": "案件管理大厅二号窗口", "address": "https://yuejuan.example.cn/"}, day(30)),
        Made("legal-documents", "yk-jcy", f"{names[5]}盗窃案起诉书", {"type": "起诉书", "text": f"被告人{names[5]}，男，1985年4月2日出生，汉族，住营口市站前区。本院认为，被告人{names[5]}以非法占有为目的，秘密窃取他人财物，数额较大，应当以盗窃罪追究其刑事责任。"}, day(8), f"营检刑诉〔{today.year}〕45号"),
        Made("case-news", "yk-jcy", "一起职务犯罪案件提起公诉", {"stage": "提起公诉", "text": f"某单位原主任{names[6]}涉嫌受贿一案，由检察机关向人民法院提起公诉。"}, day(10)),
        Made("supervisors", "yk-jcy", "人民监督员监督不起诉公开听证", {"way": "公开听证", "count": "3", "opinions": "4", "adopted": "3", "text": "三名人民监督员参加听证，提出四条意见，采纳三条，未采纳的一条已经说明理由。"}, day(14)),
        *(Made("police-service", code, "立案、撤案结果告知", {"matter": "受案、立案、不予立案、撤案", "how": "当面、电话或者短信告知报案人；可以凭受案回执在网上查进度。", "number": str(120 + n * 31)}, day(15 + n)) for n, code in enumerate(("yk-ga", "yk-ga-zq"))),
        *(Made("police-fines", code, f"扰乱单位秩序罚款情况，{day(40).month}月", {"matter": "扰乱单位秩序", "norm": "治安管理处罚法关于扰乱机关、单位秩序的规定，处警告或者五百元以下罚款。", "number": str(4 + n), "amount": str(900 + n * 200)}, day(8 + n)) for n, code in enumerate(("yk-ga", "yk-ga-byq", "yk-ga-gz"))),
        Made("early-access", "yk-ga", f"{day(40).month}月律师会见和意见办理", {"meetings": "41", "opinions": "17", "how": "四十八小时以内安排会见；律师意见附卷，书面说明采纳情况。"}, day(9)),
        Made("economic-disputes", "yk-ga", "防止插手经济纠纷专项检查", {"checked": "36", "corrected": "2", "text": "抽查涉企经济案件三十六起，纠正不当立案一起、超范围查封一起，责任单位已作检查。"}, day(20)),
        Made("police-norms", "yk-ga", "行政案件办理规范", {"sort": "执法规范", "text": "询问、检查应当由两名以上民警进行，出示证件，全程录音录像。"}, day(18)),
        *(Made("police-norms", code, "出入境办事窗口", {"sort": "办事窗口", "text": "办理护照、通行证，七个工作日办结。", "place": "政务服务中心二楼", "hours": "工作日 9:00 至 17:00"}, day(16 + n)) for n, code in enumerate(("yk-ga-zq", "yk-ga-dsq"))),
        Made("police-complaints", "yk-ga", "对民警执法不满意的投诉", {"how": "到督察支队当面提出，或者拨打公布的电话；十五日以内答复。", "unit": "yk-ga", "answer": "十五日以内"}, day(25)),
        *(Made("lawyers", "yk-sf", f"示例{word}律师事务所", {"firm": f"辽宁示例{word}律师事务所", "licence": f"示例许可{2100 + n}", "lawyers": str(6 + n * 3), "place": "站前区示例路"}, day(22 + n)) for n, word in enumerate(("甲", "乙", "丙"))),
        Made("legal-aid", "yk-sf", "怎样申请法律援助", {"how": "经济困难的公民可以向法律援助中心申请，七日以内决定；农民工讨薪不审查经济状况。", "place": "公共法律服务中心一楼", "accepted": "132"}, day(17)),
    ]  # fmt: skip
    return made


def hearings(today: date, seed: int = 12) -> list[Court]:
    """Hearings of the coming two weeks in every court of the city; some are moved, one is cancelled."""
    rng, made = Random(seed), []
    days = [today + timedelta(days=n) for n in range(1, 15) if (today + timedelta(days=n)).weekday() < 5]
    for place, code in enumerate(("辽08", "辽0802", "辽0803", "辽0804", "辽0811", "辽0881", "辽0882")):
        for n, day in enumerate(days):
            if rng.random() < 0.35:
                continue
            first, last = HOURS[(n + place) % len(HOURS)]
            cause = rng.choice(CAUSES)
            closed = cause == "离婚纠纷"
            kind = "民终" if code == "辽08" else "民初"
            act = "change" if (place, n) in ((1, 2), (5, 3)) else "cancel" if (place, n) == (2, 4) else ""
            made.append(Court(
                code, f"（{today.year}）{code}{kind}{8100 + place * 50 + n}号", f"第{'一二三四五'[n % 5]}法庭", datetime.combine(day, time(first)), datetime.combine(day, time(last)), cause,
                chinese_name(rng, rng.random() < 0.5, rng.randint(1962, 2002)), chinese_name(rng, rng.random() < 0.5, rng.randint(1962, 2002)), "closed" if closed else "open", act,
            ))  # fmt: skip
    return made


def figures(today: date) -> list[Figures]:
    """Figures of the last whole quarter."""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last = first - timedelta(days=1)
    period = (date(last.year, last.month - 2, 1), last)
    quarter = f"{last.year}年第{'一二三四'[(last.month - 1) // 3]}季度"

    def rows(*pairs: tuple[str, int]) -> list[dict]:
        return [{"label": label, "value": str(value), "unit": "件"} for label, value in pairs]

    return [
        Figures("court-figures", "辽08", f"{quarter}全市法院收结案", period, "审判管理系统", rows(("受理案件", 3120), ("审结案件", 2988), ("调解、撤诉", 1204), ("执行到位案件", 655))),
        Figures("procuratorate-figures", "yk-jcy", f"{quarter}检察业务数据", period, "检察业务应用系统", rows(("批准逮捕", 96), ("提起公诉", 402), ("不起诉", 88), ("提出抗诉", 5))),
    ]
