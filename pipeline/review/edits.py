"""What a person decides at the desk: right, wrong, another value, back again."""

from __future__ import annotations

import datetime as dt
import json

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from output.corrections import Asked, value_of
from output.errors import CorrectionError, ReviewError
from output.field_values import fields_of, from_text
from output.review.decisions import Word, decide, take_back
from pipeline.review.cards import entries_of, parsed, text_of
from pipeline.review.desk_page import Opened, address, desk, opened
from pipeline.review.places import Ref
from pipeline.review.site import NoSuchPage, Site, words_of

_TOGETHER = dt.timedelta(seconds=2)
"""Fields of one form are corrected within it."""
_FIELD = "field-"


async def accept(site: Site, request: Request) -> Response:
    return await _decided(site, request, "accepted")


async def wrong(site: Site, request: Request) -> Response:
    return await _decided(site, request, "wrong")


async def _decided(site: Site, request: Request, word: Word) -> Response:
    form = await site.form(request)
    report_id, ref = request.path_params["report_id"], _ref(form)

    def work() -> Response:
        before = opened(site, report_id)
        try:
            decide(site.store, report_id, *ref, word, site.by, form.get("note", "").strip() or None)
        except ReviewError as exc:
            raise NoSuchPage from exc
        return _onward(site, report_id, before, ref, word)

    return await run_in_threadpool(work)


async def correct(site: Site, request: Request) -> Response:
    """Make the corrections of a form; what may not stand in a field is said beside it, and nothing is changed."""
    form = await site.form(request)
    report_id, ref = request.path_params["report_id"], _ref(form)
    typed = {name.removeprefix(_FIELD): text for name, text in form.items() if name.startswith(_FIELD)}

    def work() -> Response:
        report = opened(site, report_id)
        record, position = ref
        if record == "finding":
            raise NoSuchPage
        note = form.get("note", "").strip() or None
        asked: list[Asked] = []
        field = ""
        try:
            for field in fields_of(record):
                now = value_of(report.records, record, position, field)
                text = typed.get(field)
                if text is None or text.strip() == text_of(now).strip():
                    continue
                value = json.dumps(entries_of(text), ensure_ascii=False) if isinstance(now, tuple) else text
                if from_text(record, field, value) != now:
                    asked.append(Asked(report_id, record, position, field, value, site.by, note))
            field = ""
            made = site.store.correct(asked)
        except CorrectionError as exc:
            said = exc.reason_th if words_of(request).language == "th" else exc.reason_en
            return desk(site, request, report, report.page_of(ref), typed=typed, refused=(ref, field, said))
        return _onward(site, report_id, report, ref, "corrected" if made else "same")

    return await run_in_threadpool(work)


async def undo(site: Site, request: Request) -> Response:
    """Take back the last decision or correction in this report."""
    form = await site.form(request)
    report_id = request.path_params["report_id"]
    shown = form.get("page", "1")

    def work() -> Response:
        report = opened(site, report_id)
        done = max(report.decisions, key=lambda d: (d.reviewed_at, d.review_id), default=None)
        changed = max(report.corrections, key=lambda c: (c.corrected_at, c.correction_id), default=None)
        if done is not None and (changed is None or done.reviewed_at >= changed.corrected_at):
            take_back(site.store, done.review_id)
            ref: Ref = (done.record, done.position)
        elif changed is not None:
            for c in reversed(report.corrections):
                same = (c.record, c.position) == (changed.record, changed.position)
                if same and changed.corrected_at - c.corrected_at < _TOGETHER:
                    site.store.undo(c.correction_id)
            ref = (changed.record, changed.position)
        else:
            page = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 7 else 1
            return RedirectResponse(address(report_id, page, ok="nothing_to_undo"), 303)
        return RedirectResponse(address(report_id, report.page_of(ref), ref, ok="undone"), 303)

    return await run_in_threadpool(work)


def _ref(form: dict[str, str]) -> Ref:
    ref = parsed(form.get("record", ""))
    if ref is None:
        raise NoSuchPage
    return ref


def _onward(site: Site, report_id: str, before: Opened, ref: Ref, said: str) -> Response:
    """To what waits next on the same page, else stay where the decision was made."""
    page = before.page_of(ref)
    waiting = [r for r in before.waiting if before.page_of(r) == page]
    after = waiting[waiting.index(ref) + 1 :] if ref in waiting else []
    others = [r for r in (*after, *waiting) if r != ref]
    return RedirectResponse(address(report_id, page, others[0] if others else ref, ok=said), 303)
