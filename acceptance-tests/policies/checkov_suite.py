"""Runs the Checkov checks of examples/policies on plans of the real binary.

The argument is the folder that the acceptance tests write: plans/NAME.json, and expected/NAME.json with the expected findings.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CHECKOV = Path(sys.executable).with_name("checkov")
PLANS = Path(sys.argv[1])
# The minimum number of plans, so that missing plans are a failure.
AT_LEAST = 23
ROLE_CHECKS = {"DTS_TRUSTED_ACCOUNTS"}
TASK_CHECKS = {"DTS_ENCRYPTED_CONNECTIONS", "DTS_EXISTING_TABLES", "DTS_PRECHECK_TICKETS", "DTS_MOVED_DATA"}
TWO_WAY_CHECKS = {"DTS_TWO_WAY_REVIEWER", "DTS_OVERWRITTEN_ROWS"}
CHECKS = {
    "dts_ram_role_trust": ROLE_CHECKS,
    "dts_migration_task": TASK_CHECKS,
    "dts_synchronization_task": TASK_CHECKS | TWO_WAY_CHECKS,
    "dts_cam_role_trust": ROLE_CHECKS,
    "dts_tencent_migration_task": TASK_CHECKS,
    "dts_tencent_migration_instance": {"DTS_MOVED_DATA"},
}

failures: list[str] = []


def same(what: str, found: object, wanted: object) -> None:
    if found == wanted:
        print(f"  ok    {what}")
        return
    failures.append(what)
    if isinstance(found, set) and isinstance(wanted, set):
        found, wanted = sorted(found - wanted), sorted(wanted - found)
    print(f"  FAIL  {what}\n        unexpected: {found}\n        missing:    {wanted}")


def readme_command() -> list[str]:
    """The command of the README that runs Checkov."""
    lines = (EXAMPLES / "policies/README.md").read_text(encoding="utf-8").splitlines()
    [command] = {line.strip() for line in lines if line.strip().startswith("checkov ")}
    return [str(CHECKOV), *shlex.split(command)[1:]]


def checkov(plan: Path, command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command on a plan, in a folder that contains only the examples and the plan."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "examples").symlink_to(EXAMPLES)
        Path(folder, "plan.json").write_text(plan.read_text(encoding="utf-8"), encoding="utf-8")
        return subprocess.run(  # noqa: S603, the command is trusted
            command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
        )


class Report:
    """The findings of the README's command as JSON, including the checks that passed."""

    def __init__(self, plan: Path, **environment: str) -> None:
        command = [word for word in readme_command() if word not in ("--quiet", "--compact")]
        run = checkov(plan, [*command, "--output", "json"], **environment)
        # Without a resource to check, there is only a summary.
        results = json.loads(run.stdout).get("results", {})
        self.exit_code = run.returncode
        self.passed, self.failed = (
            {(each["check_id"], each["resource_address"]) for each in results.get(kind, [])}
            for kind in ("passed_checks", "failed_checks")
        )


def every_check(plan: Path) -> set[tuple[str, str]]:
    """The expected checks: each check on each resource that exists after the plan is applied."""
    changes = json.loads(plan.read_text(encoding="utf-8")).get("resource_changes", [])
    managed = (change for change in changes if change["mode"] == "managed")
    staying = (change for change in managed if change["change"]["after"] is not None)
    return {(check, change["address"]) for change in staying for check in CHECKS.get(change["type"], ())}


def judge_all() -> None:
    plans = sorted((PLANS / "plans").glob("*.json"))
    same(f"at least {AT_LEAST} plans exist", len(plans) >= AT_LEAST, True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        reports = list(pool.map(Report, plans))
    for plan, found in zip(plans, reports, strict=True):
        wanted = {tuple(pair) for pair in json.loads((PLANS / "expected" / plan.name).read_text(encoding="utf-8"))}
        same(f"{plan.stem}: refused", found.failed, wanted)
        same(f"{plan.stem}: allowed", found.passed, every_check(plan) - wanted)
        same(f"{plan.stem}: exit code", found.exit_code, int(bool(wanted)))


def as_a_reviewer() -> None:
    """Runs exactly the README's command."""
    refused = checkov(PLANS / "plans/replaced_while_running.json", readme_command())
    same("a refused plan ends with 1", refused.returncode, 1)
    same("and names the reason", "its data has moved" in refused.stdout, True)
    plan = PLANS / "plans/replaced_before_start.json"
    allowed = checkov(plan, readme_command())
    same("an allowed plan exits with 0", allowed.returncode, 0)
    same("and was checked", f"Passed checks: {len(every_check(plan))}, Failed checks: 0" in allowed.stdout, True)


def list_decides() -> None:
    """The allow list of the environment variable; with a list that cannot be read, every role is refused."""
    plan = PLANS / "plans/new.json"

    def refused(path: Path) -> set[str]:
        return {address for check, address in Report(plan, DTS_ALLOW_LIST=str(path)).failed if check in ROLE_CHECKS}

    every = {address for check, address in every_check(plan) if check in ROLE_CHECKS}
    unknown = {f'dts_ram_role_trust.owner["{key}"]' for key in ("later", "partly", "wholly")}
    unknown |= {f'dts_cam_role_trust.owner["{key}"]' for key in ("partly", "wholly")}
    with tempfile.TemporaryDirectory() as folder:
        wider = Path(folder, "wider.json")
        accounts = ["2345678901234567", "3456789012345678", "9999999999999999", "700000000002", "700000000003"]
        wider.write_text(json.dumps({"trusted_accounts": accounts}), encoding="utf-8")
        same("a wider allow list refuses only unknown accounts", refused(wider), unknown)
        wider.write_text("{}", encoding="utf-8")
        same("an empty allow list refuses every role", refused(wider), every)
        same("a missing allow list refuses every role", refused(Path(folder, "missing.json")), every)


def broken_plan() -> None:
    """Checkov treats a check that raises an exception as neither passed nor failed, and exits with 0."""
    complete = PLANS / "plans/replaced_before_start.json"
    plan = json.loads(complete.read_text(encoding="utf-8"))
    # Keeps the part of the plan that Checkov reads, and removes the part that the checks read.
    plan["resource_changes"] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "broken.json")
        path.write_text(json.dumps(plan), encoding="utf-8")
        found = Report(path)
    same("a plan that cannot be checked is refused", (found.exit_code, found.failed), (1, every_check(complete)))


judge_all()
as_a_reviewer()
list_decides()
broken_plan()
if failures:
    print(f"policies: {len(failures)} of the comparisons failed", file=sys.stderr)
    sys.exit(1)
print("policies: the findings of Checkov are as expected")
