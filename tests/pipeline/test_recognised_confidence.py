"""How sure scores of recognised pages are of what they are of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from corpus.records import Report, ReportRecords, Score, Source
from extractors.document import Document, Page, Paragraph, Word
from pipeline.recognised import with_confidence
from pipeline.recognised_words import Place, codes_beside

REPORT = Report("0" * 16, "scan.pdf", "application/pdf", ocr=True)
BOX = (100.0, 20.0, 150.0, 35.0)


def beside(*texts: str, item: str | None = None) -> list[tuple[str, float]]:
    words = tuple(Word(text, 0.99, True) for text in texts)
    places = [Place(1, (20.0, 20.0, 90.0, 35.0), words)]
    return [(word.text, word.confidence) for word in codes_beside(Source("", 1, BOX, 0.9), places, item)]


def test_a_code_in_two_pieces_is_doubtful() -> None:
    assert beside("e1", "1") == [("e1", 0.6), ("1", 0.99)]
    assert beside("e11", "2") == [("e11", 0.99), ("2", 0.99)]


def test_a_stroke_before_a_number_may_be_the_letter_of_its_code() -> None:
    assert beside("1", "๒๒") == [("1", 0.6), ("๒๒", 0.99)]
    assert beside("1.", "๒๒") == [("1.", 0.99), ("๒๒", 0.99)]
    assert beside("i๑", "๒๒") == [("i๑", 0.99), ("๒๒", 0.99)]
    assert beside("1", "๒๒", item="I22") == [("1", 0.99), ("๒๒", 0.99)]
    assert beside("1", "๒๒", item="I1") == [("1", 0.6), ("๒๒", 0.99)]


def test_a_ring_apart_from_its_code_counts_nothing() -> None:
    assert beside("๐", "๑๖") == [("๑๖", 0.99)]


def document(*texts: str) -> Document:
    paragraphs = []
    for n, text in enumerate(texts):
        box = (100.0, 20.0 + 20 * n, 150.0, 35.0 + 20 * n)
        words = tuple(Word(one, 0.99, one[0].isdigit()) for one in text.split())
        paragraphs.append(Paragraph(text, page=1, bbox=box, words=words))
    return Document("application/pdf", (Page(1, 595, 842, tuple(paragraphs)),))


def sure(score: Score, read: Document) -> float | None:
    (out,) = with_confidence(ReportRecords(REPORT, scores=(score,)), read).scores
    return out.source.confidence if out.source else None


SCORE = Score("overall", Decimal("90.00"), "score", fiscal_year=2568, source=Source("90.00", 1, BOX))


def test_a_score_of_another_agency_is_sure_where_its_name_is_read_twice() -> None:
    of_another = replace(SCORE, agency="เทศบาลตำบลลำดวน")
    assert sure(SCORE, document("90.00")) == 0.99
    assert sure(of_another, document("90.00", "เทศบาลตำบลลำดวน")) == 0.85
    assert sure(of_another, document("90.00", "เทศบาลตำบลลำดวน", "เทศบาลตำบล ลำดวน ได้")) == 0.99


def test_a_score_of_an_item_without_its_code_is_doubted() -> None:
    assert sure(replace(SCORE, level="item", item=None), document("90.00")) == 0.6
