"""Hypothesis strategies for whole reports, and one report written by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from corpus.records import (
    About,
    Agency,
    Analysis,
    Finding,
    Indicator,
    Measure,
    Message,
    Report,
    ReportRecords,
    Score,
    Source,
)

THAI = "กขคงจฉชซญฐณดตถทธนบปผพฟภมยรลวศษสหอฮะาำิีึืุูเแโใไ่้๊๋็์ฯๆ๐๑๒๓๔๕๖๗๘๙"
texts = st.one_of(
    st.text(st.sampled_from(THAI + " \n-=+@'\",;\t"), max_size=30),
    st.text(max_size=12),
    st.sampled_from(["", "- อบรม", "=1+1", "\r\n", "\u2028", "\x85", '"', "ว่า\x00"]),
)
maybe_text = st.none() | texts
counts = st.integers(0, 2**31 - 1)
years = st.integers(2550, 2600)
dates = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
coordinates = st.floats(-1e6, 1e6)
decimals = st.decimals(-1000, 1000, places=2) | st.decimals(allow_nan=False, allow_infinity=False)
codes = st.sampled_from(["I1", "E12", "O43"])
instruments = st.sampled_from(["IIT", "EIT", "OIT", "EIT1", "EIT2"])

sources = st.builds(
    Source,
    text=texts,
    page=st.none() | counts,
    bbox=st.none() | st.tuples(coordinates, coordinates, coordinates, coordinates),
    confidence=st.none() | st.floats(0, 1),
)
place = {
    "instrument": st.none() | instruments,
    "indicator": st.none() | st.integers(1, 10),
    "sub_indicator": st.none() | st.sampled_from(["9.1", "10.1", "10.10"]),
}
source = {"source": st.none() | sources}
levels = st.sampled_from(["overall", "instrument", "indicator", "sub_indicator", "item"])
agencies = st.builds(
    Agency,
    name=st.sampled_from(["เทศบาลตำบลหนองสาหร่าย", "เทศบาลเมืองทะเลงาม"]) | texts,
    kind=maybe_text,
    district=maybe_text,
    province=maybe_text,
    province_code=st.none() | st.just("TH-96"),
)
reports = st.builds(
    Report,
    report_id=st.text("0123456789abcdef", min_size=16, max_size=16),
    file=texts,
    media_type=texts,
    pages=st.none() | counts,
    ocr=st.booleans(),
    title=maybe_text,
    kind=st.none() | st.sampled_from(["analysis", "measures", "progress", "results"]),
    agency=st.none() | agencies,
    fiscal_year=st.none() | years,
    issued=st.none() | dates,
    **source,
)
indicators = st.builds(Indicator, level=levels, name=texts, **place, item=st.none() | codes, **source)
scores = st.builds(
    Score,
    level=levels,
    value=decimals,
    statistic=st.sampled_from(["score", "highest", "target", "change", "weighted"]),
    **place,
    item=st.none() | codes,
    fiscal_year=st.none() | years,
    agency=maybe_text,
    rating=maybe_text,
    **source,
)


def tuples_of(values: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(values, max_size=3).map(tuple)


analyses = st.builds(
    Analysis,
    text=texts,
    finding=st.sampled_from(["strength", "weakness", "improvement", "general"]),
    **place,
    items=tuples_of(codes),
    **source,
)
measures = st.builds(
    Measure,
    title=texts,
    indicators=tuples_of(st.integers(1, 10)),
    items=tuples_of(codes),
    fiscal_year=st.none() | years,
    rationale=maybe_text,
    activities=tuples_of(texts),
    steps=tuples_of(texts),
    responsible=tuples_of(texts),
    period=maybe_text,
    start=st.none() | dates,
    end=st.none() | dates,
    monitoring=maybe_text,
    progress=maybe_text,
    outcome=maybe_text,
    suggestion=maybe_text,
    **source,
)
findings = st.builds(
    Finding,
    code=texts,
    severity=st.sampled_from(["error", "warning", "info"]),
    message=st.builds(Message, th=texts, en=texts),
    about=tuples_of(
        st.builds(
            About,
            record=st.none() | st.sampled_from(["report", "score"]),
            index=st.none() | counts,
            page=st.none() | counts,
        )
    ),
    **source,
)
report_records = st.builds(
    ReportRecords,
    report=reports,
    indicators=tuples_of(indicators),
    scores=tuples_of(scores),
    analyses=tuples_of(analyses),
    measures=tuples_of(measures),
    findings=tuples_of(findings),
)


def an_example(report_id: str = "00112233445566aa", file: str = "ปี 2568/รายงาน.pdf") -> ReportRecords:
    """A report with one of everything, of an invented municipality."""
    return ReportRecords(
        Report(
            report_id,
            file,
            "application/pdf",
            pages=3,
            title="รายงานการวิเคราะห์ผลการประเมิน",
            kind="analysis",
            agency=Agency("เทศบาลตำบลหนองสาหร่าย", "เทศบาลตำบล", "เมือง", "ลำปาง", "TH-52"),
            fiscal_year=2568,
            issued=dt.date(2025, 12, 1),
        ),
        indicators=(
            Indicator("indicator", "การปฏิบัติหน้าที่", "IIT", 1),
            Indicator("item", "เจ้าหน้าที่ปฏิบัติงานตามขั้นตอนหรือไม่", "IIT", 1, None, "I1"),
        ),
        scores=(
            Score("overall", Decimal("88.10"), fiscal_year=2568, rating="ผ่าน"),
            Score("indicator", Decimal("100.00"), instrument="IIT", indicator=1, fiscal_year=2568),
            Score(
                "item",
                Decimal("-3.99"),
                statistic="change",
                instrument="IIT",
                indicator=1,
                item="I1",
                fiscal_year=2568,
                source=Source("ลดลง ๓.๙๙", 2, (10.5, 20.25, 30.0, 40.0), 0.75),
            ),
            Score("overall", Decimal("90.5"), agency="เทศบาลเมืองทะเลงาม", fiscal_year=2568),
        ),
        analyses=(Analysis("- ควรพัฒนา", "improvement", "IIT", 1, None, ("I1", "I2")),),
        measures=(
            Measure(
                "- มาตรการส่งเสริม",
                indicators=(1,),
                items=("I1",),
                fiscal_year=2569,
                steps=("ประชุม", "อบรม"),
                responsible=("สำนักปลัด", "กองคลัง"),
                start=dt.date(2025, 10, 1),
            ),
        ),
        findings=(
            Finding(
                "code_resolved", "info", Message("แก้รหัส", "resolved"), (About("score", 2), About(page=2))
            ),
        ),
    )
