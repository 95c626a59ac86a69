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
#: More characters that simplified writing does not have, to tell in which script a line is written.
_OTHERS = (
    "為這們來對說請讓從與專項號證後問間開點還過達選遠遊適遲見觀規視訪許評詞試詢該詳誤誰調談論諾謝譯讀變豐負貢貨貫貴買貸費資賓賣質購贈趕跡軌軟較載輕輛輪輯輸轉轎辭農邏郵鄉鑒鑑鈔銀銷鋼錄錢錯鍵鎖鏡鐘閉閱閣闊陣陳階際隨雖雙雜難電霧靜頁頂項順須預頒頭頻"
    "題額願類顯風飛飯館馬駐駕騎驗魚鮮鳥鳴麥麵齒龍龜個倉倫偉側偵偽傘傳傷傾僅價儀億優兩冊凍剛創劇劍勵勢勻匯協單嗎嘗嚴囑圍園圓圖團執堅報場塊塗塵壓壞壯壽夠夢夾奧奮妝媽學寶實審寫寬將專尋屆屬歲島崗帥師帳帶幣幫幹廢廣彈彙後徑從復徵恆悅惱愛態慣慮憑憲懸懷"
    "戶拋挾捨掛採換揮損搖擁擇擊擔擬擴擺擾攜攝敗敵數斃斷於時曆曬書會檔檢櫃權歐歡歷歸殺毀氣決沒況洩淚淨淺測湯溝溫滅滾滿漲漸潔澤濃濕灣災烏無煙煩熱燈燒營爐爭爺獎獨獲環現產畢異當療發皺盜監盤眾睏矯碼確禍禮離種稱穩窮窩競筆節範築簡簽籌籤紀約紅純紙級細終"
    "組結絕給統絲經綁綜網緊緒線緣編緩練縣縮績織繞續"
)
_ALL_TRADITIONAL = frozenset(_TRADITIONAL + _OTHERS)
#: A line with so many of them, and so large a share, is written in the traditional script.
_FEWEST, _SHARE = 4, 0.1
_TABLE = dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True))


def simplified(char: str) -> str:
    """The simplified form of a character; itself where it is none of the traditional ones."""
    return _TABLE.get(char, char)


def in_traditional_script(line: str) -> bool:
    """Whether a line is written in traditional characters as a whole, not with one slipped in."""
    traditional = sum(1 for char in line if char in _ALL_TRADITIONAL)
    if traditional < _FEWEST:
        return False
    return traditional >= _SHARE * sum(1 for char in line if "\u4e00" <= char <= "\u9fff")
