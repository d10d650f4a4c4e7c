"""The index: what was changed is found, what is another picture is not, and the file is what it says."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from jiugai.exchange.photos import index_file
from jiugai.exchange.photos.index_file import (
    Index,
    Indexed,
    NotAnIndex,
    distances,
    made,
    prints_of,
    read_index,
    write_index,
)
from jiugai.exchange.photos.picture import grey_of
from jiugai.exchange.photos.windows import WINDOWS, asked_prints, stored_prints
from tests.exchange.photos.pictures import as_jpeg, front

MANY = 12


def stored(picture: Image.Image) -> bytes:
    return stored_prints(grey_of(picture))[0].astype("<u8").tobytes()


@pytest.fixture(scope="module")
def index() -> Index:
    photos = [Indexed(f"{n}.jpg", f"{n:064x}", 100) for n in range(MANY)]
    return made(photos, [stored(front(n)) for n in range(MANY)])


def reopened(picture: Image.Image, quality: int) -> Image.Image:
    return Image.open(io.BytesIO(as_jpeg(picture, quality=quality))).convert("RGB")


def boxed(picture: Image.Image) -> Image.Image:
    shot = Image.new("RGB", (picture.width, picture.height + 220))
    shot.paste(picture, (0, 110))
    return shot


def leaning(picture: Image.Image, degrees: float) -> Image.Image:
    """Return a picture turned a little, without the corners that the turning left empty."""
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC)
    return turned.crop((40, 40, picture.width - 40, picture.height - 40))


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "nothing": lambda p: p,
    "JPEG 30": lambda p: reopened(p, 30),
    "a quarter of the size": lambda p: p.resize((p.width // 4, p.height // 4)),
    "grey": lambda p: p.convert("L").convert("RGB"),
    "mirror": ImageOps.mirror,
    "turn by 90": lambda p: p.rotate(90, expand=True),
    "turn by 180": lambda p: p.rotate(180),
    "turn by 270 and mirror": lambda p: ImageOps.mirror(p.rotate(270, expand=True)),
    "crop 10 % at the centre": lambda p: p.crop((40, 30, 760, 570)),
    "crop 20 % at the right": lambda p: p.crop((0, 0, 640, 600)),
    "crop 25 % at the foot": lambda p: p.crop((0, 0, 800, 450)),
    "screenshot with bars": boxed,
    "turn by 3 to the left": lambda p: leaning(p, 3),
    "turn by 2 to the right": lambda p: leaning(p, -2),
}


class TestNearest:
    @pytest.mark.parametrize("change", CHANGES)
    def test_finds_the_original_of_a_changed_copy(self, index: Index, change: str):
        for n in range(0, MANY, 3):
            found = index.nearest(asked_prints(grey_of(CHANGES[change](front(n)))), most=48)

            assert [place for place, _ in found] == [n]

    def test_finds_nothing_for_another_picture(self, index: Index):
        for n in range(100, 112):
            assert index.nearest(asked_prints(grey_of(front(n))), most=48) == []

    def test_puts_the_nearest_first(self, index: Index):
        found = index.nearest(asked_prints(grey_of(front(4))), most=256)

        assert found[0] == (4, 0)
        assert [d for _, d in found] == sorted(d for _, d in found)
        assert len(found) == MANY

    def test_looks_for_a_small_picture_in_fewer_views(self):
        small = Image.new("RGB", (90, 90))
        small.paste(front(1).resize((66, 66)), (12, 12))

        assert len(asked_prints(grey_of(front(1)))) == 10
        assert len(asked_prints(grey_of(small))) == 16  # without its border too, never askew

    def test_of_an_empty_index_is_nothing(self):
        assert made([], []).nearest(asked_prints(grey_of(front(1))), most=64) == []


@pytest.mark.parametrize("block", [7, 1 << 14])  # many blocks are shared among threads
@given(
    prints=st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70),
    asked=st.integers(1, 3),
)
def test_distances_count_the_bits_that_differ(block: int, prints: list[bytes], asked: int):
    table = prints_of(b"".join(prints))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_file, "_BLOCK", block)
        found = distances(np.ascontiguousarray(table.T), table[:asked])

    looked_for = [int.from_bytes(one, "big") for one in prints[:asked]]
    assert found.tolist() == [
        min((int.from_bytes(other, "big") ^ one).bit_count() for one in looked_for)
        for other in prints
    ]


class TestIndexFile:
    def test_reads_back_what_was_written(self, index: Index, tmp_path: Path):
        path = tmp_path / "new" / "index.npz"

        write_index(path, index)

        again = read_index(path)
        assert again.photos == index.photos
        assert (again.prints == index.prints).all()
        assert [file.name for file in path.parent.iterdir()] == ["index.npz"]

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x93NUMPY", b"not an index"])
    def test_refuses_what_is_none(self, tmp_path: Path, content: bytes):
        path = tmp_path / "index.npz"
        path.write_bytes(content)

        with pytest.raises(NotAnIndex):
            read_index(path)

    def test_refuses_prints_that_are_not_as_many_as_the_photos_need(self, index: Index):
        with pytest.raises(NotAnIndex):
            Index(index.photos, index.prints[:-1])

    def test_refuses_one_that_was_made_by_pickling(self, tmp_path: Path):
        path = tmp_path / "index.npz"
        with path.open("wb") as file:
            np.savez(file, about=np.array([{"a": 1}], dtype=object), prints=np.zeros((WINDOWS, 4)))

        with pytest.raises(NotAnIndex):
            read_index(path)
