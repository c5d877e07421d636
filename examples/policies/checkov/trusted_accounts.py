"""Roles trust only accounts of the allow list."""

from __future__ import annotations

import json
import os
from pathlib import Path

from dts_plan import ROLE, TENCENT_ROLE, Check, Plan, Resource

# The list that the Rego rules use, unless DTS_ALLOW_LIST has another path.
LIST = Path(os.environ.get("DTS_ALLOW_LIST") or Path(__file__).resolve().parent.parent / "allow-list.json")


class TrustedAccounts(Check):
    def __init__(self) -> None:
        super().__init__("A role trusts only accounts of the allow list", "DTS_TRUSTED_ACCOUNTS", ROLE, TENCENT_ROLE)

    def objection(self, plan: Plan, resource: Resource) -> str | None:
        allowed = json.loads(LIST.read_text(encoding="utf-8")).get("trusted_accounts", [])
        accounts = resource["change"]["after"].get("trusted_account_ids")
        if accounts is None or None in accounts:
            return "The trusted accounts are known only after apply. Write the account IDs in the configuration, or use variables."
        strangers = [account for account in accounts if account not in allowed]
        if strangers:
            return f"It trusts {', '.join(strangers)}, which is not in trusted_accounts of the allow list."
        return None


check = TrustedAccounts()
