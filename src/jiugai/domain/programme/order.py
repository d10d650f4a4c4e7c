"""The order of the steps (进度节点次序): what a new step says that the known ones contradict.

A later step without the earlier ones is a data error. Whether it is refused or only remarked
on follows one thought: a figure that is published must rest on a whole chain, and a true fact
must never be turned away, or people learn to enter a false one.

* 批复 › 开工 › 完工 › 竣工验收 carry the published rates. A link that is *missing* blocks: the
  missing paper or day exists and can be entered first, and a start outside the approved plan
  would be a numerator without a denominator.
* A link that is there but in the *wrong order* blocks only where nature forbids it (finished
  before begun). Work that began before its approval did begin: it is recorded on its true day,
  with a warning that an auditor will see.
* 储备, 申报, 前期, 招标 and 结算 are often undated in counties' ledgers, and some honestly
  overlap their neighbours: missing or out of order, they warn.

The weights stand in ``policy/national/pipeline.toml``, so a city may be stricter.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.law import Rule, rule_in_force
from jiugai.domain.programme.pipeline import Step, StepEvent
from jiugai.domain.registry.years import EARLIEST

_NOT_WRITTEN = "本条没有写入。"
_KEPT = "本条照原样写入，提示随记录保留。"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRule(Rule):
    """What a step means and what must stand before it (节点定义).

    Attributes:
      definition: the words by which an office decides whether the step is reached; editable.
      evidence: what is to be asked for, one phrase each.
      requires: steps whose absence blocks.
      expects: steps whose absence only warns.
      never_before: steps before whose day this one cannot lie; any other wrong order warns.
      wants_document: True if a step without a paper is remarked on.
    """

    step: Step
    definition: str
    evidence: tuple[str, ...] = ()
    requires: tuple[Step, ...] = ()
    expects: tuple[Step, ...] = ()
    never_before: tuple[Step, ...] = ()
    wants_document: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitRule(Rule):
    """How far along a site may still leave the pipeline (退出规定).

    Attributes:
      doubtful_from: the step from which on an exit is remarked on.
      refused_from: the step from which on there is nothing left to leave.
    """

    step: Step
    definition: str
    doubtful_from: Step
    refused_from: Step
    wants_document: bool


@dataclass(frozen=True, slots=True)
class PipelineRules:
    """All rules of the pipeline on file, past and present (节点规则集)."""

    steps: tuple[StepRule, ...]
    exits: tuple[ExitRule, ...]

    def for_step(self, step: Step, code: str, on: date) -> StepRule | None:
        """Return what a step means at a place on a day."""
        return rule_in_force([rule for rule in self.steps if rule.step is step], code, on)

    def for_exit(self, step: Step, code: str, on: date) -> ExitRule | None:
        """Return how a kind of exit is held at a place on a day."""
        return rule_in_force([rule for rule in self.exits if rule.step is step], code, on)


def check_step(
    new: StepEvent,
    known: Sequence[StepEvent],
    rules: PipelineRules,
    *,
    code: str,
    today: date,
) -> tuple[Finding, ...]:
    """Hold a new step against those already on record for the same site.

    :param known: the standing steps of the site, in any order, without the new one.
    :param code: the division whose rules apply.
    :param today: no step may lie after it.
    """
    findings = [*_on_its_own(new, today), *_repeated(new, known), *_after_exit(new, known)]
    if new.step.is_exit:
        exit_rule = rules.for_exit(new.step, code, new.on)
        findings += _leaving(new, known, exit_rule) if exit_rule else []
        wants_document = bool(exit_rule and exit_rule.wants_document)
    else:
        rule = rules.for_step(new.step, code, new.on)
        findings += _missing(new, known, rule) if rule else []
        findings += _out_of_order(new, known, lambda step: rules.for_step(step, code, new.on))
        wants_document = bool(rule and rule.wants_document)
    if wants_document and not new.document:
        message = f"{new.step.word}没有写依据的文件，请补文号或文件名称，例如“安建发〔2020〕12号”。{_KEPT}"
        findings.append(Finding("step.no_document", message, Weight.WARNS))
    return tuple(findings)


def check_life(
    new: Iterable[StepEvent],
    known: Sequence[StepEvent],
    rules: PipelineRules,
    *,
    code: str,
    today: date,
) -> tuple[tuple[StepEvent, tuple[Finding, ...]], ...]:
    """Hold several new steps of one site, such as a ledger row's, against each other and the known.

    They are taken in the order of the pipeline, exits last, so a row that tells the whole life
    is not blamed for what its own other columns say. A step that is refused does not stand
    for those after it.
    """
    standing = list(known)
    outcome = []
    for event in sorted(new, key=lambda event: (event.step, event.on)):
        findings = check_step(event, standing, rules, code=code, today=today)
        outcome.append((event, findings))
        if not any(finding.weight is Weight.BLOCKS for finding in findings):
            standing.append(event)
    return tuple(outcome)


def _on_its_own(new: StepEvent, today: date) -> Iterator[Finding]:
    if new.on > today:
        message = (
            f"{new.step.word}日期写的是 {new.on}，晚于今天（{today}）；"
            f"节点只记已经发生的事，请改成实际日期，或到发生后再录。{_NOT_WRITTEN}"
        )
        yield Finding("step.in_future", message)
    if new.on.year < EARLIEST:
        message = (
            f"{new.step.word}日期写的是 {new.on}，早于 {EARLIEST} 年，不会是这里的事；"
            f"请核对年份，例如 2020-10-28。{_NOT_WRITTEN}"
        )
        yield Finding("step.before_its_time", message)


def _repeated(new: StepEvent, known: Iterable[StepEvent]) -> Iterator[Finding]:
    for event in known:
        if event.step is new.step:
            message = (
                f"{new.step.word}已有记录（{event.on}），同一节点只记一次；"
                f"如果原日期有误，请更正原记录并写明原因，不要再录一次。{_NOT_WRITTEN}"
            )
            yield Finding("step.again", message)
            return


def _after_exit(new: StepEvent, known: Iterable[StepEvent]) -> Iterator[Finding]:
    exits = [event for event in known if event.step.is_exit and event.step is not new.step]
    if not exits:
        return
    left = min(exits, key=lambda event: (event.on, event.step))
    if not new.step.is_exit and new.on <= left.on:
        return
    message = (
        f"该小区已于 {left.on} {left.step.word}退出，不能再记{new.step.word}；"
        f"如果退出有误，请先更正或撤回退出记录。{_NOT_WRITTEN}"
    )
    yield Finding("step.after_exit", message)


def _missing(new: StepEvent, known: Sequence[StepEvent], rule: StepRule) -> Iterator[Finding]:
    reached = {event.step for event in known}
    required = [step.word for step in rule.requires if step not in reached]
    if required:
        names = "、".join(required)
        message = (
            f"读到{new.step.word}（{new.on}），但没有{names}的记录；"
            f"请先补录{names}的日期和依据，再录{new.step.word}。{_NOT_WRITTEN}"
        )
        yield Finding("step.without_earlier", message)
    expected = [step.word for step in rule.expects if step not in reached]
    if expected:
        names = "、".join(expected)
        message = f"读到{new.step.word}（{new.on}），但没有{names}的记录；有日期的请补录。{_KEPT}"
        yield Finding("step.gap", message, Weight.WARNS)


def _out_of_order(
    new: StepEvent, known: Iterable[StepEvent], rule_of: Callable[[Step], StepRule | None]
) -> Iterator[Finding]:
    """Yield a finding for each known step whose day and whose place in the pipeline disagree."""
    for event in sorted(known, key=lambda event: event.step):
        if event.step.is_exit or event.step is new.step:
            continue
        earlier, later = sorted((new, event), key=lambda each: each.step)
        if later.on >= earlier.on:
            continue
        rule = rule_of(later.step)
        impossible = rule is not None and earlier.step in rule.never_before
        said = f"{later.step.word}（{later.on}）早于{earlier.step.word}（{earlier.on}）"
        if impossible:
            message = f"{said}，次序不可能；请核对两个日期，改正写错的一个。{_NOT_WRITTEN}"
            yield Finding("step.order_impossible", message)
        else:
            message = f"{said}，与通常次序相反；日期属实的请说明原因，写错的请更正。{_KEPT}"
            yield Finding("step.order_reversed", message, Weight.WARNS)


def _leaving(new: StepEvent, known: Iterable[StepEvent], rule: ExitRule) -> Iterator[Finding]:
    steps = [event for event in known if not event.step.is_exit]
    furthest = max(steps, key=lambda event: event.step, default=None)
    after = [event for event in steps if event.on > new.on]
    if after:
        last = max(after, key=lambda event: (event.on, event.step))
        message = (
            f"{new.step.word}写在 {new.on}，但之后还有{last.step.word}（{last.on}）的记录；"
            f"请核对退出日期，或先更正后面的节点。{_NOT_WRITTEN}"
        )
        yield Finding("step.exit_before_others", message)
    if furthest is None or furthest.step < rule.doubtful_from:
        return
    said = f"该小区已于 {furthest.on} {furthest.step.word}，又记{new.step.word}"
    if furthest.step >= rule.refused_from:
        message = f"{said}，{furthest.step.word}之后不能再退出；请核对是否记错小区。{_NOT_WRITTEN}"
        yield Finding("step.exit_too_late", message)
    else:
        message = f"{said}；请写明已做工程和已用资金如何处理。{_KEPT}"
        yield Finding("step.exit_under_works", message, Weight.WARNS)
