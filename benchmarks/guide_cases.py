"""Service guides with known elements, made by chance, for ``guide_layouts.py`` to lay out."""

from __future__ import annotations

import random

from xuncha.text.guides.guide_labels import GuideElement as E

LABELS = {
    E.NAME: ["事项名称", "项目名称", "办理事项", "服务事项名称", "办事项目", "许可事项", "业务名称"],
    E.BASIS: ["设定依据", "法律依据", "实施依据", "办理依据", "政策依据", "法律法规依据", "审批依据"],
    E.CONDITIONS: ["申请条件", "受理条件", "办理条件", "申报条件", "准予批准的条件", "申请人条件", "许可条件"],
    E.MATERIALS: ["办理材料", "申请材料", "申报材料", "所需材料", "提交材料", "材料清单", "需提交的材料", "申请材料目录"],
    E.PLACE: ["办理地点", "办公地址", "窗口地址", "受理地点", "办理地址", "办公地点", "办理窗口地址", "服务地点"],
    E.TIME: ["办理时间", "办公时间", "工作时间", "受理时间", "服务时间", "窗口服务时间", "接待时间"],
    E.PHONE: ["联系电话", "咨询电话", "咨询方式", "联系方式", "服务电话", "咨询热线", "办公电话", "咨询渠道"],
    E.PROCESS: ["办理流程", "办理程序", "办事流程", "申请流程", "审批程序", "流程图", "办理步骤", "工作流程"],
}  # fmt: skip
OTHERS = {
    "承诺办结时限": "5个工作日", "收费标准": "不收费", "监督电话": "0591-87654321", "实施主体": "市市场监督管理局",
    "服务对象": "自然人，法人", "事项类型": "行政许可", "办件类型": "承诺件", "投诉电话": "12345", "办理结果": "许可证",
    "法定办结时限": "20个工作日", "网上办理地址": "https://zwfw.example.gov.cn", "受理机构": "政务服务中心", "备注": "材料复印件须盖章",
}  # fmt: skip
ITEMS = ["食品经营许可证核发", "民办学校设立审批", "取水许可", "生育登记", "老年人优待证办理", "建设工程规划许可证核发",
         "医师执业注册", "最低生活保障金给付", "户外广告设置审批", "不动产权证补发"]  # fmt: skip
VALUES: dict[E, list[str]] = {
    E.BASIS: ["《中华人民共和国食品安全法》第三十五条", "详见《城乡规划法》第四十条", "《取水许可和水资源费征收管理条例》（国务院令第460号）",
              "1.《民办教育促进法》第十二条；2.《民办教育促进法实施条例》第五条"],
    E.CONDITIONS: ["具有本市户籍的年满60周岁的居民", "1.具备法人资格；2.有与经营规模相适应的场所", "符合规划要求，无需其他条件",
                   "无违法失信记录的企业法人"],
    E.MATERIALS: ["1.申请表（原件1份）2.身份证（复印件1份）", "《申请书》、营业执照副本复印件", "身份证明：原件及复印件；户口簿：原件", "无需提交材料"],
    E.PLACE: ["市政务服务中心二楼A12号窗口", "学府路18号行政服务大厅", "各乡镇便民服务中心", "县民政局（人民路5号）305室"],
    E.TIME: ["工作日上午9:00-12:00，下午13:30-17:00", "周一至周五8:30-17:30（法定节假日除外）", "法定工作日全天"],
    E.PHONE: ["0591-87654321", "12345", "（0731）88665566 转 8012", "窗口电话：87651234；科室电话：87654322"],
    E.PROCESS: ["申请—受理—审查—决定—送达", "1.提交申请 2.窗口受理 3.现场核查 4.领取证件", "网上申报后由窗口预审，符合条件的当场办结"],
}  # fmt: skip
PLACEHOLDERS = [
    "无",
    "——",
    "略",
    "暂无",
    "/",
    "见附件",
    "详见",
    "空",
    "待完善",
    "详见办事指南",
    "无。",
    "--",
    "暂无信息",
    "见附件1",
]
PICTURE = '<img src="/files/2025/lct{n}.jpg" alt="">'
LINKED = '详见<a href="/files/2025/{n}.docx">附件</a>'
FILE = '<a href="/files/2025/{n}.doc">{word}.doc</a>'

Row = tuple[E | None, str, str]  # element, label, value as HTML ("" is an empty place)


class Case:
    """One guide to be laid out: its rows and what is truly there."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.item = rng.choice(ITEMS)
        self.present: set[E] = set()
        self.rows: list[Row] = []
        share = rng.choice([0.0, 0.15, 0.3, 0.55])
        for element in E:
            self._add(element, rng.random() < share)
        for label in rng.sample(sorted(OTHERS), rng.randint(0, 4)):
            self.rows.insert(rng.randint(0, len(self.rows)), (None, label, OTHERS[label]))
        self.titled = E.NAME in self.present or all(row[0] is not E.NAME for row in self.rows)

    def _add(self, element: E, lacking: bool) -> None:
        label = self.rng.choice(LABELS[element])
        if not lacking:
            self.present.add(element)
            self.rows.append((element, label, self._value(element)))
            return
        how = self.rng.choice(["absent", "blank", "placeholder"])
        if how == "blank":
            self.rows.append((element, label, ""))
        elif how == "placeholder":
            self.rows.append((element, label, self.rng.choice(PLACEHOLDERS)))

    def _value(self, element: E) -> str:
        n = self.rng.randint(1, 99)
        chance = self.rng.random()
        if element is E.NAME:
            return self.item
        if element is E.PROCESS and chance < 0.3:
            return PICTURE.format(n=n)
        if element in (E.MATERIALS, E.PROCESS) and chance < 0.5:
            return LINKED.format(n=n) if chance < 0.4 else FILE.format(n=n, word="申请表")
        return self.rng.choice(VALUES[element])

    @property
    def heading(self) -> str:
        """The title of the page: names the item only where the guide gives its name."""
        return f"{self.item}办事指南" if E.NAME in self.present else "办事指南"
