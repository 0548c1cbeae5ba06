"""The manual page, made from click's help: `python docs/write_man_page.py` writes docs/man/sensorcoach.1.

The language is roff with the macros of man(7). One page holds all commands: `man sensorcoach` can be searched as a
whole.
"""

import re
from collections.abc import Iterator, Sequence
from inspect import cleandoc
from pathlib import Path

import click

from sensorcoach.cli.main import EXIT_INPUT, EXIT_INTERNAL, EXIT_INTERRUPTED, EXIT_PIPE, EXIT_USAGE, cli
from sensorcoach.cli.report_bug import TRACEBACK_VARIABLE
from sensorcoach.storage import FOLDER_VARIABLE

PROGRAM = "sensorcoach"
PAGE = Path(__file__).parent / "man" / f"{PROGRAM}.1"

EXIT_STATUSES = {
    0: "success",
    EXIT_INPUT: "an input cannot be used",
    EXIT_USAGE: "wrong usage",
    EXIT_INTERNAL: "an internal error",
    EXIT_INTERRUPTED: "interrupted",
    EXIT_PIPE: "the reader of the output has closed it",
}
VARIABLES = {
    FOLDER_VARIABLE: "The folder of recordings, references and the last sensor, instead of the platform's data folder.",
    TRACEBACK_VARIABLE: "If set, an internal error prints its details.",
}
FILES = {
    "~/.config/sensorcoach/exercises/*.toml": "The user's own exercises (on Linux).",
    "~/.local/share/sensorcoach": "Recordings, references and the last sensor (on Linux).",
}

_AS_TYPED = "\b"
"""click keeps the lines of a paragraph that begins with this sign."""


def format_man_page() -> str:
    """Return the whole page in roff."""
    return "\n".join(_write_lines()) + "\n"


def _write_lines() -> Iterator[str]:
    context = click.Context(cli, info_name=PROGRAM, **cli.context_settings)
    summary, *description = _split_paragraphs(cli)
    yield '.\\" Written by python docs/write_man_page.py from the help of the commands: do not edit.'
    yield f'.TH {PROGRAM.upper()} 1 "" "{PROGRAM}" "User Commands"'
    yield ".SH NAME"
    yield f"{PROGRAM} \\- {_escape(summary[:1].lower() + summary[1:].rstrip('.'))}"
    yield ".SH SYNOPSIS"
    yield f"\\fB{PROGRAM}\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]"
    yield ".SH DESCRIPTION"
    yield from _write_paragraphs(description)
    yield ".SH OPTIONS"
    yield from _write_options(cli.get_params(context), context)
    yield ".SH COMMANDS"
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if command is not None:
            yield from _write_command(command, click.Context(command, info_name=name, parent=context))
    yield from _write_table("EXIT STATUS", {str(status): text for status, text in EXIT_STATUSES.items()})
    yield from _write_table("ENVIRONMENT", VARIABLES)
    yield from _write_table("FILES", FILES)


def _write_command(command: click.Command, context: click.Context) -> Iterator[str]:
    pieces = " ".join(command.collect_usage_pieces(context))
    yield f".SS {_escape(command.name or '')} {_escape(pieces)}"
    yield from _write_paragraphs(_split_paragraphs(command))
    yield from _write_options(command.params, context)


def _split_paragraphs(command: click.Command) -> list[str]:
    return cleandoc(command.help or "").split("\n\n")


def _write_paragraphs(paragraphs: list[str]) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ".PP"
        if paragraph.startswith(_AS_TYPED):
            yield from (".nf", *map(_escape, paragraph.removeprefix(_AS_TYPED).strip("\n").split("\n")), ".fi")
        else:
            yield _escape(" ".join(paragraph.split()))


def _write_options(parameters: Sequence[click.Parameter], context: click.Context) -> Iterator[str]:
    for parameter in parameters:
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        if record is not None:
            yield from (".TP", f"\\fB{_escape(record[0])}\\fR", _escape(record[1]))


def _write_table(title: str, entries: dict[str, str]) -> Iterator[str]:
    yield f".SH {title}"
    for name, text in entries.items():
        yield from (".TP", f"\\fB{_escape(name)}\\fR", _escape(text))


def _escape(text: str) -> str:
    """Return the text for roff: hyphens that can be copied, `code` in bold, no control line."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("'", "\\(aq")
    text = re.sub(r"`([^`]*)`", r"\\fB\1\\fR", text)
    return f"\\&{text}" if text.startswith((".", "'")) else text


def main() -> None:
    """Write the page into the checkout."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(format_man_page(), encoding="utf-8")
    click.echo(str(PAGE))


if __name__ == "__main__":
    main()
