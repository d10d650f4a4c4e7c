"""The .docx as a package (文件包): only the parts we mean, and the same bytes every time."""

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime, time

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from jiugai.domain.bulletins.document import Bulletin, text_of

UNWANTED = (
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.CUSTOM_XML,
    RELATIONSHIP_TYPE.WEB_SETTINGS,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)
APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>jiugai</Application></Properties>'
)
CUSTOM_PROPERTIES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"
)
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a zip can bear: a bulletin's bytes do not tell when they were written."""


def strip(document: Document) -> None:
    """Take away the parts of the library's own template that a bulletin does not need."""
    part = document.part
    for rel_id, relation in list(part.rels.items()):
        if relation.reltype in UNWANTED:
            del part.rels[rel_id]
    package = part.package
    for rel_id, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[rel_id]
    for each in package.iter_parts():
        if each.partname == "/docProps/app.xml":
            each._blob = APP


def replace_part(document: Document, name: str, content: bytes) -> None:
    """Replace the bytes of a part that the library does not parse."""
    for part in document.part.package.iter_parts():
        if part.partname == name:
            part._blob = content


def describe(document: Document, bulletin: Bulletin) -> None:
    """Fill in the properties that a file browser shows; all of them come from the bulletin."""
    imprint, properties = bulletin.imprint, document.core_properties
    runs = (run for piece in bulletin.title for run in piece)
    issued = datetime.combine(imprint.issued_on, time(), UTC)
    properties.title = text_of(runs, bulletin.figures)[:255]
    properties.author = properties.last_modified_by = imprint.issuer[:255]
    properties.created = properties.modified = issued
    properties.revision = 1
    properties.subject = bulletin.whence
    properties.comments = properties.keywords = ""
    properties.language = "zh-CN"


def attach(document: Document, content: bytes, item_id: str) -> None:
    """Attach custom XML, which travels with the file and is shown nowhere."""
    package = document.part.package
    properties = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{{{item_id}}}" xmlns:ds="http://schemas.openxmlformats.org/'
        'officeDocument/2006/customXml"><ds:schemaRefs/></ds:datastoreItem>'
    )
    item = Part(PackURI("/customXml/item1.xml"), "application/xml", content, package)
    described = Part(
        PackURI("/customXml/itemProps1.xml"),
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        properties.encode("utf-8"),
        package,
    )
    item.relate_to(described, CUSTOM_PROPERTIES)
    document.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)


def packed(document: Document) -> bytes:
    """Return the file; equal documents give equal bytes."""
    saved = io.BytesIO()
    document.save(saved)
    return repacked(saved.getvalue())


def repacked(content: bytes) -> bytes:
    """Return an Office file packed so that equal parts give equal bytes, now and later.

    The parts are stored, not compressed: a later zlib may compress otherwise, and a bulletin of
    last year must still come out byte for byte.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as archive:
        for name in _in_order(source.namelist()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, source.read(name))
    return target.getvalue()


def _in_order(names: Iterable[str]) -> list[str]:
    """Return the names as readers expect them: the types, the relations, then the rest by name."""
    first = {"[Content_Types].xml": 0, "_rels/.rels": 1}
    return sorted(names, key=lambda name: (first.get(name, 2), name))
