"""Every connection to a database is encrypted."""

from __future__ import annotations

from dts_plan import TASKS, TENCENT_TASK, Check, Plan, Resource


class EncryptedConnections(Check):
    def __init__(self) -> None:
        super().__init__("A task uses encrypted connections only", "DTS_ENCRYPTED_CONNECTIONS", *TASKS, TENCENT_TASK)

    def objection(self, plan: Plan, resource: Resource) -> str | None:
        if resource["change"]["after"].get("uses_plaintext_connection") is False:
            return None
        return 'A connection is not encrypted, or its encryption is not known. Set encryption = "ssl" in source and destination.'


check = EncryptedConnections()
