"""What a person decides at the desk: right, wrong, another value, back again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from output.corrections import Asked, Correction, value_of
from output.errors import CorrectionError, ReviewError
from output.field_values import RECORDS, fields_of, from_text
from output.review import additions, reshapes
from output.review.decisions import Word, decide, take_back
from pipeline.review.addresses import address, number_of, parsed
from pipeline.review.choosing import without_latest
from pipeline.review.desk_page import desk
from pipeline.review.inputs import WrongField, given, note_in, page_in, record_in, text_of, typed_in
from pipeline.review.opened import Opened, opened
from pipeline.review.places import Ref
from pipeline.review.shaping import PARTS
from pipeline.review.site import NoSuchPage, Site, words_of

_TOGETHER = dt.timedelta(seconds=2)
"""Fields of one form are corrected within it."""


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
            decide(site.store, report_id, *ref, word, site.by, note_in(form))
        except ReviewError as exc:
            raise NoSuchPage from exc
        return _onward(site, report_id, before, ref, word)

    return await run_in_threadpool(work)


async def correct(site: Site, request: Request) -> Response:
    """Make the corrections of a form; what may not stand in a field is said beside it, and nothing is changed."""
    form = await site.form(request)
    report_id, ref = request.path_params["report_id"], _ref(form)
    typed = typed_in(form)

    def work() -> Response:
        report = opened(site, report_id)
        record, position = ref
        if record == "finding":
            raise NoSuchPage
        asked: list[Asked] = []
        try:
            for field in fields_of(record):
                now = value_of(report.records, record, position, field)
                text = typed.get(field)
                if text is None or text.strip() == text_of(now).strip():
                    continue
                value = given(record, field, text)
                if from_text(record, field, value) != now:
                    asked.append(Asked(report_id, record, position, field, value, site.by, note_in(form)))
            made = site.store.correct(asked)
        except CorrectionError as exc:
            refused = _refused(request, ref, exc)
            return desk(site, request, report, report.page_of(ref), typed=typed, refused=refused)
        return _onward(site, report_id, report, ref, "corrected" if made else "same")

    return await run_in_threadpool(work)


async def add(site: Site, request: Request) -> Response:
    """Add a record that the reading missed to the page; what may not stand in a field is said beside it."""
    form = await site.form(request)
    report_id, record = request.path_params["report_id"], form.get("kind", "")
    page, words = page_in(form), form.get("words", "")

    def work() -> Response:
        report = opened(site, report_id)
        if record not in RECORDS:
            raise NoSuchPage
        at = page if report.records.report.pages else None
        try:
            values = record_in(form, record)
            site.store.add(
                additions.Asked(report_id, record, values, at, words.strip(), site.by, note_in(form))
            )
        except CorrectionError as exc:
            typed = typed_in(form) | {"words": words}
            refused = _refused(request, ("report", None), exc)
            return desk(site, request, report, page, typed=typed, refused=refused, adding=record)
        ref: Ref = (record, len(getattr(report.records, RECORDS[record][0])))
        return RedirectResponse(
            address(report_id, opened(site, report_id).page_of(ref), ref, ok="added"), 303
        )

    return await run_in_threadpool(work)


async def join(site: Site, request: Request) -> Response:
    return await _reshaped(site, request, "join")


async def split(site: Site, request: Request) -> Response:
    return await _reshaped(site, request, "split")


async def _reshaped(site: Site, request: Request, how: str) -> Response:
    """Make one measure of two, or two of one; what may not stand in a field is said beside it, and nothing is changed."""
    form = await site.form(request)
    report_id, (record, position) = request.path_params["report_id"], _ref(form)
    other = number_of(form.get("other", ""))
    if record != "measure" or position is None or other is None:
        raise NoSuchPage

    def work() -> Response:
        report = opened(site, report_id)
        places = (position, other) if how == "join" else (position,)
        parts = PARTS[: 1 if how == "join" else 2]
        try:
            made = tuple(record_in(form, "measure", part) for part in parts)
            site.store.reshape(reshapes.Asked(report_id, places, made, site.by, note_in(form)))
        except CorrectionError as exc:
            page = report.page_of((record, position))
            typed = {part + name: text for part in parts for name, text in typed_in(form, part).items()}
            refused = _refused(request, ("measure", position), exc)
            return desk(site, request, report, page, typed=typed, refused=refused, shaping=(how, str(other)))
        ref: Ref = ("measure", min(places))
        ok = "joined" if how == "join" else "split"
        return RedirectResponse(address(report_id, opened(site, report_id).page_of(ref), ref, ok=ok), 303)

    return await run_in_threadpool(work)


async def undo(site: Site, request: Request) -> Response:
    """Take back the last decision, correction or addition in this report."""
    form = await site.form(request)
    report_id = request.path_params["report_id"]

    def work() -> Response:
        report = opened(site, report_id)
        last = max(_done(site, report), key=lambda done: done[0], default=None)
        if last is None:
            return RedirectResponse(address(report_id, page_in(form), ok="nothing_to_undo"), 303)
        _, ref, back = last
        if back is None:
            return without_latest(site, request, report, page_in(form))
        page = report.page_of(ref)
        back()
        return RedirectResponse(address(report_id, page, ref, ok="undone"), 303)

    return await run_in_threadpool(work)


def _done(site: Site, report: Opened) -> Iterator[tuple[dt.datetime, Ref, Callable[[], object] | None]]:
    """What was done in a report: when, of what, and what takes it back; None for choices of columns."""
    for choice in report.choices:
        yield choice.chosen_at, ("report", None), None
    for r in report.reshapes:
        yield r.made_at, ("measure", r.position), partial(site.store.shape_back, r.reshape_id)
    for d in report.decisions:
        yield d.reviewed_at, (d.record, d.position), partial(take_back, site.store, d.review_id)
    for a in report.additions:
        yield a.added_at, (a.record, a.position), partial(site.store.take_out, a.addition_id)
    for c in report.corrections:
        yield c.corrected_at, (c.record, c.position), partial(_undo_form, site, report, c)


def _undo_form(site: Site, report: Opened, last: Correction) -> None:
    """Take back a correction, and those that were made with it by one form."""
    for c in reversed(report.corrections):
        same = (c.record, c.position) == (last.record, last.position)
        if same and last.corrected_at - c.corrected_at < _TOGETHER:
            site.store.undo(c.correction_id)


def _refused(request: Request, ref: Ref, why: CorrectionError) -> tuple[Ref, str, str]:
    """For the desk: of what a correction is refused, of which field, and why."""
    field = why.field if isinstance(why, WrongField) else ""
    return ref, field, words_of(request).reason(why)


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
