"""Cleaning of printed text. Every cleaning rule of the project is here."""

from __future__ import annotations

import unicodedata

# Zero-width and directional marks, the soft hyphen, the BOM, and control characters other
# than white space: none of them is text, and editors paste them in by accident.
_INVISIBLE = dict.fromkeys(
    [
        *range(0x00, 0x09),
        *range(0x0E, 0x1C),
        *range(0x7F, 0x85),
        *range(0x86, 0xA0),
        0xAD,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        0xFEFF,
        0xFFFE,
    ]
)


def clean(text: str) -> str:
    """Return `text` in NFC, on one line, trimmed, every run of white space as one blank.

    NBSP and the ideographic space U+3000 count as white space. Full-width punctuation is
    kept: NFKC, which would rewrite ：（）！？, is not applied.
    """
    text = " ".join(text.translate(_INVISIBLE).split())
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def clean_or_none(text: str | None) -> str | None:
    """`clean`, with ``None`` for what is absent or blank."""
    return (clean(text) or None) if text else None
