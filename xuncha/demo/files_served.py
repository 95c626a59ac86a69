"""What the sites serve beside their pages: pictures, documents, error pages, and the national platform."""

from __future__ import annotations

from random import Random

from xuncha.demo.model import Page

HTML = "text/html"
JSON = "application/json"
PDF = "application/pdf"
SVG = "image/svg+xml"

_ERRORS = {
    403: ("403 Forbidden", "您没有访问该页面的权限，请求已被拒绝。"),
    404: ("404 Not Found", "您访问的页面不存在，可能已被删除或移动。"),
    405: ("405 Method Not Allowed", "不支持的请求方法。"),
    410: ("410 Gone", "该页面已被永久移除。"),
    500: ("500 Internal Server Error", "服务器内部错误，请稍后再试。"),
    503: ("503 Service Unavailable", "网站正在维护，暂停访问。"),
}


def error_page(status: int) -> Page:
    """A plain error page as web servers give it."""
    title, text = _ERRORS[status]
    html = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><center><h1>{title}</h1></center><hr><center>{text}</center></body></html>\n"
    )
    return Page(status, "text/html; charset=utf-8", html.encode())


def svg_picture(seed: str, number: int) -> bytes:
    """A small landscape, different for each site and number."""
    rng = Random(f"picture {number} of {seed}")
    hills = "".join(
        f'<path d="M0 {y} Q 80 {y - rng.randint(30, 90)} 160 {y} T 320 {y} V200 H0Z" '
        f'fill="hsl({rng.randint(90, 190)},35%,{light}%)"/>'
        for y, light in ((110, 70), (140, 58), (170, 45))
    )
    sky = f'<rect width="320" height="200" fill="hsl({rng.randint(190, 215)},60%,88%)"/>'
    sun = f'<circle cx="{rng.randint(40, 280)}" cy="45" r="16" fill="#ffd27f"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200" viewBox="0 0 320 200">{sky}{sun}{hills}</svg>'
    return svg.encode()


def pdf_document(text: str) -> bytes:
    """A one-page PDF with one line of ASCII text."""
    stream = f"BT /F1 24 Tf 72 760 Td ({text}) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def national_platform(site_codes: tuple[str, ...]) -> dict[str, Page]:
    """The stand-in of the national platform: a form for each site's code."""
    pages = {"/": _form("")}
    pages.update({f"/exposure/jiucuo.html?site_code={code}": _form(code) for code in site_codes})
    return pages


def service_portal() -> dict[str, Page]:
    """The stand-in of the province's service portal."""
    html = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>云岭省政务服务网（示例）</title></head><body>'
        "<h1>云岭省政务服务网</h1><p>示例省的替身页面：各市、各部门的办事指南在此集中提供。</p></body></html>\n"
    )
    return {"/": Page(200, "text/html; charset=utf-8", html.encode())}


def _form(code: str) -> Page:
    html = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>我为政府网站找错（示例）</title></head><body>'
        f"<h1>我为政府网站找错</h1><p>示例省的替身页面，不收集任何信息。网站标识码：{code or '未选择'}</p>"
        '<form action="#"><textarea name="t"></textarea><button>提交</button></form></body></html>\n'
    )
    return Page(200, "text/html; charset=utf-8", html.encode())
