"""Photos that look like another, side by side, and what a person says of them (判定疑似重复)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.services.actor import Power
from jiugai.services.supervision.evidence import looking
from jiugai.services.supervision.evidence.looking import LookedMeanwhile, NoSuchPhoto, Pair
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.supervision import look_words
from jiugai.web.supervision.look_forms import LookForm

_PAGE = "supervision/look.html"


@access("supervision.looks", Power.SEE)
def looks(request: HttpRequest) -> HttpResponse:
    """List the photos that wait for a person to look at them (等人看的照片)."""
    found = looking.waiting(desk.horizon_of(request), actor=desk.actor_of(request))
    return render(request, "supervision/looks.html", look_words.waiting(found))


def load_pair(request: HttpRequest, number: str) -> Pair:
    """Load a photo and the one that it looks like through the officer's scope."""
    if not number.isprintable():
        raise NoSuchPhoto(number)
    return looking.pair(number, desk.horizon_of(request), actor=desk.actor_of(request))


@access("supervision.look", Power.SEE, load=load_pair)
def look(request: HttpRequest, found: Pair) -> HttpResponse:
    """Show two photos side by side, large (看这一对)."""
    return _look(request, found, LookForm(initial={"seen": found.photo.photo.look_id or 0}))


def _look(request: HttpRequest, found: Pair, form: LookForm, *, status: int = 200) -> HttpResponse:
    shown = look_words.pair(found)
    context = shown | {"pair": shown, "form": form}
    return render(request, _PAGE, context, status=status)


@access("supervision.judge_photo", Power.JUDGE_PHOTO, writes=True, load=load_pair)
def judge(request: HttpRequest, found: Pair) -> HttpResponse:
    """Take what a person found of two photos (判定)."""
    number, form = found.photo.photo.public_id, LookForm(request.POST)
    if not form.is_valid():
        return _look(request, found, form, status=422)
    said = form.cleaned_data
    try:
        findings = looking.judge(
            number,
            said["verdict"],
            said["said"],
            seen=said["seen"],
            actor=desk.actor_of(request),
            today=desk.default_as_of(),
            key=said["key"],
        )
    except LookedMeanwhile as refusal:
        desk.say(request, str(refusal), kind="info")
        return redirect("supervision:look", number=number)
    if findings:
        form.refuse(findings)
        return _look(request, found, form, status=422)
    desk.say(request, look_words.done(said["verdict"]))
    return redirect("supervision:looks")
