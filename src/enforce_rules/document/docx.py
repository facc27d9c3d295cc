"""From blocks to a Word file: named styles, real tables, the page of GB/T 9704-2012.

The empty document with its page and styles is made once; a document is its paragraphs put into it. Nothing in it tells
the time, so the same blocks give the same bytes.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ..errors import DocumentError, Problem
from .block import Block, Cell
from .flow import Grid, flow
from .fonts import refuse_unprintable

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section

WIDTH = 8845
"""The width of the type area, 156 mm, in twentieths of a point."""

_BODY, _CORE = "word/document.xml", "docProps/core.xml"


def to_docx(blocks: Sequence[Block], title: str, draft: bool = False) -> bytes:
    """The document as a Word file: the same bytes for the same blocks, at any time. A ``draft`` has a watermark.

    The watermark is a shape in the header of every page, so it is not in the text of the document. Raises
    :class:`DocumentError` when the extra ``docx`` is not installed or a text cannot be printed.
    """
    if importlib.util.find_spec("docx") is None:
        raise DocumentError(Problem("没有安装 python-docx，不能制作 docx", hint="pip install 'enforce-rules[docx]'"))
    refuse_unprintable(blocks, title)
    shell = _shell(draft)
    before, section = shell[_BODY].split(_MARK)
    made = {
        **shell,
        _BODY: before + _body(blocks).encode() + section,
        _CORE: _PROPERTIES.format(title=escape(title)).encode(),
    }
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name, content in made.items():
            file.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)
    return packed.getvalue()


# ---- Styles ----


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style based on Normal. ``paragraph`` and ``run`` are its properties as Word writes them, in its order."""

    id: str
    name: str
    paragraph: str = ""
    font: str = "仿宋"
    size: int = 32  # in half points: 三号
    run: str = ""

    @property
    def xml(self) -> str:
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{self.paragraph}</w:pPr><w:rPr>{_fonts(self.font)}'
            f'{self.run}<w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/></w:rPr></w:style>'
        )


def _fonts(chinese: str) -> str:
    western = "Times New Roman"
    return f'<w:rFonts w:ascii="{western}" w:eastAsia="{chinese}" w:hAnsi="{western}" w:cs="{western}"/>'


def _line(kind: str, size: int, space: int, colour: str = "000000") -> str:
    return f'<w:{kind} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


_RED = "C00000"
_BOX = "".join(_line(side, 8, 4, _RED) for side in ("top", "left", "bottom", "right"))
_TWO = '<w:ind w:firstLineChars="200" w:firstLine="{}"/>'
_SEAL = '<w:ind w:rightChars="200" w:right="{}"/>'
_CENTRE, _RIGHT = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'
_SMALL = '<w:snapToGrid w:val="0"/><w:spacing w:line="360" w:lineRule="exact"/>'
_LEFT = '<w:jc w:val="left"/>'

_STYLES = {
    "series": _Style("DocSeries", "文书类别", "<w:keepNext/>" + _CENTRE, "宋体", run='<w:spacing w:val="64"/>'),
    "title": _Style(
        "DocTitle",
        "文书标题",
        f'<w:keepNext/><w:pBdr>{_line("bottom", 6, 6)}</w:pBdr><w:spacing w:line="640" w:lineRule="exact"/>{_CENTRE}',
        "方正小标宋简体",
        44,
    ),
    "number": _Style("DocNumber", "文书编号", '<w:spacing w:after="320"/>' + _RIGHT),
    "heading": _Style(
        "DocHeading", "文书小标题", "<w:keepNext/>" + _TWO.format(640) + '<w:outlineLvl w:val="0"/>', "黑体"
    ),
    "paragraph": _Style("DocBody", "文书正文", _TWO.format(640)),
    "line": _Style("DocLine", "文书顶格"),
    "right": _Style(
        "DocSign",
        "文书落款",
        '<w:keepLines/><w:spacing w:before="579"/>' + _SEAL.format(640) + "<w:contextualSpacing/>" + _RIGHT,
    ),
    "centre": _Style("DocCentre", "文书居中", _CENTRE),
    "note": _Style("DocNote", "文书附注", _SMALL, size=24),
    "draft": _Style(
        "DocDraft",
        "文书草稿",
        f'<w:pBdr>{_BOX}</w:pBdr><w:spacing w:after="320"/><w:ind w:left="100" w:right="100"/>{_CENTRE}',
        run=f'<w:color w:val="{_RED}"/>',
    ),
    "rule": _Style(
        "DocRule", "文书横线", f'<w:pBdr>{_line("bottom", 4, 1)}</w:pBdr><w:spacing w:line="240" w:lineRule="exact"/>'
    ),
}
_CELL = _Style("DocCell", "文书表格", _SMALL + _LEFT, size=24)
_NARROW = 2600  # the width of a cell without room for an indentation
_CELL_CENTRE = _Style("DocCellCentre", "文书表格居中", _SMALL + _CENTRE, size=24)
_CELL_RIGHT = _Style("DocCellSign", "文书表格落款", _SMALL + _SEAL.format(480) + _RIGHT, size=24)
_CELL_HEADER = _Style("DocCellHeader", "文书表头", _SMALL + _CENTRE, "黑体", 24)
_CELL_STYLES = {
    "paragraph": _Style("DocCellBody", "文书表格正文", _SMALL + _TWO.format(480) + _LEFT, size=24),
    "heading": _Style("DocCellHeading", "文书表格小标题", _SMALL + _LEFT, "黑体", 24),
    "right": _CELL_RIGHT,
    "number": _Style("DocCellNumber", "文书表格编号", _SMALL + _RIGHT, size=24),
    "rule": _STYLES["rule"],
} | dict.fromkeys(("series", "title", "centre", "draft"), _CELL_CENTRE)
_FOOTER = _Style("DocFooter", "文书页码", _CENTRE, "宋体", 28)
_GAP = _Style("DocGap", "文书间隔", '<w:spacing w:line="20" w:lineRule="exact"/>', size=2)
_ALL = dict.fromkeys((*_STYLES.values(), _CELL, *_CELL_STYLES.values(), _CELL_HEADER, _FOOTER, _GAP))

_NORMAL = f"""<w:docDefaults><w:rPrDefault><w:rPr>{_fonts("仿宋")}<w:sz w:val="32"/><w:szCs w:val="32"/>
<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/>
<w:kinsoku/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>
<w:spacing w:before="0" w:after="0" w:line="579" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>
<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="DocTable"><w:name w:val="文书表"/><w:basedOn w:val="TableNormal"/><w:tblPr>
<w:tblBorders>{"".join(_line(s, 4, 0) for s in ("top", "left", "bottom", "right", "insideH", "insideV"))}</w:tblBorders>
<w:tblCellMar><w:top w:w="80" w:type="dxa"/><w:left w:w="100" w:type="dxa"/><w:bottom w:w="80" w:type="dxa"/>
<w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"""


# ---- Paragraphs and tables ----


def _body(blocks: Sequence[Block]) -> str:
    parts = list(flow(blocks))
    written: list[str] = []
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        if isinstance(part, Grid):
            written.append(_table(part))
            if after is None or isinstance(after, Grid):  # else Word makes one table of two
                written.append(_paragraph(_GAP))
        else:
            written.append(_paragraph(_STYLES[part.block.layout], part.block, part.keep))
    return "".join(written)


def _paragraph(style: _Style, block: Block | None = None, keep: bool = False) -> str:
    own = f'<w:pStyle w:val="{style.id}"/>'
    if keep:
        own += "<w:keepNext/>"
    if block and block.new_page:
        own += "<w:pageBreakBefore/>"
    run = ""
    if block and block.text:
        # The hint: quotation marks and dashes are those of the Chinese font.
        hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
        run = f'<w:r>{hint}<w:t xml:space="preserve">{escape(block.text)}</w:t></w:r>'
    return f"<w:p><w:pPr>{own}</w:pPr>{run}</w:p>"


def _table(grid: Grid) -> str:
    edges = [0, *accumulate(grid.table.widths)]
    edges = [round(edge * WIDTH / edges[-1]) for edge in edges]
    columns = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    inside, places = dict(grid.cells), grid.places()
    rows = "".join(_row(grid, row, edges, places, inside) for row in range(grid.rows))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="DocTable"/><w:tblW w:w="{WIDTH}" w:type="dxa"/>'
        f'<w:tblInd w:w="0" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(
    grid: Grid,
    row: int,
    edges: list[int],
    places: dict[tuple[int, int], Cell],
    inside: dict[Cell, tuple[Block, ...]],
) -> str:
    keep = row < grid.head or (grid.keep and row == grid.rows - 1)
    cells, column = "", 0
    while column < len(grid.table.widths):
        cell = places.get((row, column)) or Cell(grid.table, row, column)
        begins = cell.row == row
        blocks = inside.get(cell, ()) if begins else ()
        merge = "" if cell.rowspan == 1 else '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
        width = edges[column + cell.colspan] - edges[column]
        written = "".join(_paragraph(_cell_style(cell, block, width), block, keep) for block in blocks) or _paragraph(
            _CELL
        )
        cells += (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{cell.colspan}"/>{merge}'
            f'<w:vAlign w:val="center"/></w:tcPr>{written}</w:tc>'
        )
        column += cell.colspan
    header = "<w:tblHeader/>" if row < grid.head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{cells}</w:tr>"


def _cell_style(cell: Cell, block: Block, width: int) -> _Style:
    if cell.header:
        return _CELL_HEADER
    narrow = block.layout == "paragraph" and width < _NARROW
    return _CELL if narrow else _CELL_STYLES.get(block.layout, _CELL)


# ---- The empty document ----


@lru_cache(maxsize=2)
def _shell(draft: bool) -> dict[str, bytes]:
    """The parts of a document without paragraphs: its page, styles, page number and watermark."""
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    _strip(document)
    document.styles.element.clear()
    document.styles.element.extend(parse_xml(f"<w:styles {_NAMESPACES}>{_NORMAL}{_join(_ALL)}</w:styles>"))
    section = document.sections[0]
    _page(section)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = footer.paragraphs[0]._p
        line.getparent().replace(line, parse_xml(_PAGE_NUMBER.format(side=side)))
    for header in (section.header, section.even_page_header) if draft else ():
        line = header.paragraphs[0]._p
        line.getparent().replace(line, parse_xml(_WATERMARK))
    saved = BytesIO()
    document.save(saved)
    with ZipFile(saved) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    return parts | {
        _BODY: parts[_BODY].replace(b"<w:sectPr", _MARK + b"<w:sectPr", 1),
        "word/settings.xml": _SETTINGS.encode(),
        "word/fontTable.xml": _FONT_TABLE.encode(),
        "docProps/app.xml": _APP.encode(),
    }


def _join(styles: Iterable[_Style]) -> str:
    return "".join(style.xml for style in styles)


def _strip(document: WordDocument) -> None:
    """Take out what an enforcement document does not need: a picture, a bibliography, lists."""
    for rels in (document.part.rels, document.part.package.rels):
        for name, rel in list(rels.items()):
            if rel.reltype.rsplit("/", 1)[-1] in _NOT_NEEDED:
                del rels[name]


def _page(section: Section) -> None:
    from docx.oxml import parse_xml
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    section._sectPr.remove(section._sectPr.find(f"{{{_W}}}docGrid"))
    # 22 lines of 28 characters: the pitch in twentieths of a point, the squeeze of a character in 4096ths.
    section._sectPr.append(
        parse_xml(f'<w:docGrid {_NAMESPACES} w:type="linesAndChars" w:linePitch="579" w:charSpace="-847"/>')
    )


_MARK = b"<!--blocks-->"
_NOT_NEEDED = {"thumbnail", "customXml", "numbering", "stylesWithEffects", "webSettings"}
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# The number of an odd page stands at the right, one character in; that of an even page at the left.
_PAGE_NUMBER = f"""<w:p {_NAMESPACES}><w:pPr><w:pStyle w:val="{_FOOTER.id}"/>
<w:ind w:{{side}}Chars="100" w:{{side}}="280"/><w:jc w:val="{{side}}"/></w:pPr>
<w:r><w:t xml:space="preserve">— </w:t></w:r>
<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>
<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>"""

_WATERMARK = f"""<w:p {_NAMESPACES}><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>
<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom"
o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>
<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" o:allowincell="f" fillcolor="silver"
stroked="f" style="position:absolute;margin-left:0;margin-top:0;width:320pt;height:160pt;rotation:315;z-index:-251658752;\
mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;\
mso-position-vertical-relative:margin"><v:fill opacity=".5"/>
<v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="草稿"/></v:shape></w:pict></w:r></w:p>"""

_SETTINGS = f"""{_XML}<w:settings xmlns:w="{_W}"><w:defaultTabStop w:val="420"/>
<w:evenAndOddHeaders/>
<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"""


def _font(name: str, instead: str) -> str:
    return f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'


# What a machine without the font shows instead of it.
_FONT_TABLE = (
    f'{_XML}<w:fonts xmlns:w="{_W}">{_font("仿宋", "FangSong")}{_font("黑体", "SimHei")}{_font("宋体", "SimSun")}'
    f'{_font("方正小标宋简体", "宋体")}<w:font w:name="Times New Roman"><w:charset w:val="00"/></w:font></w:fonts>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_APP = f'{_XML}<Properties xmlns="{_OFFICE}"><Application>enforce-rules</Application></Properties>'
_PROPERTIES = (
    f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:language>zh-CN</dc:language>'
    "</cp:coreProperties>"
)
