"""A DOCX gives every printed paragraph and cell once, in order, and nothing that is not printed."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import extract
from extractors.document import Block, Cell, Paragraph, Role, Table
from extractors.docx_numbering import format_number
from extractors.errors import Damaged, TooLarge

SHARED = Path(__file__).resolve().parents[2].parent / "shared"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": _W,
        "r": f"{_OFFICE}/relationships",
        "m": f"{_OFFICE}/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_PARTS = {"styles": "styles", "numbering": "numbering", "settings": "settings", "footnotes": "footnotes"}


def make(path: Path, body: str, **parts: str) -> Path:
    """A Word file with this body; other parts by name ("styles", "header1" …), wrapped as needed."""
    relationships = ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="a" Type="{_OFFICE}/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        for name, xml in parts.items():
            kind = re.sub(r"\d", "", name)
            root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
            archive.writestr(f"word/{name}.xml", f"<w:{root} {_NAMESPACES}>{xml}</w:{root}>")
            relationships += (
                f'<Relationship Id="{name}" Type="{_OFFICE}/relationships/{kind}" Target="{name}.xml"/>'
            )
        archive.writestr(
            "word/_rels/document.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{relationships}</Relationships>",
        )
        archive.writestr(
            "word/document.xml", f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
        )
    return path


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else run(content) if content else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(content: str, properties: str = "") -> str:
    inner = content if content.startswith(("<w:p>", "<w:tbl>", "<w:sdt>")) else para(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def blocks(path: Path) -> list[Block]:
    return list(extract(path).blocks())


def texts(path: Path) -> list[str]:
    return [b.text for b in blocks(path) if isinstance(b, Paragraph)]


def cells(path: Path) -> list[tuple[int, int, int, int, str]]:
    """Row, column, row span, column span and text of the cells of the first table."""
    found = next(b for b in blocks(path) if isinstance(b, Table))
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in found.cells]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "report.docx"


# ---- the body ------------------------------------------------------------------------------


def test_a_file_by_python_docx_comes_in_order(file: Path) -> None:
    """Headings, paragraphs and tables keep their order, styles and alignment."""
    made = docx.Document()
    made.add_heading("ผลการประเมิน", 1)
    made.add_table(1, 2).cell(0, 1).text = "๙๙.๕๘"
    made.add_paragraph("").add_run("ปี ๒๕๖๘")
    made.paragraphs[-1].alignment = 1
    made.save(str(file))
    document = extract(file)
    assert list(document.blocks()) == [
        Paragraph("ผลการประเมิน", style="Heading 1", font_size=14.0),
        Table((Cell(0, 0, ""), Cell(0, 1, "๙๙.๕๘"))),
        Paragraph("ปี ๒๕๖๘", style="Normal", font_size=11.0, centred=True),
    ]
    (page,) = document.pages
    assert (page.number, page.width, page.height) == (None, None, None)
    assert set(document.engine) == {"python-docx", "lxml"}


def test_tabs_breaks_hyphens_and_symbols(file: Path) -> None:
    """What stands for a character becomes one; page breaks and soft hyphens are none."""
    make(
        file,
        para(
            "<w:r><w:t>ก</w:t><w:tab/><w:t>ข</w:t><w:br/><w:t>ค</w:t><w:cr/><w:t>ง</w:t>"
            '<w:noBreakHyphen/><w:t>จ</w:t><w:softHyphen/><w:t>ฉ</w:t><w:br w:type="page"/><w:t>ช</w:t>'
            '<w:sym w:font="Symbol" w:char="F0B7"/><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
        ),
    )
    assert texts(file) == ["ก ข\nค\nง-จฉช•✓"]


def test_paragraphs_without_text_are_left_out(file: Path) -> None:
    """Empty lines make room on paper and mean nothing."""
    make(file, para("") + para("ก") + para(run("   ")) + para("<w:r><w:br w:type='page'/></w:r>"))
    assert texts(file) == ["ก"]


def test_tracked_changes_are_read_as_accepted(file: Path) -> None:
    """Insertions and the new place of what was moved stay; deletions and the old place go."""
    make(
        file,
        para(
            run("ได้ ")
            + "<w:del><w:r><w:delText>๘๐</w:delText></w:r></w:del>"
            + f"<w:ins>{run('๙๐')}</w:ins>"
            + f"<w:moveFrom>{run('เก่า')}</w:moveFrom><w:moveTo>{run(' คะแนน')}</w:moveTo>"
        )
        + table(row(cell("ก")), row(cell("ลบ"), properties="<w:del/>"), row(cell("ข"))),
    )
    assert texts(file) == ["ได้ ๙๐ คะแนน"]
    assert cells(file) == [(0, 0, 1, 1, "ก"), (1, 0, 1, 1, "ข")]


def test_content_controls_links_and_tags_are_walked_through(file: Path) -> None:
    """Around paragraphs, inside them, around rows and cells, and inside cells."""

    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    make(
        file,
        control(para(run("ก") + control(run("ข")) + f"<w:hyperlink>{run('ค')}</w:hyperlink>"))
        + para(f"<w:smartTag>{run('ง')}</w:smartTag><w:customXml>{run('จ')}</w:customXml>")
        + table(control(row(control(cell("ฉ")), cell(control(para("ช")))))),
    )
    assert texts(file) == ["กขค", "งจ"]
    assert cells(file) == [(0, 0, 1, 1, "ฉ"), (0, 1, 1, 1, "ช")]


def test_fields_give_their_results_and_not_their_instructions(file: Path) -> None:
    """Nested fields as well; one that is never ended swallows nothing."""

    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def code(text: str) -> str:
        return f"<w:r><w:instrText>{text}</w:instrText></w:r>"

    nested = char("begin") + code(" QUOTE ") + char("separate") + run("ไม่พิมพ์") + char("end")
    make(
        file,
        para(
            run("ปี ")
            + char("begin")
            + code(" IF ")
            + nested
            + char("separate")
            + run("๒๕๖๘")
            + char("end")
            + f'<w:fldSimple w:instr="DATE">{run(" วันนี้")}</w:fldSimple>'
        )
        + para(char("begin") + code("TOC") + run("ในคำสั่ง"))
        + para("ต่อไป"),
    )
    assert texts(file) == ["ปี ๒๕๖๘ วันนี้", "ต่อไป"]


def test_hidden_text_is_not_printed(file: Path) -> None:
    """Hidden directly or by a style; shown again where the run says so."""
    make(
        file,
        para(run("ก") + run("ลับ", "<w:vanish/>") + run("ข", '<w:vanish w:val="0"/>'))
        + para(run("ลับ") + run("เปิด", '<w:vanish w:val="false"/>'), '<w:pStyle w:val="Secret"/>'),
        styles='<w:style w:type="paragraph" w:styleId="Secret"><w:name w:val="Secret"/>'
        "<w:rPr><w:vanish/></w:rPr></w:style>",
    )
    assert texts(file) == ["กข", "เปิด"]


def test_space_that_xml_does_not_preserve_is_dropped(file: Path) -> None:
    """Pretty-printed XML puts line ends into texts that Word does not show."""
    make(file, para("<w:r><w:t>\n  ก ข\n</w:t></w:r><w:r><w:t xml:space='preserve'> ค</w:t></w:r>"))
    assert texts(file) == ["ก ข ค"]


def test_formulas_keep_their_letters(file: Path) -> None:
    """A score written as an equation is text all the same."""
    make(file, para("<w:r><w:t>ค่า </w:t></w:r><m:oMath><m:r><m:t>x=5</m:t></m:r></m:oMath>"))
    assert texts(file) == ["ค่าx=5"]


# ---- text boxes ------------------------------------------------------------------------------


def box(*paragraphs: str) -> str:
    """A text box as Word writes it: a drawing, and the same again as VML for old readers."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:positionH>'
        "<wp:posOffset>914400</wp:posOffset></wp:positionH><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_a_text_box_comes_once_after_the_paragraph_that_holds_it(file: Path) -> None:
    """Word stores it twice; its place in the flow is after its anchor."""
    make(file, para(run("ก") + box(para("กล่อง ๑"), para("กล่อง ๒")) + run("ข")) + para("ค"))
    assert texts(file) == ["กข", "กล่อง ๑", "กล่อง ๒", "ค"]


def test_an_old_text_box_and_word_art_are_read(file: Path) -> None:
    """VML alone, and letters set as a shape (the titles of many covers)."""
    make(
        file,
        para(
            "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
            + para("เก่า")
            + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        + para("<w:r><w:pict><v:shape><v:textpath string='แผนปฏิบัติการ'/></v:shape></w:pict></w:r>"),
    )
    assert texts(file) == ["เก่า", "แผนปฏิบัติการ"]


def test_a_text_box_in_a_cell_is_part_of_the_cell(file: Path) -> None:
    """A table has no other place for it."""
    make(file, table(row(cell(para(run("ก") + box(para("กล่อง"))) + para("ข")), cell("ค"))))
    assert cells(file) == [(0, 0, 1, 1, "ก\nกล่อง\nข"), (0, 1, 1, 1, "ค")]


def test_a_table_in_a_text_box_is_a_table(file: Path) -> None:
    """It keeps its cells."""
    make(file, para(run("ก") + box(table(row(cell("ข"), cell("ค"))))))
    assert [type(b) for b in blocks(file)] == [Paragraph, Table]


# ---- tables ----------------------------------------------------------------------------------

RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def span(n: int) -> str:
    return f'<w:gridSpan w:val="{n}"/>'


def test_merged_cells_come_once_with_their_spans(file: Path) -> None:
    """Down, across, and both."""
    make(
        file,
        table(
            row(cell("ก", span(2) + RESTART), cell("ข")),
            row(cell("", span(2) + CONTINUE), cell("ค", RESTART)),
            row(cell("ง"), cell("จ"), cell("", '<w:vMerge w:val="continue"/>')),
        ),
    )
    assert cells(file) == [
        (0, 0, 2, 2, "ก"),
        (0, 2, 1, 1, "ข"),
        (1, 2, 2, 1, "ค"),
        (2, 0, 1, 1, "ง"),
        (2, 1, 1, 1, "จ"),
    ]


def test_rows_may_begin_late_and_end_early(file: Path) -> None:
    """w:gridBefore moves a row's cells to the right."""
    make(
        file,
        table(
            row(cell("ก"), cell("ข"), cell("ค", RESTART)),
            row(cell("ง"), cell("", CONTINUE), properties='<w:gridBefore w:val="1"/>'),
            row(cell("จ"), properties='<w:gridAfter w:val="2"/>'),
        ),
    )
    assert cells(file) == [
        (0, 0, 1, 1, "ก"),
        (0, 1, 1, 1, "ข"),
        (0, 2, 2, 1, "ค"),
        (1, 1, 1, 1, "ง"),
        (2, 0, 1, 1, "จ"),
    ]


def test_a_continuation_of_nothing_is_a_cell_of_its_own(file: Path) -> None:
    """At the top of a table cut in two, under a plain cell, or of another width."""
    make(
        file,
        table(
            row(cell("", CONTINUE), cell("ก")),
            row(cell("", CONTINUE), cell("ข", CONTINUE)),
            row(cell("ค", span(2) + CONTINUE)),
        ),
    )
    assert cells(file) == [
        (0, 0, 2, 1, ""),
        (0, 1, 1, 1, "ก"),
        (1, 1, 1, 1, "ข"),
        (2, 0, 1, 2, "ค"),
    ]


def test_old_horizontal_merges_are_one_cell(file: Path) -> None:
    """w:hMerge, which converters still write."""
    make(
        file,
        table(row(cell("ก", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("ข"))),
    )
    assert cells(file) == [(0, 0, 1, 2, "ก"), (0, 2, 1, 1, "ข")]


def test_the_paragraphs_of_a_cell_are_parted_by_newlines(file: Path) -> None:
    """Empty ones leave no trace."""
    make(file, table(row(cell(para("") + para("ก") + para("") + para("ข") + para("")), cell(""))))
    assert cells(file) == [(0, 0, 1, 1, "ก\nข"), (0, 1, 1, 1, "")]


def test_a_table_in_a_cell_is_text_of_that_cell_row_by_row(file: Path) -> None:
    """Its own merged cells once; a row with one text keeps its lines."""
    inner = table(
        row(cell("๑", RESTART), cell(para("ก") + para("ข"))),
        row(cell("", CONTINUE), cell("ค")),
        row(cell(para("ง") + para("จ"), span(2))),
    )
    make(file, table(row(cell(para("บน") + inner + para("ล่าง")), cell("ข้าง"))))
    assert cells(file) == [(0, 0, 1, 1, "บน\n๑ ก ข\nค\nง\nจ\nล่าง"), (0, 1, 1, 1, "ข้าง")]


def test_absurd_spans_are_bounded(file: Path) -> None:
    """A number made up to exhaust memory, or none at all, hurts nobody."""
    make(file, table(row(cell("ก", span(2_000_000_000)), cell("ข", '<w:gridSpan w:val="x"/>'))))
    assert cells(file) == [(0, 0, 1, 255, "ก"), (0, 255, 1, 1, "ข")]


_shapes = st.lists(
    st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["", RESTART, CONTINUE])), min_size=1, max_size=5),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(shape=_shapes)
def test_whatever_is_merged_no_place_is_taken_twice(
    tmp_path_factory: pytest.TempPathFactory, shape: list[list[tuple[int, str]]]
) -> None:
    """Cells never overlap, and each place that the file has is in exactly one."""
    path = tmp_path_factory.getbasetemp() / "shape.docx"
    make(path, table(*(row(*(cell("ก", span(n) + merge) for n, merge in cells_)) for cells_ in shape)))
    taken = [
        (r, c)
        for top, left, height, width, _ in cells(path)
        for r in range(top, top + height)
        for c in range(left, left + width)
    ]
    assert len(taken) == len(set(taken)) == sum(n for cells_ in shape for n, _ in cells_)


# ---- numbering -------------------------------------------------------------------------------


def level(ilvl: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def item(text: str, of: int, ilvl: int = 0) -> str:
    return para(text, f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{of}"/></w:numPr>')


def test_thai_numbers_of_a_list_are_printed_text(file: Path) -> None:
    """Levels count on, begin again under each new parent, and show their parents' numbers."""
    make(
        file,
        item("ก", 1) + item("ข", 1, 1) + item("ค", 1, 1) + item("ง", 1) + item("จ", 1, 1),
        numbering=abstract(0, level(0, "thaiNumbers", "%1."), level(1, "thaiNumbers", "%1.%2")) + num(1, 0),
    )
    assert texts(file) == ["๑. ก", "๑.๑ ข", "๑.๒ ค", "๒. ง", "๒.๑ จ"]


def test_numbers_that_begin_again_or_go_on(file: Path) -> None:
    """Two lists of one definition count together unless one is told to begin again."""
    make(
        file,
        item("ก", 1) + item("ข", 2) + item("ค", 3) + item("ง", 3) + item("จ", 1),
        numbering=abstract(0, level(0, "decimal", "%1)"))
        + num(1, 0)
        + num(2, 0)
        + num(3, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
    )
    assert texts(file) == ["1) ก", "2) ข", "1) ค", "2) ง", "3) จ"]


def test_a_level_can_be_overridden_or_never_begin_again(file: Path) -> None:
    """w:lvlOverride with a level of its own; w:lvlRestart 0."""
    levels = level(0, "decimal", "%1."), level(1, "decimal", "(%2)", '<w:lvlRestart w:val="0"/>')
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "thaiLetters", "%1.")}</w:lvlOverride>'
    make(
        file,
        item("ก", 1) + item("ข", 1, 1) + item("ค", 2) + item("ง", 2, 1),
        numbering=abstract(0, *levels) + num(1, 0) + num(2, 0, own),
    )
    assert texts(file) == ["1. ก", "(1) ข", "ข. ค", "(2) ง"]


def test_legal_numbering_suffixes_and_bullets(file: Path) -> None:
    """isLgl writes parents as 1, 2, 3; a suffix may be nothing; bullets are dashes or dots."""
    make(
        file,
        item("ก", 1) + item("ข", 1, 1) + item("ค", 2) + item("ง", 3) + item("จ", 4),
        numbering=abstract(
            0,
            level(0, "upperRoman", "%1", '<w:suff w:val="space"/>'),
            level(1, "decimal", "%1.%2", '<w:isLgl/><w:suff w:val="nothing"/>'),
        )
        + abstract(1, level(0, "bullet", "-"))
        + abstract(2, level(0, "bullet", "\uf0b7"))
        + abstract(3, level(0, "none", ""))
        + num(1, 0)
        + num(2, 1)
        + num(3, 2)
        + num(4, 3),
    )
    assert texts(file) == ["I ก", "1.1ข", "- ค", "• ง", "จ"]


def test_styles_number_their_paragraphs(file: Path) -> None:
    """Inherited from the style below; the level is the one linked to the style; 0 takes it away."""
    make(
        file,
        para("ก", '<w:pStyle w:val="Item"/>')
        + para("ข", '<w:pStyle w:val="Sub"/>')
        + para("ค", '<w:pStyle w:val="Item"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + para("ง", '<w:pStyle w:val="Own"/>'),
        styles="".join(
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{more}</w:style>'
            for name, more in {
                "Base": '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
                "Item": '<w:basedOn w:val="Base"/>',
                "Sub": '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
                "Own": '<w:basedOn w:val="Item"/>',
            }.items()
        ),
        numbering=abstract(
            0,
            level(0, "thaiNumbers", "ข้อ %1"),
            level(1, "thaiLetters", "%2.", '<w:pStyle w:val="Sub"/>'),
        )
        + num(1, 0),
    )
    assert texts(file) == ["ข้อ ๑ ก", "ก. ข", "ค", "ข้อ ๒ ง"]


def test_a_list_style_lends_its_levels(file: Path) -> None:
    """w:numStyleLink leads over the style to the list that has the levels."""
    make(
        file,
        item("ก", 1) + item("ข", 2),
        styles='<w:style w:type="numbering" w:styleId="Thai"><w:name w:val="Thai"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>',
        numbering=abstract(0, '<w:numStyleLink w:val="Thai"/>')
        + abstract(1, '<w:styleLink w:val="Thai"/>', level(0, "thaiNumbers", "%1."))
        + num(1, 0)
        + num(2, 1),
    )
    assert texts(file) == ["๑. ก", "๒. ข"]


def test_a_number_alone_is_the_text_of_its_cell(file: Path) -> None:
    """The column ลำดับ is often numbered by Word; outside a table an empty item is no text."""
    make(
        file,
        table(row(cell(item("", 1)), cell("ก")), row(cell(item("", 1)), cell("ข"))) + item("", 1),
        numbering=abstract(0, level(0, "thaiNumbers", "%1")) + num(1, 0),
    )
    assert [c[-1] for c in cells(file)] == ["๑", "ก", "๒", "ข"]
    assert texts(file) == []


def test_deleted_items_do_not_count(file: Path) -> None:
    """A paragraph of which text and mark are deleted has no number."""
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
        "</w:pPr><w:del><w:r><w:delText>ลบ</w:delText></w:r></w:del></w:p>"
    )
    make(
        file,
        item("ก", 1) + gone + item("ข", 1),
        numbering=abstract(0, level(0, "decimal", "%1.")) + num(1, 0),
    )
    assert texts(file) == ["1. ก", "2. ข"]


@pytest.mark.parametrize(
    ("kind", "number", "printed"),
    [
        ("decimalZero", 7, "07"),
        ("thaiCounting", 10, "๑๐"),
        ("thaiLetters", 3, "ค"),
        ("thaiLetters", 4, "ง"),
        ("thaiLetters", 41, "ฮ"),
        ("thaiLetters", 42, "กก"),
        ("lowerLetter", 27, "aa"),
        ("lowerRoman", 1994, "mcmxciv"),
        ("upperRoman", 4000, "4000"),
        ("none", 3, ""),
        ("hebrew1", 3, "3"),
    ],
)
def test_numbers_are_written_as_word_writes_them(kind: str, number: int, printed: str) -> None:
    """Thai letters leave out ฃ, ฅ and ฆ; after the last letter they are doubled."""
    assert format_number(number, kind) == printed


# ---- headers, footers, notes -----------------------------------------------------------------

PAGE = '<w:fldSimple w:instr=" PAGE \\* MERGEFORMAT "><w:r><w:t>7</w:t></w:r></w:fldSimple>'


def test_headers_come_first_footers_last_notes_after_the_body(file: Path) -> None:
    """Each has its role; the same words in another section are not repeated."""
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/>'
        '<w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    )
    make(
        file,
        f"<w:p><w:pPr>{section}</w:pPr>{run('ก')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
        + para("ข")
        + section.replace("header1", "header2"),
        header1=table(row(cell("ตรา"), cell("เทศบาล"))),
        header2=para("เทศบาล"),
        footer1=para(run("- ") + PAGE + run(" -")) + para(run("งานนโยบาย หน้า ") + PAGE),
        footnotes='<w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="1">{para("ไม่มีที่อ้าง")}</w:footnote>'
        f'<w:footnote w:id="2">{para("ที่มา")}</w:footnote>',
    )
    assert [(b.role, b.text) for b in blocks(file) if isinstance(b, Paragraph)] == [
        (Role.HEADER, "ตรา"),
        (Role.HEADER, "เทศบาล"),
        (Role.BODY, "ก"),
        (Role.BODY, "ข"),
        (Role.FOOTNOTE, "ที่มา"),
        (Role.FOOTER, "งานนโยบาย หน้า"),
    ]


def test_headers_that_are_not_printed_are_left_out(file: Path) -> None:
    """First-page and even-page headers count only where they are switched on."""
    references = "".join(
        f'<w:headerReference w:type="{kind}" r:id="header{n}"/>'
        for n, kind in enumerate(("default", "first", "even"), 1)
    )
    headers = {f"header{n}": para(f"หัว {n}") for n in (1, 2, 3)}
    make(file, para("ก") + f"<w:sectPr>{references}</w:sectPr>", **headers)
    assert texts(file) == ["หัว 1", "ก"]
    make(
        file,
        para("ก") + f"<w:sectPr>{references}<w:titlePg/></w:sectPr>",
        settings="<w:evenAndOddHeaders/>",
        **headers,
    )
    assert texts(file) == ["หัว 1", "หัว 2", "หัว 3", "ก"]


# ---- styles ----------------------------------------------------------------------------------


def test_thai_letters_have_the_size_of_complex_script(file: Path) -> None:
    """From the run, else its style, else the paragraph's style and what it is based on, else defaults."""
    both = '<w:sz w:val="20"/><w:szCs w:val="32"/>'
    make(
        file,
        para(run(" ") + run("ไทย", both))
        + para(run("Latin", both))
        + para(run("ไทย", '<w:rStyle w:val="Big"/>'))
        + para("ไทย", '<w:pStyle w:val="Child"/>')
        + para("ไทย"),
        styles='<w:docDefaults><w:rPrDefault><w:rPr><w:szCs w:val="28"/></w:rPr></w:rPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="character" w:styleId="Big"><w:rPr><w:szCs w:val="72"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Parent"><w:name w:val="heading 2"/><w:pPr>'
        '<w:jc w:val="center"/></w:pPr><w:rPr><w:szCs w:val="40"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Child"><w:name w:val="หัวข้อ"/>'
        '<w:basedOn w:val="Parent"/></w:style>',
    )
    found = [b for b in blocks(file) if isinstance(b, Paragraph)]
    assert [b.font_size for b in found] == [16.0, 10.0, 36.0, 20.0, 14.0]
    assert [b.centred for b in found] == [False, False, False, True, False]
    assert found[3].style == "หัวข้อ"


def test_styles_that_are_based_on_each_other_end(file: Path) -> None:
    """A circle of styles is walked once."""
    make(
        file,
        para("ก", '<w:pStyle w:val="A"/>'),
        styles='<w:style w:styleId="A"><w:name w:val="heading 1"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>',
    )
    assert blocks(file) == [Paragraph("ก", style="Heading 1")]


# ---- odd and broken files ----------------------------------------------------------------------


def rewrite(path: Path, change: dict[str, bytes | None]) -> Path:
    """The same package with some parts replaced, or left out."""
    with zipfile.ZipFile(path) as archive:
        parts: dict[str, bytes | None] = {n: archive.read(n) for n in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **change}.items():
            if data is not None:
                archive.writestr(name, data)
    return path


def test_a_file_without_its_text_is_damaged(file: Path) -> None:
    """The message names the part, in both languages."""
    rewrite(make(file, para("ก")), {"word/document.xml": None})
    with pytest.raises(Damaged) as caught:
        extract(file)
    assert "word/document.xml" in caught.value.reason_en
    assert "word/document.xml" in caught.value.reason_th


@pytest.mark.parametrize("data", [b"", b"<w:document", b"<a/>"])
def test_xml_that_does_not_parse_is_damaged(file: Path, data: bytes) -> None:
    """So is a main part without a body."""
    rewrite(make(file, para("ก")), {"word/document.xml": data})
    with pytest.raises(Damaged, match=r"word/document\.xml"):
        extract(file)


def test_a_file_may_lack_every_part_but_its_text(file: Path) -> None:
    """No styles, no numbering, no relationships: the text is there."""
    rewrite(make(file, item("ก", 5)), {"_rels/.rels": None, "word/_rels/document.xml.rels": None})
    assert texts(file) == ["ก"]


def test_links_to_missing_parts_are_no_obstacle(file: Path) -> None:
    """Old converters leave relationships to parts that are not there."""
    rewrite(make(file, para("ก"), header1=para("หัว")), {"word/header1.xml": None})
    assert texts(file) == ["ก"]


def test_strict_open_xml_is_read(file: Path) -> None:
    """Its namespaces differ, its words do not."""
    make(file, item("ก", 1), numbering=abstract(0, level(0, "thaiNumbers", "%1.")) + num(1, 0))
    with zipfile.ZipFile(file) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    strict = {
        n: data.replace(_W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            f"{_OFFICE}/relationships".encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for n, data in parts.items()
    }
    rewrite(file, dict(strict))
    assert texts(file) == ["๑. ก"]


def test_deep_nesting_is_too_large_or_read_but_never_a_crash(file: Path) -> None:
    """Tables within tables beyond what the parser takes."""
    body = para("ก")
    for _ in range(70):
        body = table(row(cell(body + para(""))))
    make(file, body)
    assert cells(file) == [(0, 0, 1, 1, "ก")]
    for _ in range(30):
        body = table(row(cell(body + para(""))))
    with pytest.raises(TooLarge):
        extract(make(file, body))


def test_a_table_made_with_python_docx_merges(file: Path) -> None:
    """The same spans that python-docx was told."""
    made = docx.Document()
    grid = made.add_table(3, 3)
    grid.cell(0, 0).merge(grid.cell(1, 1)).text = "ก"
    grid.cell(2, 2).text = "ข"
    made.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>นำ</w:t></w:r></w:p>"))
    made.save(str(file))
    assert texts(file) == ["นำ"]
    assert cells(file)[0] == (0, 0, 2, 2, "ก")
    assert cells(file)[-1] == (2, 2, 1, 1, "ข")


# ---- real reports ------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports are not beside the repository")
def test_every_text_of_the_real_reports_comes_once_and_in_order() -> None:
    """All letters of word/document.xml, in the order in which they stand there."""
    reports = sorted(SHARED.glob("reports/*/report.docx"))
    assert reports
    for path in reports:
        with zipfile.ZipFile(path) as archive:
            xml = archive.read("word/document.xml").decode()
        printed = html.unescape("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml)))
        found = "".join(
            block.text if isinstance(block, Paragraph) else "".join(c.text for c in block.cells)
            for block in blocks(path)
            if isinstance(block, Table) or block.role is Role.BODY
        )
        assert re.sub(r"\s", "", found) == re.sub(r"\s", "", printed), path.parent.name
