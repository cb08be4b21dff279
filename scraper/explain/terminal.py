"""An explanation in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from .explanation import Explanation, Field
from .pieces import Piece
from .words import plain, said, told

_SHOWN = 3  # pieces of a field


def show(explanation: Explanation, console: Console) -> None:
    """Print an explanation, a block a field."""
    article = explanation.article
    console.print(
        Text.assemble((article.id, "bold"), f"  {article.url}  {article.metadata.layout}"),
        soft_wrap=True,
    )
    for field in told(explanation.fields):
        for line in _lines(field):
            console.print(line, soft_wrap=True)
    for problem in article.metadata.problems:
        console.print(Text(f"problem  {problem.field}: {plain(problem.message)}", "red"))


def _lines(field: Field) -> list[Text]:
    lines = [Text.assemble((field.name, "bold cyan"), "  ", said(field.value) or "not found")]
    if field.rule:
        lines.append(_line("rule", field.rule, "green"))
    lines += [_line("from", _where(piece)) for piece in field.pieces[:_SHOWN]]
    if more := len(field.pieces) - _SHOWN:
        lines += [_line("", f"and {more} more")] if more > 0 else []
    if field.note:
        lines.append(_line("from", field.note))
    for rule, value in field.others:
        same = "the same" if value == field.value else said(value)
        lines.append(_line("other", f"{rule}: {same}", "dim"))
    return lines


def _line(label: str, text: str, style: str = "") -> Text:
    return Text.assemble((f"  {label:<6}", "dim"), (text, style))


def _where(piece: Piece) -> str:
    return f"{plain(piece.html)}  at {plain(piece.path)}{'/' if piece.part else ''}{piece.part}"
