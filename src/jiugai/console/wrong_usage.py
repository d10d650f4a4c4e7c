"""A wrong call (用法不对), answered like everything else: a plain sentence, or one JSON document.

The library that reads the command line says what is wrong in English and in a frame; here it is
said in Chinese, with what was typed and what was expected.
"""

import re
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from jiugai.console.answers import say_json

CODE = "usage.wrong"
EXIT = 2
_CHINESE = re.compile(r"[一-鿿]")
_QUOTED = re.compile(r"'([^']*)'")
_BRACKETED = re.compile(r"\(([^()]*)\)$")
# What the library says of a value, and how it is said here.
_EXPECTED = (
    (re.compile("does not exist"), "没有这个文件"),
    (re.compile("is a directory"), "这是文件夹，应为文件"),
    (re.compile("is a file"), "这是文件，应为文件夹"),
    (re.compile("not readable|not writable"), "没有读写它的权限"),
    (re.compile("valid integer"), "应为整数"),
    (re.compile("greater than or equal to (-?[0-9]+)"), "应不小于 {}"),
    (re.compile("less than or equal to (-?[0-9]+)"), "应不大于 {}"),
)


class PlainSpoken(TyperGroup):
    """The commands; whichever is called wrongly, the answer has one form."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command; a wrong call exits with 2 and, with ``--json``, still prints one document."""
        typed = list(sys.argv[1:] if args is None else args)
        try:
            code = super().main(typed, prog_name, complete_var, False, windows_expand_args, **extra)
        except typer.TyperException as error:
            _answer(error, typed)
            code = error.exit_code
        except typer.Abort:
            typer.echo("已取消，没有做任何事。", err=True)
            code = 1
        if not standalone_mode:
            return code
        sys.exit(code or 0)


def _answer(error: typer.TyperException, typed: Sequence[str]) -> None:
    if not typed:
        return  # the list of commands has been printed, as the answer to nothing
    said = sentence(error, typed)
    if "--json" in typed:
        finding = {"code": CODE, "sheet": "", "cell": "", "message": said, "weight": "blocks"}
        say_json({"findings": [finding]})
    else:
        typer.echo(said, err=True)


def sentence(error: typer.TyperException, typed: Sequence[str]) -> str:
    """Return what is wrong with a call: what was typed, what was expected, and how to learn more."""
    context = getattr(error, "ctx", None)
    asked = f"{context.command_path} --help" if context else "jiugai --help"
    return f"{_wrong(error, typed)}。没有做任何事；用法见 {asked}。"


def _wrong(error: typer.TyperException, typed: Sequence[str]) -> str:
    if isinstance(error, typer.BadParameter):
        return _of_parameter(error, typed)
    option = getattr(error, "option_name", "")
    if hasattr(error, "possibilities"):
        near = "、".join(sorted(error.possibilities or ()))
        return f"没有 {option} 这个选项{f'，是不是 {near}' if near else ''}"
    if option:
        return f"{option} 后面没有写值"
    extra, name = _BRACKETED.search(error.message), _QUOTED.search(error.message)
    if extra:
        return f"多写了“{extra[1]}”，不知道是什么"
    if name:
        return f"没有“{name[1]}”这个命令"
    return error.message


def _of_parameter(error: typer.BadParameter, typed: Sequence[str]) -> str:
    parameter = error.param
    name = str(error.param_hint or "")
    options: Sequence[str] = ()
    about = ""
    if parameter is not None:
        is_option = parameter.param_type_name == "option"
        options = parameter.opts if is_option else ()
        name = options[-1] if options else parameter.metavar or str(parameter.name).upper()
        about = str(getattr(parameter, "help", "") or "").rstrip("。")
    if not error.message:
        return f"缺少 {name}（{about}）" if about else f"缺少 {name}"
    expected = _expected(error.message)
    if not expected and _CHINESE.search(error.message):
        return f"{name} {error.message.rstrip('。')}".lstrip()
    value = _value(options, typed) or next(iter(_QUOTED.findall(error.message)), "")
    read = f"写的是“{value}”，" if value else ""
    return f"{name} {read}{expected or '不合用'}" + (f"（{about}）" if about else "")


def _expected(message: str) -> str:
    """Return what the library's own words expect, or nothing where the words are not its own."""
    for pattern, words in _EXPECTED:
        found = pattern.search(message)
        if found:
            return words.format(*found.groups())
    choices = message.partition(" is not one of ")[2]
    return f"应为 {'、'.join(_QUOTED.findall(choices))} 之一" if choices else ""


def _value(options: Sequence[str], typed: Sequence[str]) -> str:
    """Return what was typed as the value of an option, or nothing."""
    for place, word in enumerate(typed):
        before, given, value = word.partition("=")
        if before in options:
            return value if given else next(iter(typed[place + 1 : place + 2]), "")
    return ""
