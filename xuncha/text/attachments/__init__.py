"""The text of attached files: Word, Excel, PowerPoint, PDF, OFD, plain text, and archives of these."""

from __future__ import annotations

from xuncha.text.attachments.reading import AttachmentText, attachment_text

__all__ = ["AttachmentText", "attachment_text"]
