"""How well letters of public message boards are read, and which messages count as valid.

Usage::

    python benchmarks/boards.py [FOLDER] [--pages N] [--show N]

Generated boards (default 400, fixed seed) in every layout below: lists, cards, questions with answers,
single letters, JSON. A letter counts as right when title, day of asking and day of answering are all as
printed. Beside it: answered / unanswered / unknown, where the false *unanswered* are the ones that would
accuse, whether the form for writing is found, and boards seen on pages that are none
(lists and articles made of FOLDER/wording/clean_statute_sentences.txt.gz). Then the share of
5,447 real public reports in FOLDER/error_reports that would be called invalid messages (default
``../shared/data`` beside the repository; left out, saying so, where absent).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import time
from collections import Counter, defaultdict
from pathlib import Path

from board_layouts import ASOF, FORM, LAYOUTS, NO_FORM, Gold, as_json, letters_of

from xuncha.text.interaction.letters import Board
from xuncha.text.interaction.message_board import read_board, read_board_json
from xuncha.text.interaction.valid_message import judge_message
from xuncha.text.pages.page import Page

SEED = 20250625
_DEFAULT_FOLDER = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"
_URL = "https://www.example.gov.cn/hdjl/zxly/"


class Scores:
    def __init__(self) -> None:
        self.right = self.wrong = self.lost = 0
        self.states: Counter[str] = Counter()

    def add(self, board: Board | None, letters: list[Gold]) -> list[str]:
        got = {letter.title: letter for letter in board.letters} if board else {}
        misses = []
        for x in letters:
            letter = got.pop(x.title, None)
            pair = letter and (letter.asked and letter.asked.day, letter.answered and letter.answered.day)
            if pair == (x.asked, x.answered):
                self.right += 1
            else:
                self.lost += 1
                self.wrong += letter is not None
                misses.append(f"{x} got {letter}")
            said = letter.is_answered if letter else None
            self.states[
                "right"
                if said == x.state
                else "unknown"
                if said is None
                else f"false {'answered' if said else 'unanswered'}"
            ] += 1
        self.wrong += len(got)
        misses += [f"extra {letter}" for letter in got.values()]
        return misses

    def report(self) -> str:
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.lost)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return f"pairs P {precision:.3f} R {recall:.3f} F1 {f1:.3f} (n={self.right + self.lost}); states {dict(self.states)}"


def generated(pages: int, show: int) -> None:
    rng = random.Random(SEED)
    scores: dict[str, Scores] = defaultdict(Scores)
    forms: Counter[str] = Counter()
    seconds = 0.0
    for number in range(pages):
        letters = letters_of(rng, rng.randint(3, 15))
        if number % 8 == 0:
            misses, name = scores["json"].add(read_board_json(as_json(rng, letters), ASOF), letters), "json"
        else:
            layout = LAYOUTS[number % len(LAYOUTS)]
            name = layout.__name__
            letters = letters[:1] if name.startswith("detail") else letters
            has_form = rng.random() < 0.5
            form = FORM if has_form else rng.choice(NO_FORM)
            html = f"<html><head><title>局长信箱-某市某局</title></head><body><div class='header'><a href='/'>首页</a> 今天是2025年6月25日</div><div class='crumb'>首页 &gt; 互动交流 &gt; 局长信箱</div><div class='main'>{layout(rng, letters)}</div>{form}<div class='footer'>主办单位：某局 联系电话：0591-12345678</div></body></html>"
            page = Page(html, _URL)
            begun = time.perf_counter()
            board = read_board(page, ASOF)
            seconds += time.perf_counter() - begun
            misses = scores[name].add(board, letters)
            forms[f"form {has_form}, said {board is not None and board.has_submit}"] += 1
        for miss in misses[: max(0, show)]:
            show -= 1
            print("MISS", name, miss)
    print(f"generated: {pages} boards, {1000 * seconds / pages:.1f} ms each; {dict(forms)}")
    for name, score in sorted(scores.items()):
        print(f"  {name}: {score.report()}")


def clean(folder: Path) -> None:
    for path in sorted((folder / "pages").rglob("*.*")) if folder.exists() else []:
        html = path.read_bytes().decode("gb18030" if path.parent.name == "gbk" else "utf-8", "replace")
        board = read_board(Page(html, _URL), ASOF)
        if board is not None:
            print(
                f"  real page {path.name}: {len(board.letters)} letters, form {board.has_submit}, {board.kind_hint}"
            )
    sentences = folder / "wording" / "clean_statute_sentences.txt.gz"
    if sentences.exists():
        with gzip.open(sentences, "rt", encoding="utf-8") as file:
            lines = [line.strip() for line in file if line.strip()]
        seen = 0
        for start in range(0, len(lines), 15):
            rows = "".join(
                f"<li><a href='{i}.html'>{t[:40]}</a><span>2025-06-01</span></li>"
                for i, t in enumerate(lines[start : start + 15])
            )
            text = "".join(f"<p>{line}</p>" for line in lines[start : start + 15])
            for body in (f"<ul>{rows}</ul>", f"<h1>我市召开会议</h1><div>{text}</div>"):
                seen += read_board(Page(f"<title>工作动态</title>{body}", _URL), ASOF) is not None
        print(
            f"lists and articles of statutes (no boards): {2 * -(-len(lines) // 15)} pages, called a board: {seen}"
        )
    reports = folder / "error_reports" / "zhaocuo_2023.tsv.gz"
    if not reports.exists():
        print(f"no real messages: {reports} is absent")
        return
    with gzip.open(reports, "rt", encoding="utf-8", newline="") as file:
        texts = [
            row["description"] or "" for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    reasons: Counter[str] = Counter()
    for text in texts:
        verdict = judge_message("", text)
        reasons[verdict.reason if verdict.valid is False else str(verdict.valid)] += 1
        if verdict.valid is False:
            print("  called invalid:", verdict.reason, text[:70])
    print(f"real messages: {len(texts)}, {dict(reasons)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=_DEFAULT_FOLDER)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    generated(options.pages, options.show)
    clean(options.folder)


if __name__ == "__main__":
    main()
