"""The page as it stands after its scripts have run, as HTML that can be read without running anything."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from playwright.async_api import Error, Frame, Page

#: More characters than this are no page to read.
LARGEST_DOM = 6_000_000
_FRAME_DEPTH = 3
_MARK = "data-xuncha-frame"

#: Run before any script of the page: shadow trees stay readable, nothing is printed or opened.
AT_START = """
(() => {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (given) { return attach.call(this, {...given, mode: 'open'}); };
  window.open = () => null;
  window.print = () => undefined;
})();
"""

#: A copy of the document without scripts; frames are marked, shadow trees written out, links made whole.
_COPY = """
(mark) => {
  if (!document.documentElement) return '';
  let number = 0;
  for (const frame of document.querySelectorAll('iframe, frame')) {
    const box = frame.getBoundingClientRect();
    frame.setAttribute(mark, box.width >= 60 && box.height >= 60 ? String(number) : 'small');
    number += 1;
  }
  const whole = (node) => {
    const copy = node.cloneNode(true);
    const from = node.querySelectorAll('*'), to = copy.querySelectorAll('*');
    for (let i = 0; i < from.length && i < to.length; i += 1) {
      if (from[i].shadowRoot) {
        const inner = document.createElement('div');
        for (const child of from[i].shadowRoot.children) inner.appendChild(whole(child));
        to[i].appendChild(inner);
      }
      for (const name of ['href', 'src']) {
        if (to[i].hasAttribute && to[i].hasAttribute(name) && typeof from[i][name] === 'string') {
          const given = to[i].getAttribute(name).trim();
          if (given && !/^(#|javascript:|data:|mailto:|tel:)/i.test(given)) to[i].setAttribute(name, from[i][name]);
        }
      }
    }
    for (const gone of copy.querySelectorAll('script, noscript, template, link[rel=preload]')) gone.remove();
    for (const frame of copy.querySelectorAll('[' + mark + ']')) {
      if (frame.getAttribute(mark) === 'small') { frame.remove(); continue; }
      const place = document.createElement('div');
      place.setAttribute(mark, frame.getAttribute(mark));
      frame.replaceWith(place);
    }
    return copy;
  };
  return whole(document.documentElement).outerHTML;
}
"""
_BODY = "(html) => { const d = new DOMParser().parseFromString(html, 'text/html'); return d.body.innerHTML; }"


@dataclass(frozen=True, slots=True)
class Shown:
    """A page at one moment: its address by then, and its HTML without scripts, frames written into it."""

    url: str
    html: str


async def read_dom(page: Page) -> Shown | None:
    """The page as it stands now; None while it is being replaced by another."""
    try:
        html = await _read_frame(page.main_frame, 0)
    except Error:
        return None
    return Shown(page.url, f"<!DOCTYPE html>\n{html[:LARGEST_DOM]}") if html else None


async def _read_frame(frame: Frame, depth: int) -> str:
    html: str = await frame.evaluate(_COPY, _MARK)
    if depth >= _FRAME_DEPTH:
        return html
    for child in frame.child_frames:
        try:
            number = await (await child.frame_element()).get_attribute(_MARK)
            place = f'<div {_MARK}="{number}"></div>'
            if number is None or place not in html:
                continue
            inner: str = await child.evaluate(_BODY, await _read_frame(child, depth + 1))
        except Error:  # the frame went away, or holds a page of its own that cannot be read
            continue
        html = html.replace(place, f'<div data-frame-url="{escape(child.url)}">{inner}</div>', 1)
    return html
