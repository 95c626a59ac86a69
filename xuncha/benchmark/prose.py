"""Words to fill benchmark pages with: plain official prose without a fault in it, made from a seed."""

from __future__ import annotations

import random

_WHO = "市政府办公室 县发展改革局 区市场监管局 市住房城乡建设局 县农业农村局 市生态环境局 区教育局 市卫生健康委 县水利局 市交通运输局"
_WHEN = "上半年 今年以来 近日 本季度 汛期来临前 开学之前 年初 集中整治期间 专项行动中 工作日内"
_DID = "组织召开 统筹推进 认真落实 全面部署 扎实开展 依法办理 持续优化 集中检查 公开征集 跟踪督促"
_WHAT = (
    "老旧小区改造工作 营商环境提升行动 安全生产隐患排查 高标准农田建设 农村饮水安全工程 垃圾分类投放管理 公共服务设施维护 "
    "义务教育招生安排 医疗保障经办服务 河道清淤治理 道路养护计划 食品安全抽样检验 就业创业培训 政务服务事项办理 数据共享目录编制"
)
_HOW = (
    "明确了责任单位和完成时限 要求逐项对照清单落实到位 确保群众反映的问题得到答复 提出了下一步的工作重点 并向社会公布办理结果 "
    "形成了齐抓共管的工作格局 有关情况定期汇总通报 相关资金已经全部拨付到位 取得了阶段性的成效 接受社会各界监督"
)


class Prose:
    """Sentences and titles from a seed: the same seed gives the same words."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._words = [text.split() for text in (_WHO, _WHEN, _DID, _WHAT, _HOW)]

    def sentence(self) -> str:
        """One sentence of some forty characters."""
        who, when, did, what, how = (self._chance.choice(words) for words in self._words)
        return f"{when}，{who}{did}{what}，共涉及{self._chance.randint(2, 960)}项，{how}。"

    def title(self, number: int) -> str:
        """The title of an article; ``number`` keeps titles apart."""
        who, _, did, what, _ = (self._chance.choice(words) for words in self._words)
        return f"{who}{did}{what}（第{number}号）"

    def paragraphs(self, characters: int) -> list[str]:
        """Paragraphs of about so many characters in all."""
        found: list[str] = []
        while characters > 0:
            paragraph = "".join(self.sentence() for _ in range(self._chance.randint(3, 7)))
            characters -= len(paragraph)
            found.append(paragraph)
        return found
