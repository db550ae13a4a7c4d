"""Loads what every file needs: imported once by the server that workers are forked from (`pipeline.workers`).

Word lists and patterns take seconds and much memory to load; forked, they are there at once and shared. Nothing here
may start a thread or open what must not be forked (Tesseract, onnxruntime): a worker opens those itself.
"""

from __future__ import annotations

import gc

_TEXT = (
    "รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2568",
    "เทศบาลตำบลต้นไทร อำเภอเมืองนครปฐม จังหวัดนครปฐม",
    "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ ได้คะแนน 90.00 คะแนน ระยะเวลา ตุลาคม 2567 – กันยายน 2568",
    "การกาหนดมาตรการ ขอ้มลู ที เกี่ยวขอ้ง",
)
"""Words that ask for the frames, the patterns of prose and the dictionary of the repair."""


def warm() -> None:
    """Read a few lines, so that all that is loaded at need is loaded."""
    import extractors.docx
    import extractors.pdf  # noqa: F401 - what reads most files
    from corpus.records import Report
    from extractors.document import Document, Page, Paragraph
    from pipeline.check import check
    from pipeline.normalise import normalise
    from pipeline.structure.build import structure

    page = Page(1, 595.0, 842.0, tuple(Paragraph(text, page=1) for text in _TEXT))
    document = normalise(Document("application/pdf", (page,)))
    check(structure(document, Report("0" * 16, "", document.media_type, 1)))


gc.disable()  # nearly all that is loaded now stays
warm()
gc.collect()
gc.freeze()  # what is loaded now is not looked at again, so its pages of memory stay shared
gc.enable()
