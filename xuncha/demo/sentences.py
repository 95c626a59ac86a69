"""Sentences that no article of a site says in the words of another.

Every sentence is drawn from a deck that is shuffled anew when it is used up, and its blanks (places, people,
figures) are filled anew each time. So two articles share a sentence's frame now and then, never a text.
"""

from __future__ import annotations

import re
from random import Random

_FIRST = "青白石松柳竹梅桃枫榆清南北东西云雁鹤鹿龙凤金银玉"
_SECOND = "溪桥坪岭塘湾滩坝冲洲渡岗"
_KINDS = ("镇", "乡", "街道", "村", "社区")
_PEOPLE = ("老{}", "小{}", "{}师傅", "{}大姐", "{}大伯", "{}组长")
_SURNAMES = "赵钱孙周吴郑冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
_PARTS = {
    "who": ("分管负责人", "一线班组", "驻村干部", "业务骨干", "网格员", "值守人员", "技术人员", "社区工作者"),
    "how": ("逐户走访", "现场测量", "集中会商", "分组抽查", "随机暗访", "翻阅台账", "座谈交流", "实地踏勘"),
    "what": ("道路破损", "标识不清", "材料重复", "排队偏长", "设施老化", "巡查不勤", "登记遗漏", "衔接不畅"),
    "when": ("年初以来", "最近一个月", "今年前五个月", "入汛以来", "开春以后", "一季度末", "端午前后", "本周早些时候"),
    "where": ("院坝里", "工地旁", "服务大厅内", "渠道边", "校门口", "集市上", "仓库前", "会议室里"),
}  # fmt: skip

_FRAMES = (
    "{when}，{t}累计完成{n}处点位的核对，其中{k}处当场销号。",
    "在{t}的{where}，{w}正带着{k}名同事{how}，记录本写满了{n}页。",
    "{w}说，过去最头疼的是{what}，现在拨一个电话，半天内就有人上门。",
    "抽样结果显示，{n}个样本中有{k}个需要返工，责任已经落到{t}。",
    "{t}把任务拆成{k}个小项，由{who}牵头，每周五晒一次进度。",
    "针对{what}的情况，{who}采取{how}的办法，先易后难逐项解决。",
    "为了摸清底数，{who}在{t}{how}，前后用了{k}天。",
    "{n}名志愿者分成{k}队，沿着{t}的主干道挨家挨户发放明白纸。",
    "{t}新添的设备已调试完毕，单次作业时间由{n}分钟压缩到{k}分钟。",
    "资金使用明细张贴在{t}的公示墙上，共{n}笔，{w}看完点了点头。",
    "座谈会开到晚上，{w}提了{k}条意见，{who}逐条作了回应。",
    "按照测算，项目建成后每年可节约支出约{n}万元，惠及{t}等地{k}百余户。",
    "雨后第二天，{who}赶到{t}{how}，没有发现新的隐患。",
    "{t}的做法是先试后推：选{k}个组先行一步，成熟后再铺开到{n}个组。",
    "谈到今后的打算，{w}表示还要把{what}这块短板补上。",
    "{when}，窗口接待量比上年同期多了{n}%，平均等候却少了{k}分钟。",
    "{who}与{t}结成对子，{k}个月里一起跑了{n}趟现场。",
    "记者在{t}看到，{n}米长的步道已经铺好，{w}正给护栏刷最后一遍漆。",
    "数据每天下午汇总到平台，{t}连续{k}周没有出现积压。",
    "为避免{what}，{t}重新排了班，早晚高峰各增加{k}人。",
    "老旧台账共{n}册，{who}花了{k}个周末全部扫描归档。",
    "{w}从{t}专程赶来，他算了一笔账：一年能少跑{k}趟路。",
    "评估组认为，{t}的{how}办得扎实，{what}的老问题明显减少。",
    "下拨的{n}套器材已分到{t}，{who}手把手教会了{k}名操作员。",
    "{t}和相邻的{u}签了协作备忘录，遇事{k}小时内互相支援。",
    "课堂设在{where}，{n}名学员围成一圈，听{w}讲亲身经历。",
    "经过{how}，{who}列出{k}条原因，排在第一位的是{what}。",
    "{t}拿出{n}平方米的空置房屋，改建成供大家歇脚议事的小院。",
    "截至目前，{n}个计划点位中已有{k}个投入使用，{t}走在前面。",
    "{who}介绍，{t}之所以进展较快，靠的是班子成员每人包{k}户。",
    "为方便上班的人，{t}每周安排{k}个晚上照常办理，{when}已服务{n}人次。",
    "{u}的经验也被借鉴过来：把{n}项要求写成顺口溜，贴在{where}。",
    "第三方回访了{n}户人家，{k}户提到{what}，意见当天转给{who}。",
    "{t}的{w}今年七十二岁，他保存的{k}本手记成了重要参考。",
    "沿线{n}盏路灯全部换新，{t}夜里出行亮堂了许多。",
    "{when}，{who}对{u}开展“回头看”，{k}个老问题没有反弹。",
    "会上点名批评了{k}个进度偏慢的单位，{t}的代表作了表态发言。",
    "一份{n}页的操作手册发到{who}手中，图多字少，随身就能查。",
    "{w}拿着手机演示：点开地图，{t}的{k}处服务点一目了然。",
    "由于山路难行，{who}把{n}箱物资背到了{t}最远的小组。",
    "{t}邀请{k}位代表担任监督员，专门盯着{what}这类小事。",
    "比起前一轮，这次覆盖面更广，仅{u}就增加了{n}个村民小组。",
    "{who}在{where}支起展板，{k}块展板前围满了人。",
    "复核时，{t}有{k}项指标略低于预期，已重新制定{n}天的补课计划。",
    "施工避开了农忙，{u}的{w}说，地里的活一点没耽误。",
    "样品送到实验室后，{k}小时出结果，{n}批次均在合格范围。",
    "{t}建立了一张表、一本账、一个群，{who}随时更新。",
    "{when}收到的{n}条留言里，夸得最多的是态度，提得最多的是{what}。",
    "两地干部互换岗位{k}个月，{u}来的{w}很快和大家打成一片。",
    "{n}公里的管线更换完毕，{t}的水压恢复正常。",
    "为把好事办好，{t}先后召开{k}场院落会，{n}户签字同意后才动工。",
    "{who}坚持白天跑点、夜里碰头，{how}成了家常便饭。",
    "{u}率先完成目标，比原定时间提早了{k}天。",
    "{w}笑着说，以前绕{n}里路才能办的事，如今在{where}就办妥了。",
    "审计人员抽查了{k}个标段，{t}的资料最为齐整。",
    "为照顾行动不便的人，{who}上门{n}次，把手续送到床头。",
    "针对学生放假后的情况，{t}在水边增设{n}块牌子，安排{k}人轮流看护。",
    "新规运行后，{what}的投诉由{n}件降到{k}件。",
    "{t}的样板间开放参观，{u}等{k}个地方派人来取经。",
    "老党员{w}主动腾出自家院子，给{who}当了{k}个星期的临时办公点。",
)

_QUESTIONS = (
    "您好，想了解{m}今年的安排，请问到哪里咨询、需要准备什么材料？",
    "请问{m}在{t}什么时候轮到？邻居说{u}已经开始了，我们这边还没有动静。",
    "我是{t}的居民，关于{m}有两点不清楚：一是费用由谁承担，二是{what}怎么解决。",
    "建议把{m}的进度贴在{where}，现在大家只能互相打听，{what}的情况也没人说得清。",
    "孩子上学、老人看病都和{m}有关，{t}附近一直{what}，希望能有人来看看。",
    "去年反映过{m}的事，当时答复说要{how}，不知道现在办到哪一步了？",
)
_ANSWERS = (
    "您好！来信收悉。{said}如需进一步了解，可到窗口当面咨询。感谢您的关注。",
    "您反映的情况，我们安排{who}到{t}作了核实。{said}后续进展会在{where}公布。",
    "感谢来信。经与{t}沟通，{said}给您带来的不便，请予谅解。",
    "您提的建议很好，{who}已经记下。{said}今后有想法，仍可在这里写给我们。",
    "网友您好，现答复如下：{said}目前{t}已列入第{k}批，请留意通知。",
    "来信已转{t}办理。{said}经办的{w}将主动与您当面沟通一次。",
)
_BLANK = re.compile(r"\{(\w+)\}")


class Deck:
    """Draws sentences for one site."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._left: list[str] = []

    def draw(self, count: int) -> list[str]:
        """So many sentences, their blanks filled."""
        return [self._fill(self._next()) for _ in range(count)]

    def letter(self, matter: str) -> tuple[str, str]:
        """A question about ``matter`` and its answer."""
        said = "".join(self.draw(self._rng.randint(2, 3)))
        question = self._rng.choice(_QUESTIONS).replace("{m}", matter) + self.draw(1)[0]
        return self._fill(question), self._fill(self._rng.choice(_ANSWERS).replace("{said}", said))

    def _next(self) -> str:
        if not self._left:
            self._left = self._rng.sample(_FRAMES, len(_FRAMES))
        return self._left.pop()

    def _fill(self, frame: str) -> str:
        return _BLANK.sub(lambda blank: self._word(blank[1]), frame)

    def _word(self, blank: str) -> str:
        choose = self._rng.choice
        if blank in ("t", "u"):
            return choose(_FIRST) + choose(_SECOND) + choose(_KINDS)
        if blank == "w":
            return choose(_PEOPLE).format(choose(_SURNAMES))
        if blank == "n":
            return str(self._rng.randint(31, 480))
        return str(self._rng.randint(3, 28)) if blank == "k" else choose(_PARTS[blank])
