"""Scores of recognised pages are no surer than the headings they stand under, and than what gave their year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.records import Report, ReportRecords
from extractors.document import Cell, Document, Page, Paragraph, Table, Word
from pipeline.recognised import BAR, with_confidence
from pipeline.structure.build import structure

TITLE = "รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2568"
AGENCY = "เทศบาลตำบลทุ่งแสงดาว"
REPORT = Report("0" * 16, "scan.pdf", "application/pdf", ocr=True)
SURE = 0.99
Texts = Sequence[Sequence[str]]


def words(text: str, unsure: dict[str, float]) -> tuple[Word, ...]:
    return tuple(
        Word(one, unsure.get(one, SURE), any(letter.isdigit() for letter in one)) for one in text.split()
    )


def scanned(*blocks: str | Texts, unsure: dict[str, float] | None = None, born: bool = False) -> Document:
    """A page of lines and tables, every word recognised with `SURE` but those of `unsure`."""
    known, top = unsure or {}, 50.0
    made: list[Paragraph | Table] = []

    def own(text: str) -> tuple[Word, ...]:
        return () if born else words(text, known)

    for block in blocks:
        if isinstance(block, str):
            box = (50.0, top, 500.0, top + 15)
            made.append(Paragraph(block, 1, box, words=own(block)))
            top += 20
            continue
        cells = []
        for r, row in enumerate(block):
            for c, text in enumerate(row):
                box = (50.0 + 100 * c, top + 20 * r, 150.0 + 100 * c, top + 20 * r + 20)
                cells.append(Cell(r, c, text, page=1, bbox=box, words=own(text)))
        bottom = top + 20 * len(block)
        made.append(Table(tuple(cells), 1, (50.0, top, 50.0 + 100 * len(block[0]), bottom)))
        top = bottom + 10

    return Document("application/pdf", (Page(1, 600, 850, tuple(made)),))


def read(document: Document) -> ReportRecords:
    records = with_confidence(structure(document, REPORT), document)
    assert records.scores
    return records


def sure(records: ReportRecords) -> list[tuple[int | None, str, bool]]:
    """Year and value of every score, and whether it is given as sure."""
    return [
        (s.fiscal_year, str(s.value), s.source is not None and (s.source.confidence or 0) >= BAR)
        for s in records.scores
    ]


def doubts_year(records: ReportRecords) -> bool:
    return any(f.code == "low_confidence" and f.about[0].record == "report" for f in records.findings)


NAMES = ("การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ", "การแก้ไขปัญหาการทุจริต")
FIGURES = ("89.55", "91.12", "85.73", "90.79", "86.45")
LONG = "เทศบาลได้ทบทวนขั้นตอนและคู่มือของทุกกองร่วมกับผู้นำชุมชน แล้วรายงานให้ผู้บริหารทราบตามลำดับชั้น จึงนำเสนอไว้ในที่นี้"
"""A sentence that tells no year, so that a table below it has none of the lines above."""


def by_indicator(*headings: str) -> Texts:
    rows = ([f"{n}. {name}", *[FIGURES[n - 1]] * len(headings)] for n, name in enumerate(NAMES, 1))
    return [["ตัวชี้วัด", *headings], *rows]


def test_scores_stay_sure_where_all_is_well() -> None:
    records = read(scanned(TITLE, AGENCY, by_indicator("คะแนน ปี 2568")))
    assert sure(records) == [(2568, figure, True) for figure in FIGURES]
    assert not doubts_year(records)


def test_a_column_is_as_sure_as_the_year_in_its_heading() -> None:
    records = read(scanned(TITLE, AGENCY, by_indicator("คะแนน ปี 2567", "คะแนน ปี 2566"), unsure={"2567": 0.7}))
    assert {(year, ok) for year, _, ok in sure(records)} == {(2567, False), (2566, True)}
    assert {s.source.confidence for s in records.scores if s.source and s.fiscal_year == 2567} == {0.7}


@pytest.mark.parametrize("heading", ["คะแนน ปี", "7 คะแนน ปี 2568", "คะแนน ปี 2568 5", "คะแนน ~ |"])
def test_a_heading_that_lost_its_year_or_has_what_belongs_to_nothing_is_doubtful(heading: str) -> None:
    records = read(scanned(TITLE, AGENCY, by_indicator(heading)))
    assert [ok for _, _, ok in sure(records)] == [False] * len(FIGURES)


@pytest.mark.parametrize(
    "heading",
    ["คะแนน", "คะแนนที่ได้ (ร้อยละ)", "คะแนน ITA ปี 2568", "คะแนน ปี 2568 (คะแนนเต็ม 100)", "คะแนน ปี 2568 '"],
)
def test_headings_as_they_are_printed_are_not(heading: str) -> None:
    records = read(scanned(TITLE, AGENCY, by_indicator(heading)))
    assert [ok for _, _, ok in sure(records)] == [True] * len(FIGURES)


def test_a_column_without_a_year_beside_one_with_a_year_is_doubtful() -> None:
    records = read(scanned(TITLE, AGENCY, by_indicator("คะแนน", "คะแนน ปี 2567")))
    assert {(year, ok) for year, _, ok in sure(records)} == {(2568, False), (2567, True)}
    (finding,) = records.findings
    assert len(finding.about) == 1 + len(FIGURES) and "headings" in finding.message.en


def test_columns_under_a_heading_that_was_not_understood_are_doubtful() -> None:
    """Grain on a shade was read as text, so that no heading is known and the report's year is taken."""
    rows = by_indicator("๒๐ คะแนน ปี 2567 5")
    rows = [['แซ - 7 6 7". ตัวชี้วัด - ว ง นย', *rows[0][1:]], *rows[1:]]
    records = read(scanned(TITLE, AGENCY, rows))
    assert sure(records) == [(2568, figure, False) for figure in FIGURES]
    plain = read(scanned(TITLE, AGENCY, rows[1:]))
    assert [ok for _, _, ok in sure(plain)] == [True] * len(FIGURES)


def test_a_year_repeated_over_the_rest_of_a_table_is_not_doubtful() -> None:
    rows = by_indicator("คะแนน ปี 2567", "คะแนน ปี 2566")
    rest = [["", "ปี พ.ศ. 2567", "ปี พ.ศ. 2566"], ["9. การเปิดเผยข้อมูล", "74.93", "73.20"]]
    below = {(year, value): ok for year, value, ok in sure(read(scanned(TITLE, AGENCY, rows, rest)))}
    assert below[2567, "74.93"] and below[2566, "73.20"]
    rest[0] = ["", "ปี พ.ศ. 2565", "ปี พ.ศ. 2566"]
    below = {(year, value): ok for year, value, ok in sure(read(scanned(TITLE, AGENCY, rows, rest)))}
    assert not below[2567, "74.93"] and below[2566, "73.20"]


def test_scores_of_the_reports_year_are_as_sure_as_the_title_says_it() -> None:
    rows = by_indicator("คะแนน")
    records = read(scanned(TITLE, AGENCY, rows, unsure={"2568": 0.6}))
    assert {s.source.confidence for s in records.scores if s.source} == {0.6}
    own = read(scanned(TITLE, AGENCY, by_indicator("คะแนน ปี 2567"), unsure={"2568": 0.6}))
    assert [ok for _, _, ok in sure(own)] == [True] * len(FIGURES)


def test_a_year_that_is_named_most_is_as_sure_as_where_it_is_read_best() -> None:
    again = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"
    rows = by_indicator("คะแนน")
    assert all(ok for *_, ok in sure(read(scanned(TITLE, AGENCY, rows, again, unsure={"2568": 0.6}))))
    others = (again.replace("๒๕๖๘", "๒๕๖๗"), again.replace("๒๕๖๘", "2567"))
    divided = read(scanned(TITLE, AGENCY, rows, again, *others, unsure={"2568": 0.6}))
    assert not any(ok for *_, ok in sure(divided))


def test_a_year_that_one_place_names_against_several_is_doubtful() -> None:
    others = ("ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2563", "คะแนน ITA ประจำปีงบประมาณ พ.ศ. 2563")
    rows = by_indicator("คะแนน")
    records = read(scanned(TITLE, AGENCY, rows, *others))
    assert doubts_year(records)
    assert not any(ok for *_, ok in sure(records))
    plans = [re.sub("ผลการประเมิน ITA|คะแนน ITA", "มาตรการ", text) for text in others]
    for rest in ([others[0]], plans):
        records = read(scanned(TITLE, AGENCY, rows, *rest))
        assert not doubts_year(records)
        assert all(ok for *_, ok in sure(records))


@pytest.mark.parametrize("more", ["", "คะแนนปีงบประมาณ พ.ศ. 2568 สูงขึ้น"])
def test_a_year_that_results_are_only_compared_with_is_doubtful(more: str) -> None:
    title = "รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส"
    compared = "ผลการประเมิน ITA ในภาพรวมได้ 87.27 คะแนน เมื่อเปรียบเทียบกับปีงบประมาณ พ.ศ. 2567 ซึ่งได้ 81.59 คะแนน"
    records = read(scanned(title, AGENCY, compared, LONG, by_indicator("คะแนน"), more or LONG))
    assert records.report.fiscal_year == 2567 and doubts_year(records)
    assert not any(ok for _, value, ok in sure(records) if value in FIGURES)
    stated = compared.replace("เมื่อเปรียบเทียบกับ", "ใน")
    assert not doubts_year(read(scanned(title, AGENCY, stated, LONG, by_indicator("คะแนน"))))


def test_a_year_below_the_title_is_doubtful_where_another_stands_above_it() -> None:
    garbled = "รายงานการวิเคราะห์ผลการบระเมินคุณธรรมและความโบร่งส์ในการดำเนินงาน บระจำซึงบบระมาณ พ.ศ. 2568"
    title, below = "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงาน", "เทศบาลได้คะแนนในปีงบประมาณ พ.ศ. 2567 ดีขึ้น"
    records = read(scanned(garbled, AGENCY, title, below, LONG, by_indicator("คะแนน")))
    assert records.report.fiscal_year == 2567 and doubts_year(records)
    assert not any(ok for *_, ok in sure(records))
    assert not doubts_year(read(scanned(AGENCY, title, below, LONG, by_indicator("คะแนน"))))


def test_a_figure_is_as_sure_as_the_heading_that_says_what_it_is_of() -> None:
    heading, line = "ตัวชี้วัดที่ 3 การใช้อำนาจ", "ผลการประเมินได้คะแนน 85.73 คะแนน ในปี 2568"
    (score,) = read(scanned(TITLE, AGENCY, heading, line)).scores
    assert score.indicator == 3 and score.source and score.source.confidence == SURE
    (score,) = read(scanned(TITLE, AGENCY, heading, line, unsure={"3": 0.4})).scores
    assert score.indicator == 3 and score.source and score.source.confidence == 0.4


def test_a_score_is_as_sure_as_the_surest_place_that_states_it() -> None:
    rows = by_indicator("คะแนน ปี")
    line = "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ ปี 2568 ได้ 89.55 คะแนน"
    assert [ok for *_, ok in sure(read(scanned(TITLE, AGENCY, rows, line)))] == [True] + [False] * 4


def test_pages_with_a_text_layer_have_no_confidence() -> None:
    records = read(scanned(TITLE, AGENCY, by_indicator("คะแนน ปี"), born=True))
    assert all(s.source is not None and s.source.confidence is None for s in records.scores)
    assert not doubts_year(records) and not records.grounds.scores


def test_a_title_behind_pages_that_name_another_year_is_doubtful() -> None:
    """It may be a chapter's, where the title of the first page was not understood."""
    (first,) = scanned(
        "รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่?สในการดำเนินงาน",
        "ประจำปีงบประมาณ พ.ศ. 2567",
        AGENCY,
        "ผลคะแนนรวม = 85.57 คะแนน",
    ).pages
    (second,) = scanned(TITLE).pages
    blocks = tuple(replace(block, page=2) for block in second.blocks)
    document = Document("application/pdf", (first, replace(second, number=2, blocks=blocks)))
    records = read(document)
    assert records.report.fiscal_year == 2568
    assert [one for _, _, one in sure(records)] == [False]
