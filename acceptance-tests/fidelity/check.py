"""Steps of a driven scenario: each one is a row of the table that is printed at the end."""

from __future__ import annotations

import time

from alibabacloud_tea_openapi.exceptions import AlibabaCloudException

from sdk_clients import Account, Answer
from shapes import differences, load_answers

POLL_SECONDS = 0.05
WAIT_SECONDS = 30.0


class Stop(Exception):
    """A step failed that the rest of the scenario stands on."""


class Report:
    """Rows of (part, step, problem); a row without a problem passed."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str]] = []
        self.part = ""
        self.called: set[str] = set()
        self._answers = load_answers()

    @property
    def failed(self) -> int:
        return sum(1 for _, _, problem in self.rows if problem)

    def add(self, step: str, problem: str = "") -> bool:
        self.rows.append((self.part, step, problem))
        return not problem

    def require(self, step: str, problem: str = "") -> None:
        if not self.add(step, problem):
            raise Stop(step)

    def call(self, step: str, account: Account, service: str, action: str, *, check=None, **arguments) -> Answer:
        """An allowed call: it succeeds, the SDK knows every key of the answer, and `check` finds no fault."""
        self.called.add(f"{service} {action}")
        try:
            answer = account.call(service, action, **arguments)
        except Exception as error:  # noqa: BLE001 - whatever the SDK raises is the finding
            self.require(f"{step}: {action}", f"raised {describe(error)}")
        if unsuccessful := self._unsuccessful(answer):
            self.require(f"{step}: {action}", "; ".join(unsuccessful))
        fault = check(answer.parsed) if check else ""
        self.add(f"{step}: {action}", "; ".join(self.faults(answer) + ([fault] if fault else [])))
        return answer

    def refuse(self, step: str, codes: str, account: Account, service: str, action: str, **arguments) -> None:
        """A call that must be refused with one of `codes`, as an error or as `Success` false, and a request id."""
        try:
            answer = account.call(service, action, **arguments)
        except AlibabaCloudException as error:
            code, request_id, problems = error.code, error.request_id or (error.data or {}).get("RequestId"), []
        except Exception as error:  # noqa: BLE001
            self.add(f"{step}: {action} refused", f"raised {describe(error)}")
            return
        else:
            problems = self.faults(answer)
            code = answer.raw.get("ErrCode") if self._unsuccessful(answer) else "(the call succeeded)"
            request_id = answer.raw.get("RequestId")
        if not any(code == wanted or str(code).endswith("." + wanted) for wanted in codes.split()):
            problems.append(f"code {code}, expected {codes.replace(' ', ' or ')}")
        if not request_id:
            problems.append("no request id")
        self.add(f"{step}: {action} refused with {code}", "; ".join(problems))

    def wait(self, step: str, poll, done) -> Answer:
        """Polls until `done(parsed)`; every answer on the way is held against the SDK's model too."""
        deadline = time.monotonic() + WAIT_SECONDS
        seen: list[str] = []
        faults: list[str] = []
        while time.monotonic() < deadline:
            answer = poll()
            if problems := self._unsuccessful(answer):
                self.require(step, "; ".join(problems))
            self.called.add(f"{answer.service} {answer.action}")
            faults += [fault for fault in self.faults(answer) if fault not in faults]
            state = getattr(answer.parsed, "status", None) or getattr(answer.parsed, "state", None) or "?"
            if not seen or seen[-1] != state:
                seen.append(state)
            if done(answer.parsed):
                self.add(f"{step} ({' > '.join(seen)})", "; ".join(faults))
                return answer
            time.sleep(POLL_SECONDS)
        self.require(step, f"not reached in {WAIT_SECONDS:.0f} s; states seen: {' > '.join(seen)}")
        raise Stop(step)

    def faults(self, answer: Answer) -> list[str]:
        return differences(answer.raw, self._answers[(answer.service, answer.action)])

    @staticmethod
    def _unsuccessful(answer: Answer) -> list[str]:
        success = answer.raw.get("Success")
        if success is None or str(success).lower() == "true":
            return []
        return [f"Success {success}, ErrCode {answer.raw.get('ErrCode')}, {answer.raw.get('ErrMessage')}"]

    def print(self) -> None:
        width = max(len(step) for _, step, _ in self.rows)
        part = None
        for row_part, step, problem in self.rows:
            if row_part != part:
                part = row_part
                print(f"\n{part}")
            print(f"  {'FAIL' if problem else 'pass'}  {step.ljust(width) if problem else step}{'  ' + problem if problem else ''}")
        print(f"\n{len(self.rows) - self.failed} passed, {self.failed} failed")


def describe(error: Exception) -> str:
    code = getattr(error, "code", None)
    return f"{code}: {error}" if code else f"{type(error).__name__}: {error}"
