"""One photo as whoever may see its site sees it (看照片): the copy made anew, held to its digest."""

from dataclasses import dataclass

from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.reporting.board import board
from jiugai.services.supervision.evidence.taking import code_page, covers
from jiugai.storage.supervision import photo_queries as queries
from jiugai.storage.supervision.photo_queries import NoSuchPhoto

__all__ = ["NoSuchPhoto", "PictureChanged", "Seen", "own_picture", "picture"]


class PictureChanged(Exception):
    """What is kept of a photo is not what was entered: somebody changed it behind the system's back."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"照片{number}的留存图与登记的摘要不符，可能被人改动过，不予显示。请联系系统管理员核对。"
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture to be shown, as JPEG."""

    content: bytes


def picture(number: str, *, small: bool, actor: Actor, asked: Horizon) -> Seen:
    """Return a photo's picture.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchPhoto: if there is none within the officer's scope.
    :raises PictureChanged: if it is not as it was entered.
    """
    require(actor, Power.SEE)
    found = queries.photo_numbered(number)
    city = board(asked)
    site = city.sites.get(found.site_id)
    if site is None or not covers(actor.scope, city, site):
        raise NoSuchPhoto(number)
    content = queries.picture(found.id, small=small)
    if not small and sm3(content) != found.clean_sm3:
        raise PictureChanged(number)
    return Seen(content)


def own_picture(number: str, code: str, *, actor: Actor, asked: Horizon) -> Seen:
    """Return a photo small, as whoever sent it under a code sees it.

    :raises NotAllowed: if the actor may send no photos.
    :raises NoSuchPhoto: if the officer sent none such under such a code of his.
    """
    require(actor, Power.TAKE_PHOTO)
    for photo in code_page(code, actor=actor, asked=asked).photos:
        if photo.public_id == number:
            return Seen(queries.picture(photo.id, small=True))
    raise NoSuchPhoto(number)
