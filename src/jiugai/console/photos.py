"""The commands of photos (照片索引、照片查重): read files, need no database."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from jiugai.console import setting_up
from jiugai.console.answers import finding, refuse, say_findings, say_json
from jiugai.services.supervision import photos

_MOST_BYTES = 1 << 28
_told = Console(stderr=True)

IndexFile = Annotated[
    Path | None,
    typer.Option(
        "--index", metavar="FILE", dir_okay=False, help="索引文件，默认 var/photos/index.npz。"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出一份 JSON。")]


def photo_index(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", exists=True, file_okay=False, readable=True, help="照片所在的文件夹。"
        ),
    ],
    index: IndexFile = None,
    add: Annotated[bool, typer.Option("--add", help="并入已有的索引，不重建。")] = False,
    as_json: AsJson = False,
) -> None:
    """Index the photos of a folder, and tell which of them are one and the same."""
    path = index or _default()
    try:
        done = _indexed(folder, path, add=add, quiet=as_json)
    except photos.NotAnIndex as refusal:
        message = f"“{path}”{refusal}，没有改动它。请去掉 --add 重建，或换一个文件。"
        raise refuse(message, code="photo.not_an_index", as_json=as_json) from None
    except OSError as error:
        message = f"索引“{path}”写不进去（{error.strerror}），请换一个位置。"
        raise refuse(message, code="photo.not_saved", as_json=as_json) from error
    if as_json:
        say_json(_made_json(done))
        return
    typer.echo(f"共 {done.photos} 张照片编入 {done.path}，读不出的 {len(done.findings)} 张。")
    for one, other, apart in done.copies:
        typer.echo(f"  {other} 与 {one} 是同一张照片（指纹差 {apart} 位）")
    say_findings(done.findings)


def _indexed(folder: Path, path: Path, *, add: bool, quiet: bool) -> photos.MadeIndex:
    with Progress(console=_told, transient=True, disable=quiet) as bar:
        task = bar.add_task("读取照片", total=None)

        def show(at: int, of: int, name: str) -> None:
            bar.update(task, completed=at, total=of, description=name[:20])

        return photos.index_photos(folder, path, add=add, progress=show)


def _made_json(done: photos.MadeIndex) -> dict[str, Any]:
    return {
        "index": str(done.path),
        "photos": done.photos,
        "copies": [
            {"path": other, "of": one, "distance": apart} for one, other, apart in done.copies
        ],
        "findings": [finding(found) for found in done.findings],
    }


def photo_find(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", exists=True, dir_okay=False, readable=True, help="要查的照片。"
        ),
    ],
    index: IndexFile = None,
    as_json: AsJson = False,
) -> None:
    """Look for a photo among those indexed, cropped, mirrored, turned or compressed as it may be."""
    path = index or _default()
    try:
        opened = photos.open_index(path)
    except photos.NotAnIndex as refusal:
        message = f"“{path}”{refusal}。请先用 jiugai photo-index 建立索引。没有比对。"
        raise refuse(message, code="photo.not_an_index", as_json=as_json) from None
    with file.open("rb") as stream:
        content = stream.read(_MOST_BYTES)
    found = photos.find_photo(content, document=file.name, index=opened)
    if as_json:
        say_json(photos.to_json(found))
    else:
        for line in photos.in_sentences(found):
            typer.echo(line)
        say_findings(found.findings)
    if found.quality is None:
        raise typer.Exit(1)


def _default() -> Path:
    return setting_up.var_folder() / "photos" / "index.npz"
