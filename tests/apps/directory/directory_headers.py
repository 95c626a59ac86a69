"""Headers of the lists, as the contract spells them."""

SITE_HEADER = ("网站标识码", "网站名称", "网址", "主办单位", "主管单位", "地区", "网站类型", "运行状态")
ACCOUNT_HEADER = ("账号标识", "账号名称", "平台", "主办单位", "主管单位", "地区", "运行状态")
