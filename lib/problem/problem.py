"""Problem: a code with the facts that its sentence needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from lib.problem.code import Code


@dataclass(frozen=True, slots=True)
class Problem:
    """`facts` fill the sentence's gaps. Hashable and comparable by value."""

    code: Code
    facts: tuple[tuple[str, str | int | float | Problem], ...] = field(default=())

    @classmethod
    def of(cls, code: Code, /, **facts: str | float | Problem | None) -> Self:
        """Leave out facts that are None or empty."""
        known = ((name, fact) for name, fact in sorted(facts.items()))
        return cls(code, tuple((name, fact) for name, fact in known if fact not in {None, ""}))

    @classmethod
    def told(cls, sentence: str) -> Self:
        """Return a problem in somebody else's words."""
        return cls.of(Code.TOLD, sentence=sentence)

    @property
    def params(self) -> dict[str, str | int | float | Problem]:
        return dict(self.facts)

    def params_as_json(self) -> str:
        return json.dumps({name: _plain(fact) for name, fact in self.facts}, ensure_ascii=False)

    def as_json(self) -> str:
        """Return one line that `read` takes, for another process."""
        return json.dumps(_plain(self), ensure_ascii=False)

    @classmethod
    def read(cls, line: str) -> Self:
        """Raise ValueError for what `as_json` did not write."""
        members = json.loads(line)
        if not isinstance(members, Mapping):
            raise ValueError("This is no problem.")  # noqa: TRY004  # bad data
        return cls.from_json(str(members.get("code")), json.dumps(members.get("params")))

    @classmethod
    def from_json(cls, code: str, params: str | None) -> Self:
        """Raise ValueError for an unknown code or for params that are no JSON object."""
        members = json.loads(params or "{}")
        if not isinstance(members, Mapping):
            raise ValueError("The params of a problem are no object.")  # noqa: TRY004  # bad data
        return cls.of(Code(code), **{name: _read(fact) for name, fact in members.items()})


def _plain(fact: str | float | Problem) -> Any:  # noqa: ANN401  # JSON
    if isinstance(fact, Problem):
        return {"code": fact.code.value, "params": {n: _plain(f) for n, f in fact.facts}}
    return fact


def _read(member: Any) -> Any:  # noqa: ANN401  # JSON
    if isinstance(member, Mapping):
        params = {name: _read(fact) for name, fact in dict(member.get("params", {})).items()}
        return Problem.of(Code(member["code"]), **params)
    return member
