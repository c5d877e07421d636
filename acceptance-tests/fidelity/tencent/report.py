"""The steps of a part, as for Alibaba Cloud, with the exceptions and the models of Tencent Cloud's SDK."""

from __future__ import annotations

import functools
import json

from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException

from check import Report, describe
from extract_tencent_actions import Description
from sdk_clients import Answer
from shapes import differences, left_over
from tencent.clients import VERSIONS


class TencentReport(Report):
    """A report in which an action has the name of its cloud, so that it is not taken for one of Alibaba Cloud."""

    def faults(self, answer: Answer) -> list[str]:
        """Members that the SDK does not read or reads with another type, by the API description and by the model."""
        read = json.loads(answer.parsed.to_json_string())
        return differences(answer.raw, shape(answer.service, answer.action)) + left_over(answer.raw, read)

    def refused(self, step: str, codes: list[str], message: str, call, http: int | None = None) -> None:
        """`call` raises an error with one of the codes, with this text in its message. Errors of the API have HTTP status 200."""
        try:
            call()
        except TencentCloudSDKException as error:
            problems = [] if error.code in codes else [f"code {error.code}, expected {' or '.join(codes)} ({error.message})"]
            problems += [] if message in str(error.message) else [f"message {error.message!r} has no {message!r}"]
            problems += [] if error.requestId else ["no request ID"]
            if self.add(f"{step} refused with {error.code}", "; ".join(problems)):
                self.errors_matched += 1
        except Exception as error:  # noqa: BLE001
            self.add(f"{step} refused", f"raised {describe(error)}")
        else:
            self.add(f"{step} refused", "the call succeeded")

    def _parsed(self, answer: Answer) -> list[str]:
        faults = self.faults(answer)
        if not faults:
            self.answers_parsed += 1
            self.answered.add(f"tencent {answer.service}:{answer.action}")
        return faults

    @staticmethod
    def _unsuccessful(answer: Answer) -> list[str]:
        return []


@functools.cache
def shape(service: str, action: str) -> dict:
    """The answer of an action, as nested members with JSON types."""
    found = description(service)
    return {member["name"]: _nested(found, found.kind(member)) for member in found.members(found.actions[action]["output"])}


@functools.cache
def description(service: str) -> Description:
    return Description(service, VERSIONS[service])


def _nested(found: Description, kind, depth: int = 0):
    if isinstance(kind, list):
        return [_nested(found, kind[0], depth)]
    if kind in ("string", "integer", "boolean", "number"):
        return kind
    # Some objects contain themselves.
    if depth > 6:  # noqa: PLR2004
        return {}
    return {name: _nested(found, field["type"], depth + 1) for name, field in found.used[kind].items()}
