"""The limits that an uploaded file must keep (上传限额), as the policy floor declares them."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How large a file may be, packed and unpacked, and what the process that reads it may use.

    Bytes are bytes, seconds are seconds; ``ratio`` is unpacked ÷ packed. What each one stops is
    written beside it in ``policy/national/upload_limits.toml``.
    """

    file_bytes: int
    members: int
    member_name_characters: int
    unpacked_bytes: int
    ratio: int
    ratio_from_bytes: int
    token_bytes: int
    rows: int
    columns: int
    cells: int
    area_cells: int
    line_bytes: int
    memory_bytes: int
    cpu_seconds: int
    wall_seconds: int
    open_files: int
    answer_bytes: int
    picture_bytes: int
    picture_pixels: int
    picture_side: int


@cache
def upload_limits() -> UploadLimits:
    """Return the limits in force."""
    file = files("jiugai.policy.national").joinpath("upload_limits.toml")
    declared = tomllib.loads(file.read_text(encoding="utf-8"))["limits"][-1]
    return UploadLimits(**{field.name: declared[field.name] for field in fields(UploadLimits)})


def in_mib(size: int) -> str:
    """Return a size as people say it: ``256 MB``; below one, in KB.

    >>> in_mib(33_554_432), in_mib(262_144)
    ('32 MB', '256 KB')
    """
    mib = 1 << 20
    return f"{-(-size // mib)} MB" if size >= mib else f"{-(-size // 1024)} KB"
