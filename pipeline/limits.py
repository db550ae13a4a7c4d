"""The limits of a run: the defaults, changed by a settings file, by the environment and by options, in this order.

The file is TOML, the names are the fields of `extractors.limits.Limits`::

    [limits]
    pages = 10000
    memory = "6 GiB"

It is the one that is named, or else `prongsai/limits.toml` where the user's settings are (`$XDG_CONFIG_HOME`,
`~/.config`). In the environment the names are `PRONGSAI_PAGES`, `PRONGSAI_MEMORY` and so on.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path

from extractors.limits import DEFAULT, Limits

_PREFIX = "PRONGSAI_"
_WHOLE = {field.name: isinstance(getattr(DEFAULT, field.name), int) for field in fields(Limits)}
"""The names, and whether each is a whole number."""
_NUMBER = re.compile(r"([\d_]+(?:\.\d+)?)\s*([KMGT]i?B)?", re.IGNORECASE)
_UNITS = {"": 1} | {
    f"{letter}{form}": base**power
    for power, letter in enumerate("kmgt", 1)
    for form, base in (("b", 1000), ("ib", 1024))
}


class WrongLimit(Exception):
    """A limit that cannot be understood; `reason_th`/`reason_en` say which and where."""

    def __init__(self, reason_th: str, reason_en: str) -> None:
        super().__init__(reason_th, reason_en)
        self.reason_th = reason_th
        self.reason_en = reason_en

    def __str__(self) -> str:
        return self.reason_en


def limits_of(
    file: Path | None = None,
    environment: Mapping[str, str] = os.environ,
    options: Iterable[str] = (),
) -> Limits:
    """The limits of a run. `options` are written `name=value`. Raises `WrongLimit`.

    >>> limits_of(environment={"PRONGSAI_PAGES": "100"}, options=["memory=1.5 GiB"]).memory
    1610612736
    """
    found = _of_file(file, environment)
    for name in _WHOLE:
        if value := environment.get(_PREFIX + name.upper()):
            found[name] = _value(name, value, _PREFIX + name.upper())
    for option in options:
        name, _, value = option.partition("=")
        found[name.strip()] = _value(name.strip(), value.strip(), f"--limit {option}")
    return replace(DEFAULT, **found)  # type: ignore[arg-type]


def _of_file(file: Path | None, environment: Mapping[str, str]) -> dict[str, float]:
    path = file
    if path is None:
        home = environment.get("XDG_CONFIG_HOME") or str(Path(environment.get("HOME", "~")) / ".config")
        path = Path(home) / "prongsai" / "limits.toml"
        if not path.is_file():
            return {}
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise WrongLimit(f"อ่าน {path} ไม่ได้: {exc.strerror}", f"cannot read {path}: {exc.strerror}") from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise WrongLimit(f"{path} ไม่ใช่ TOML ที่ถูกต้อง: {exc}", f"{path} is not sound TOML: {exc}") from exc
    limits = settings.get("limits")
    if not isinstance(limits, dict):
        raise WrongLimit(f"{path} ไม่มีส่วน [limits]", f"{path} has no table [limits]")
    return {name: _value(name, value, str(path)) for name, value in limits.items()}


def _value(name: str, value: object, where: str) -> float:
    """A limit as a number: plain, or of bytes with their unit."""
    if name not in _WHOLE:
        names = ", ".join(_WHOLE)
        raise WrongLimit(
            f"{where}: ไม่มีขีดจำกัดชื่อ {name} มี {names}", f"{where}: there is no limit {name}; there are {names}"
        )
    matched = _NUMBER.fullmatch(str(value).strip()) if not isinstance(value, bool) else None
    number = float(matched[1]) * _UNITS[(matched[2] or "").lower()] if matched else 0.0
    if _WHOLE[name]:
        number = int(number)
    if number <= 0:
        raise WrongLimit(
            f"{where}: {name} ต้องเป็นจำนวนมากกว่า 0 เช่น 5000 หรือ 2 GiB",
            f"{where}: {name} must be a number above 0, like 5000 or 2 GiB",
        )
    return number
