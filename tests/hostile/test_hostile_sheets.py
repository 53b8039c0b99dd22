"""Workbooks that are to expand, to reach without end, to read other files or to compute in a circle."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from bombs import LAUGHS, reads_file
from built_office import compound
from hostile import DAMAGED, GOOD, PASSWORD, TOO_DEEP, TOO_LARGE, Build, Kind, Place, attacked, file, params
from office_parts import relationships, zipped
from streamed import many, streamed

FAR = 2_000_000_000
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ODS_CELL = '<table:table-cell table:number-columns-repeated="{}"><text:p>甲</text:p></table:table-cell>'


def book(
    rows: Iterable[str],
    after: Iterable[str] = (),
    strings: Iterable[str] = (),
    prolog: str = "",
    beside: Mapping[str, str] | None = None,
) -> bytes:
    """A workbook with one sheet of these rows; ``strings`` are shared ones, ``after`` is what follows the rows.

    ``beside`` are further parts in the folder ``xl``.
    """
    names = {"officeDocument": "xl/workbook.xml"}
    links = {"worksheet:rId1": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml"}
    return streamed(
        {
            "[Content_Types].xml": ['<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'],
            "_rels/.rels": [relationships(names)],
            "xl/workbook.xml": [
                f'<workbook xmlns="{_MAIN}" '
                'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
                '<sheets><sheet name="表一" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ],
            "xl/_rels/workbook.xml.rels": [relationships(links)],
            "xl/sharedStrings.xml": [f'<sst xmlns="{_MAIN}">', *strings, "</sst>"],
            "xl/worksheets/sheet1.xml": _sheet(rows, after, prolog),
            **{f"xl/{name}": [content] for name, content in (beside or {}).items()},
        }
    )


def _sheet(rows: Iterable[str], after: Iterable[str], prolog: str) -> Iterable[str]:
    yield f'{prolog}<worksheet xmlns="{_MAIN}"><sheetData>'
    yield from rows
    yield "</sheetData>"
    yield from after
    yield "</worksheet>"


def cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def xlsx(rows: Callable[[], Iterable[str]], **more: Callable[[], Iterable[str]]) -> Build:
    return file("表.xlsx", lambda _: book(rows(), **{name: parts() for name, parts in more.items()}))


def ods(rows: str) -> bytes:
    name = "urn:oasis:names:tc:opendocument:xmlns"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<m/>",
            "content.xml": f'<office:document-content xmlns:office="{name}:office:1.0" xmlns:table="{name}:table:1.0" '
            f'xmlns:text="{name}:text:1.0"><office:body><office:spreadsheet><table:table table:name="表一">{rows}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        }
    )


def xls_with_password() -> bytes:
    """A workbook stream whose second record is FilePass ([MS-XLS] 2.4.117)."""
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 5, 0, 0, 0, 0)
    locked = struct.pack("<HHHHHH", 0x002F, 6, 0, 0x1234, 0x5678, 0)
    return compound({"Workbook": begin + locked[:10] + struct.pack("<HH", 0x000A, 0)})


def calling_book(place: Place) -> bytes:
    """Values of another workbook, a query of the network and a picture elsewhere."""
    rows = [f"<row r='1'>{cell('A1', GOOD)}<c r='B1' t='str'><f>[1]表!A1</f><v>旧</v></c><c r='C1' t='str'>"
            f'<f>WEBSERVICE("{place.address}/w")</f><v>旧</v></c></row>']  # fmt: skip
    link = relationships({"externalLinkPath:rId1": f"{place.address}/book.xlsx"})
    return book(rows, beside={
        "externalLinks/externalLink1.xml": f'<externalLink xmlns="{_MAIN}"/>',
        "externalLinks/_rels/externalLink1.xml.rels": link,
        "connections.xml": f'<connections xmlns="{_MAIN}"><connection refreshOnLoad="1">'
        f'<webPr url="{place.address}/q"/>'
        "</connection></connections>",
        "vbaProject.bin": "Sub Workbook_Open()",
    })  # fmt: skip


def far_xml() -> bytes:
    """An XML Spreadsheet 2003 whose one cell stands two billion rows down and columns to the right."""
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{name}" xmlns:ss="{name}">'
        f'<Worksheet ss:Name="表一"><Table><Row ss:Index="1000000"><Cell ss:Index="{FAR}" ss:MergeAcross="{FAR}" '
        f'ss:MergeDown="{FAR}"><Data ss:Type="String">甲</Data></Cell></Row></Table></Worksheet></Workbook>'
    ).encode()


KINDS = (
    Kind(
        "xlsx: another workbook, queries of the network and macros",
        file("表.xlsm", calling_book),
        "ok",
        ("链接到文件之外", "带有宏，没有运行"),
        (GOOD,),
    ),
    Kind("xml: a cell two billion rows and columns away", file("表.xml", lambda _: far_xml()), "ok", (), ("甲",)),
    Kind(
        "xlsx: a cell in the last row and column",
        xlsx(lambda: [f"<row r='1'>{cell('A1', '甲')}</row><row r='1048576'>{cell('XFD1048576', '乙')}</row>"]),
        "failed",
        ("范围过大", "误填到远处"),
    ),
    Kind(
        "xlsx: a sheet of 250 MB",
        xlsx(lambda: many(f"<row>{cell('A1', '甲')}</row>", 5_000_000, 100_000)),
        "failed",
        (TOO_LARGE, "上限 200 MB"),
    ),
    Kind(
        "xlsx: a sheet of 20 MB with more cells than allowed",
        xlsx(lambda: many("<row><c><v>1</v></c></row>", 800_000, 100_000)),
        "failed",
        ("范围过大",),
        options=("--limit", "sheet_cells=500000"),
    ),
    Kind(
        "xlsx: 1,200,000 merged cells",
        xlsx(
            lambda: [f"<row r='1'>{cell('A1', '甲')}</row>"],
            after=lambda: ["<mergeCells>", *many('<mergeCell ref="A1:XFD9999"/>', 1_200_000, 10_000), "</mergeCells>"],
        ),
        "failed",
        ("合并单元格过多",),
    ),
    Kind(
        "xlsx: merged cells of the whole sheet over each other",
        xlsx(
            lambda: [f"<row r='1'>{cell('A1', GOOD)}</row>"],
            after=lambda: ["<mergeCells>", '<mergeCell ref="A1:XFD1048576"/>' * 1000, "</mergeCells>"],
        ),
        "ok",
        (),
        (GOOD,),
    ),
    Kind(
        "xlsx: a long shared string in 100,000 cells",
        xlsx(
            lambda: many('<row><c t="s"><v>0</v></c></row>', 100_000),
            strings=lambda: [f"<si><t>{'甲' * 32_000}</t></si>"],
        ),
        "failed",
        ("展开后的文字过多",),
    ),
    Kind(
        "xlsx: a million empty cells with a style far out",
        xlsx(lambda: [f"<row r='1'>{cell('A1', GOOD)}</row>", *many('<c r="XFD1048576" s="1"/>', 1_000_000)]),
        "ok",
        (),
        (GOOD,),
    ),
    Kind(
        "xlsx: formulas in a circle",
        xlsx(lambda: ["<row r='1'><c r='A1'><f>B1</f></c><c r='B1'><f>A1</f></c>", cell("C1", GOOD), "</row>"]),
        "partial",
        ("2 个公式没有保存计算结果",),
        (GOOD,),
    ),
    Kind(
        "xlsx: a billion laughs",
        file("表.xlsx", lambda _: book([f"<row>{cell('A1', '&k;')}</row>"], prolog=LAUGHS)),
        "failed",
        ("无法读取",),
        never=("哈哈",),
    ),
    Kind(
        "xlsx: an entity that is a file of this machine",
        file("表.xlsx", lambda place: book([f"<row>{cell('A1', '&x;')}</row>"], prolog=reads_file(place))),
        "failed",
        ("无法读取",),
    ),
    Kind(
        "xlsx: a password",
        file("表.xlsx", lambda _: compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"})),
        "failed",
        (PASSWORD,),
    ),
    Kind(
        "xlsx: cut",
        file("表.xlsx", lambda _: book(many(f"<row>{cell('A1', '甲')}</row>", 9000))[:-200]),
        "failed",
        (DAMAGED, "XLSX"),
    ),
    Kind("xls: a password", file("表.xls", lambda _: xls_with_password()), "failed", (PASSWORD,)),
    Kind(
        "xls: a workbook stream of garbage",
        file("表.xls", lambda _: compound({"Workbook": bytes(range(256)) * 90})),
        "failed",
        (DAMAGED, "XLS"),
    ),
    Kind(
        "ods: two billion columns in two billion rows",
        file(
            "表.ods",
            lambda _: ods(
                f'<table:table-row table:number-rows-repeated="{FAR}">{ODS_CELL.format(FAR)}</table:table-row>'
            ),
        ),
        "failed",
        ("范围过大",),
    ),
    Kind(
        "ods: tables within tables",
        file("表.ods", lambda _: ods("<table:table-row><table:table-cell><table:table>" * 90_000)),
        "failed",
        (TOO_DEEP,),
    ),
)


@params(*KINDS)
def test_a_hostile_workbook_gives_its_message_within_its_bounds(
    kind: Kind, tmp_path: Path, listener: socket.socket
) -> None:
    attacked(kind, tmp_path, listener)
