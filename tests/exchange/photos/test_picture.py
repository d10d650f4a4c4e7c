"""Reading a picture behind the guard: hostile ones cost a sentence, honest ones lose nothing but their past."""

import io
from contextlib import suppress
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from jiugai.domain.findings import Finding
from jiugai.exchange.file_kind import PICTURES, Kind
from jiugai.exchange.photos.guard import examine_picture
from jiugai.exchange.photos.picture import READER, Picture, read_picture
from jiugai.exchange.photos.windows import WINDOWS
from jiugai.exchange.reading_process import run_reader
from jiugai.exchange.refusals import Refused
from jiugai.exchange.upload_limits import upload_limits
from tests.exchange.photos.pictures import (
    as_jpeg,
    as_png,
    as_webp,
    front,
    png_bomb,
    png_that_states,
    with_exif,
)


def read(content: bytes) -> Picture | Finding:
    """Read as the services do: behind the guard, in a process of its own."""
    return run_reader(
        READER, content, {"document": "照片.jpg"}, expect=Picture, name="照片.jpg", kinds=PICTURES
    )


def read_here(content: bytes) -> Picture:
    found = read_picture(content, "照片.jpg")
    assert isinstance(found, Picture), found
    return found


class TestExaminePicture:
    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (as_jpeg(front(1)), Kind.JPEG),
            (as_jpeg(front(1), progressive=True), Kind.JPEG),
            (as_png(front(1)), Kind.PNG),
            (as_webp(front(1)), Kind.WEBP),
            (as_webp(front(1), lossless=True), Kind.WEBP),
            (as_webp(front(1), exif=Image.Exif().tobytes()), Kind.WEBP),
        ],
    )
    def test_knows_a_picture_by_its_first_bytes(self, content: bytes, kind: Kind):
        assert examine_picture(content, upload_limits()) is kind

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "upload.empty"),
            (b"GIF89a" + bytes(40), "upload.not_a_picture"),
            (b"BM" + bytes(40), "upload.not_a_picture"),
            (b"<svg xmlns='x'></svg>", "upload.not_a_picture"),
            (b"\0\0\0\x18ftypheic" + bytes(40), "upload.not_a_picture"),
            (b"PK\x03\x04" + bytes(40), "upload.not_a_picture"),
            (b"\xff\xd8\xff", "upload.damaged"),
            (b"\xff\xd8\xff\xe0\xff\xff" + bytes(20), "upload.damaged"),
            (b"\x89PNG\r\n\x1a\n" + bytes(5), "upload.damaged"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "upload.damaged"),
            (png_that_states(0, 100), "upload.damaged"),
            (png_that_states(17_000, 10_000), "upload.too_many_pixels"),
            (png_that_states(50_000, 50_000), "upload.too_many_pixels"),
            (png_that_states(20_000, 10), "upload.too_many_pixels"),
            (b"\xff\xd8\xff" + bytes(21 << 20), "upload.too_large"),
        ],
    )
    def test_refuses_the_rest_before_anything_is_decoded(self, content: bytes, code: str):
        with pytest.raises(Refused) as refusal:
            examine_picture(content, upload_limits())

        assert refusal.value.code == code

    @given(
        st.binary(max_size=200),
        st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF....WEBP", b""]),
    )
    def test_never_breaks_on_any_bytes(self, body: bytes, head: bytes):
        with suppress(Refused):
            assert examine_picture(head + body, upload_limits()) in PICTURES


class TestReadPicture:
    def test_gives_prints_size_and_a_copy_through_the_confined_process(self):
        found = read(as_jpeg(front(1)))

        assert isinstance(found, Picture), found
        assert (found.width, found.height) == (800, 600)
        assert len(found.stored) == WINDOWS * 32
        assert found.quality > 50
        assert Image.open(io.BytesIO(found.clean)).size == (800, 600)

    @pytest.mark.parametrize(
        "content",
        [
            as_jpeg(front(1))[:4000],
            png_that_states(900, 900),
            as_png(front(1))[:-3000],
            b"\xff\xd8\xff\xc0\x00\x11\x08\x02\x58\x03\x20\x03" + bytes(60),
        ],
    )
    def test_says_that_a_broken_picture_is_broken(self, content: bytes):
        found = read(content)

        assert isinstance(found, Finding)
        assert found.code in {"upload.damaged", "upload.unreadable"}
        assert "没有写入任何数据" in found.message

    def test_bears_a_bomb_that_keeps_the_limits_and_finds_nothing_to_see_in_it(self):
        found = read(png_bomb(6000))

        assert isinstance(found, Picture), found
        assert found.quality == 0

    @pytest.mark.parametrize("size", [(90, 90), (4000, 200)])
    def test_refuses_what_is_too_small_or_narrow_to_be_told_from_another(
        self, size: tuple[int, int]
    ):
        found = read_picture(as_jpeg(front(1, size)), "照片.jpg")

        assert isinstance(found, Finding)
        assert found.code == "upload.picture_too_small"

    def test_refuses_a_moving_picture(self):
        film = as_webp(front(1), save_all=True, append_images=[front(2)])

        found = read_picture(film, "照片.webp")

        assert isinstance(found, Finding)
        assert found.code == "upload.moving_picture"

    def test_reads_the_cameras_notes_as_claims(self):
        claims = read_here(with_exif(front(1))).claims

        assert claims.taken_at == datetime(2020, 10, 28, 9, 15)  # noqa: DTZ001  a camera knows no zone
        assert (claims.latitude, claims.longitude) == (Decimal("33.042000"), Decimal("108.250000"))
        assert claims.camera == "HUAWEI P40"

    @pytest.mark.parametrize(
        "notes",
        [
            {"taken": "0000:00:00 00:00:00"},
            {"taken": "2020-10-28"},
            {"latitude": (333.0, 0.0, 0.0)},
            {"half": "Q"},
        ],
    )
    def test_leaves_out_a_note_that_makes_no_sense(self, notes: dict[str, object]):
        claims = read_here(with_exif(front(1), **notes)).claims

        assert claims.taken_at is None or claims.latitude is None

    def test_leaves_nothing_of_them_in_the_copy(self):
        sent = with_exif(front(1)) + b"<script>alert(1)</script>"

        clean = read_here(sent).clean

        assert b"ZhangSan" in sent
        assert not Image.open(io.BytesIO(clean)).getexif()
        assert not any(secret in clean for secret in (b"HUAWEI", b"ZhangSan", b"<script>", b"Exif"))

    def test_sees_the_picture_upright(self):
        sideways = with_exif(front(1).rotate(90, expand=True), orientation=6)

        found = read_here(sideways)

        assert (found.width, found.height) == (800, 600)

    def test_keeps_the_copy_within_two_thousand_pixels(self):
        found = read_here(as_jpeg(front(1, (4000, 3000))))

        assert (found.width, found.height) in {(4000, 3000), (2000, 1500)}
        assert max(Image.open(io.BytesIO(found.clean)).size) <= 2048

    @settings(max_examples=25)
    @given(st.data())
    def test_never_breaks_on_a_picture_in_which_bytes_were_changed(self, data: st.DataObject):
        content = bytearray(_SMALL)
        for _ in range(data.draw(st.integers(1, 6))):
            content[data.draw(st.integers(2, len(content) - 1))] = data.draw(st.integers(0, 255))

        assert isinstance(read_picture(bytes(content), "照片.jpg"), Picture | Finding)


_SMALL = with_exif(front(3, (160, 120)))


def test_a_mirrored_picture_is_another_file_and_the_same_picture():
    mirrored = as_png(ImageOps.mirror(front(5)))

    assert read_here(mirrored).stored != read_here(as_png(front(5))).stored
