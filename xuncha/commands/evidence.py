"""``xuncha evidence``: the records behind every finding."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import click

from xuncha.commands.ending import Stop, ends_in_words
from xuncha.commands.options import FILE, RESULT
from xuncha.gather.evidence.contents import body_of, find_entry, inert, read_entry
from xuncha.gather.evidence.read import RecordNotFoundError
from xuncha.gather.evidence.records import sha256
from xuncha.gather.evidence.time_stamp import check_stamp, stamp
from xuncha.gather.evidence.verify_result import evidence_folder, verify_result
from xuncha.gather.evidence.viewer.server import EvidenceServer
from xuncha.told import BAD_INPUT, BROKEN


@click.group(name="evidence")
def evidence_command() -> None:
    """证据：核验存档，查看记录，打开存档的网页。"""


@evidence_command.command(name="verify")
@click.argument("directory", metavar="目录", type=RESULT)
@click.option("--expect", default="", help="另行留存的清单摘要（检查结束时显示的那一行），不符则指出")
@click.option("--tsa-ca", type=FILE, help="时间戳签发机构的根证书（PEM）；不给则只核对时间戳与清单相符")
def verify_command(directory: Path, expect: str, tsa_ca: Path | None) -> None:
    """核对结果目录（或其中的证据目录）：每条记录的摘要、记录之间的链、证据清单，以及问题所引用的证据。

    任何一个字节、一条记录、一个文件被改动、增加、删去、调换或截断都会指出，结果里的问题、结论、所见事实不见了的也指出，退出码 1。

    \b
    示例：
      xuncha evidence verify 结果
      xuncha evidence verify 结果/evidence --expect 5f70…
    """
    verification = verify_result(directory, expect, tsa_ca)
    for problem in verification.problems:
        click.echo(f"{problem.warc}:{problem.offset}: {problem.text}", err=True)
    stamped = check_stamp(evidence_folder(directory), tsa_ca)
    if stamped is not None and not stamped.problem:
        checked = "签名已核对" if stamped.is_trusted else "签名未核对，请用 --tsa-ca 给出签发机构的根证书"
        click.echo(f"时间戳 {stamped.at} 与证据清单相符（{checked}）")
    click.echo(f"共 {verification.records} 条记录，{len(verification.problems)} 处问题")
    sys.exit(BROKEN if verification.problems else 0)


@evidence_command.command(name="show")
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


@evidence_command.command(name="replay")
@click.argument("directory", metavar="目录", type=RESULT)
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


@evidence_command.command(name="stamp")
@click.argument("directory", metavar="目录", type=RESULT)
@click.option("--tsa", required=True, help="时间戳服务的地址（RFC 3161）")
@ends_in_words
def stamp_command(directory: Path, tsa: str) -> None:
    """为证据清单取得可信时间戳（RFC 3161），存为 evidence/manifest.tsr，以后可离线核对。

    \b
    示例：
      xuncha evidence stamp 结果 --tsa http://tsa.example.cn/
      xuncha evidence verify 结果 --tsa-ca 根证书.pem
    """
    stamped = stamp(evidence_folder(directory), tsa)
    click.echo(f"已取得时间戳 {stamped.at}")
