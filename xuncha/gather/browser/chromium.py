"""One Chromium process: started bare, without credentials or way out of its own, ended with all its children."""

from __future__ import annotations

import asyncio
import contextlib
import os
from typing import Self

from playwright.async_api import Browser, BrowserContext, Error, Playwright

from xuncha.gather.browser.dom import AT_START
from xuncha.gather.browser.fonts import draws_chinese, write_fontconfig
from xuncha.gather.browser.process_tree import began, kill_tree
from xuncha.gather.browser.settings import BrowserSettings
from xuncha.scratch import Scratch

#: Requests of the browser itself, and of pages that got past their own proxy, end here: nobody listens.
_NOWHERE = "http://127.0.0.1:9"
_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-quic",
    "--no-first-run",
    "--no-pings",
    "--mute-audio",
    "--deny-permission-prompts",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--js-flags=--max-old-space-size=512",
)
_START_S = 60.0
_END_S = 5.0


class BrowserStartError(Exception):
    """Chromium did not start. The message is Chinese."""


class Chromium:
    """A running browser. ``pid`` is its first process; ``pages`` counts what it has shown."""

    def __init__(self, browser: Browser, pid: int, home: Scratch) -> None:
        self._browser = browser
        self._home = home
        self.pid = pid
        self._began = began(pid)
        self.pages = 0
        self.draws_chinese = True
        self.user_agent = ""

    @classmethod
    async def start(cls, playwright: Playwright, settings: BrowserSettings) -> Self:
        """Start the browser and look whether it can draw Chinese.

        Raises:
            BrowserStartError: it did not come up.
        """
        home = Scratch("browser")
        try:
            fontconfig = settings.fontconfig or write_fontconfig(home.path)
            browser = await playwright.chromium.launch(
                executable_path=settings.executable,
                headless=True,
                chromium_sandbox=os.geteuid() != 0,  # its sandbox refuses to run as root
                args=list(_FLAGS),
                proxy={"server": _NOWHERE},
                env={**_plain_environment(), "HOME": str(home.path), "FONTCONFIG_FILE": str(fontconfig)},
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                timeout=_START_S * 1000,
            )
            started = cls(browser, await _pid_of(browser), home)
            await started._look_at_itself()
        except Error as error:
            home.clear()
            raise BrowserStartError(f"Chromium 未能启动（{str(error).splitlines()[0][:200]}）") from None
        return started

    @property
    def is_alive(self) -> bool:
        """False once the process has ended, whoever ended it."""
        return bool(self._browser.is_connected())

    async def new_context(self, proxy: str, user_agent: str, settings: BrowserSettings) -> BrowserContext:
        """A context with nothing in it and nothing allowed, whose every request goes to ``proxy``."""
        context = await self._browser.new_context(
            proxy={"server": proxy},
            user_agent=user_agent,
            viewport={"width": settings.width, "height": settings.height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=False,
            service_workers="block",
            ignore_https_errors=True,  # what it is shown is our own proxy's; that one looks at the real one
            permissions=[],
        )
        await context.add_init_script(AT_START)
        self.pages += 1
        return context

    async def close(self) -> None:
        """End the browser: asked first, then by force."""
        with contextlib.suppress(Error, TimeoutError):
            async with asyncio.timeout(_END_S):
                await self._browser.close()
        self.kill()

    def kill(self) -> None:
        """End every process of the browser at once."""
        kill_tree(self.pid, self._began)
        self._home.clear()

    async def _look_at_itself(self) -> None:
        context = await self._browser.new_context()
        page = await context.new_page()
        self.draws_chinese = await draws_chinese(page)
        self.user_agent = await page.evaluate("navigator.userAgent")
        await context.close()


async def _pid_of(browser: Browser) -> int:
    session = await browser.new_browser_cdp_session()
    listed = await session.send("SystemInfo.getProcessInfo")
    await session.detach()
    return next(int(one["id"]) for one in listed["processInfo"] if one["type"] == "browser")


def _plain_environment() -> dict[str, str]:
    """The environment without what leads to somebody's session, keys or proxy."""
    kept = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH")
    return {name: value for name in kept if (value := os.environ.get(name))}
