"""Photos of the little city's sites, sent as a phone sends them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID, uuid4

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.capture import Shows
from jiugai.domain.supervision.photos import PhotoClaims
from jiugai.exchange.digests import sm3
from jiugai.exchange.photos.windows import WINDOWS
from jiugai.services.accounts.signing_in import actor_in
from jiugai.services.actor import Actor, PostKind
from jiugai.services.facts import Horizon, horizon
from jiugai.services.supervision.evidence import firms, sending, taking
from jiugai.services.supervision.evidence.firms import AssignmentDraft
from jiugai.services.supervision.evidence.sending import Coming, Kept
from jiugai.storage.accounts.queries import organisation_of, posts_held
from jiugai.storage.registry.entries import public_id
from jiugai.storage.supervision import photo_entries as entries
from jiugai.storage.supervision import photo_queries as queries
from jiugai.storage.supervision import traces
from jiugai.storage.unit_of_work import unit_of_work
from tests.exchange.photos.pictures import as_jpeg, front
from tests.officers import appoint
from tests.services.little_city import LittleCity

DAY = date(2020, 11, 3)
AT = datetime(2020, 11, 3, 1, 0, tzinfo=UTC)
SOON = AT + timedelta(minutes=10)


def now() -> Horizon:
    return horizon(DAY)


@cache
def shot(seed: int) -> bytes:
    """Return a photo of a front of its own."""
    return as_jpeg(front(seed))


def site_named(name: str, actor: Actor) -> int:
    found = taking.sites_to_photograph(now(), actor=actor, words=name)
    (site,) = found.shown
    return site.site_id


def code_for(name: str, actor: Actor, *, at: datetime = AT) -> str:
    return taking.give_code(site_named(name, actor), actor=actor, asked=now(), at=at)


@dataclass
class Phone:
    """A phone with a code: every photo it sends belongs to one set."""

    number: str
    actor: Actor
    set_key: UUID

    @classmethod
    def at(cls, name: str, actor: Actor, *, at: datetime = AT) -> "Phone":
        return cls(code_for(name, actor, at=at), actor, uuid4())

    def coming(self, content: bytes, key: UUID | None = None, **more: object) -> Coming:
        return Coming(
            **{
                "key": key or uuid4(),
                "set_key": self.set_key,
                "size": len(content),
                "shows": Shows.WORKS,
                **more,
            }  # type: ignore[arg-type]
        )

    def begin(self, coming: Coming, *, at: datetime = SOON) -> int:
        begun = sending.begin(self.number, coming, actor=self.actor, asked=now(), at=at)
        return begun.received

    def finish(self, key: UUID, *, at: datetime = SOON) -> Kept | sending.SendingRow:
        return sending.finish(self.number, key, actor=self.actor, asked=now(), at=at)

    def send(
        self, content: bytes, key: UUID | None = None, *, at: datetime = SOON, **more: object
    ) -> Kept:
        coming = self.coming(content, key, **more)
        start = self.begin(coming, at=at)
        while start < len(content):
            piece = content[start : start + 10_000]
            start = sending.add_piece(coming.key, start, piece, actor=self.actor).received
        kept = self.finish(coming.key, at=at)
        assert isinstance(kept, Kept)
        return kept


def codes_of(kept: Kept) -> list[str]:
    return [finding.code for finding in kept.findings]


def enter_photo(
    name: str, actor: Actor, *, seed: int = 0, at: datetime = SOON, like: str = ""
) -> str:
    """Enter a photo past the reading of it, with prints made up; return its public number.

    :param like: the number of the photo that it looks like, so that a person must look.
    """
    phone = Phone.at(name, actor, at=at)
    half = phone.coming(b"xy")
    phone.begin(half, at=at)
    sending.add_piece(half.key, 0, b"x", actor=actor)
    page = taking.code_page(phone.number, actor=actor, asked=now())
    noise = sm3(f"{name}{seed}{at}".encode())
    number = public_id()
    with unit_of_work(verb="supervision.keep_photo", user_id=actor.user_id, post_id=0) as act:
        entries.photo(
            act,
            entries.NewPhoto(
                public_id=number,
                photo_set_id=page.challenge.set_id or 0,
                site_id=page.challenge.site_id,
                county_id=page.challenge.county_id,
                shows=Shows.WORKS.value,
                scene="",
                sm3=noise,
                size=1,
                width=800,
                height=600,
                quality=100,
                prints=noise * WINDOWS,
                claims=PhotoClaims(),
                phone_at=None,
                received_at=at,
                answer="look" if like else "",
                alike_id=queries.photo_numbered(like).id if like else None,
                distance=52 if like else None,
                large=shot(0),
                small=shot(0),
                clean_sm3=sm3(shot(0)),
            ),
        )
    return number


def last_code(actor: Actor) -> str:
    """Return the number of the code that an officer was last given."""
    return taking.own_codes(actor=actor, asked=now())[0][0].public_id


def enter_trace(name: str, actor: Actor) -> None:
    """Enter a trace past what the service asks of the claim."""
    with unit_of_work(verb="supervision.record_trace", user_id=actor.user_id, post_id=0) as act:
        traces.enter(
            act,
            site_id=site_named(name, actor),
            claim=int(Step.START),
            kind="permit",
            on=DAY,
            said="开工令",
        )


def firm_of(little: LittleCity, name: str = "示例建筑公司") -> Actor:
    """Appoint the desk of a firm, which reaches nothing yet."""
    city = little.divisions
    return appoint(city, f"builder-{name}", PostKind.CONTRACTOR, name, city.ankang)


def give_site(name: str, by: Actor, firm: Actor, *, until: date | None = None) -> list[str]:
    """Give a site to a firm from the day on; return the codes of why not."""
    draft = AssignmentDraft(
        site_named(name, by), organisation_of(firm.post_id), DAY, until, "施工合同1号"
    )
    return [finding.code for finding in firms.give(draft, actor=by, today=DAY)]


def at_desk(firm: Actor, on: date = DAY) -> Actor:
    """Return a firm's officer as the post reaches on a day."""
    (post,) = posts_held(firm.user_id, day=on)
    return actor_in(post, day=on)
