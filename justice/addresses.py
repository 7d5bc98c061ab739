"""县级以下住址的检测：保留到县（市、区），其后的乡镇、街道、门牌属于应当删除的家庭住址。

依据：法释〔2016〕19号第十条第一项（删除家庭住址）、第十一条（保留住所地所属县、区）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_letters

from justice.plain_text import everywhere, matches

_STOP = r",。;:、()\[\]〔〕\"“”《》"
# 名称里本就有“镇、乡、村、街、路、道、屯、楼”等字的市、县、区。
_ODD_CITY = r"(?:丰镇|北屯|北镇|奎屯|宁乡|扎兰屯|新乡|景德镇|桐乡|清镇|湘乡|萍乡|镇江)市"
_ODD_COUNTY = (
    r"(?:(?:上街|东乡|二道江|二道|前镇|北屯|南屯|周村|头屯河|屯溪|屯留|屯门|岳阳楼|左镇|平镇|滴道|肥乡|苏家屯|西乡塘|西屯|让胡路|路北|路南|路桥|路竹"
    r"|道外|道里|钟楼|镇海|马村|鼓楼)区|(?:乡城|乡宁|内乡|固镇|天镇|安乡|屯昌|平乡|新乡|柏乡|武乡|石楼|西乡|道|道孚|金乡|镇原|镇坪|镇安|镇巴|镇平|镇康"
    r"|镇赉|镇远|镇雄)县|(?:东乡族|孟村回族|积石山保安族东乡族撒拉族|通道侗族|道真仡佬族苗族|镇宁布依族苗族|镇沅彝族哈尼族拉祜族)自治县)"
)
_REGION = (
    r"(?:(?:中国|中华人民共和国)?[一-鿿]{2,7}?(?:省|自治区|特别行政区)|北京市?|上海市?|天津市?|重庆市?)?"
    r"(?:" + _ODD_CITY + r"|[^省市区县旗镇乡村街路号道组屯" + _STOP + r"\d]{2,9}?(?:市|自治州|地区|盟|州))?"
    r"(?:"
    + _ODD_COUNTY
    + r"|[^镇乡村街路号道组屯楼栋"
    + _STOP
    + r"\d]{1,9}?(?<!小)(?<!社)(?<!园)(?<!厂)(?<!校)(?<!库)(?<!辖)(?<!舍)(?<!景)"
    r"(?:自治县|新区|林区|区|县|市|自治旗|旗)(?![镇乡村屯路]))?"
)
_LABEL = (
    r"(?:户籍所在地|户籍地址|户籍地|户口所在地|户口地|户籍|经常居住地|实际居住地|居住地|家庭住址|家庭地址|家住|现住址|现住地|现住|暂住地|暂住于|暂住"
    r"|租住于|租住在|租住|住所地|住所|住址|住地|经营场所|营业场所|办公地址|注册地址|通讯地址|送达地址|联系地址|地址|居住于|居住在|住在|住于|住|户居)"
)
_ORG_BEFORE = re.compile(
    r"(?:公司|厂|店|商行|部|社|集团|中心|银行|支行|分行|所|局|院|会|政府|大队|学校|大学|馆|城|庄|场|企业)(?:\([^()]{1,40}\))?[,。;(]?$"
)
_SEAT_LABELS = frozenset(
    {"住所地", "住所", "地址", "通讯地址", "联系地址", "经营场所", "营业场所", "办公地址", "注册地址"}
)
# “中国(上海)自由贸易试验区某路”“自贸试验区(东疆保税港区)某路”：括号是区划的一部分。
_ZONE = r"(?:(?:中国|[一-鿿]{0,6}自贸(?:试验)?区|[一-鿿]{0,6}自由贸易试验区)?\([一-鿿]{2,10}\)(?:自由贸易试验区|自由贸易港|自贸试验区|自贸区)?)?"
_WORDS_AFTER = r"(?!的|所|宅|房(?![县山])|院治|建(?![德阳水宁瓯始平昌湖邺华])|宿(?![迁州松城豫])|处(?!州))"
_REST = rf"[^{_STOP}]{{0,120}}(?:、[^住{_STOP}]{{1,14}}?(?:[侧号室栋幢]|交叉口|单元)(?=[{_STOP}]|$)){{0,3}}"
_LABELLED = re.compile(
    rf"(?P<label>{_LABEL}){_WORDS_AFTER}(?:[:为系是在于]|(?<=[地址所]),)?(?P<region>(?>{_ZONE}{_REGION}{_ZONE}))(?P<rest>{_REST})"
)
# 从门牌数字之后的“号、栋”等字找起，再向左取路名、小区名：比从汉字、从数字找起都快得多。
_HOUSE_MARK = re.compile(r"[号幢栋弄座楼#组社队村-](?<=[\dA-Za-z一二三四五六七八九十-].)")
_HOUSE_NUMBER = frozenset("0123456789-第一二三四五六七八九十" + ascii_letters)
_HOUSE = re.compile(
    r"(?<![\dA-Za-z-])[\dA-Za-z-]{1,6}(?:号楼|号院|号|幢|栋|弄|座|楼)(?:[\dA-Za-z-]{1,5}(?:号楼|幢|栋|座|楼|号|门)){0,6}"
    r"(?:[\dA-Za-z-]{1,4}(?:单元|门|层|楼))?[\dA-Za-z-]{1,6}(?:室|户|房)"
    r"|(?<![\dA-Za-z-])[\dA-Za-z]{1,4}(?:号楼|幢|栋|座|#楼)\d{1,3}(?:楼|层(?!楼?的)|-\d{1,4})(?!\d)"
    r"|(?<![\dA-Za-z-])[\dA-Za-z]{1,4}(?:号楼|#楼|幢|栋|座)(?:\d{1,2}单元)?\d{1,3}[层楼][东西南北中]{1,2}户?"
    r"|(?<![\dA-Za-z-])[\dA-Z]{1,3}(?:座|栋|幢|号楼)\d{1,4}[A-Z](?![\dA-Za-z])"
    r"|(?<=[园苑城府区际家湾邸居墅郡庭院坊第华馨槟])\d{1,3}-\d{1,2}-\d{2,4}(?![\d-])"
    r"|(?<=[路街里巷弄道])\d{1,4}号附\d{1,3}号?|(?<=[路街里巷弄道])\d{1,4}号[-至]\d{1,4}号"
    r"|(?<=[路街里巷弄道村屯园苑区庄组])\d{1,4}(?:-\d{1,4})+号|(?<![\dA-Za-z-])\d{1,4}号(?=的?(?:房屋|房产|住宅|住房|商品房)|\)院)"
    r"|(?<![\d一二三四五六七八九十])(?:第?[\d一二三四五六七八九十]{1,3}(?:组|社|队|村民小组))\d{1,4}(?:号|之\d)"
)
_STOPS = re.compile(rf"[{_STOP}\d]")
_STREET = re.compile(
    r"(?:[一-鿿]{1,6}?(?:镇|乡|街道))?(?:[一-鿿]{1,8}?(?:大街|大道|路|街|里|巷|弄|胡同|村|屯|庄|寨|小区|花园|新村|社区|公寓|公馆|家园|新城|苑|园|府|城)){0,3}$"
)
_REGION_HEAD = re.compile(
    r".*(?<!小)(?<!社)(?<!园)(?:[省市县区旗州]|户籍地|住址|承租|租赁|租住|购买|出售|受让|转让|出租|入住|执行|查封|拍卖|腾退|[住于在到往至从系:])"
)
_NUMBERED = re.compile(r"(?<=[路街里巷弄道])\d{1,4}(?:号|弄)[一-鿿]{0,8}$")
_LOCATED = re.compile(
    rf"(?:位于|坐落于|坐落在|坐落|座落于|座落在|座落):?(?P<region>(?>{_REGION}))(?P<rest>[^,。;:的]{{2,120}}?)"
    r"(?=的?(?:[一二三四五六七八九十\d]{1,2}[层间套处栋])?(?:房屋|房产|住宅|住房|商品房|商铺|门面|厂房|宅基地|老宅|不动产|楼房|平房|瓦房|院落|建筑物|仓库|车库|车位|摊位)|\(?(?:不动产权|房产证|产权证))"
)
_LASTING = r"(?:号|室|村|组|屯|层|户|楼|栋|幢|单元|社区|小区|\d)"
_COUNTY = r"(?:省|市|州|盟|自治区)[一-鿿]{1,7}?(?:区|县|市|旗)"
_PREMISES = re.compile(
    rf"(?:房屋|房产|老宅|房源|标的物|租赁物|抵押物)(?:为|系|是|[:(])(?!证|产权|编|面积|建筑|价)(?:{_COUNTY})?(?P<told>[一-鿿\dA-Za-z#-]{{2,40}}?{_LASTING})(?=[,。;()])"
)
# 没有“住、位于”引出的：“购买某路某号”“在某镇某村拥有”。
_BOUGHT = re.compile(
    rf"(?:(?:购买|购得|购置|买受|承租|租赁|查封|执行|拍卖)了?(?:{_COUNTY})?(?P<bought>[一-鿿]{{2}}[一-鿿\dA-Za-z#-]{{1,38}}?{_LASTING})(?=[,。;(])"
    rf"|在(?:[一-鿿]{{2,7}}{_COUNTY}|{_COUNTY})?(?P<held>[一-鿿]{{2}}[一-鿿\dA-Za-z#-]{{1,38}}?{_LASTING}?)(?=拥有|建有|搭建|建造|修建|自建|翻建))"
)
_BOUGHT_BEGIN = re.compile("[购买承租查执拍在](?:(?<=在)|[买得置受租赁封行卖])")
_ROUGH = re.compile(
    r"(?:[镇乡村路街道巷弄里座栋幢苑园区城府]|号楼|单元|小区)[一-鿿]{0,8}?\d|[镇乡][一-鿿]{1,6}村|村[一-鿿\d]{1,5}[组屯队社]"
)
_OWNED = re.compile(r"(?:房屋|房产|公房|业主|宅基地|商铺|门面|用户|住户)")
# 没有写区划的，须有“系、承租、购买”等字在前，并以门牌、村组等结尾。
_OWNED_BEFORE = re.compile(
    rf"(?:{_COUNTY}|(?:系|承租|租赁|租住|购买|出售|受让|转让|出租|入住|居住的|所有的|共有的)(?!本|该|其|我|同|被|原|农村|城镇|[一二两三四五六七八九十][间套处层户人名位]))"
    rf"(?P<rest>[一-鿿]{{2}}[一-鿿\dA-Za-z#-]{{0,38}}(?:{_LASTING}|[东西]户|[东西南北]侧))$"
)
# 从句首或“的”起就是门牌、村组的（“出资的某镇某街19号房屋”）。
_OWNED_BARE = re.compile(rf"(?:[,。;:的(]|^)(?P<rest>[一-鿿]{{2}}[一-鿿\dA-Za-z#-]{{2,38}}{_LASTING})$")
_OWNED_REACH = 56
_WHOLE = 6
"""这么长的住址在别处再写时，不会是碰巧。"""

_REACH = 24
_DETAIL = re.compile(
    r"镇|乡|村|街|路|道|巷|弄|号|里|组|队|屯|楼|室|单元|小区|苑|园|栋|幢|庄|寨|社区|公寓|大厦|城|胡同|堡|坊|湾|营|沟|窝棚|委|门|湖|山|桥|\d"
)
# “甲路与乙街交叉口”“怡和苑3幢”“70号至97号”：连词之后还是同一个地址。
_GOES_ON = r"[^,。;:住]{0,18}?(?:\d{1,4}(?:号|栋|幢|单元|座|层|#|-\d)|交叉口|交汇处|交界处|路口)"
_CLAUSE_END = re.compile(
    r"(?:现住|暂住|户籍|住(?!宅|院|房|所|区|户|建)|法定代表人|负责人|委托|系[^统]|因|于\d{4}年|的(?!士)|被告|原告|证人|联系电话|电话|身份证|公民身份|邮编|统一社会|期间|时|内|附近|门口"
    rf"|拘留|逮捕|取保|在家|无业|捕前|现羁押|羁押|人$|盗窃|抓获|并|[与和及至将](?!{_GOES_ON}))"
)
_ORGAN = re.compile(r"(?:派出所|公安局|公安分局|法院|检察院|看守所|监狱|医院|政府|司法所|律师事务所)")


def find_folded(text: str) -> Iterator[tuple[int, int, str]]:
    """折叠文本中县级以下地址的区间（不含保留的省、市、县）：个人住址为 ``address``，单位住所地为 ``seat``。

    认出的住址在别处再写（“不得执行某路某号”），同样隐去。
    """
    known: dict[str, None] = {}
    for start, end, kind in _detect(text):
        if kind == "address" and end - start >= _WHOLE and _ROUGH.search(text, start, end):
            known[text[start:end]] = None
        yield start, end, kind
    for address, listed in everywhere(known, text).items():
        for start in listed:
            yield start, start + len(address), "address"


def _detect(text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    while match := _LABELLED.search(text, at):
        start, end = match.span("rest")
        cut = _CLAUSE_END.search(text, start, end)
        if cut:
            end = cut.start()
        at = max(end, match.end("label"))
        rest = text[start:end]
        if (
            len(rest) >= 2
            and _DETAIL.search(rest)
            and not _ORGAN.search(rest)
            and not _plain_word(match, rest)
        ):
            yield start, end, "seat" if _is_seat(text, match) else "address"
    for match in _PREMISES.finditer(text):  # “系争房屋为某市某区某村”
        if _DETAIL.search(match["told"]) and not _ORGAN.search(match["told"]):
            yield *match.span("told"), "address"
    for match in matches(_BOUGHT, _BOUGHT_BEGIN, text):
        told = match["bought"] or match["held"]
        if _ROUGH.search(told) and not _ORGAN.search(told):
            yield *match.span(match.lastgroup or 0), "address"
    for match in _OWNED.finditer(text):  # “共有的某市某区某村房屋”
        end = match.start() - text.startswith("的", match.start() - 1)
        low = max(0, end - _OWNED_REACH)
        owned = _OWNED_BEFORE.search(text, low, end)
        if not owned and (bare := _OWNED_BARE.search(text, low, end)) and _ROUGH.search(bare["rest"]):
            owned = bare
        if owned and not _ORGAN.search(owned["rest"]):
            yield *owned.span("rest"), "address"
    for match in _LOCATED.finditer(text):
        if _DETAIL.search(match["rest"]) and not _ORGAN.search(match["rest"]):
            yield *match.span("rest"), "address"
    for match in _houses(text):
        begin = match.start()
        if numbered := _NUMBERED.search(text, max(0, begin - _REACH), begin):  # “文昌大道6号碧水湾”
            begin = numbered.start()
        low = max(0, begin - _REACH)
        before = _STOPS.split(text[low:begin])[-1]
        region = _REGION_HEAD.match(before)
        street = _STREET.search(before, region.end() if region else 0)
        yield begin - (len(before) - street.start() if street else 0), match.end(), "address"


def _houses(text: str) -> Iterator[re.Match[str]]:
    """``_HOUSE`` 的各处：只从“号、栋”等字之前的数字试起，每个数字试一次。"""
    tried = 0
    for mark in _HOUSE_MARK.finditer(text):
        low = end = mark.start()
        while low > tried and text[low - 1] in _HOUSE_NUMBER:
            low -= 1
        tried = max(tried, end)
        for start in range(low, end):
            if match := _HOUSE.match(text, start):
                yield match
                tried = match.end()
                break


def _is_seat(text: str, match: re.Match[str]) -> bool:
    """此处地址是否为单位的住所地（可以公开）：写作“住所地”等，并紧接在单位名称之后。"""
    return match["label"] in _SEAT_LABELS and bool(
        _ORG_BEFORE.search(text, max(0, match.start() - 44), match.start())
    )


def _plain_word(match: re.Match[str], rest: str) -> bool:
    """“住”不引出住址的用法：没有区划，也没有门牌。"""
    return not match["region"] and not re.search(r"\d+(?:号|室|栋|幢|组|弄)|镇|乡|村", rest)
