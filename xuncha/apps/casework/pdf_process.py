"""Writes a PDF anew in a process of its own: its pages and nothing else.

A hostile PDF can keep any reader busy or make it ask for more memory than there is. So the reader runs apart,
as a script with two paths as its arguments, under a limit on memory and time. Forms and notes become part of the
page; scripts, actions, attached files and what is known of the author are left behind.

Prints one line: the number of pages, or in Chinese why there is no file.
"""

from __future__ import annotations

import resource
import sys

import pypdfium2
from pypdfium2 import raw

MEMORY_LIMIT = 1 << 30
CPU_SECONDS = 30
MOST_PAGES = 300


def write_anew(source: str, target: str) -> str:
    """The pages of ``source`` as a new file at ``target``; the line to print."""
    with pypdfium2.PdfDocument(source) as old:
        pages = len(old)
        if pages > MOST_PAGES:
            return f"PDF 有 {pages} 页，最多 {MOST_PAGES} 页"
        old.init_forms()
        for number in range(pages):
            # Not page.flatten(): that one does nothing where there is no form, and notes have actions, too.
            if raw.FPDFPage_Flatten(old[number], raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_FAIL:
                raise pypdfium2.PdfiumError("flattening failed")
        with pypdfium2.PdfDocument.new() as new:
            for number in range(pages):
                _draw(old, number, new)
            new.save(target)
    return str(pages)


def _draw(old: pypdfium2.PdfDocument, number: int, new: pypdfium2.PdfDocument) -> None:
    """The content of a page as one object on an empty page of the same size: no key of the old page comes along."""
    page = old[number]
    left, bottom, right, top = page.get_cropbox()
    drawn = new.new_page(right - left, top - bottom)
    drawn.set_mediabox(left, bottom, right, top)
    drawn.set_rotation(page.get_rotation())
    drawn.insert_obj(old.page_as_xobject(number, new).as_pageobject())
    drawn.gen_content()


def main(source: str, target: str) -> None:
    """Write the file and say how it went."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        print(write_anew(source, target))
    except pypdfium2.PdfiumError:
        print("不是完好的 PDF，或设有打开密码；请另存后重试")


if __name__ == "__main__":
    main(*sys.argv[1:3])
