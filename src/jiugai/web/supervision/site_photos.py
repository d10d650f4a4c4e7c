"""Photos of a site, from the phone (现场拍照): choose the site, show the code, send the photos."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.supervision.capture import Shows
from jiugai.services.actor import PostKind, Power
from jiugai.services.supervision.evidence import seeing, sending, taking
from jiugai.services.supervision.evidence.sending import (
    CodeUsed,
    Coming,
    Kept,
    NoSuchPhoto,
    Refusal,
)
from jiugai.services.supervision.evidence.taking import CodePage
from jiugai.web import desk
from jiugai.web.access import access, refuse
from jiugai.web.supervision import photo_words
from jiugai.web.supervision.site_photo_forms import (
    ComingForm,
    PhotoForm,
    PieceForm,
    SiteForm,
    WholeForm,
)

_SETS = "photo_sets"
_SETS_KEPT = 20
_UNREAD = "没有读懂这次上传，没有收下照片。请刷新本页后再传。"


@access("supervision.site_photos", Power.TAKE_PHOTO)
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the site to be photographed (选改造点)."""
    actor, asked = desk.actor_of(request), desk.horizon_of(request)
    words = request.GET.get("q", "").strip()[:64]
    found = taking.sites_to_photograph(asked, actor=actor, words=words)
    context = {
        "found": found,
        "words": words,
        "is_firm": actor.kind is PostKind.CONTRACTOR,
        "form": SiteForm(),
        "codes": photo_words.codes(taking.own_codes(actor=actor, asked=asked), desk.default_now()),
    }
    return render(request, "supervision/site_photos.html", context)


@access("supervision.give_code", Power.TAKE_PHOTO, writes=True)
def give(request: HttpRequest) -> HttpResponse:
    """Give a code for a site (领口令)."""
    form = SiteForm(request.POST)
    if not form.is_valid():
        return refuse(request, 422, "没有说明要拍哪个小区，没有发口令。请从名单里点一个小区。")
    try:
        number = taking.give_code(
            form.cleaned_data["site"],
            actor=desk.actor_of(request),
            asked=desk.horizon_of(request),
            at=desk.default_now(),
            key=form.cleaned_data["key"],
        )
    except NoSuchPhoto:
        return refuse(request, 404, "没有找到这个小区，没有发口令。请从名单里点一个小区。")
    return redirect("supervision:site-code", number=number)


def load_code(request: HttpRequest, number: str) -> CodePage:
    """Load a code that this officer was given."""
    if not number.isprintable():
        raise NoSuchPhoto(number)
    return taking.code_page(number, actor=desk.actor_of(request), asked=desk.horizon_of(request))


@access("supervision.site_code", Power.TAKE_PHOTO, load=load_code)
def code(request: HttpRequest, page: CodePage) -> HttpResponse:
    """Show the code, take photos, and tell what became of each (拍照)."""
    return _code(request, page, PhotoForm())


def _code(
    request: HttpRequest, page: CodePage, form: PhotoForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = photo_words.code_page(page, desk.default_now())
    context |= {"form": form, "set_key": _set_key(request, page)}
    return render(request, "supervision/site_code.html", context, status=status)


def _set_key(request: HttpRequest, page: CodePage) -> UUID:
    """Return the number of the set that this browser sends under a code."""
    number = page.challenge.public_id
    kept: dict[str, str] = request.session.get(_SETS, {})
    if number not in kept:
        last = list(kept.items())[-_SETS_KEPT + 1 :]
        kept = dict([*last, (number, str(uuid4()))])
        request.session[_SETS] = kept
    return UUID(kept[number])


@access("supervision.send_photo", Power.TAKE_PHOTO, writes=True, load=load_code)
def send(request: HttpRequest, page: CodePage) -> HttpResponse:
    """Take a photo sent in one go, from a browser without script (上传)."""
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _code(request, page, form, status=422)
    file = form.cleaned_data["photo"]
    coming = Coming(
        key=uuid4(),
        set_key=_set_key(request, page),
        size=file.size,
        shows=Shows(form.cleaned_data["shows"]),
        scene=form.cleaned_data["scene"],
    )
    try:
        kept = _sent_whole(request, page, coming, file)
    except (CodeUsed, Refusal) as refusal:
        form.add_error("photo", str(refusal))
        return _code(request, page, form, status=422)
    kind, sentence = photo_words.told(kept)
    desk.say(request, sentence, kind=kind)
    return redirect("supervision:site-code", number=page.challenge.public_id)


def _sent_whole(request: HttpRequest, page: CodePage, coming: Coming, file: Any) -> Kept:
    actor, asked, at = desk.actor_of(request), desk.horizon_of(request), desk.default_now()
    number = page.challenge.public_id
    sending.begin(number, coming, actor=actor, asked=asked, at=at)
    start = 0
    for piece in file.chunks(sending.largest_piece()):
        sending.add_piece(coming.key, start, piece, actor=actor)
        start += len(piece)
    kept = sending.finish(number, coming.key, actor=actor, asked=asked, at=at)
    assert isinstance(kept, Kept), "all of it was sent"
    return kept


@access("supervision.begin_photo", Power.TAKE_PHOTO, writes=True, load=load_code)
def begin(request: HttpRequest, page: CodePage) -> HttpResponse:
    """Expect a photo, and say how much of it lies here (接着传)."""
    form = ComingForm(request.POST)
    if not form.is_valid():
        return _refused(_UNREAD)
    said = form.cleaned_data
    phone_at: datetime | None = said["phone_at"]
    coming = Coming(
        key=said["key"],
        set_key=said["set_key"],
        size=said["size"],
        shows=Shows(said["shows"]),
        scene=said["scene"],
        phone_at=phone_at.replace(tzinfo=UTC) if phone_at else None,
    )
    try:
        begun = sending.begin(
            page.challenge.public_id,
            coming,
            actor=desk.actor_of(request),
            asked=desk.horizon_of(request),
            at=desk.default_now(),
        )
    except (CodeUsed, Refusal) as refusal:
        return _refused(str(refusal))
    except NoSuchPhoto:
        return _refused(_UNREAD)
    return JsonResponse({"received": begun.received})


@access("supervision.send_piece", Power.TAKE_PHOTO, writes=True, load=load_code)
def piece(request: HttpRequest, _page: CodePage) -> HttpResponse:
    """Take a piece of a photo, and say how much of it lies here now."""
    form = PieceForm(request.GET)
    if not form.is_valid():
        return _refused(_UNREAD)
    key, start = form.cleaned_data["key"], form.cleaned_data["at"]
    try:
        lies = sending.add_piece(key, start, request.body, actor=desk.actor_of(request))
    except Refusal as refusal:
        return _refused(str(refusal))
    except NoSuchPhoto:
        return _refused(_UNREAD)
    return JsonResponse({"received": lies.received})


@access("supervision.finish_photo", Power.TAKE_PHOTO, writes=True, load=load_code)
def finish(request: HttpRequest, page: CodePage) -> HttpResponse:
    """Look at a photo that is whole, and say what became of it."""
    form = WholeForm(request.POST)
    if not form.is_valid():
        return _refused(_UNREAD)
    try:
        kept = sending.finish(
            page.challenge.public_id,
            form.cleaned_data["key"],
            actor=desk.actor_of(request),
            asked=desk.horizon_of(request),
            at=desk.default_now(),
        )
    except Refusal as refusal:
        return _refused(str(refusal))
    except NoSuchPhoto:
        return _refused(_UNREAD)
    if not isinstance(kept, Kept):
        return JsonResponse({"received": kept.received})
    kind, sentence = photo_words.told(kept)
    return JsonResponse({"done": True, "kind": kind, "sentence": sentence})


def _refused(sentence: str) -> HttpResponse:
    """Tell the phone that sending again is of no use, and why."""
    told = photo_words.plain(Finding("photo.refused", sentence, Weight.BLOCKS))
    return JsonResponse({"done": True, "kind": "bad", "sentence": told}, status=422)


def _picture(request: HttpRequest, number: str, *, small: bool) -> seeing.Seen:
    if not number.isprintable():
        raise NoSuchPhoto(number)
    return seeing.picture(
        number, small=small, actor=desk.actor_of(request), asked=desk.horizon_of(request)
    )


def load_small(request: HttpRequest, number: str) -> seeing.Seen:
    """Load a photo's small picture through the officer's scope."""
    return _picture(request, number, small=True)


def load_own(request: HttpRequest, number: str, photo: str) -> seeing.Seen:
    """Load a photo that this officer sent under a code."""
    if not (number + photo).isprintable():
        raise NoSuchPhoto(photo)
    return seeing.own_picture(
        photo, number, actor=desk.actor_of(request), asked=desk.horizon_of(request)
    )


def load_large(request: HttpRequest, number: str) -> seeing.Seen | seeing.PictureChanged:
    """Load a photo's picture through the officer's scope."""
    try:
        return _picture(request, number, small=False)
    except seeing.PictureChanged as changed:
        return changed


@access("supervision.small_picture", Power.SEE, load=load_small)
def small_picture(_request: HttpRequest, found: seeing.Seen) -> HttpResponse:
    """Show a photo, small (小图)."""
    return _jpeg(found)


@access("supervision.own_picture", Power.TAKE_PHOTO, load=load_own)
def own_picture(_request: HttpRequest, found: seeing.Seen) -> HttpResponse:
    """Show a photo to whoever sent it, small (自己传的小图)."""
    return _jpeg(found)


@access("supervision.picture", Power.SEE, load=load_large)
def picture(request: HttpRequest, found: seeing.Seen | seeing.PictureChanged) -> HttpResponse:
    """Show a photo (照片)."""
    if isinstance(found, seeing.PictureChanged):
        return refuse(request, 409, str(found))
    return _jpeg(found)


def _jpeg(found: seeing.Seen) -> HttpResponse:
    return HttpResponse(
        found.content,
        content_type="image/jpeg",
        headers={"Content-Disposition": "inline"},
    )
