"""Traditional characters of official writing: right in a quotation from Hong Kong, Macao or Taiwan."""

from __future__ import annotations

_TRADITIONAL = (
    "區國產黨務廳員會議華辦縣鄉鎮興戰堅貧脫義習進時東長黃龍廣門陽寧維爾遼蘇濟齊島慶貴雲臺灣張馬鄭鞏關齡鐵錦營盤蘭銀嶺莊邊膠灘"
    "濱濰萊蕪諸紹樂溫麗陰鹽連揚無錫贛撫饒漢荊岡隨漵婁懷瀏賀賓陸藝發質綠環設據訊網絡資訴訟許強復處罰勞動條約統計總書記導組織監"
    "檢規則礎經貿財稅費價證銷標準備應緊運輸軍隊衛體醫藥療業農漁獸糧儲圖館報電視傳聯繫協調團結婦兒殘養險單個決鬥爭掃惡論觀識護"
    "確領話風穩實簡權責現階級類轄園橋瀋鄰澤聖選舉歷學課訓練優劃創驅鏈構側給數訂擬釋認賠償離遺繼債僑歸語陝鹹"
)
_SIMPLIFIED = (
    "区国产党务厅员会议华办县乡镇兴战坚贫脱义习进时东长黄龙广门阳宁维尔辽苏济齐岛庆贵云台湾张马郑巩关龄铁锦营盘兰银岭庄边胶滩"
    "滨潍莱芜诸绍乐温丽阴盐连扬无锡赣抚饶汉荆冈随溆娄怀浏贺宾陆艺发质绿环设据讯网络资诉讼许强复处罚劳动条约统计总书记导组织监"
    "检规则础经贸财税费价证销标准备应紧运输军队卫体医药疗业农渔兽粮储图馆报电视传联系协调团结妇儿残养险单个决斗争扫恶论观识护"
    "确领话风稳实简权责现阶级类辖园桥沈邻泽圣选举历学课训练优划创驱链构侧给数订拟释认赔偿离遗继债侨归语陕咸"
)
_TABLE = dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True))


def simplified(char: str) -> str:
    """The simplified form of a character; itself where it is none of the traditional ones."""
    return _TABLE.get(char, char)
