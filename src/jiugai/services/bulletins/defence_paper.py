"""A county's defence file as .docx (自证档案文件): the same facts give the same bytes."""

from jiugai.domain.bulletins.defence_paper import compose_defence
from jiugai.domain.bulletins.document import Imprint, SnapshotId, Template
from jiugai.exchange.bulletin.document import write_docx
from jiugai.services.accounts import city_served
from jiugai.services.supervision.defence import DefencePage


def defence_docx(found: DefencePage) -> bytes:
    """Return a county's file on paper; it bears no number, for nobody issues it."""
    file = found.file
    city = city_served(day=file.until)
    name = city.name if city else "全市"
    imprint = Imprint(
        template=Template.SERIAL,
        mark="县区自证档案",
        issuer=f"{name}老旧小区改造登记簿",
        issued_on=file.until,
        addressees=f"{file.county}人民政府",
        held_on=file.until,
        sealed=False,
    )
    stands = SnapshotId(name, found.last, file.until, file.last_seq, found.digest)
    return write_docx(compose_defence(file, imprint, stands))
