"""The guard at the door for pictures (照片检查): kind, bytes and pixels, by their own first bytes.

Nothing is decoded here. A picture states its size before it is unpacked; whoever unpacks it holds it
to that (``photos.picture``), in a process of its own.
"""

import struct

from jiugai.exchange.file_kind import Kind
from jiugai.exchange.refusals import Refused
from jiugai.exchange.upload_limits import UploadLimits, in_mib

TAKE_JPEG = "请在手机相机设置里选“兼容性最佳”或 JPEG 格式后重拍，或另存为 .jpg 后重传"
SMALLER = "请用手机相册的“编辑、另存”或聊天软件的“原图”以外的方式缩小后重传"
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_START_OF_FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xD9)}
"""JPEG's markers without a length."""


def examine_picture(content: bytes, limits: UploadLimits) -> Kind:
    """Return what kind of picture a file is.

    :raises Refused: if it is none that is taken here, or larger than is taken.
    """
    if not content:
        raise Refused("empty", "文件是空的（0 字节）")
    if len(content) > limits.picture_bytes:
        found = f"照片有 {in_mib(len(content))}，最多 {in_mib(limits.picture_bytes)}"
        raise Refused("too_large", found, SMALLER)
    kind, size = _kind_and_size(content)
    if size is None or min(size) < 1:
        raise Refused("damaged", "照片不完整或已损坏，读不出宽和高")
    check_extent(size, limits)
    return kind


def check_extent(size: tuple[int, int], limits: UploadLimits) -> None:
    """Refuse a picture by its width and height.

    :raises Refused: if it has too many pixels, or is too long on one side.
    """
    width, height = size
    if width * height > limits.picture_pixels or max(size) > limits.picture_side:
        found = (
            f"照片是 {width}×{height} 像素，最多 {limits.picture_pixels // 10_000} 万像素、"
            f"一边 {limits.picture_side} 像素"
        )
        raise Refused("too_many_pixels", found, SMALLER)


def _kind_and_size(content: bytes) -> tuple[Kind, tuple[int, int] | None]:
    if content.startswith(_PNG):
        return Kind.PNG, _png_size(content)
    if content.startswith(_JPEG):
        return Kind.JPEG, _jpeg_size(content)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Kind.WEBP, _webp_size(content)
    if content[4:8] == b"ftyp":
        raise Refused("not_a_picture", "这是 HEIC 照片或视频，只收 .jpg、.png、.webp", TAKE_JPEG)
    raise Refused("not_a_picture", "这不是 .jpg、.png 或 .webp 照片", TAKE_JPEG)


def _png_size(content: bytes) -> tuple[int, int] | None:
    if content[12:16] != b"IHDR" or len(content) < 24:
        return None
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Return the size in the first start of frame; segments before it are stepped over."""
    at = 2
    while at + 9 <= len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker in _START_OF_FRAME:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        at += 2 if marker in _ALONE else 2 + struct.unpack_from(">H", content, at + 2)[0]
    return None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    form, body = content[12:16], content[20:]
    if len(body) < 10:
        return None
    if form == b"VP8X":
        width, height = (int.from_bytes(body[n : n + 3], "little") + 1 for n in (4, 7))
    elif form == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif form == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = (n & 0x3FFF for n in struct.unpack_from("<HH", body, 6))
    else:
        return None
    return width, height
