"""Redaction on wordings of courts elsewhere (脱敏：各地写法): what hides, and what beside it stays."""

from justice.identifiers import valid_uscc
from justice.redaction import redact


def hidden(text, *secrets, profile="2024"):
    public = redact(text, profile).text
    assert not [secret for secret in secrets if secret in public], public
    return public


def test_an_address_goes_on_over_a_conjunction():
    text = "被告：曾凡荣，女，1979年5月6日出生，住{}。法定代表人钱振华。"
    hidden(text.format("盖州市怡和苑16幢2-120"), "和苑")
    hidden(text.format("盖州市文昌路与振兴街交叉口锦绣花园A座5层1671号"), "振兴街", "1671")
    hidden(text.format("盖州市双河镇复兴路70号至97号"), "97号")
    hidden(text.format("盖州市沿江路南侧、振兴路西侧"), "振兴路")
    assert "与妻子同住" in hidden(text.format("盖州市文昌路9号与妻子同住"), "文昌路9号")


def test_the_address_of_a_disputed_house_goes_and_a_place_of_accident_stays():
    hidden("原告曾凡荣将其位于盖州市双河镇复兴路70号-97号的房屋出租。", "复兴路", "双河镇")
    hidden("系争房屋为盖州市文昌大道634号碧水湾3号楼30楼，由原告占有。", "文昌大道", "碧水湾")
    hidden(
        "系争房屋为营口市盖州市双河镇红旗村，登记在原告名下。原告购买其共有的营口市盖州市新民社区9组房屋。",
        "双河",
        "新民",
    )
    assert "盖州市文昌路路口" in redact("被告在位于盖州市文昌路路口处与行人相撞。").text


def test_trade_names_in_the_wordings_of_courts_elsewhere():
    hidden("申请执行人曾凡荣与被执行人南通鼎晗纺织品有限公司、钱振华买卖合同纠纷一案。", "鼎晗")
    hidden("第三人：哈尔滨恒聚拍卖有限责任公司。利害关系人：大连鼎晗拍卖有限公司。", "恒聚", "鼎晗")
    hidden("（2023）辽0802执5541号盖州市鼎晗煤炭运销有限公司：本院于2023年立案。", "鼎晗")
    hidden("上诉人：宁波梅山保税港区鼎晗股权投资合伙企业（有限合伙）。鼎晗合伙辩称不知情。", "鼎晗")
    hidden("被告：青岛鼎晗医院有限公司，住所地青岛市。鼎晗医院辩称诊疗合规。", "鼎晗")
    hidden("原告：重庆昌宁建筑劳务有限公司，住所地重庆市。", "昌宁")
    town = "原告：佛山市南海区大沥鼎晗五金店，经营场所：佛山市。被告多次到鼎晗五金店赊购。"
    assert "大沥" not in hidden(town, "鼎晗")


def test_what_parties_say_in_a_year_is_no_name():
    for words in ("诉称，2018年8月强拆", "陈述，2006年4月被打", "辩称，2019年已付清"):
        for who in ("原告", "被害人", "被告人曾凡荣"):
            assert words in redact(f"公诉机关某检察院。{who}{words}。").text


def test_names_with_a_dot_end_where_the_sounds_end():
    text = (
        "原告古丽米热·阿卜杜拉与被告离婚纠纷一案。婚生女迪丽努尔·买买提由古丽米热·阿卜杜拉抚养，买买提·吐尔逊每月付抚养费600元。"
        "审判员艾尼瓦尔·肉孜书记员吴桐"
    )
    public = hidden(text, "古丽米热", "迪丽努尔", "吐尔逊")
    for kept in ("离婚纠纷", "婚生女", "抚养，", "每月付抚养费", "艾尼瓦尔·肉孜", "书记员吴桐"):
        assert kept in public


def test_representatives_addressees_and_those_called_by_kin_or_job_go():
    assert "法定代表人" in hidden("第三人：盖州某厂。法定代表人：石洋来。原告到庭。", "石洋来")
    assert "限制高消费" in hidden(
        "本院对你单位及法定代表人仉培子（身份证号210802199001010013）限制高消费。", "仉培子"
    )
    assert "执行监督通知书" in hidden("营口市中级人民法院执行监督通知书傅霞：你反映的案件已审查。", "傅霞")
    assert "出庭作证" in hidden("证人钱振华、额尔敦出庭作证。", "额尔敦")
    assert "测量有误" in hidden("原告诉称，原村书记汤振测量有误，家属褚艳获赔。", "褚艳")


def test_a_judge_who_is_named_before_the_office_stays():
    assert "夏磊磊法官" in redact("联系人：夏磊磊法官。").text


def test_the_credit_code_goes_where_the_trade_name_goes():
    code = "91210800" + "MA0UXEXX1"
    code = next(code + last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if valid_uscc(code + last))
    text = f"原告：营口恒远商贸有限公司，统一社会信用代码{code}。"
    assert code in redact(text, "2016").text
    hidden(text, code)


def test_an_account_in_brackets_goes():
    assert "联系" in hidden("以QQ（186248106）和微信（lucky-52013）联系。", "186248106", "lucky-52013")
    assert "发布视频" in hidden("被告以网名“lucky-350345”发布视频。", "lucky-350345")


def test_an_agent_who_is_no_lawyer_is_masked_in_2024_and_kept_in_2016():
    text = (
        "原告：曾凡荣，女，1979年5月6日出生，住盖州市。委托诉讼代理人：庹志明（曾凡荣之子），住盖州市。"
        "被告：营口鼎晗建材有限公司。委托诉讼代理人：冯磊、郝秀莲，该公司员工。委托诉讼代理人：罗文斌，男，辽宁正大律师事务所律师。"
        "本院于2024年立案，委托诉讼代理人冯磊到庭参加诉讼。"
    )
    assert "罗文斌" in hidden(text, "庹志明", "冯磊", "郝秀莲")
    assert all(name in redact(text, "2016").text for name in ("庹志明", "冯磊", "郝秀莲", "罗文斌"))


def test_an_agent_not_known_to_be_a_lawyer_is_asked_about():
    done = redact("原告曾凡荣的委托代理人钱振华到庭参加诉讼。", "2024")
    assert "钱振华" in done.text
    assert any("钱振华" in doubt.text and "律师" in doubt.reason for doubt in done.doubts)


def test_names_of_two_syllables_without_a_dot_go_where_the_people_is_named():
    text = "原告才仁多杰，男，藏族，1981年4月5日出生，牧民。欠款由索南达杰担保，已通过扎西求培偿还。审判员更尕才让书记员吴桐"
    assert "更尕才让" in hidden(text, "才仁多杰", "索南达杰", "扎西求培")
    assert "呼和浩特市" in redact("原告钱振华，男，蒙古族，住呼和浩特市。").text


def test_a_person_called_by_one_character_of_kinship_goes():
    assert "送去医疗费" in hidden(
        "原告诉称，住院期间由其妹庹芳芳护理，被告之妻雷富强送去医疗费。", "庹芳", "富强"
    )


def test_what_looks_like_a_name_beside_masked_persons_is_asked_about():
    done = redact("原告诉称，周某4、王国有、张某2在场。", "2024")
    assert "王国有" not in done.text or any("王国有" in doubt.text for doubt in done.doubts)


def test_the_place_before_a_trade_name_stays_and_what_is_below_the_county_goes():
    public = hidden(
        "被告：营口鼎晗建材有限公司，住所地营口市。原告：佛山市南海区大沥恒聚五金店，经营场所：佛山市。",
        "鼎晗",
        "恒聚",
    )
    assert "营口某" in public
    assert "南海区" in public


def test_a_county_whose_own_name_holds_a_word_of_addresses_stays():
    for county in ("孟村回族自治县", "镇江市丹徒区", "景德镇市珠山区", "内乡县", "道里区"):
        assert county in hidden(
            f"被告：曾凡荣，女，1979年5月6日出生，住{county}柳林镇红旗村3组8号。", "柳林", "红旗"
        )


def test_the_house_of_an_owner_a_tenant_or_a_customer_goes():
    hidden("被告系红旗镇解放路78号-83号房屋业主。", "解放路")
    hidden("被告曾凡荣承租三道沟镇河口村4组81号商铺经营餐饮。", "三道沟", "河口")
    hidden("被告系榆树底街道办事处新民社区10组的用户，拖欠热费。", "榆树底", "新民")
    hidden("原告曾凡荣购买大王庄苑小区20#楼4单元19层东户。", "20#楼", "东户")
    assert "502室业主" in redact("原告系502室业主，二被告系602室业主。").text


def test_a_neighbour_masked_in_the_first_pass_hides_nobody_new_in_the_second():
    text = "公诉机关某检察院。被告人韩雪磊供述，有个叫张振华、一个叫晓龙。这几个小伙倒水或者记账；晓龙和张振华都叫他大哥。韩雪磊说什么晓龙就做什么。"
    once = redact(text, "2024")
    assert redact(once.text, "2024").text == once.text


def test_redacting_twice_changes_nothing_on_civil_documents():
    from openness.redaction_eval import labelled

    for document in labelled(24, seed="twice"):
        once = redact(document.text, "2024").text
        assert redact(once, "2024").text == once


CIVIL = "原告：曾凡荣，女，1979年5月6日出生，住盖州市。原告诉称，{}"
"""One who is named once, in words no model has seen: known by the place in the sentence."""


def test_one_named_once_is_known_by_the_role_before_the_name():
    for words, name in {
        "被告让其小姨子侯来先转来5000元。": "侯来先",
        "采购员余源下单，设计师明淑良量尺。": "明淑良",
        "我和老伴龙骞多次找他。": "龙骞",
        "客服揭雪娥让原告再等等。": "揭雪娥",
        "图片由实习生粟光生从网上下载。": "粟光生",
        "账目由被告之妻亓源管理。": "亓源",
    }.items():
        public = hidden(CIVIL.format(words), name)
        assert words[words.index(name) + len(name) :] in public


def test_one_named_once_is_known_by_the_preposition_before_the_name():
    for words, name in {
        "该批玉米由邢永福代收。": "邢永福",
        "这一回是石坤叫的救护车。": "石坤",
        "借条系在汤国武胁迫下出具。": "汤国武",
        "公告已由邱永平张贴并拍照。": "邱永平",
        "买断出租车经营权后与汪庆军轮班。": "汪庆军",
        "货款由其同学代付，转给罗艳维修费4.2万元。": "罗艳",
    }.items():
        public = hidden(CIVIL.format(words), name)
        assert words[words.index(name) + len(name) :] in public


def test_who_stands_in_a_list_with_known_persons_goes_too():
    words = "组长与组员代表沈建国、黎志强、覃雨琪开会，被告派杭建功、钱振华来店指导。"
    assert "开会，被告派" in hidden(CIVIL.format(words), "沈建国", "黎志强", "覃雨琪", "杭建功", "钱振华")


def test_a_title_behind_the_name_makes_it_a_person():
    assert "抬出屋外" in hidden(
        CIVIL.format("现场指挥的是熊欣副局长，由汪磊中队长带人抬出屋外。"), "熊欣", "汪磊"
    )


def test_position_makes_no_person_of_ordinary_words():
    words = (
        "住院期间的费用由承保公司赔付，被告主张欠款已付清，保险公司亦进行了走访。根据当事人陈述，双方希望公平公正处理，"
        "其中房源为被告同事提供，过磅单上有签字，楼长、师傅和班长都来调解过。"
    )
    done = redact(CIVIL.format(words), "2024")
    assert words in done.text
    assert not done.doubts


def test_nicknames_in_quotes_go_and_other_quotes_stay():
    public = hidden(
        CIVIL.format("经牌友“老庞”介绍，转给绰号“肥仔强”的人，被告的马仔阿旺说已“跑路”。"),
        "老庞",
        "肥仔强",
        "阿旺",
    )
    assert "“跑路”" in public
    assert redact(public, "2024").text == public


def test_undotted_names_of_other_peoples_go_behind_a_role():
    text = (
        "申请人：吉克阿依，女，彝族，1962年出生，住西昌市。申请人称，外孙阿苏木呷的母亲海来阿牛病亡，村支书沙马约布证实上述情况。"
        "审判员钱振华书记员欣安"
    )
    public = hidden(text, "阿苏木呷", "海来阿牛", "沙马约布")
    assert "证实上述情况" in public
    assert "书记员欣安" in public
    assert "住呼和浩特市" in redact("原告钱振华，男，蒙古族，住呼和浩特市。").text


def test_a_dotted_name_goes_to_its_last_part():
    text = "原告：穆罕默德·萨利姆·汗，男，巴基斯坦国籍。被告称经迈克尔·约翰逊介绍。"
    assert "介绍。" in hidden(text, "·汗", "约翰逊")


def test_a_rare_surname_goes_with_the_role_that_names_it():
    for surname in "植哈藏占门":
        name = f"{surname}晓功"
        assert "该公司经理" in hidden(f"被告：盖州某厂。法定代表人：{name}，该公司经理。{name}到庭。", name)


def test_an_address_written_again_goes_there_too():
    text = CIVIL.format(
        "原告以亲戚名义购买站前大街524-38号8-6-3，房款付清。判决：不得执行站前大街524-38号8-6-3。"
    )
    assert "判决：不得执行。" in hidden(text, "站前大街", "8-6-3")
    again = "原告：曾凡荣，住盖州市西瓜园镇石门村后洋组。双方在西瓜园镇石门村后洋组签订协议。"
    assert "签订协议" in hidden(again, "西瓜园", "石门")


def test_a_zone_with_brackets_is_no_end_of_an_address():
    text = "申请人：天津鼎晗国际货运代理有限公司，住所地天津自贸试验区（东疆保税港区）澳洲路9号。"
    assert "天津自贸试验区（东疆保税港区）" in hidden(text, "澳洲路", "鼎晗")


def test_a_house_nobody_introduces_goes_by_its_own_form():
    hidden(CIVIL.format("其在盖州市西瓜园镇石门村后洋组12号拥有宅基地一处。"), "西瓜园", "石门")
    hidden(CIVIL.format("在盖州市翡翠城27座33D搭建房屋。"), "翡翠城", "33D")
    hidden(CIVIL.format("将坐落于凤凰镇下沙村3社的二层楼房拆除。"), "凤凰镇", "下沙")
    stays = "在盖州市文昌路路口相撞，被告购买苹果手机3部。"
    assert stays in redact(CIVIL.format(stays)).text


def test_a_trade_name_ends_where_the_text_itself_shortens_it():
    assert "公司股权结构" in hidden(
        "被告：上海正辰创晶圆有限公司，住所地上海市。原告诉称，正辰创公司股权结构不清。", "正辰创"
    )
    hidden("第三人：恒聚（香港）有限公司，住所地香港特别行政区。", "恒聚")


def test_a_city_whose_name_begins_as_a_word_of_dwelling_is_a_city():
    for city in ("宿迁市宿豫区", "宿州市埇桥区", "建德市", "房县"):
        public = hidden(
            f"原告曾凡荣，女，1979年5月6日出生，住{city}下沙街道三官殿居委会11组。", "下沙", "三官殿"
        )
        assert city in public


def test_a_house_goes_whatever_stands_before_its_address():
    text = CIVIL.format("法院将其出资的梅花镇学苑路19号房屋拍卖。下沙镇学苑街106号的公房由其公公承租。")
    assert "房屋拍卖" in hidden(text, "学苑路", "学苑街")


def test_what_is_said_only_of_persons_makes_a_person_of_the_name_before_it():
    words = "挖机从汪永明手上租来，名字改成了钱立国等人，法院在执行郑丽丽诉万爱国借款一案时查封。"
    public = hidden(CIVIL.format(words), "汪永明", "钱立国", "郑丽丽", "万爱国")
    assert "借款一案时查封" in public
    assert "手上租来" in public


def test_an_agent_who_is_no_lawyer_goes_and_a_lawyer_stays():
    text = "原告：盖州某厂。委托代理人{}，{}。被告：曾凡荣，女，1979年5月6日出生。"
    for who in (
        "系该局护林站站长",
        "该办事处工作人员",
        "大连鼎恒商标有限公司商标代理人",
        "该公司经纪人",
        "系原告侄儿",
    ):
        assert who.replace("鼎恒", "") in hidden(text.format("钱振华", who), "钱振华").replace("鼎恒", "")
    for who in ("辽宁某律师事务所律师", "盖州市法律服务所法律工作者"):
        assert "钱振华" in redact(text.format("钱振华", who)).text
    hidden(
        "原告：盖州某厂。委托诉讼代理人：吉克阿牛，系原告侄儿。被告：曾凡荣，女，1979年5月6日出生。",
        "吉克阿牛",
    )


def test_a_representative_goes_whatever_the_surname():
    for line in ("负责人：年思奕，该公司总经理。", "经营者：年功。", "法定代表人石洋来。"):
        hidden(f"被告：盖州某厂，住所地盖州市。{line}原告到庭。", "年思奕", "年功", "石洋来")
    assert "负责人：未到庭" in redact("被告：盖州某厂。负责人：未到庭，无异议。").text


def test_a_party_goes_behind_a_bracket_without_particulars():
    hidden("上诉人（原审原告）郭福有。委托代理人钱振，辽宁某律师事务所律师。", "郭福有")
    hidden("被上诉人（一审原告）：邰磊福。委托代理人：钱振，辽宁某律师事务所律师。", "邰磊福")
    for words in ("应当，", "明确，", "辩称，"):
        assert words in redact(f"被告（反诉原告）{words}原告到庭。").text


def test_trade_names_behind_other_forms_trades_and_towns():
    hidden("申请人：台州市路桥鼎晗胶粘剂商行。经营者：钱振华。", "鼎晗")
    hidden("被告：曾凡荣，女，1979年5月6日出生，系晋江市鼎晗鞋材商行业主。鼎晗商行已注销。", "鼎晗")
    hidden("被告：抚顺鼎晗重型机械制造有限公司（以下简称鼎晗重机）。鼎晗重机辩称已付清。", "鼎晗")
    hidden("原告：常州海林安机电有限公司，住所地常州市。款项汇入海林安公司账户。", "海林安")
    hidden("被告：盖州市鼎晗农村小额贷款有限公司。鼎晗小贷公司辩称不知情。", "鼎晗")
    hidden("被告：武汉市洪山区泰山音乐城，系个体工商户，经营场所：武汉市。", "泰山音乐城")
    assert "某包装经营部" in hidden(
        "原告：营口市西市区昀朗包装经营部（以下简称昀朗包装经营部），住所地营口市。", "昀朗"
    )
    town = "被告：佛山市南海区大沥鼎晗五金加工厂，住所地佛山市。鼎晗厂交付的模具不合格，鼎晗旗舰店已关闭。"
    hidden(town, "鼎晗")


def test_a_company_that_is_no_party_keeps_its_trade_name():
    text = "原告：盖州恒聚商贸有限公司，住所地盖州市。本院委托营口众盛土地房地产估价有限公司评估。"
    assert "众盛土地" in hidden(text, "恒聚")


def test_an_address_goes_behind_a_comma_and_in_a_village_named_after_a_flag():
    assert "盖州市" in hidden(CIVIL.format("营口某公司。住所地，盖州市双河镇石门村。"), "双河", "石门")
    hidden("原告曾凡荣，女，1979年5月6日出生，汉族，住海南省儋州市红旗村。", "红旗村")
    assert "营口市西市区" in hidden(
        CIVIL.format("营口某公司。住所地：辽宁省营口市西市区潮生路23号。"), "潮生路"
    )


def test_a_number_in_brackets_behind_its_kind_goes():
    assert "上确认" in hidden(CIVIL.format("跟单员在QQ（号码1268820789）上确认。"), "1268820789")


def test_kin_and_work_make_a_person_of_the_name_behind_them():
    words = (
        "协理高贵根收走门禁卡，值日老师为彭想，过磅员麻功证实，其先父阎进步建房，他堂客何强在场，"
        "嫂子戴思想陪同，家政人员郗小长护理，业务员欠黎川五千元。"
    )
    public = hidden(
        CIVIL.format(words),
        "高贵根",
        "彭想",
        "麻功",
        "阎进步",
        "何强",
        "戴思想",
        "郗小长",
        "黎川",
    )
    assert "收走门禁卡" in public
    assert "五千元" in public


def test_what_follows_a_name_tells_a_person_too():
    words = "代办人持阙鑫的身份证开户，法院扣划卢子轩银行存款，邓真死亡后由其女继承，决议上“鲁斌”“秦旻”的签名系伪造。"
    public = hidden(CIVIL.format(words), "阙鑫", "卢子轩", "邓真", "鲁斌", "秦旻")
    assert "的签名系伪造" in public


def test_a_word_cut_out_of_its_neighbours_is_neither_eaten_nor_asked_about():
    words = (
        "其担任保洁员，丧葬费的主张成立，致使甲方迟延付款，工程款已与曾凡荣结清，返程时与曾凡荣相遇，残疾赔偿金应当赔偿，"
        "违约金应依约支付，有权拒付租金，可在欠付租金中抵扣，住上海市长宁区，原出纳都在，《中华人民共和国道路交通安全法》。"
    )
    done = redact(CIVIL.format(words), "2024")
    assert words.replace("曾凡荣", "曾某") in done.text
    assert not done.doubts


def test_yi_and_mongolian_names_go_wherever_they_stand():
    yi = "原告：沙马伍呷，男，彝族，住昭觉县。村组干部俄木日哈将林地划给我家，我兄弟沙马拉哈在场，住马海镇。"
    assert "在场" in hidden(yi, "沙马伍呷", "俄木日哈", "沙马拉哈")
    mongolian = "原告：乌日罕，女，蒙古族，住巴林右旗。现与朝格吉勒图共同生活，户口在我哥巴雅斯古楞家。"
    assert "共同生活" in hidden(mongolian, "朝格吉勒图", "巴雅斯古楞")
