"""A spreadsheet is read as text; one that is a bomb, locked or broken is refused in a sentence."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

import pytest

from lib.errors import BadTable
from lib.media.spreadsheet import MOST_UNPACKED, is_spreadsheet, read_spreadsheet
from lib.problem import Code

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def xlsx(cells: str, **more: bytes) -> bytes:
    """A workbook of one sheet with these rows, as XML."""
    return packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="rId1" '
            f'Type="{DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{DOCUMENT}"><sheets>'
            '<sheet name="Shops" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="rId1" '
            f'Type="{DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            SHEET: f"<worksheet {MAIN}><sheetData>{cells}</sheetData></worksheet>",
            **more,
        }
    )


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def ods(rows: str, manifest: str = "<manifest/>") -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": f'<office:document-content xmlns:office="{office}:office:1.0" '
            f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
            f'<office:spreadsheet><table:table table:name="A">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def ods_row(*cells: str, repeated: int = 1) -> str:
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(each)}</text:p>'
        "</table:table-cell>"
        for each in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inside}</table:table-row>'


def test_the_cells_of_xlsx_are_text() -> None:
    file = xlsx(
        f'<row r="1">{text_cell("A1", "name")}{text_cell("B1", "code")}</row>'
        f'<row r="2">{text_cell("A2", "Ann <Bee>")}<c r="B2"><v>7</v></c></row>'
        f'<row r="4">{text_cell("A4", "=1+1")}<c r="B4"><f>1/4</f><v>0.25</v></c></row>'
        '<row r="5"><c r="A5" t="b"><v>1</v></c></row>'
    )
    assert is_spreadsheet(file)
    assert read_spreadsheet(file) == [
        ["name", "code"], ["Ann <Bee>", "7"], ["=1+1", "0.25"], ["TRUE", ""],
    ]  # fmt: skip


def test_the_cells_of_ods_are_text() -> None:
    assert read_spreadsheet(ods(ods_row("name") + ods_row("Ann\u2028Bee"))) == [
        ["name"], ["Ann\u2028Bee"],
    ]  # fmt: skip


def refusal(file: bytes) -> Code:
    with pytest.raises(BadTable) as caught:
        read_spreadsheet(file)
    assert str(caught.value)
    return caught.value.problem.code


def test_a_bomb_is_not_opened() -> None:
    assert refusal(xlsx("", **{"xl/styles.xml": bytes(MOST_UNPACKED)})) is Code.TABLE_SWELLS


def test_what_a_bomb_says_of_its_size_is_not_believed() -> None:
    """The size stands in the directory at the end and before the member; both say one byte."""
    file = bytearray(xlsx("", **{"xl/styles.xml": bytes(MOST_UNPACKED)}))
    said = MOST_UNPACKED.to_bytes(4, "little")
    for at in [at for at in range(len(file) - 4) if file[at : at + 4] == said]:
        file[at : at + 4] = (1).to_bytes(4, "little")
    assert refusal(bytes(file)) in {Code.TABLE_SWELLS, Code.TABLE_DAMAGED}


def test_two_cells_a_billion_apart_are_too_much() -> None:
    file = xlsx(
        f'<row r="1">{text_cell("A1", "a")}</row><row r="1048576">{text_cell("XFD1048576", "b")}</row>'
    )
    assert refusal(file) is Code.TABLE_TOO_HARD


def test_a_row_repeated_without_an_end_is_no_more_than_too_many() -> None:
    file = ods(ods_row("name") + ods_row("Ann", repeated=1_000_000))
    try:
        assert len(read_spreadsheet(file)) > 5_000
    except BadTable as refused:
        assert refused.problem.code is Code.TABLE_TOO_HARD  # noqa: PT017  # either is right


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"PK\x03\x04 and nothing", Code.TABLE_DAMAGED),
        (packed({"a.txt": "hello"}), Code.TABLE_DAMAGED),
        (xlsx("<row"), Code.TABLE_DAMAGED),
        (ods("", manifest="<manifest:encryption-data/>"), Code.TABLE_LOCKED),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            Code.TABLE_LOCKED,
        ),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"of 1997", Code.TABLE_NO_TEXT),
        (b"PK\x03\x04" + bytes(10_000_001), Code.TABLE_TOO_LARGE),
    ],
)
def test_what_cannot_be_opened_says_why(file: bytes, code: Code) -> None:
    assert refusal(file) is code


def test_entities_of_xml_are_not_multiplied() -> None:
    bomb = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
    file = packed({"xl/workbook.xml": f"{bomb}<workbook {MAIN}>&b;</workbook>"})
    assert refusal(file) is Code.TABLE_DAMAGED
