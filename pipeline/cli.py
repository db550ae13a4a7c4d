"""The command line: each command is a function of `pipeline.commands`, named here.

Nothing heavy is imported before a command runs, so that `--help` answers at once. Data goes to stdout, the rest to
stderr. Exit codes: 0 all done, 1 not all of it (files not read, nothing found, the disk full), 2 wrong usage.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pipeline.commands import agencies, correct
from pipeline.commands.doctor import doctor
from pipeline.commands.document import explain, extract
from pipeline.commands.export import export
from pipeline.commands.ingest import ingest
from pipeline.commands.review import review
from pipeline.commands.search import search
from pipeline.commands.serve import serve
from pipeline.commands.show import show
from pipeline.commands.stats import report, stats

app = typer.Typer(
    name="prongsai",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Prongsai reads the ITA reports of Thai municipalities and makes records of them: scores, "
    "indicators, analyses and measures, in a database, as tables or as JSON Lines.\n\n"
    "อ่านรายงาน ITA ของเทศบาล แล้วแปลงเป็นข้อมูล (คะแนน ตัวชี้วัด การวิเคราะห์ มาตรการ) "
    "ในฐานข้อมูล ตาราง หรือ JSON Lines",
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print("prongsai", version("prongsai"))
        raise typer.Exit


@app.callback()
def _prongsai(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version. แสดงรุ่น")
    ] = False,
) -> None: ...


for command in (ingest, show, search, stats, report, export, serve, review, extract, explain, doctor):
    app.command()(command)
agencies.register(app)
correct.register(app)


def main() -> None:
    """The console script."""
    _utf8_stdout()
    app()


def _utf8_stdout() -> None:
    """Thai comes out whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
