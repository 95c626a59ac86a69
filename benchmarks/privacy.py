"""How well personal details are found, and how seldom something else is taken for one.

Usage::

    python benchmarks/privacy.py [FOLDER] [--cases N]

Prints, on generated sentences (fixed seed, N of each kind, default 2000): recall and how many are certain;
false alarms on ten manners of masking and on numbers that are no personal details; and on texts of FOLDER
(default ``../shared/data`` beside the repository; left out, saying so, where absent): what is flagged in
clean official sentences, real pages and the texts of error reports, as counts only.
"""

from __future__ import annotations

import argparse
import gzip
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from xuncha.gather.http.decoding import decode
from xuncha.text.pages.page import Page, text_pieces
from xuncha.text.privacy.bank_cards import passes_luhn
from xuncha.text.privacy.finding import find_leaks
from xuncha.text.privacy.id_numbers import check_character
from xuncha.text.privacy.leak import LeakKind

TODAY = date(2025, 6, 25)
SEED = 20250625
_DEFAULT_FOLDER = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"
# fmt: off
_COUNTIES = (
    110105, 120103, 130102, 140105, 150202, 210102, 220102, 230103, 310115, 320106, 330106, 340104, 350203,
    360102, 370202, 410105, 420106, 430102, 440305, 450103, 460105, 500112, 510104, 520103, 530102, 540102,
    610113, 620102, 630104, 640104, 650102, 512224, 422325, 352102, 432801, 810000, 830000,
)
_SEGMENTS = (
    130, 133, 136, 138, 139, 145, 147, 150, 153, 159, 166, 170, 173, 178, 180, 186, 189, 191, 193, 195, 198, 199,
)
# fmt: on
_ISSUERS = ("621700", "622202", "622848", "621661", "622588", "625955", "620522", "623668")
_NAMES = ("王建国", "李秀英", "张伟", "刘洋", "陈静", "赵志强", "欧阳明", "周敏")
_PLACES = (
    ("湖南省长沙市岳麓区", "麓山路", "号", "栋", "室"),
    ("浙江省杭州市西湖区", "文三路", "号", "幢", "室"),
    ("广东省广州市天河区", "体育西路", "号", "座", "室"),
    ("河南省周口市沈丘县槐店镇", "新华街", "号", "单元", "室"),
)


def _id_number(rng: random.Random) -> str:
    born = date(1940, 1, 1) + timedelta(days=rng.randrange(28_000))
    body = f"{rng.choice(_COUNTIES)}{born:%Y%m%d}{rng.randrange(1000):03d}"
    return body + check_character(body)


def _mobile(rng: random.Random) -> str:
    return f"{rng.choice(_SEGMENTS)}{rng.randrange(10**8):08d}"


def _card(rng: random.Random) -> str:
    body = rng.choice(_ISSUERS) + "".join(rng.choice("0123456789") for _ in range(rng.choice((9, 12))))
    return next(body + digit for digit in "0123456789" if passes_luhn(body + digit))


def _address(rng: random.Random) -> str:
    if rng.random() < 0.3:
        return f"湖北省黄冈市红安县七里坪镇柳林村{rng.choice('一二三四五六七')}组{rng.randrange(1, 200)}号"
    place, street, number, house, room = rng.choice(_PLACES)
    return f"{place}{street}{rng.randrange(1, 900)}{number}{rng.randrange(1, 30)}{house}{rng.randrange(101, 2500)}{room}"


_SAID: dict[LeakKind, tuple[Callable[[random.Random], str], tuple[str, ...]]] = {
    LeakKind.ID_NUMBER: (
        _id_number,
        (
            "{name}，身份证号：{value}，",
            "{name}\t{value}\t合格",
            "（公民身份号码{value}）",
            "申请人{name} {value}",
        ),
    ),
    LeakKind.MOBILE: (
        _mobile,
        ("{name}，手机号{value}。", "请联系我 {value}", "{name}\t{value}", "本人电话：{value}，盼复"),
    ),
    LeakKind.BANK_CARD: (
        _card,
        (
            "{name}，银行卡号：{value}",
            "一卡通账号 {value}",
            "{name}\t{value}\t860元",
            "开户行：农业银行，卡号{value}。",
        ),
    ),
    LeakKind.HOME_ADDRESS: (
        _address,
        (
            "{name}，男，汉族，家住{value}。",
            "姓名：{name}，家庭住址：{value}",
            "户主{name}，户籍地{value}，低保户",
            "{name}，女，住{value}，手机13907310001",
        ),
    ),
}


def _fullwidth(value: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if char.isascii() else char for char in value)


def _grouped(value: str) -> str:
    if len(value) == 11:
        return f"{value[:3]}-{value[3:7]}-{value[7:]}"
    if value[0] == "6" and len(value) != 18:
        return " ".join(value[place : place + 4] for place in range(0, len(value), 4))
    return f"{value[:6]} {value[6:14]} {value[14:]}"


_WRITINGS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("as is", lambda value: value),
    ("full width", _fullwidth),
    ("grouped", _grouped),
)


def _maskings() -> tuple[Callable[[str], str], ...]:
    def middle(mark: str, head: int, tail: int) -> Callable[[str], str]:
        return lambda value: value[:head] + mark * (len(value) - head - tail) + value[-tail:]

    return (
        middle("*", 3, 4),
        middle("*", 6, 4),
        middle("×", 3, 4),
        middle("X", 3, 2),
        middle("x", 4, 3),
        middle("●", 3, 3),
        middle("＊", 2, 3),
        lambda value: value[:3] + "****" + value[-4:],
        lambda value: value[: len(value) - 4] + "****",
        lambda value: "尾号" + value[-4:],
        lambda value: "******" + value[6:] if len(value) > 11 else "****" + value[4:],
        lambda value: f"{value[:3]} **** {value[-4:]}",
    )


def _harmless(rng: random.Random) -> Iterator[str]:
    """Numbers of other kinds, as they stand on government pages."""
    region, day = rng.choice(_COUNTIES), TODAY - timedelta(days=rng.randrange(3000))
    serial = rng.randrange(10**4)
    yield f"档案号 {region}{day:%Y%m%d}{serial:04d}"
    yield f"案件编号：{region}{day:%Y%m%d}{serial:04d}"
    yield f"项目代码：{day:%y%m}-{region}-04-01-{rng.randrange(10**6):06d}"
    yield f"统一社会信用代码：11{region}00{serial:04d}562X"
    yield f"统一社会信用代码91{region}MA4L{serial:04d}3Q"
    yield f"合同编号（{day.year}）{rng.randrange(10**10):011d}"
    yield f"订单号：{_mobile(rng)}"
    yield f"受理编号{_mobile(rng)}已办结"
    yield f"湘ICP备{rng.randrange(10**8):08d}号-1 湘公网安备 {region}0200{serial:04d}号"
    yield f"咨询电话：0731-8{rng.randrange(10**7):07d}，12345，400-{rng.randrange(1000):03d}-{serial:04d}"
    yield f"总投资1{rng.randrange(3, 10)}{rng.randrange(10**9):09d}元"
    yield f"时间戳{rng.randrange(1_500_000_000_000, 1_750_000_000_000)}"
    yield f"http://www.example.gov.cn/art/{day.year}/{_mobile(rng)}.html"
    yield f"保证金账户：湖南某某建设有限公司，账号{rng.randrange(10**16, 10**17)}"
    yield f"地址：{_address(rng).split('区')[0]}区人民路{serial % 900}号市民服务中心办公楼{serial % 30}室"
    yield f"办公地址：湖南省长沙市岳麓区麓山路{serial % 900}号{serial % 30}栋{serial % 900}室"
    yield f"填写示例：{_id_number(rng)}"
    yield f"人口 138 {serial:04d} {rng.randrange(10**4):04d} 万元"


def _recall(cases: int) -> Iterator[str]:
    for kind, (make, sentences) in _SAID.items():
        for writing, write in _WRITINGS:
            if kind is LeakKind.HOME_ADDRESS and writing != "as is":
                continue
            yield _recall_of(kind, make, sentences, writing, write, cases)


def _recall_of(
    kind: LeakKind,
    make: Callable[[random.Random], str],
    sentences: tuple[str, ...],
    writing: str,
    write: Callable[[str], str],
    cases: int,
) -> str:
    rng = random.Random(SEED)
    hit = certain = extra = 0
    for number in range(cases):
        value = make(rng)
        sentence = sentences[number % len(sentences)].format(name=rng.choice(_NAMES), value=write(value))
        leaks = find_leaks(sentence, today=TODAY)
        right = [leak for leak in leaks if leak.kind is kind]
        hit += bool(right)
        certain += any(leak.certain for leak in right)
        extra += len(leaks) - len(right) - ("13907310001" in sentence)
    precision, recall = hit / max(1, hit + extra), hit / cases
    f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
    return (
        f"{kind.value} {writing}: {cases} cases, precision {precision:.4f} recall {recall:.4f} F1 {f1:.4f}, "
        f"certain {certain / cases:.4f}"
    )


def _wrong_checks(cases: int) -> str:
    rng = random.Random(SEED)
    hit = certain = 0
    for _ in range(cases):
        value = _id_number(rng)
        wrong = value[:-1] + rng.choice([char for char in "0123456789X" if char != value[-1]])
        leaks = find_leaks(f"{rng.choice(_NAMES)}，身份证号：{wrong}", today=TODAY)
        hit += bool(leaks)
        certain += any(leak.certain for leak in leaks)
    return f"id_number with a wrong check character: recall {hit / cases:.4f}, certain {certain}"


def _false_alarms(cases: int) -> Iterator[str]:
    rng = random.Random(SEED)
    masked = 0
    flagged = 0
    for masking in _maskings():
        for number in range(cases):
            value = (_id_number, _mobile, _card)[number % 3](rng)
            masked += 1
            flagged += bool(find_leaks(f"{rng.choice(_NAMES)}，号码：{masking(value)}", today=TODAY))
    yield f"masked values: {masked}, flagged {flagged}"
    yield _flagged("numbers of other kinds", (t for _ in range(cases // 10) for t in _harmless(rng)))


def _flagged(name: str, texts: Iterable[str]) -> str:
    counts: Counter[str] = Counter()
    total = characters = 0
    begun = time.perf_counter()
    for text in texts:
        total += 1
        characters += len(text)
        leaks = find_leaks(text, today=TODAY)
        counts.update(f"{leak.kind.value}{'' if leak.certain else '?'}" for leak in leaks)
        counts["texts"] += bool(leaks)
    seconds = time.perf_counter() - begun
    told = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())) or "none"
    return f"{name}: {total} texts, flagged: {told}; {1000 * seconds / max(1, total):.2f} ms a text of {characters // max(1, total)} characters"


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from lines


def _pages(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            body = Page(decode(path.read_bytes(), None).text, "http://page.example/").tree.body
            yield "\n".join(text_pieces(body)) if body else ""


def main() -> None:
    """Runs the benchmark and prints its figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=_DEFAULT_FOLDER)
    parser.add_argument("--cases", type=int, default=2000)
    given = parser.parse_args()
    for line in (*_recall(given.cases), _wrong_checks(given.cases), *_false_alarms(given.cases)):
        print(line)
    if not given.folder.is_dir():
        print(f"real texts: left out, {given.folder} is absent")
        return
    print(
        _flagged(
            "clean statute sentences", _lines(given.folder / "wording" / "clean_statute_sentences.txt.gz")
        )
    )
    print(_flagged("real pages", _pages(given.folder / "pages")))
    print(_flagged("account pages", _pages(given.folder / "accounts" / "wechat_pages")))
    print(_flagged("error reports", _lines(given.folder / "error_reports" / "zhaocuo_2023.tsv.gz")))


if __name__ == "__main__":
    main()
