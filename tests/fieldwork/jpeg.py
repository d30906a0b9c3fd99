"""Whether a JPEG file holds a picture and nothing else: no place, time or remark, no film at its end."""

from __future__ import annotations

_START, _END, _SCAN = b"\xff\xd8", b"\xff\xd9", 0xDA
_PICTURE = frozenset(
    {0xE0, 0xEE, 0xDB, 0xC4, 0xDD, _SCAN}  # JFIF, Adobe's colour note, tables
    | (set(range(0xC0, 0xD0)) - {0xC8, 0xCC})  # frames
)


def is_only_a_picture(data: bytes) -> bool:
    """False also where that cannot be told for sure. The structure is that of ITU-T T.81, annex B."""
    position = len(_START)
    if not data.startswith(_START):
        return False
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker, size = data[position + 1], int.from_bytes(data[position + 2 : position + 4], "big")
        if marker not in _PICTURE:
            return False
        position += 2 + size
        if marker == _SCAN:
            return data.find(_END, position) == len(data) - len(_END)
    return False
