"""The role of AWS Backup is made where it is missing, and never deleted."""

import unittest

from aws import BACKUP, SwitchesTest

WANTED = {"ServiceLinkedRoles": [BACKUP]}
RESTORE = {**WANTED, "OnDelete": "restore"}


class LinkedRole(SwitchesTest):
    def test_a_missing_role_is_made_and_said(self):
        answer = self.create(**WANTED)
        self.assert_success(answer)
        self.assertEqual(self.aws.linked_roles, {BACKUP})
        self.assertEqual(answer["Data"]["SwitchedOn"], f"ServiceLinkedRoles {BACKUP}")

    def test_only_the_role_is_asked_for(self):
        self.create(**WANTED)
        (name, sent), = self.aws.calls
        self.assertEqual((name, sent["AWSServiceName"]), ("CreateServiceLinkedRole", BACKUP))

    def test_a_role_that_is_there_is_borne(self):
        self.aws.linked_roles.add(BACKUP)
        answer = self.create(**WANTED)
        self.assert_success(answer)
        self.assertEqual(self.pauses, [])
        self.assertEqual(answer["Data"]["SwitchedOn"], "")
        self.assertEqual(answer["PhysicalResourceId"], "switches")

    def test_an_update_makes_a_role_that_was_deleted_meanwhile(self):
        made = self.create(**WANTED)["PhysicalResourceId"]
        self.aws.linked_roles.clear()
        answer = self.update(WANTED, WANTED, made)
        self.assert_success(answer)
        self.assertEqual(answer["PhysicalResourceId"], made)
        self.assertEqual(self.aws.linked_roles, {BACKUP})

    def test_the_role_comes_before_all_else(self):
        self.create(ServicePrincipals=[BACKUP], OptIn=["EBS"], **WANTED)
        self.assertEqual(self.aws.changes(), [
            "CreateServiceLinkedRole", "EnableAWSServiceAccess", "UpdateRegionSettings"])

    def test_restore_deletes_no_role(self):
        made = self.create(ServicePrincipals=[BACKUP], **RESTORE)["PhysicalResourceId"]
        self.aws.calls.clear()
        answer = self.delete({"ServicePrincipals": [BACKUP], **RESTORE}, made)
        self.assert_success(answer)
        self.assertEqual(self.aws.changes(), ["DisableAWSServiceAccess"])
        self.assertEqual(answer["Data"]["SwitchedOff"], f"ServicePrincipals {BACKUP}")
        self.assertEqual(self.aws.linked_roles, {BACKUP})

    def test_a_service_that_has_no_such_role_is_a_failure(self):
        self.aws.refuse("CreateServiceLinkedRole", "InvalidInput", "no such service")
        answer = self.create(ServiceLinkedRoles=["backup.example.com"])
        self.assertEqual(answer["Status"], "FAILED")
        self.assertIn("no such service", answer["Reason"])

    def test_a_call_at_the_same_time_is_waited_out(self):
        self.aws.refuse("CreateServiceLinkedRole", "ConcurrentModification", times=2)
        self.assert_success(self.create(**WANTED))
        self.assertEqual(self.pauses, [1, 2])


if __name__ == "__main__":
    unittest.main()
