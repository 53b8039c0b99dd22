"""What Word keeps outside the plain text of a paragraph: a text box, and list numbers."""

from __future__ import annotations

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from samples.build.official import element, into_paragraph

_SPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)

_CONTENT = """<w:txbxContent><w:p><w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/></w:pPr>
<w:r><w:rPr><w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}"/><w:color w:val="E60012"/>
<w:sz w:val="{half}"/></w:rPr><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"""

_BOX = """<w:r {spaces}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>
<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>
<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>
<wp:docPr id="1" name="发文机关标志"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx>{content}</wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/></wps:wsp>
</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:shape style="position:absolute;width:442pt;height:60pt" stroked="f" filled="f">
<v:textbox inset="0,0,0,0">{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""

_MILLIMETRE = 36000


def red_head_in_a_box(paragraph: Paragraph, text: str, face: str, points: int) -> None:
    """发文机关标志 in a text box anchored to the paragraph, with the VML twin that Word writes beside it."""
    content = _CONTENT.format(face=face, half=2 * points, text=text)
    box = _BOX.format(spaces=_SPACES, wide=156 * _MILLIMETRE, high=22 * _MILLIMETRE, content=content)
    paragraph._p.append(parse_xml(box))


def chinese_list(document: Document) -> int:
    """A list whose labels （一）（二）（三） stand in the numbering part only; its numId."""
    numbering = document.part.numbering_part.element
    own = str(1 + max((int(n.get(qn("w:abstractNumId"))) for n in numbering.findall(qn("w:abstractNum"))), default=0))
    abstract = element("w:abstractNum", abstractNumId=own)
    level = element("w:lvl", ilvl="0")
    for name, value in (
        ("w:start", "1"),
        ("w:numFmt", "chineseCounting"),
        ("w:suff", "nothing"),
        ("w:lvlText", "（%1）"),
        ("w:lvlJc", "left"),
    ):
        level.append(element(name, val=value))
    abstract.append(level)
    first = numbering.find(qn("w:num"))
    if first is None:
        numbering.append(abstract)
    else:
        first.addprevious(abstract)
    number: int = numbering.add_num(int(own)).numId
    return number


def in_list(paragraph: Paragraph, number: int) -> None:
    """Make the paragraph an item of the list."""
    label = element("w:numPr")
    label.append(element("w:ilvl", val="0"))
    label.append(element("w:numId", val=str(number)))
    into_paragraph(paragraph, label)
