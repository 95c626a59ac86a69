"""Invented places and units. No place of these names, and no site at these addresses, exists."""

from __future__ import annotations

PROVINCE = "云岭省"
#: Domain of the invented province; its hosts are never resolved.
DOMAIN = "yunlingsheng.gov.cn"
#: First two digits of the invented province's site codes: not assigned to any real province.
CODE_PREFIX = "98"

#: City and its name in Latin letters.
CITIES: tuple[tuple[str, str], ...] = (
    ("清禾市", "qinghe"),
    ("望岚市", "wanglan"),
    ("栖云市", "qiyun"),
    ("澄湖市", "chenghu"),
    ("霁川市", "jichuan"),
    ("碧浦市", "bipu"),
    ("云汐市", "yunxi"),
    ("梧津市", "wujin"),
    ("桐澜市", "tonglan"),
    ("霜岭市", "shuangling"),
    ("鹿泽市", "luze"),
    ("柘川市", "zhechuan"),
    ("枫渡市", "fengdu"),
    ("榆舟市", "yuzhou"),
    ("蓝沚市", "lanzhi"),
    ("瑶浦市", "yaopu"),
    ("竹澜市", "zhulan"),
    ("砚湖市", "yanhu"),
    ("茗岭市", "mingling"),
    ("禾津市", "hejin"),
    ("星渚市", "xingzhu"),
)

#: Provincial departments and the first label of their hosts.
DEPARTMENTS: dict[str, str] = {
    "教育厅": "jyt",
    "民政厅": "mzt",
    "水利厅": "slt",
    "农业农村厅": "nynct",
    "交通运输厅": "jtyst",
    "文化和旅游厅": "whlyt",
    "卫生健康委员会": "wsjkw",
    "统计局": "tjj",
}

#: City departments and the first label of their hosts.
BUREAUS: dict[str, str] = {
    "教育局": "jyj",
    "民政局": "mzj",
    "水利局": "slj",
    "农业农村局": "nyncj",
    "交通运输局": "jtysj",
    "文化旅游局": "whlyj",
    "卫生健康局": "wsjkj",
    "城市管理局": "csglj",
}
