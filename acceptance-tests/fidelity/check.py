"""The steps of a part: calls that must succeed, calls that must be rejected, and the problems that were found."""

from __future__ import annotations

import json
import pathlib
import time

from alibabacloud_tea_openapi.exceptions import AlibabaCloudException

from sdk_clients import Account, Answer
from shapes import differences, left_over, load_answers

# Fields whose type in the SDK's model cannot be correct: an error message that is a boolean.
MISTAKES_OF_MODELS = {("dts", "ModifyDtsJob"): "ErrMessage: string where the SDK reads boolean"}
POLL_SECONDS = 0.02
WAIT_SECONDS = 30.0


class Stop(Exception):
    """A step failed that the remaining steps of the part depend on."""


class Report:
    """Rows of (part, step, problem); a row without a problem passed. Also collects the numbers for the final table."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str]] = []
        self.part = ""
        # Actions that succeeded and whose response was parsed completely.
        self.answered: set[str] = set()
        self.calls = self.answers_parsed = self.errors_matched = 0
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
        """A call that must succeed: the SDK knows every key of the response, and `check` finds no problem."""
        try:
            answer = self._answered(account, service, action, arguments)
        except Exception as error:  # noqa: BLE001 - any exception of the SDK is a problem
            self.require(f"{step}: {action}", f"raised {describe(error)}")
        if unsuccessful := self._unsuccessful(answer):
            self.require(f"{step}: {action}", "; ".join(unsuccessful))
        fault = check(answer.parsed) if check else ""
        self.add(f"{step}: {action}", "; ".join(self._parsed(answer) + ([fault] if fault else [])))
        return answer

    def call_outside(self, step: str, account: Account, service: str, action: str, check, **parameters) -> None:
        """A call that must succeed of an action that the SDK does not have, so that only `check` looks at the answer."""
        self.calls += 1
        try:
            body = account.call_unknown(service, action, "2020-01-01", **parameters)
        except Exception as error:  # noqa: BLE001 - any exception of the SDK is a problem
            self.require(f"{step}: {action}", f"raised {describe(error)}")
        fault = check(body)
        if self.add(f"{step}: {action}", fault):
            self.answered.add(f"{service}:{action}")

    def refuse(self, step: str, codes: str, account: Account, service: str, action: str, **arguments) -> None:
        """A call that must be rejected with one of `codes`, as an error or as `Success` false, with a request ID."""
        self.refused(step, codes.split(), "", lambda: self._answered(account, service, action, arguments))

    def refused(self, step: str, codes: list[str], message: str, call, http: int | None = None) -> None:
        """`call` raises or returns an error with one of the codes, with this text in its message and with this HTTP status."""
        problems: list[str] = []
        try:
            answer = call()
        except AlibabaCloudException as error:
            code, text, status = error.code, str(error.message), error.status_code
            request_id = error.request_id or (error.data or {}).get("RequestId")
        except Exception as error:  # noqa: BLE001
            self.add(f"{step} refused", f"raised {describe(error)}")
            return
        else:
            problems += self.faults(answer)
            code = answer.raw.get("ErrCode") if self._unsuccessful(answer) else "(the call succeeded)"
            text, status, request_id = str(answer.raw.get("ErrMessage")), 200, answer.raw.get("RequestId")
        if not any(code == wanted or code == f"DTS.Msg.{wanted}" or str(code).endswith("." + wanted) for wanted in codes):
            problems.append(f"code {code}, expected {' or '.join(codes)} ({text})")
        if message not in text:
            problems.append(f"message {text!r} has no {message!r}")
        if http and status != http:
            problems.append(f"HTTP {status}, expected {http}")
        if not request_id:
            problems.append("no request id")
        if self.add(f"{step} refused with {code}", "; ".join(problems)):
            self.errors_matched += 1

    def wait(self, step: str, poll, done) -> Answer:
        """Polls until `done(parsed)`; every response is also compared with the SDK's model."""
        deadline = time.monotonic() + WAIT_SECONDS
        seen: list[str] = []
        faults: list[str] = []
        while time.monotonic() < deadline:
            self.calls += 1
            answer = poll()
            if problems := self._unsuccessful(answer):
                self.require(step, "; ".join(problems))
            faults += [fault for fault in self._parsed(answer) if fault not in faults]
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
        """Keys that the SDK does not read or reads with another type, according to the extracted shape and to the model."""
        action = (answer.service, answer.action)
        faults = differences(answer.raw, self._answers[action]) + left_over(answer.raw, answer.parsed.to_map())
        return [fault for fault in faults if fault != MISTAKES_OF_MODELS.get(action)]

    def write(self, folder: str, part: str) -> None:
        """The numbers of this part, for the final table."""
        document = {
            "part": part,
            "actions": sorted(self.answered),
            "calls": self.calls,
            "answers_parsed": self.answers_parsed,
            "errors_matched": self.errors_matched,
            "mismatches": [f"{part}, {step}: {problem}" for part, step, problem in self.rows if problem],
        }
        path = pathlib.Path(folder) / f"{part}.json"
        path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")

    def print(self, complete: bool) -> None:
        """Prints a line for each part, and the failed steps; with `complete` every step."""
        for part in dict.fromkeys(part for part, _, _ in self.rows):
            rows = [(step, problem) for row_part, step, problem in self.rows if row_part == part]
            failed = sum(1 for _, problem in rows if problem)
            print(f"  {part}: {len(rows)} steps" + (f", {failed} FAILED" if failed else ""))
            for step, problem in rows:
                if complete or problem:
                    print(f"    {'FAIL' if problem else 'pass'}  {step}{'  ' + problem if problem else ''}")

    def _answered(self, account: Account, service: str, action: str, arguments: dict) -> Answer:
        self.calls += 1
        return account.call(service, action, **arguments)

    def _parsed(self, answer: Answer) -> list[str]:
        faults = self.faults(answer)
        if not faults:
            self.answers_parsed += 1
            self.answered.add(f"{answer.service}:{answer.action}")
        return faults

    @staticmethod
    def _unsuccessful(answer: Answer) -> list[str]:
        success = answer.raw.get("Success")
        if success is None or str(success).lower() == "true":
            return []
        return [f"Success {success}, ErrCode {answer.raw.get('ErrCode')}, {answer.raw.get('ErrMessage')}"]


def describe(error: Exception) -> str:
    code = getattr(error, "code", None)
    return f"{code}: {error}" if code else f"{type(error).__name__}: {error}"
