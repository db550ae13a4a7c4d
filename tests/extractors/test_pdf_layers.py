"""Text layers that lie: what the ink and the places of glyphs tell, which engine reads a page, how it is graded."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_pdf import ABOVE, BELOW, MOVED_TONE, TONES, MadePage, Text, font, make, width
from rapidfuzz.distance import Indel

from extractors import extract
from extractors.document import Document, Paragraph, Role, Table
from extractors.layout import Run, part_watermark
from extractors.pdf_fonts import names_in
from normalizers.quality import Grade
from pipeline.normalise import normalise
from pipeline.read import read_report

SENTENCES = [
    "เทศบาลได้วิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสของหน่วยงาน",
    "เจ้าหน้าที่ทุกคนถือปฏิบัติตามมาตรการที่กำหนดอย่างเคร่งครัด",
    "และเผยแพร่ให้ประชาชนรับทราบผ่านช่องทางประชาสัมพันธ์",
]


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return tmp_path / "made.pdf"


def read(path: Path, texts: list[Text], *, picture: bool = False, **how: object) -> Document:
    return extract(make(path, [MadePage(texts, picture)], **how), "never")  # type: ignore[arg-type]


def words(document: Document) -> str:
    return "\n".join(b.text for b in document.blocks() if isinstance(b, Paragraph) and b.role is Role.BODY)


def lines(sentences: list[str], top: float = 700.0) -> list[Text]:
    return [Text(70, top - 30 * i, sentence, 12.0) for i, sentence in enumerate(sentences)]


def grade(document: Document) -> Grade:
    layer = document.pages[0].layer
    assert layer is not None
    return layer.quality.grade


syllables = st.builds(
    lambda lead, base, vowel, tone, tail: lead + base + vowel + tone + tail,
    st.sampled_from(["", "", "เ", "แ", "ไ"]),
    st.sampled_from("กขคงจดตนบปมรลวสหอ"),
    st.sampled_from(["", *ABOVE[:6], *BELOW]),
    st.sampled_from(["", *TONES]),
    st.sampled_from(["", "า", "น", "ะ", "ง"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(syllables, min_size=1, max_size=8))
def test_sound_text_comes_back_as_it_is(pdf: Path, parts: list[str]) -> None:
    """No mark of it is moved, dropped or read as another."""
    assert words(read(pdf, [Text(70, 700, "".join(parts))])) == "".join(parts)


@pytest.mark.parametrize("said", [{"ํ": " "}, {"ํ": ""}], ids=["a space", "nothing"])
def test_nikhahit_is_told_by_its_ink(pdf: Path, said: dict[str, str]) -> None:
    """Word says that it is a space; the ring over the letter says what it is."""
    assert words(read(pdf, [Text(70, 700, "จํานวนนํ้า กา")], said=said)) == "จํานวนนํ้า กา"


def test_nikhahit_drawn_after_its_sara_aa_is_told_too(pdf: Path) -> None:
    """It belongs to the letter under it, not to the space that the file calls it."""
    after = 70 + width("ตา")
    texts = [Text(70, 700, "ตา"), Text(70 + width("ต"), 700, "ํ"), Text(after, 700, "บล")]
    assert words(read(pdf, texts, said={"ํ": " "})) == "ตําบล"


def test_a_real_space_stays_one(pdf: Path) -> None:
    """Also before SARA AA, and where the next letter is set close."""
    texts = [Text(70, 700, "ก าร"), Text(70, 650, "มี "), Text(70 + width("มี") + 1, 650, "การ")]
    assert words(read(pdf, texts)).split("\n")[0] == "ก าร"


def test_a_mark_that_the_file_calls_a_space_is_not_lost_in_silence(pdf: Path) -> None:
    """Which mark it is, the dictionary may tell; that there is one, the ink does."""
    assert words(read(pdf, [Text(70, 700, "สาธารณสุข")], said={"ุ": " "})) == "สาธารณส\ufffdข"


def test_sara_aa_said_to_be_sara_am_is_told_by_its_ink(pdf: Path) -> None:
    """And SARA AM with its ring stays SARA AM."""
    assert words(read(pdf, [Text(70, 700, "ด้านการบริการ จำ")], said={"า": "ำ"})) == "ด้านการบริการ จำ"


@pytest.mark.parametrize(
    ("late", "printed"),
    [(["ข", "อ", "้", "ม", "ล", "ู"], "ข้อมูล"), (["พ", "น", "ื", "้"], "พื้น"), (["ต", "ว", "ั"], "ตัว")],
)
def test_a_late_mark_goes_to_the_letter_under_it(pdf: Path, late: list[str], printed: str) -> None:
    """The content has it behind the next letter; the page has it where it belongs."""
    placed, x = [], 70.0
    letters = [glyph for glyph in late if width([glyph])]
    starts = {}
    for letter in letters:
        starts[letter] = x
        x += width([letter])
    for i, glyph in enumerate(late):
        if width([glyph]):
            placed.append(Text(starts[glyph], 700, [glyph]))
        else:
            before = [g for g in late[:i] if width([g])]
            over = before[-2]
            placed.append(Text(starts[over] + width([over]), 700, [glyph]))
    assert words(read(pdf, placed)) == printed


def test_a_mark_drawn_by_itself_stays_in_its_place(pdf: Path) -> None:
    """pdfium sorts what is drawn by where it begins, so that a mark lifted off its letter comes after the next ones."""
    x, after = 70.0, 70 + width("ขั")
    document = read(pdf, [Text(x, 700, "ขั"), Text(after + 0.5, 702, "้"), Text(after, 700, "นตอนที่")])
    with pdfium.PdfDocument(pdf) as bare:
        assert "ขั้น" not in bare[0].get_textpage().get_text_range()
    assert words(document) == "ขั้นตอนที่"


def test_two_marks_drawn_by_themselves_keep_their_order(pdf: Path) -> None:
    """Each after the letter before it in the content, the vowel before the tone."""
    after = 70 + width("ท")
    texts = [Text(70, 700, "ท"), Text(after + 2, 701, "ี"), Text(after + 1, 702, "่"), Text(after, 700, "นี่")]
    assert words(read(pdf, texts)) == "ที่นี่"


def test_marks_over_the_next_letter_stay_with_their_own(pdf: Path) -> None:
    """In fonts of one width, where every mark stands so."""
    shift = width("ก")
    texts, x = [], 70.0
    for base, marks in [("ก", "ั้"), ("น", ""), ("ห", "ี่"), ("ป", "")]:
        texts += [Text(x, 700, base), *([Text(x + 2 * shift, 700, marks)] if marks else [])]
        x += shift
    assert words(read(pdf, texts)) == "กั้นหี่ป"


@pytest.mark.parametrize(
    ("drawn", "said", "printed"),
    [
        ("ผ\u0e39\u0e49ร\u0e39\u0e49", {"\u0e39": "\u0e49"}, "ผ\u0e39\u0e49ร\u0e39\u0e49"),
        ("ก\u0e38\u0e49ง", {"\u0e38": "\u0e49"}, "ก\u0e38\u0e49ง"),
        ("ผ\u0e49\u0e39 ม๊่", {"\u0e39": "\u0e49", "\u0e49": "\u0e39"}, "ผ\u0e39\u0e49 ม๊่"),
    ],
    ids=["MAI THO for SARA UU", "MAI THO for SARA U", "said in order, drawn in the other"],
)
def test_marks_above_and_below_are_told_by_where_they_are(
    pdf: Path, drawn: str, said: dict[str, str], printed: str
) -> None:
    """A font that swaps codes is found out; a pair that is only said in the right order is right."""
    assert words(read(pdf, [Text(70, 700, list(drawn))], said=said)) == printed


def test_a_ring_drawn_apart_leaves_sara_am(pdf: Path) -> None:
    """Where most of the page's SARA AM have their ring, one without is none the less SARA AM."""
    assert words(read(pdf, [Text(70, 700, "จำนำคำทำณา")], said={"า": "ำ"})) == "จำนำคำทำณำ"


def test_marks_at_the_end_of_the_line_go_home(pdf: Path) -> None:
    """However far they are from their letters in the order of the content."""
    texts = [Text(70, 700, "หนา เลม"), Text(70 + width("หน"), 700, "้"), Text(70 + width("หนา เล"), 700, "่")]
    assert words(read(pdf, texts)) == "หน้า เล่ม"


def test_marks_in_private_use_stay_with_their_letters(pdf: Path) -> None:
    """They are kept as they are for the repair, and belong to the line and cell of their letter."""
    assert words(read(pdf, [Text(70, 700, "ที่ตั้ง")], said={"่": "\uf70a", "้": "\uf70b"})) == "ที\uf70aตั\uf70bง"


def test_a_letter_drawn_twice_is_one(pdf: Path) -> None:
    """As some producers make letters bold; the same letter beside itself is two."""
    texts = [Text(70, 700, "กรรมการ"), Text(70.3, 700, "กรรมการ"), Text(70, 600, "ออกแบบบ้าน")]
    assert words(read(pdf, texts)) == "กรรมการ\nออกแบบบ้าน"


def test_control_codes_are_unreadable_letters(pdf: Path) -> None:
    """No record may hold one, and none goes missing."""
    assert words(read(pdf, [Text(70, 700, "ราคา")], said={"ค": "\x02"})) == "รา\ufffdา"


def test_glyphs_without_a_map_are_named_by_their_font(pdf: Path) -> None:
    """By its character map, and a variant by the substitution that made it."""
    sentence = SENTENCES[0]
    varied = [MOVED_TONE if ch == "้" else ch for ch in sentence]
    document = read(pdf, [Text(70, 700, varied, 12.0), *lines(SENTENCES[1:], 650)], mapped=False)
    with pdfium.PdfDocument(pdf) as bare:
        assert "เทศบาล" not in bare[0].get_textpage().get_text_range()
    assert words(document).replace("\n", "") == "".join(SENTENCES)
    layer = document.pages[0].layer
    assert layer is not None and layer.engine == "pdfium+fonts" and layer.quality.usable
    assert "fonttools" in document.engine


def test_a_sound_page_is_read_by_pdfium_alone(pdf: Path) -> None:
    """And graded good."""
    document = read(pdf, lines(SENTENCES))
    layer = document.pages[0].layer
    assert layer is not None and layer.engine == "pdfium"
    assert grade(document) is Grade.GOOD
    assert "fonttools" not in document.engine


def test_a_font_names_its_glyphs() -> None:
    """Each by number; the variant as what it was put in for."""
    names = names_in(font())
    assert {"ก", "้", " ", "A"} <= set(names.values())
    assert list(names.values()).count("้") == 2


@given(st.binary(max_size=300), st.integers(0, 4000))
@settings(max_examples=60, deadline=None)
def test_a_broken_font_names_nothing_and_breaks_nothing(noise: bytes, at: int) -> None:
    """Whatever bytes a file calls a font."""
    whole = font()
    assert names_in(noise) == {}
    for name in names_in(whole[:at] + noise + whole[at + len(noise) :]).values():
        assert isinstance(name, str) and name


def shifted(text: str) -> dict[str, str]:
    """A wrong map to Unicode: each Thai letter is said to be some sign."""
    return {ch: chr(0x21 + ord(ch) % 0x3F) for ch in set(text) if ch > "\u0e00"}


def test_a_layer_that_says_something_else_than_the_page_is_unusable(pdf: Path) -> None:
    """Its page gets a finding and no record, and stays in what `extract` gives."""
    document = read(pdf, lines(SENTENCES), said=shifted("".join(SENTENCES)))
    assert grade(document) is Grade.UNUSABLE
    assert not document.pages[0].readable
    assert document.pages[0].blocks
    digest = hashlib.sha256(pdf.read_bytes()).hexdigest()
    records = read_report(pdf, shown_as="made.pdf", sha256=digest, ocr="never")
    (finding,) = [f for f in records.findings if f.code == "page_not_read"]
    assert [about.page for about in finding.about] == [1]
    assert "unreadable" in finding.message.en


def test_a_stamp_is_not_the_text_of_a_picture(pdf: Path) -> None:
    """A few words on a page that is a picture say nothing of the page; on a bare page they are its text."""
    stamp = [Text(400, 100, "สำเนาถูกต้อง")]
    scan = read(pdf, stamp, picture=True)
    assert grade(scan) is Grade.UNUSABLE
    assert words(scan) == "สำเนาถูกต้อง"
    assert grade(read(pdf, stamp)) is Grade.GOOD


def test_text_over_a_background_picture_is_text(pdf: Path) -> None:
    """As on a slide."""
    assert grade(read(pdf, lines(SENTENCES), picture=True)) is Grade.GOOD


def test_words_printed_over_and_over_under_the_text_are_no_text(pdf: Path) -> None:
    """They stand apart, with a role of their own."""
    under = [Text(x, 705 - 30 * i, "สำนักงานตัวอย่าง", 10.0) for i in range(3) for x in (60, 200, 340)]
    document = read(pdf, [*under, *lines(SENTENCES)])
    assert words(document).replace("\n", "") == "".join(SENTENCES)
    (mark,) = [b for b in document.blocks() if isinstance(b, Paragraph) and b.role is Role.WATERMARK]
    assert mark.text.split().count("สำนักงานตัวอย่าง") == 9


@given(st.lists(st.sampled_from(["ร้อยละ ๘๐", "ผ่านเกณฑ์", "ไม่ผ่าน"]), max_size=30))
def test_words_that_lie_apart_are_no_watermark(cells: list[str]) -> None:
    """However often a table repeats them."""
    runs = [
        Run(
            text,
            70.0 + 100 * (i % 4),
            20.0 * (i // 4),
            160.0 + 100 * (i % 4),
            20.0 * (i // 4) + 16,
            12.0,
            12.0,
            i,
        )
        for i, text in enumerate(cells)
    ]
    assert part_watermark(runs) == (runs, [])


SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "reports"


LAYERS = [
    ("tonsai-2568", "layer-word.pdf"),
    ("tonsai-2568", "layer-pua.pdf"),
    ("banpraeng-2565", "layer-word.pdf"),
    ("bangsaiyai-2568", "layer-plain.pdf"),
    ("chanthaburi-2564", "layer-nikhahit.pdf"),
]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports are not beside the repository")
@pytest.mark.parametrize(("report", "layer"), LAYERS)
def test_a_damaged_layer_reads_like_the_sound_one(report: str, layer: str) -> None:
    """After repair, blanks aside; 1 character in 1000 may differ, where the layer has the wrong letters."""

    def solid(name: str) -> str:
        document = normalise(extract(SHARED / report / name, "never"))
        texts = [
            text
            for block in document.blocks()
            for text in ([c.text for c in block.cells] if isinstance(block, Table) else [block.text])
        ]
        return "".join("".join(texts).split())

    assert Indel.normalized_similarity(solid(layer), solid("report.pdf")) >= 0.999


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports are not beside the repository")
@pytest.mark.parametrize(("report", "layer"), LAYERS)
def test_a_damaged_layer_is_graded_repaired_and_the_sound_one_good(report: str, layer: str) -> None:
    """Page by page, but for pages with hardly a damaged word."""
    damaged = [page for page in extract(SHARED / report / layer, "never").pages if page.layer]
    assert all(page.readable for page in damaged)
    changed = [page for page in damaged if page.layer and page.layer.quality.grade is Grade.REPAIRED]
    assert len(changed) >= 0.8 * len(damaged)
    for page in extract(SHARED / report / "report.pdf", "never").pages:
        assert page.layer is None or page.layer.quality.grade is Grade.GOOD
