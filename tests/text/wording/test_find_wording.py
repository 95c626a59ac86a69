"""What is told of a text: wrong forms once each, and nothing of what is only named, quoted or called so."""

from __future__ import annotations

from datetime import date

import pytest

from xuncha.text.wording import Source, find_wording
from xuncha.text.wording.place_names import in_small_place_name
from xuncha.text.wording.word_list_file import read_word_list

DAY = date(2025, 6, 25)


def told(text: str, *, typos: bool = False) -> list[tuple[str, str]]:
    """Wrong and right forms that are put before a person."""
    issues = find_wording(text, asof=DAY, typos=typos)
    assert all(text[issue.start : issue.end] == issue.wrong for issue in issues)
    return [(issue.wrong, issue.right) for issue in issues if issue.alert]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("深入开展扫黑险恶专项斗争。", "扫黑险恶"),
        ("中华人民大和国主席令", "中华人民大和国主席"),
        ("齐齐哈市人民政府今天公布", "齐齐哈市"),
        ("政治协商会义闭幕", "政治协商会义"),
        ("扫除黑恶的扫黑恶除行动", "扫黑恶除"),  # two characters have changed places
        ("中华人民共国万岁", "中华人民共国"),  # one is left out
        ("坚持中国特色社会主道路", "中国特色社会主道路"),
        ("内蒙古自治区呼和浩物市", "内蒙古自治区呼和浩物市"),
        ("自治区人民政俯办公厅", "人民政俯办公厅"),
        ("省人民攻府的决定", "攻府"),
    ],
)
def test_a_slip_in_a_set_phrase_is_told_once(text: str, wrong: str) -> None:
    assert [one for one, _ in told(text)] == [wrong]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("中华人民共和国国", "中华人民共和国"),  # one stands there twice
        ("乌鲁木齐齐市", "乌鲁木齐市"),
        ("国家卫生健康委委员会", "国家卫生健康委员会"),
        ("共同富裕裕", "共同富裕"),
        ("齐哈尔市", "齐齐哈尔市"),
        ("三言三实", "三严三实"),
        ("四个金面", "四个全面"),
        ("山东省公安听", "山东省公安厅"),
        ("连云巷市", "连云港市"),
        ("西双版纳泰族自治州", "西双版纳傣族自治州"),
        ("中央纪律检察委员会", "中央纪律检查委员会"),
        ("何北省", "河北省"),
        ("水力部", "水利部"),
        ("数据安全发", "数据安全法"),
        ("国务完", "国务院"),
        ("国院务", "国务院"),
        ("教育步", "教育部"),
        ("舍黑除恶专项斗争", "扫黑除恶专项斗争"),  # an unlike character at the edge of a long name
        ("对种设备安全法", "特种设备安全法"),
        ("昌吉回族自治州奇县", "昌吉回族自治州奇台县"),  # a place named with the one above it
        ("攀枝花市米县", "攀枝花市米易县"),
        ("市民政府", "市人民政府"),
        ("三重一达", "三重一大"),
        ("四意识", "四个意识"),
        ("黄岗市", "黄冈市"),
        ("绥市化", "绥化市"),
        ("商部务", "商务部"),
    ],
)
def test_a_slip_is_told_with_the_right_form(wrong: str, right: str) -> None:
    text = f"经{wrong}。"
    (issue,) = [one for one in find_wording(text, asof=DAY, typos=False) if one.alert]
    assert text[: issue.start] + issue.right + text[issue.end :] == f"经{right}。"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("台湾总统府发言人接受采访。", "台湾地区领导人"),
        ("赴韩国、台湾等国家考察。", "台湾等地区"),
        ("来自中国和台湾的青年参加活动。", "大陆和台湾"),
        ("国务院总理赵乐际作政府工作报告。", "国务院总理李强"),
        ("国家主席、中共中央总书记出席大会。", "中共中央总书记、国家主席"),
        ("省人力资源与社会保障厅印发通知。", "人力资源和社会保障厅"),
        ("市退伍军人事务局走访慰问。", "退役军人事务局"),
        ("老挝人民共和国代表团来访。", "老挝人民民主共和国"),
        ("新疆维吾尔族自治区代表团来访。", "维吾尔自治区"),
    ],
)
def test_titles_countries_and_organs_of_another_name(text: str, right: str) -> None:
    (issue,) = find_wording(text, asof=DAY, typos=False)
    assert (issue.right, issue.serious) == (right, True)


@pytest.mark.parametrize(
    "text",
    [
        "所谓“台湾总统”是非法的、无效的。",
        "来自美国、台湾等国家和地区的客商参会，中国台湾地区的同胞参加论坛。",
        "世界上只有一个中国和台湾是中国一部分的事实不容改变。",
        "在香港等国际都市、澳门等国内外城市举办展览。",
        "国务院总理李强、国家主席习近平、全国政协主席王沪宁出席会议。",
        "中共中央总书记、国家主席、中央军委主席出席，国家副主席韩正参加。",
        "中共中央政治局常委李强、赵乐际、王沪宁、蔡奇、丁薛祥、李希出席。",
        "朝鲜民主主义人民共和国、老挝人民民主共和国、越南社会主义共和国驻华大使来访。",
        "东北朝鲜族群众、维吾尔族和蒙古族代表参加，研究生物多维族群分析。",
    ],
)
def test_right_titles_countries_and_organs(text: str) -> None:
    assert find_wording(text, asof=DAY, typos=False) == ()


@pytest.mark.parametrize(
    "text",
    [
        "市府公告：為深入推進專項鬥爭，特此公告。申請人請於六月底前辦理。",
        "香港特別行政區政府公布施政報告，推動經濟發展。\n請攜帶身份證。",
        "碑文記載：「乾隆二十年，知縣張某重修文廟，邑人感之，爰勒石以記其事，垂諸久遠。」",
    ],
)
def test_text_in_the_traditional_script_has_no_typos_for_that(text: str) -> None:
    assert told(text, typos=True) == []


def test_a_traditional_character_slipped_in_is_still_told() -> None:
    assert told("各單位要抓好工作落实，确保取得实效。", typos=True) == [("單", "单")]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2025年3月，市国土资源局组织开展培训。", "自然资源局"),
        ("国家工商行政管理总局近日印发通知（2024年）。", "国家市场监督管理总局"),
        ("2024年，中国银行保险监督管理委员会发布数据。", "国家金融监督管理总局"),
        ("自2024-01-01起，到县地方税务局办理。", "税务局"),
        ("2022年县公安局、县环境保护局联合执法。", "生态环境局"),
    ],
)
def test_organs_of_the_past_in_a_year_after_the_reform(text: str, right: str) -> None:
    (issue,) = find_wording(text, asof=DAY, typos=False)
    assert (issue.right, issue.serious, issue.alert) == (right, False, True)


@pytest.mark.parametrize(
    "text",
    [
        "市国土资源局召开会议。",
        "2015年3月，市国土资源局组织培训，2024年再次组织。",
        "2024年，原市国土资源局局长刘某退休；2020年在原环境保护局旧址建设公园。",
        "时任县工商行政管理局局长的李某，2023年被查。",
        "根据《国土资源部关于规范用地的通知》，2024年开展清理。",
        "依据环境保护部令第31号，2024年公布名单；2024年环境保护部门联合执法。",
        "2020年完成机构改革，县环境保护局更名为县生态环境局。",
        "有网站2024年仍把“自然资源局”误写成“国土资源局”。",
    ],
)
def test_organs_of_the_past_told_of_as_such(text: str) -> None:
    assert find_wording(text, asof=DAY, typos=False) == ()


def test_leaders_titles_count_only_in_their_time() -> None:
    text = "国家主席、中央军委主席出席大会，王沪宁、赵乐际参加。"
    assert find_wording(text, asof=date(2020, 5, 1), typos=False) == ()
    assert find_wording(text, asof=date(2030, 5, 1), typos=False) == ()
    assert [issue.wrong for issue in find_wording(text, asof=DAY, typos=False)] == ["王沪宁、赵乐际"]


@pytest.mark.parametrize("typos", [False, True])
@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("根据国务院办公庁的要求，各地抓好落实。", "国务院办公庁"),
        ("国务院办公的通知要求，各地抓好落实。", "国务院办公"),
        ("务院办公厅印发通知，部署下一步工作。", "务院办公厅"),
        ("各地认真学习中国共产党章呈。", "中国共产党章呈"),
    ],
)
def test_a_slip_at_the_edge_of_a_phrase_is_one_remark(text: str, wrong: str, typos: bool) -> None:
    assert [one for one, _ in told(text, typos=typos)] == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "把“扫黑除恶”误写成“扫黑险恶”的，要及时更正。",
        "“扫黑险恶”系“扫黑除恶”之误。",
        "扫黑险恶应为扫黑除恶，请各单位自查。",
        "网传“扫黑险恶”字样的文件为不实信息。",
        "易错词：扫黑险恶、领导小姐。",
        "错误：领导小姐",
        "扫黑险恶（扫黑除恶）",
        "常见错别字辨析\n领导小姐\n领导小组",
        "咬文嚼字：“领导小姐”闹的笑话",
        "领导小姐姐真热情。",
        "王扫黑同志先进事迹报告会举行，县委书记李人名到场。",
        "（居）民委员会成员由选举产生。",
        "渤海新区和滨海新区签约。",
        "河南省公安厅与河北省公安局座谈。",
        "青岛市场监管系统开展检查，保定市城区供水恢复。",
        "国务院办公厅厅长、人民法院院长、公安部部长出席，国家发展和改革委员会会同有关部门办理。",
        "中华人民共和国国旗法、中国共产党党章、一带一路路线图、共同富裕裕民强县。",
        "公安部门、水利部队、教育部分课程、教育步伐、水力发电部门。",
        "省公安学院、省民政干部学校、政治建警、街道办事大厅、全国老龄委办公室。",
        "保障食品安全发展，四位一体、四个方面，各州市、16个州市。",
        "扫除黑恶势力，广西自治区和琼山市的同志，新华社石家庄电，为全面建设小康社会，越共中央、国务卿。",
        "市财政局和财政局，四个方面、三个必须，海口市琼山区、长沙市区、保定市郊区，本报消息。",
        "县教体局、区教科局，由市市场监督管理局负责，是公安局，向教育厅反映，上海市公安旁边，县发展和改革委员会。",
        "上饶市人力资源和社会保障网，平湖经济技术开发区，济南府和漳州府，济宁市城市更新，一网通服务平台。",
        "「香港特别行政區」發言人表示。",
        "印发环境保护导则，各级人民法院和环境保护部落实，脱贫攻坚推进会召开，刑事诉讼对象，动物防疫站。",
        "",
    ],
)
def test_what_is_only_named_or_merely_called_so_is_no_fault(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "在梅湾村的校门口，小吴正带着人测量。",
        "松桥街道和云岗乡签了协作备忘录。",
        "鹿洲乡之所以进展较快，靠的是大家齐心。",
        "云岗乡和相邻的银湾街道签了协作备忘录。",
        "施工避开了农忙，柳湾镇的陶大伯说，地里的活没耽误。",
    ],
)
def test_names_of_small_places_are_no_typos(text: str) -> None:
    assert told(text, typos=True) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [("进展顺力乡村道路", 3), ("建没乡镇卫生院", 1), ("加强镇压力度", 1), ("提高村民收人", 1)],
)
def test_ordinary_words_that_begin_like_the_end_of_a_place_name_protect_nothing(
    text: str, place: int
) -> None:
    assert not in_small_place_name(text, place, place + 1, "利")
    assert in_small_place_name(text[: place + 1] + "镇的", place, place + 1, "利")


def test_typos_of_a_text_about_typos_are_left_alone() -> None:
    assert told("错别字辨析\n项目进展顺力，预计年底竣功。", typos=True) == []
    assert told("项目进展顺力。", typos=True) == [("力", "利")]
    assert told("“顺力”应为“顺利”。", typos=True) == []


def test_an_own_list_goes_before_phrases_and_phrases_before_typos() -> None:
    own = read_word_list('[[word]]\nwrong = "险恶专项"\nright = "除恶专项"\nseverity = "一般"\n', "本单位")
    text = "开展扫黑险恶专项斗争，项目进展顺力，落实国务院办公庁要求。"
    issues = find_wording(text, asof=DAY, word_list=own)
    assert [issue.source for issue in issues] == [Source.LISTED, Source.TYPO, Source.PHRASE]
    assert [issue.serious for issue in issues] == [False, False, True]
    assert "本单位" in issues[0].reason
    assert "模型判断" in issues[1].reason
    assert "固定表述" in issues[2].reason


def test_signs_letters_and_characters_beyond_the_tables_do_no_harm() -> None:
    text = "ＡＢＣ－2025（）𠮷野家㐀，。\u3000项目进展顺力！" + "𠀀" * 200 + "a1,;:(" * 40
    assert ("力", "利") in told(text, typos=True)
