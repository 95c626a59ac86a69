"""The benchmark site without nginx: the same answers, for tests and for machines that lack it. No speed."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from aiohttp import web

from xuncha.benchmark import truth
from xuncha.benchmark.truth import HOST, OTHER_HOST, Truth, load_truth


def _answer(root: Path, request: web.Request) -> web.StreamResponse:
    if request.host.startswith(OTHER_HOST):
        alive = request.path.startswith("/live/")
        return web.Response(text="<!DOCTYPE html><p>live</p>" if alive else "", status=200 if alive else 404)
    folder, _, rest = request.path.lstrip("/").partition("/")
    if folder in (truth.GONE, truth.BROKEN):
        return web.Response(text=folder, status=410 if folder == truth.GONE else 500)
    moved = {truth.LOOP: request.path, truth.MOVED: f"/{rest}", truth.MOVED_DEAD: f"/missing/{rest}"}
    if folder in moved:
        return web.Response(status=301 if folder == truth.MOVED else 302, headers={"Location": moved[folder]})
    file = root / request.path.lstrip("/")
    file = file / "index.html" if file.is_dir() else file
    if not file.is_file() or not file.resolve().is_relative_to(root.resolve()):
        return web.Response(status=404, text="404")
    kind = {".html": "text/html", ".css": "text/css", ".gif": "image/gif"}.get(
        file.suffix, "application/octet-stream"
    )
    return web.Response(body=file.read_bytes(), headers={"Content-Type": kind})


async def _serve(folder: Path, known: Truth) -> None:
    async def handle(request: web.Request) -> web.StreamResponse:
        return _answer(folder / "www", request)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    for host in (HOST, OTHER_HOST):
        await web.TCPSite(runner, host, known.port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), load_truth(Path(sys.argv[1]))))
