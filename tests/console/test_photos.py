"""The commands of photos: an index of a folder, and a photo looked for in it."""

import json
from pathlib import Path

import pytest
from PIL import ImageOps
from typer.testing import CliRunner, Result

from jiugai.console.main import app
from tests.exchange.photos.pictures import as_jpeg, as_png, front, with_exif


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with four photos, one of them twice, a broken one and a text."""
    path = tmp_path_factory.mktemp("照片")
    (path / "九月").mkdir()
    for n in range(3):
        (path / "九月" / f"{n}.jpg").write_bytes(as_jpeg(front(n)))
    (path / "十月.png").write_bytes(as_png(front(1).resize((640, 480))))
    (path / "坏.jpg").write_bytes(as_jpeg(front(7))[:900])
    (path / "说明.txt").write_text("不是照片", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def index(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    path = tmp_path_factory.mktemp("索引") / "index.npz"
    return path, run("photo-index", folder, "--index", path, "--json")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


class TestPhotoIndex:
    def test_indexes_a_folder_and_tells_copies_and_what_it_could_not_read(
        self, index: tuple[Path, Result]
    ):
        path, result = index

        told = json.loads(result.stdout)
        assert result.exit_code == 0
        assert (told["photos"], told["index"]) == (4, str(path))
        assert [(copy["path"], copy["of"]) for copy in told["copies"]] == [
            ("十月.png", "九月/1.jpg")
        ]
        assert [finding["code"] for finding in told["findings"]] == ["upload.damaged"]

    def test_adds_to_an_index_without_reading_the_others_again(
        self, index: tuple[Path, Result], tmp_path: Path
    ):
        path, _ = index
        copy = tmp_path / "index.npz"
        copy.write_bytes(path.read_bytes())
        (tmp_path / "新").mkdir()
        (tmp_path / "新" / "新.jpg").write_bytes(as_jpeg(front(20)))

        first = run("photo-index", tmp_path / "新", "--index", copy, "--add", "--json")
        found = run("photo-find", tmp_path / "新" / "新.jpg", "--index", copy, "--json")

        assert json.loads(first.stdout)["photos"] == 5
        told = json.loads(found.stdout)
        assert (told["searched"], told["matches"][0]["path"]) == (5, "新.jpg")

    def test_refuses_to_add_to_what_is_no_index(self, folder: Path, tmp_path: Path):
        path = tmp_path / "index.npz"
        path.write_bytes(b"not an index")

        result = run("photo-index", folder, "--index", path, "--add", "--json")

        assert result.exit_code == 1
        assert json.loads(result.stdout)["findings"][0]["code"] == "photo.not_an_index"
        assert path.read_bytes() == b"not an index"


class TestPhotoFind:
    @pytest.mark.parametrize(
        ("content", "answer"),
        [
            (as_jpeg(front(2)), "refuse"),  # the very file
            (as_png(ImageOps.mirror(front(2))), "refuse"),
            (as_jpeg(front(2).crop((40, 30, 760, 570)).rotate(180), quality=40), "refuse"),
            (as_jpeg(front(30)), None),
        ],
    )
    def test_finds_a_photo_however_it_was_changed(
        self, index: tuple[Path, Result], tmp_path: Path, content: bytes, answer: str | None
    ):
        photo = tmp_path / "查.jpg"
        photo.write_bytes(content)

        result = run("photo-find", photo, "--index", index[0], "--json")

        told = json.loads(result.stdout)
        assert result.exit_code == 0
        assert told["answer"] == answer
        assert [match["path"] for match in told["matches"]][:1] == (
            ["九月/2.jpg"] if answer else []
        )

    def test_shows_what_the_photo_claims_and_does_not_believe_it(
        self, index: tuple[Path, Result], tmp_path: Path
    ):
        photo = tmp_path / "查.jpg"
        photo.write_bytes(with_exif(front(30)))

        told = json.loads(run("photo-find", photo, "--index", index[0], "--json").stdout)
        said = run("photo-find", photo, "--index", index[0]).stdout

        assert told["claims"] == {
            "taken_at": "2020-10-28T09:15:00",
            "latitude": 33.042,
            "longitude": 108.25,
            "camera": "HUAWEI P40",
        }
        assert "只是自称，不作凭据" in said

    def test_exits_with_1_on_a_picture_that_cannot_be_read(
        self, index: tuple[Path, Result], tmp_path: Path
    ):
        photo = tmp_path / "查.jpg"
        photo.write_bytes(b"GIF89a" + bytes(50))

        result = run("photo-find", photo, "--index", index[0], "--json")

        assert result.exit_code == 1
        assert json.loads(result.stdout)["findings"][0]["code"] == "upload.not_a_picture"

    def test_says_that_there_is_no_index_yet(self, folder: Path, tmp_path: Path):
        result = run("photo-find", folder / "九月" / "0.jpg", "--index", tmp_path / "没有.npz")

        assert result.exit_code == 1
        assert "请先用 jiugai photo-index 建立索引" in result.stderr
