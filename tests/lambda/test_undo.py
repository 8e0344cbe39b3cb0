"""Delete keeps, unless it is to restore: then what the id lists is undone, and only that."""

import unittest

from aws import BACKUP, SwitchesTest, boto3

RESTORE = {"OnDelete": "restore"}


class Undo(SwitchesTest):
    def wanted(self):
        return {
            "ServicePrincipals": [BACKUP], "PolicyTypes": ["BACKUP_POLICY"],
            "GlobalSettings": {"isCrossAccountBackupEnabled": "true"},
            "OrganizationsAccess": ["StackSets"],
            "DelegatedAdministrators": self.accounts[:1],
            "StackSetsAdministrators": self.accounts[1:],
            "OptIn": ["DynamoDB", "EBS"], "FullManagement": ["DynamoDB"], **RESTORE}

    def test_keep_makes_no_call(self):
        made = self.create(**self.wanted())["PhysicalResourceId"]
        self.aws.calls.clear()
        for kept in ({}, {"OnDelete": "keep"}, {"OnDelete": "?"}, {"OptIn": "malformed"}):
            answer = self.delete(kept, made)
            self.assert_success(answer)
            self.assertEqual(answer["PhysicalResourceId"], made)
        self.assertEqual(self.aws.calls, [])

    def test_restore_undoes_in_the_reverse_order(self):
        made = self.create(**self.wanted())["PhysicalResourceId"]
        self.aws.calls.clear()
        answer = self.delete(self.wanted(), made)
        self.assert_success(answer)
        self.assertEqual(answer["PhysicalResourceId"], made)
        self.assertEqual(self.aws.changes(), [
            "UpdateRegionSettings", "UpdateRegionSettings", "DeregisterDelegatedAdministrator",
            "DeregisterDelegatedAdministrator", "DeactivateOrganizationsAccess",
            "UpdateGlobalSettings", "DisablePolicyType", "DisableAWSServiceAccess"])
        self.assertEqual(answer["Data"]["SwitchedOff"], (
            f"FullManagement DynamoDB, OptIn EBS, StackSetsAdministrators {self.accounts[1]}, "
            f"DelegatedAdministrators {self.accounts[0]}, OrganizationsAccess StackSets, "
            "GlobalSettings isCrossAccountBackupEnabled, PolicyTypes BACKUP_POLICY, "
            f"ServicePrincipals {BACKUP}"))
        self.assertEqual(self.aws.service_access(), set())
        self.assertNotIn("BACKUP_POLICY", self.aws.policy_types())
        self.assertEqual(self.aws.global_settings["isCrossAccountBackupEnabled"], "false")
        self.assertEqual(self.aws.regions["eu-central-1"], {
            "ResourceTypeOptInPreference": {"DynamoDB": True, "EBS": False, "S3": False},
            "ResourceTypeManagementPreference": {"DynamoDB": False}})

    def test_these_calls_are_made_and_no_others(self):
        """What the role of the function must allow, and all that it need allow."""
        made = self.create(**self.wanted())["PhysicalResourceId"]
        self.assertEqual({name for name, _ in self.aws.calls}, {
            "ActivateOrganizationsAccess", "DescribeGlobalSettings",
            "DescribeOrganizationsAccess", "DescribeRegionSettings", "EnableAWSServiceAccess",
            "EnablePolicyType", "ListAWSServiceAccessForOrganization",
            "ListDelegatedAdministrators", "ListRoots", "RegisterDelegatedAdministrator",
            "UpdateGlobalSettings", "UpdateRegionSettings"})
        self.aws.calls.clear()
        self.delete(self.wanted(), made)
        self.assertEqual({name for name, _ in self.aws.calls}, {
            "DeactivateOrganizationsAccess", "DeregisterDelegatedAdministrator",
            "DescribeGlobalSettings", "DescribeOrganizationsAccess", "DescribeRegionSettings",
            "DescribeStackResource", "DisableAWSServiceAccess",
            "DisablePolicyType", "ListAWSServiceAccessForOrganization",
            "ListDelegatedAdministrators", "ListRoots", "UpdateGlobalSettings",
            "UpdateRegionSettings"})

    def test_restore_leaves_what_was_on_before(self):
        client = boto3.client("organizations")
        client.enable_aws_service_access(ServicePrincipal=BACKUP)
        self.aws.global_settings["isCrossAccountBackupEnabled"] = "true"
        made = self.create(**self.wanted())["PhysicalResourceId"]
        self.assert_success(self.delete(self.wanted(), made))
        self.assertEqual(self.aws.service_access(), {BACKUP})
        self.assertEqual(self.aws.global_settings["isCrossAccountBackupEnabled"], "true")
        self.assertNotIn("BACKUP_POLICY", self.aws.policy_types())

    def test_restore_passes_over_what_is_off_already(self):
        made = self.create(**self.wanted())["PhysicalResourceId"]
        self.delete(self.wanted(), made)
        self.aws.calls.clear()
        self.assert_success(self.delete(self.wanted(), made))
        self.assertEqual(self.aws.changes(), [])

    def test_restore_of_an_id_of_somebody_else_changes_nothing(self):
        for foreign in ("management-Switches-1ABC", "2026/01/01/[$LATEST]abc", "switches"):
            self.assert_success(self.delete(self.wanted(), foreign))
        self.assertEqual(self.aws.calls, [])

    def test_a_failed_create_is_rolled_back(self):
        self.aws.refuse("EnablePolicyType", "AccessDeniedException", "no", times=7)
        answer = self.create(**self.wanted())
        self.assertEqual(answer["Status"], "FAILED")
        self.assert_success(self.delete(self.wanted(), answer["PhysicalResourceId"]))
        self.assertEqual(self.aws.service_access(), set())

    def test_the_cleanup_after_an_update_that_added_undoes_nothing(self):
        old = {"ServicePrincipals": [BACKUP], **RESTORE}
        made = self.create(**old)["PhysicalResourceId"]
        newer = self.update(old, self.wanted(), made)["PhysicalResourceId"]
        self.assertNotEqual(made, newer)
        self.aws.calls.clear()
        self.assert_success(self.delete(old, made, current=newer, status="UPDATE_COMPLETE"))
        self.assertEqual(self.aws.changes(), [])
        self.assert_success(self.delete(self.wanted(), newer))
        self.assertEqual(self.aws.service_access(), set())

    def test_the_cleanup_after_an_update_that_removed_undoes_what_was_removed(self):
        old, new = self.wanted(), {"ServicePrincipals": [BACKUP], **RESTORE}
        made = self.create(**old)["PhysicalResourceId"]
        self.aws.calls.clear()
        newer = self.update(old, new, made)["PhysicalResourceId"]
        self.assertEqual(self.aws.changes(), [], "an update that may roll back undoes nothing")
        self.assertEqual(newer, f"switches|ServicePrincipals@={BACKUP}")
        self.assert_success(self.delete(old, made, current=newer, status="UPDATE_COMPLETE"))
        self.assertEqual(self.aws.service_access(), {BACKUP})
        self.assertNotIn("BACKUP_POLICY", self.aws.policy_types())
        self.assertEqual(self.aws.administrators(), set())

    def test_the_cleanup_after_a_rollback_undoes_what_the_update_added(self):
        old = {"ServicePrincipals": [BACKUP], **RESTORE}
        made = self.create(**old)["PhysicalResourceId"]
        newer = self.update(old, self.wanted(), made)["PhysicalResourceId"]
        self.assert_success(
            self.delete(self.wanted(), newer, current=made, status="UPDATE_COMPLETE"))
        self.assertEqual(self.aws.service_access(), {BACKUP})
        self.assertNotIn("BACKUP_POLICY", self.aws.policy_types())

    def test_an_id_that_is_still_in_use_is_not_undone(self):
        made = self.create(**self.wanted())["PhysicalResourceId"]
        self.aws.calls.clear()
        self.assert_success(self.delete(self.wanted(), made, status="UPDATE_COMPLETE"))
        self.assertEqual(self.aws.changes(), [])

    def test_a_change_from_keep_to_restore_forgets_nothing(self):
        old = {**self.wanted(), "OnDelete": "keep"}
        made = self.create(**old)["PhysicalResourceId"]
        answer = self.update(old, RESTORE, made)
        self.assertEqual(answer["PhysicalResourceId"], made)

    def test_an_update_that_fails_forgets_nothing(self):
        made = self.create(**self.wanted())["PhysicalResourceId"]
        self.aws.refuse("ListRoots", "AccessDeniedException", "no", times=7)
        answer = self.update(self.wanted(), {"PolicyTypes": ["TAG_POLICY"], **RESTORE}, made)
        self.assertEqual(answer["Status"], "FAILED")
        self.assertEqual(answer["PhysicalResourceId"], made)

    def test_another_region_has_a_record_of_its_own(self):
        old = {"OptIn": ["EBS"], "Region": "eu-west-1", **RESTORE}
        new = {**old, "Region": "eu-west-2"}
        made = self.create(**old)["PhysicalResourceId"]
        newer = self.update(old, new, made)["PhysicalResourceId"]
        self.assertEqual(newer, "switches|OptIn@eu-west-2=EBS")
        self.assert_success(self.delete(old, made, current=newer, status="UPDATE_COMPLETE"))
        on = {region: found["ResourceTypeOptInPreference"]["EBS"]
              for region, found in self.aws.regions.items() if region != "eu-central-1"}
        self.assertEqual(on, {"eu-west-1": False, "eu-west-2": True})

    def test_restore_is_repeated_when_throttled_and_passes_over_races(self):
        made = self.create(**self.wanted())["PhysicalResourceId"]
        self.aws.refuse("DisableAWSServiceAccess", "ConcurrentModificationException", times=2)
        self.aws.refuse("DisablePolicyType", "PolicyTypeNotEnabledException", "off")
        self.aws.refuse("DeregisterDelegatedAdministrator", "AccountNotRegisteredException", "off")
        answer = self.delete(self.wanted(), made)
        self.assert_success(answer)
        self.assertEqual(self.pauses, [1, 2])
        self.assertNotIn("PolicyTypes", answer["Data"]["SwitchedOff"])

    def test_restore_fails_when_the_stack_cannot_be_read(self):
        made = self.create(**self.wanted())["PhysicalResourceId"]
        self.aws.calls.clear()
        self.aws.refuse("DescribeStackResource", "AccessDenied", "no")
        answer = self.delete(self.wanted(), made)
        self.assertEqual(answer["Status"], "FAILED")
        self.assertEqual(answer["PhysicalResourceId"], made)
        self.assertEqual(self.aws.changes(), [])


if __name__ == "__main__":
    unittest.main()
