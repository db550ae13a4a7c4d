"""What a DOCX file's styles say about a paragraph: name, size, alignment, numbering."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from docx.oxml.ns import qn
from docx.styles import BabelFish

from extractors.docx_package import Element, switch, value

_T = TypeVar("_T")


class Styles:
    """styles.xml, or nothing where the file has none."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default: str | None = None
        self._run_defaults = self._paragraph_defaults = None
        if root is None:
            return
        for style in root.findall(qn("w:style")):
            name = style.get(qn("w:styleId"), "")
            self._styles.setdefault(name, style)
            is_default = style.get(qn("w:default")) in ("1", "true", "on")
            if is_default and style.get(qn("w:type"), "paragraph") == "paragraph":
                self._default = name
        for half in ("r", "p"):
            path = f"{qn('w:docDefaults')}/{qn(f'w:{half}PrDefault')}/{qn(f'w:{half}Pr')}"
            if half == "r":
                self._run_defaults = root.find(path)
            else:
                self._paragraph_defaults = root.find(path)

    def of(self, paragraph: Element) -> str | None:
        """The id of the paragraph's style; the default one where it names none that exists."""
        style = value(paragraph, "pPr/pStyle")
        return style if style in self._styles else self._default

    def name(self, style: str | None) -> str | None:
        """A style's name as Word shows it ("Heading 1", which the file writes "heading 1")."""
        name = value(self._styles.get(style or ""), "name")
        return None if name is None else BabelFish.internal2ui(name)

    def chain(self, style: str | None) -> Iterator[tuple[str, Element]]:
        """A style and those it is based on, nearest first."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield style, self._styles[style]
            style = value(self._styles[style], "basedOn")

    def first(self, style: str | None, read: Callable[[Element], _T | None]) -> _T | None:
        """The first thing that `read` finds in a style or those it is based on."""
        for _, element in self.chain(style):
            found = read(element)
            if found is not None:
                return found
        return None

    def centred(self, paragraph: Element) -> bool:
        """Whether the paragraph is centred, by itself or by its style."""
        jc = value(paragraph, "pPr/jc") or self.first(self.of(paragraph), lambda s: value(s, "pPr/jc"))
        return (jc or value(self._paragraph_defaults, "jc")) == "center"

    def hidden(self, run: Element, paragraph_style: str | None) -> bool:
        """Whether a run (or paragraph mark) is formatted as hidden text."""

        def vanish(style: Element) -> bool | None:
            return switch(style.find(qn("w:rPr")), "vanish")

        properties = run.find(qn("w:rPr"))
        for found in (
            switch(properties, "vanish"),
            self.first(value(properties, "rStyle"), vanish),
            self.first(paragraph_style, vanish),
        ):
            if found is not None:
                return found
        return False

    def size(self, run: Element, paragraph_style: str | None, text: str) -> float | None:
        """The size of a run's letters in points: Thai ones have a size of their own (w:szCs)."""
        letter = next((c for c in text if c.isalnum()), "")
        thai = not letter or "\u0e00" <= letter <= "\u0e7f"
        for name in ("szCs", "sz") if thai else ("sz", "szCs"):
            found = self._run_value(run, paragraph_style, name)
            if found is not None:
                return _points(found)
        return None

    def _run_value(self, run: Element, paragraph_style: str | None, name: str) -> str | None:
        """A run's property by itself, by its style, its paragraph's style or the file's defaults."""

        def of_style(style: Element) -> str | None:
            return value(style, f"rPr/{name}")

        return (
            value(run, f"rPr/{name}")
            or self.first(value(run, "rPr/rStyle"), of_style)
            or self.first(paragraph_style, of_style)
            or value(self._run_defaults, name)
        )


def _points(text: str) -> float | None:
    """Half-points, or (Strict) a number with its unit.

    >>> _points("32"), _points("16pt"), _points("big")
    (16.0, 16.0, None)
    """
    if text.isdecimal():
        return int(text[:6]) / 2
    matched = re.fullmatch(r"(\d{1,5}(?:\.\d+)?)pt", text)
    return float(matched[1]) if matched else None
