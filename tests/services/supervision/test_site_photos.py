"""Photos of sites: one code for one officer, site and set; pieces in any weather; copies are found."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, close_old_connections, connection, transaction
from PIL import Image, ImageDraw, ImageOps

from jiugai.services.actor import NotAllowed
from jiugai.services.reach import as_officer
from jiugai.services.supervision.evidence import seeing, sending, taking
from jiugai.services.supervision.evidence.sending import CodeUsed, Kept, NoSuchPhoto, Refusal
from jiugai.storage.audit.models import Act
from jiugai.storage.supervision import photo_queries
from jiugai.storage.supervision.models import Photo, Piece, Sending
from tests.exchange.photos.pictures import as_jpeg, front, png_bomb, with_exif
from tests.services.little_city import LittleCity
from tests.services.supervision.site_photos import (
    AT,
    SOON,
    Phone,
    code_for,
    codes_of,
    now,
    shot,
    site_named,
)

HOME, OTHER = "金州家属院", "北苑小区"


class TestACode:
    def test_is_given_for_a_site_within_the_scope(self, little: LittleCity) -> None:
        page = taking.code_page(code_for(HOME, little.filer), actor=little.filer, asked=now())

        assert (page.site.name, len(page.challenge.code)) == (HOME, 4)
        assert Act.objects.filter(verb="supervision.give_code").count() == 1

    def test_is_given_for_no_foreign_site(self, little: LittleCity) -> None:
        foreign = site_named("江北小区", little.sibling)

        with pytest.raises(NoSuchPhoto):
            taking.give_code(foreign, actor=little.filer, asked=now(), at=AT)

    def test_is_nobody_elses(self, little: LittleCity) -> None:
        number = code_for(HOME, little.filer)

        with pytest.raises(NoSuchPhoto):
            taking.code_page(number, actor=little.street, asked=now())
        stolen = Phone(number, little.street, uuid4())
        with pytest.raises(NoSuchPhoto):
            stolen.begin(stolen.coming(shot(1)))

    def test_is_not_given_to_those_who_take_no_photos(self, little: LittleCity) -> None:
        with pytest.raises(NotAllowed):
            taking.give_code(site_named(HOME, little.filer), actor=little.clerk, asked=now(), at=AT)

    def test_serves_one_set_of_photos(self, little: LittleCity) -> None:
        phone = Phone.at(HOME, little.filer)
        phone.send(shot(1))
        second = Phone(phone.number, little.filer, uuid4())

        with pytest.raises(CodeUsed):
            second.begin(second.coming(shot(2)))
        assert phone.begin(phone.coming(shot(2))) == 0

    def test_past_its_time_is_refused(self, little: LittleCity) -> None:
        phone = Phone.at(HOME, little.filer)

        with pytest.raises(Refusal, match="已超过48小时"):
            phone.begin(phone.coming(shot(1)), at=AT + timedelta(hours=48, seconds=1))
        assert not Sending.objects.exists()

    def test_whose_time_ran_out_while_sending_is_refused(self, little: LittleCity) -> None:
        phone, coming = Phone.at(HOME, little.filer), None
        coming = phone.coming(shot(1))
        phone.begin(coming)
        sending.add_piece(coming.key, 0, shot(1), actor=little.filer)

        with pytest.raises(Refusal, match="已超过48小时"):
            phone.finish(coming.key, at=AT + timedelta(hours=49))
        assert not Photo.objects.exists()

    def test_carries_no_more_than_it_may(self, little: LittleCity) -> None:
        phone = Phone.at(HOME, little.filer)
        page = taking.code_page(phone.number, actor=little.filer, asked=now())
        full = page.rule.most_photos
        phone.send(shot(1))
        Photo.objects.bulk_create([_copy_of(Photo.objects.get(), n) for n in range(full - 1)])

        with pytest.raises(Refusal, match="最多12张"):
            phone.begin(phone.coming(shot(2)))


def _copy_of(photo: Photo, n: int) -> Photo:
    fields = {f.attname: getattr(photo, f.attname) for f in Photo._meta.fields if f.name != "id"}
    return Photo(**fields | {"public_id": f"COPY{n}", "sm3": bytes([n]) * 32})


class TestTheDatabase:
    def test_holds_a_code_to_its_officer_and_site(self, little: LittleCity) -> None:
        phone = Phone.at(HOME, little.filer)
        phone.send(shot(1))

        for wrong in ("user_id = user_id + 1", "site_id = site_id + 1"):
            columns = "act_id, challenge_id, key, site_id, user_id"
            chosen = columns.replace("key", "gen_random_uuid()")
            name, _, value = wrong.partition(" = ")
            chosen = chosen.replace(name, value).replace(
                "challenge_id", "(SELECT max(id) FROM supervision_challenge)"
            )
            code_for(HOME, little.filer)
            with (
                pytest.raises(IntegrityError, match="by_whom_for_where"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(
                    f"INSERT INTO supervision_photo_set ({columns}) SELECT {chosen}"
                    " FROM supervision_photo_set"
                )

    @pytest.mark.parametrize(
        "said",
        [
            "UPDATE supervision_photo SET answer = ''",
            "DELETE FROM supervision_photo_set",
            "UPDATE supervision_picture SET large = small",
            "DELETE FROM supervision_picture",
        ],
    )
    def test_changes_no_photo(self, little: LittleCity, said: str) -> None:
        Phone.at(HOME, little.filer).send(shot(1))

        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(said)


class TestSending:
    def test_keeps_the_digest_the_claims_and_a_clean_copy(self, little: LittleCity) -> None:
        content = with_exif(front(3))
        kept = Phone.at(HOME, little.filer).send(content)

        assert kept.photo is not None
        assert kept.photo.claimed_at
        seen = seeing.picture(kept.photo.public_id, small=False, actor=little.filer, asked=now())
        assert not Image.open(io.BytesIO(seen.content)).getexif()

    def test_goes_on_where_a_lost_connection_stopped(self, little: LittleCity) -> None:
        phone, content = Phone.at(HOME, little.filer), shot(1)
        coming = phone.coming(content)
        phone.begin(coming)
        sending.add_piece(coming.key, 0, content[:7_000], actor=little.filer)
        half = phone.finish(coming.key)

        assert not isinstance(half, Kept)
        assert half.received == 7_000 == phone.begin(coming)
        assert not Photo.objects.exists()
        kept = phone.send(content, coming.key)
        assert not kept.refused
        assert not Piece.objects.exists()

    @pytest.mark.parametrize("start", [0, 10, 10**6])
    def test_takes_no_piece_out_of_turn(self, little: LittleCity, start: int) -> None:
        phone, content = Phone.at(HOME, little.filer), shot(1)
        coming = phone.coming(content)
        phone.begin(coming)
        sending.add_piece(coming.key, 0, content[:50], actor=little.filer)

        lies = sending.add_piece(coming.key, start, content[:50], actor=little.filer)

        assert lies.received == 50

    def test_takes_no_more_than_was_announced(self, little: LittleCity) -> None:
        phone = Phone.at(HOME, little.filer)
        coming = phone.coming(b"12345")
        phone.begin(coming)

        assert sending.add_piece(coming.key, 0, b"123456", actor=little.filer).received == 0

    def test_twice_is_once(self, little: LittleCity) -> None:
        phone, key = Phone.at(HOME, little.filer), uuid4()
        first, again = phone.send(shot(1), key), phone.send(shot(1), key)
        other_key = phone.send(shot(1))

        assert {first.photo, again.photo, other_key.photo} == {first.photo}
        assert Photo.objects.count() == 1
        assert Act.objects.filter(verb="supervision.use_code").count() == 1

    def test_is_seen_by_nobody_else(self, little: LittleCity) -> None:
        phone = Phone.at(HOME, little.filer)
        coming = phone.coming(shot(1))
        phone.begin(coming)

        with pytest.raises(NoSuchPhoto):
            sending.add_piece(coming.key, 0, shot(1), actor=little.sibling)

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"not a picture at all", "not_a_picture"),
            (b"\x00" * 300, "not_a_picture"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
            (png_bomb(17_000), "too_many_pixels"),
            (shot(1)[: len(shot(1)) // 2], "damaged"),
        ],
    )
    def test_refuses_what_is_no_photo_and_keeps_nothing(
        self, little: LittleCity, content: bytes, code: str
    ) -> None:
        kept = Phone.at(HOME, little.filer).send(content)

        assert kept.photo is None
        assert [found.split(".")[-1] for found in codes_of(kept)] == [code]
        assert not Photo.objects.exists()
        assert not Piece.objects.exists()

    @pytest.mark.parametrize(("size", "word"), [(0, "0字节"), (2**31 - 1, "最多20MB")])
    def test_refuses_the_empty_and_the_huge_before_a_byte_is_sent(
        self, little: LittleCity, size: int, word: str
    ) -> None:
        phone = Phone.at(HOME, little.filer)

        with pytest.raises(Refusal) as refused:
            phone.begin(phone.coming(b"", size=size))
        assert word in str(refused.value).replace(" ", "")

    def test_late_is_marked(self, little: LittleCity) -> None:
        kept = Phone.at(HOME, little.filer).send(shot(1), at=AT + timedelta(hours=20))

        assert codes_of(kept) == ["photo.late"]
        assert not kept.refused


def edited(how: str) -> bytes:
    """Return the first front as somebody would pass it off as another photo."""
    image = front(1)
    wide, tall = image.size
    if how == "copied":
        return shot(1)
    if how == "compressed":
        return as_jpeg(image.resize((wide // 2, tall // 2)), quality=40)
    if how == "cropped":
        return as_jpeg(image.crop((wide // 20, tall // 20, wide * 19 // 20, tall * 19 // 20)))
    if how == "mirrored":
        return as_jpeg(ImageOps.mirror(image))
    if how == "turned":
        return as_jpeg(image.rotate(90, expand=True))
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, tall * 0.82, wide * 0.5, tall], fill=(20, 20, 20))
    draw.text((10, tall * 0.85), "2020-11-03 09:12")
    return as_jpeg(image)


class TestReUse:
    @pytest.mark.parametrize("how", ["copied", "compressed", "cropped", "mirrored", "turned"])
    def test_of_another_sites_photo_is_refused_and_kept_as_such(
        self, little: LittleCity, how: str
    ) -> None:
        Phone.at(OTHER, little.filer).send(shot(1))

        kept = Phone.at(HOME, little.filer).send(edited(how))

        assert codes_of(kept) == ["photo.used_before"]
        assert OTHER in kept.findings[0].message
        assert Photo.objects.filter(
            answer="refuse", site_id=site_named(HOME, little.filer)
        ).exists()

    def test_under_a_new_watermark_is_refused_or_looked_at(self, little: LittleCity) -> None:
        Phone.at(OTHER, little.filer).send(shot(1))

        kept = Phone.at(HOME, little.filer).send(edited("watermarked"))

        assert kept.photo is not None
        assert kept.photo.answer in {"refuse", "look"}

    def test_of_another_countys_photo_is_found_without_naming_it(self, little: LittleCity) -> None:
        Phone.at("江北小区", little.sibling).send(shot(1))

        with as_officer(little.filer):
            kept = Phone.at(HOME, little.filer).send(shot(1))

        assert kept.refused
        assert "别处已有的一张" in kept.findings[0].message
        assert "江北" not in kept.findings[0].message

    def test_of_an_old_photo_of_the_same_site_is_refused(self, little: LittleCity) -> None:
        Phone.at(HOME, little.filer).send(shot(1))
        later = AT + timedelta(days=40)

        kept = Phone.at(HOME, little.filer, at=later).send(shot(1), at=later)

        assert "本小区已有的一张" in kept.findings[0].message

    def test_is_not_seen_in_an_honest_photo(self, little: LittleCity) -> None:
        for seed in range(1, 6):
            kept = Phone.at(HOME, little.filer).send(shot(seed))
            assert codes_of(kept) == []

    def test_of_two_copies_sent_at_once_finds_one(self, fresh_little: LittleCity) -> None:
        together = Barrier(2)

        def copy(place: tuple[str, str]) -> bool:
            name, who = place
            actor = getattr(fresh_little, who)
            with as_officer(actor):
                phone = Phone.at(name, actor)
                together.wait()
                kept = phone.send(shot(1))
            close_old_connections()
            connection.close()
            return kept.refused

        with ThreadPoolExecutor(2) as phones:
            answers = list(phones.map(copy, [(HOME, "filer"), ("江北小区", "sibling")]))
        assert sorted(answers) == [False, True]


class TestSeeing:
    def test_is_for_whoever_may_see_the_site(self, little: LittleCity) -> None:
        kept = Phone.at(HOME, little.filer).send(shot(1))
        assert kept.photo is not None

        for who in (little.filer, little.clerk, little.auditor, little.street):
            assert seeing.picture(kept.photo.public_id, small=True, actor=who, asked=now()).content
        with pytest.raises(NoSuchPhoto):
            seeing.picture(kept.photo.public_id, small=True, actor=little.sibling, asked=now())

    def test_shows_nothing_that_was_changed_behind_our_back(
        self, little: LittleCity, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = Phone.at(HOME, little.filer).send(shot(1))
        assert kept.photo is not None
        monkeypatch.setattr(photo_queries, "picture", lambda *_, **__: shot(2))

        with pytest.raises(seeing.PictureChanged):
            seeing.picture(kept.photo.public_id, small=False, actor=little.filer, asked=now())


class TestPhotosGivenUp:
    def test_are_forgotten_once_they_are_no_longer_taken_in(self, little: LittleCity) -> None:
        phone, other = Phone.at(HOME, little.filer), Phone.at("江北小区", little.sibling)
        for each in (phone, other):
            half = each.coming(shot(1))
            each.begin(half)
            sending.add_piece(half.key, 0, shot(1)[:100], actor=each.actor)

        with as_officer(None):  # the worker sits at no desk
            assert sending.forget_abandoned(at=SOON + timedelta(hours=48)) == 0
            assert sending.forget_abandoned(at=SOON + timedelta(hours=48, seconds=1)) == 2
            assert sending.forget_abandoned(at=SOON + timedelta(hours=48, seconds=1)) == 0
        assert not Sending.objects.exists()
        assert not Piece.objects.exists()

    def test_leave_those_that_came_whole(self, little: LittleCity) -> None:
        kept = Phone.at(HOME, little.filer).send(shot(1))

        assert sending.forget_abandoned(at=SOON + timedelta(days=30)) == 0
        assert kept.photo is not None
        assert Sending.objects.get().photo_id == kept.photo.id
