"""Compares the provider's client with Alibaba Cloud's SDK: the SDK sends the requests of real applies again.

    python replay.py http://127.0.0.1:PORT REPORT_DIR

The address is an emulator; both requests are read from its log. The log distinguishes services by their API version, so that one
service means one version. Exit code 0 when nothing differs.
"""

from __future__ import annotations

import json
import pathlib
import sys
import urllib.request

from alibabacloud_tea_openapi.exceptions import AlibabaCloudException

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import captured  # noqa: E402
from sdk_clients import SERVICES, Account, Key  # noqa: E402
from shapes import ACTIONS, differences as unread, load_answers  # noqa: E402
from wire import Unsuitable, as_map, differences  # noqa: E402
from world import DESTINATION_KEY, reset  # noqa: E402


def load_parameters() -> dict[tuple[str, str], dict]:
    """(service, action) → parameters, from schemas/alibaba/actions."""
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(ACTIONS.glob("*.json"))]
    return {(one["service"], action): facts["parameters"] for one in documents for action, facts in one["actions"].items()}


class Replay:
    """The captured requests, sent again by the SDK."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.account = Account(url, Key(DESTINATION_KEY.id, DESTINATION_KEY.secret))
        self.facts, self.answers = load_parameters(), load_answers()
        self.actions: set[str] = set()
        self.calls = self.answers_parsed = 0
        self.mismatches: list[str] = []

    def run(self) -> None:
        requests = captured.load()
        if not requests:
            self.mismatches.append(f"{captured.FOLDER} holds no request")
        reset(self.url)
        sent = [request for request in requests if self._send(request)]
        with urllib.request.urlopen(f"{self.url}/_control/requests", timeout=10) as response:  # noqa: S310 - loopback
            logged = json.load(response)
        if len(logged) != len(sent):
            self.mismatches.append(f"the SDK sent {len(logged)} of {len(sent)} requests")
        for request, entry in zip(sent, logged):
            self._compare(request, entry)

    def _send(self, request: captured.Request) -> bool:
        """Whether the SDK could send the request; the response of the emulator is not checked."""
        facts = self.facts.get((request.service, request.action))
        if facts is None:
            self.mismatches.append(f"{request}: schemas/alibaba/actions has no such action")
            return False
        try:
            values = as_map(request.parameters, facts)
        except Unsuitable as reason:
            self.mismatches.append(f"{request}: {reason}")
            return False
        model = getattr(SERVICES[request.service][1], f"{request.action}Request", None)
        # A missing list is an empty list in the model that `from_map` creates.
        given = vars(model().from_map(values)) if model else {}
        given = {key: value for key, value in given.items() if value not in (None, [])}
        self.calls += 1
        self.actions.add(f"{request.service}:{request.action}")
        try:
            answer = self.account.call(request.service, request.action, **given)
        except AlibabaCloudException:
            return True
        faults = unread(answer.raw, self.answers[(request.service, request.action)])
        self.mismatches += [f"{request}, the answer: {fault}" for fault in faults]
        self.answers_parsed += not faults
        return True

    def _compare(self, request: captured.Request, entry: dict) -> None:
        called = (entry["service"].lower(), entry["action"])
        if called != (request.service, request.action):
            self.mismatches.append(f"{request}: the SDK calls {' '.join(called)}")
            return
        found = differences(request.parameters, entry["parameters"], self.facts[called])
        self.mismatches += [f"{request}: {difference}" for difference in found]

    def report(self, folder: pathlib.Path) -> None:
        # Most jobs and roles in the requests do not exist here, so errors are ignored.
        numbers = {"calls": self.calls, "answers_parsed": self.answers_parsed, "errors_matched": 0}
        document = {"part": "client", "actions": sorted(self.actions), **numbers, "mismatches": self.mismatches}
        (folder / "client.json").write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        for mismatch in self.mismatches:
            print(f"  FAIL  {mismatch}", file=sys.stderr)
        print(
            f"  client: {len(self.actions)} actions, {self.calls} requests of real applies sent again by the SDK, "
            f"{len(self.mismatches)} mismatches"
        )


def main() -> int:
    if len(sys.argv) != 3 or not sys.argv[1].startswith("http://"):
        sys.exit("usage: replay.py http://HOST:PORT REPORT_DIR")
    replay = Replay(sys.argv[1].rstrip("/"))
    replay.run()
    replay.report(pathlib.Path(sys.argv[2]))
    return 1 if replay.mismatches else 0


if __name__ == "__main__":
    sys.exit(main())
