"""``xuncha evidence``: the records behind every finding."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import click

from xuncha.commands.ending import Stop
from xuncha.commands.options import RESULT
from xuncha.gather.evidence.contents import body_of, find_entry, inert, read_entry
from xuncha.gather.evidence.read import RecordNotFoundError
from xuncha.gather.evidence.records import sha256
from xuncha.gather.evidence.verify_result import evidence_folder, verify_result
from xuncha.gather.evidence.viewer.server import EvidenceServer
from xuncha.told import BAD_INPUT, BROKEN


@click.group(name="evidence")
def evidence_group() -> None:
    """证据：核验存档，查看记录，打开存档的网页。"""


@evidence_group.command(name="verify")
@click.argument("directory", type=RESULT)
@click.option("--expect", default="", help="另行留存的清单摘要（检查结束时显示的那一行），不符则指出")
def verify_command(directory: Path, expect: str) -> None:
    """核对结果目录（或其中的证据目录）：每条记录的摘要、记录之间的链、证据清单，以及问题所引用的证据。

    任何一个字节、一条记录、一个文件被改动、增加、删去、调换或截断都会指出，退出码 1。

    \b
    示例：
      xuncha evidence verify 结果
      xuncha evidence verify 结果/evidence --expect 5f70…
    """
    verification = verify_result(directory, expect)
    for problem in verification.problems:
        click.echo(f"{problem.warc}:{problem.offset}: {problem.text}", err=True)
    click.echo(f"共 {verification.records} 条记录，{len(verification.problems)} 处问题")
    sys.exit(BROKEN if verification.problems else 0)


@evidence_group.command(name="show")
@click.argument("record_id", metavar="记录编号")
@click.option(
    "--in", "directory", type=RESULT, default=Path("."), help="结果目录或证据目录（默认：当前目录）"
)
@click.option(
    "--body", "target", type=click.Path(dir_okay=False, path_type=Path), help="把正文（已解压）存为这个文件"
)
def show_command(record_id: str, directory: Path, target: Path | None) -> None:
    """显示一条证据记录的头和文字；记录编号见 findings.jsonl 的 record_id，可只给开头几位。

    控制字符以可见的形式显示，不会被终端执行。

    \b
    示例：
      xuncha evidence show urn:uuid:0f3a… --in 结果
      xuncha evidence show 0f3a51c2 --in 结果 --body 网页.html
    """
    folder = evidence_folder(directory)
    try:
        entry = find_entry(folder, record_id)
        record = read_entry(folder, entry)
    except RecordNotFoundError as missing:
        raise Stop(str(missing), BROKEN) from None
    body = body_of(record)
    if target is not None:
        _save(target, body.data)
    click.echo(f"文件: {entry.warc}")
    for name, value in record.headers:
        click.echo(inert(f"{name}: {value}"))
    if record.status_line:
        click.echo("\n" + inert(record.status_line))
    for name, value in record.http_headers:
        click.echo(inert(f"{name}: {value}"))
    click.echo(f"\n正文 {len(body.data)} 字节，存档内容 SHA-256 {sha256(record.body)}")
    if body.note:
        click.echo(body.note)
    click.echo(inert(body.text) if body.text is not None else "（不是文字内容，可用 --body 存为文件查看）")


def _save(target: Path, data: bytes) -> None:
    try:
        with target.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise Stop(f"{target}：文件已存在，没有覆盖", BAD_INPUT) from None
    except OSError as error:
        raise Stop(f"{target}：不能写入（{error.strerror}）", BAD_INPUT) from None


@evidence_group.command(name="replay")
@click.argument("directory", type=RESULT)
@click.option("--port", type=click.IntRange(0, 65535), default=8620, show_default=True, help="端口；0 为任选")
def replay_command(directory: Path, port: int) -> None:
    """在本机浏览器中查看存档的网页：只读，只在本机（127.0.0.1），网页中的脚本不运行，也不访问任何网站。

    \b
    示例：
      xuncha evidence replay 结果 --port 8620
    """
    try:
        server = EvidenceServer(evidence_folder(directory), port)
    except OSError as error:
        raise Stop(f"端口 {port} 不能使用：{error.strerror}", BAD_INPUT) from None
    click.echo(f"请在浏览器中打开 {server.address} （按 Ctrl-C 结束）")
    with server, suppress(KeyboardInterrupt):
        server.serve_forever()
