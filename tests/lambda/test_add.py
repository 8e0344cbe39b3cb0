"""Create and Update add what is missing, in order, and nothing else."""

import unittest

from aws import BACKUP, HOME, STACK_SETS, SwitchesTest, boto3


def everything(accounts):
    return {
        "ServicePrincipals": [BACKUP], "PolicyTypes": ["BACKUP_POLICY"],
        "GlobalSettings": {"isCrossAccountBackupEnabled": "true", "isMpaEnabled": "false"},
        "OrganizationsAccess": ["StackSets"],
        "DelegatedAdministrators": accounts[:1], "StackSetsAdministrators": accounts[1:],
        "OptIn": ["DynamoDB", "EBS"], "FullManagement": ["DynamoDB"], "Region": "eu-west-1"}


class Add(SwitchesTest):
    def test_a_first_create_switches_everything_on_in_the_order_of_need(self):
        answer = self.create(**everything(self.accounts))
        self.assert_success(answer)
        self.assertEqual(self.aws.changes(), [
            "EnableAWSServiceAccess", "EnablePolicyType", "UpdateGlobalSettings",
            "ActivateOrganizationsAccess", "RegisterDelegatedAdministrator",
            "RegisterDelegatedAdministrator", "UpdateRegionSettings", "UpdateRegionSettings"])
        self.assertEqual(self.aws.service_access(), {BACKUP, STACK_SETS})
        self.assertEqual(self.aws.administrators(STACK_SETS), {self.accounts[1]})
        self.assertIn("BACKUP_POLICY", self.aws.policy_types())
        self.assertEqual(self.aws.administrators(), {self.accounts[0]})
        self.assertEqual(self.aws.global_settings["isCrossAccountBackupEnabled"], "true")
        self.assertEqual(self.aws.regions["eu-west-1"], {
            "ResourceTypeOptInPreference": {"DynamoDB": True, "EBS": True, "S3": False},
            "ResourceTypeManagementPreference": {"DynamoDB": True}})

    def test_the_answer_says_what_was_changed(self):
        answer = self.create(**everything(self.accounts))
        self.assertEqual(answer["Data"], {
            "SwitchedOn": f"ServicePrincipals {BACKUP}, PolicyTypes BACKUP_POLICY, "
                          "GlobalSettings isCrossAccountBackupEnabled, "
                          "OrganizationsAccess StackSets, "
                          f"DelegatedAdministrators {self.accounts[0]}, "
                          f"StackSetsAdministrators {self.accounts[1]}, "
                          "OptIn EBS, FullManagement DynamoDB",
            "SwitchedOff": ""})
        self.assertEqual(
            answer["PhysicalResourceId"],
            f"switches|DelegatedAdministrators@={self.accounts[0]}"
            "|FullManagement@eu-west-1=DynamoDB|GlobalSettings@=isCrossAccountBackupEnabled"
            "|OptIn@eu-west-1=EBS|OrganizationsAccess@=StackSets|PolicyTypes@=BACKUP_POLICY"
            f"|ServicePrincipals@={BACKUP}|StackSetsAdministrators@={self.accounts[1]}")

    def test_a_second_create_writes_nothing(self):
        self.create(**everything(self.accounts))
        self.aws.calls.clear()
        answer = self.create(**everything(self.accounts))
        self.assert_success(answer)
        self.assertEqual(self.aws.changes(), [])
        self.assertEqual(answer["PhysicalResourceId"], "switches")

    def test_an_update_that_changes_nothing_keeps_the_id(self):
        wanted = everything(self.accounts)
        made = self.create(**wanted)["PhysicalResourceId"]
        for on_delete in ({}, {"OnDelete": "restore"}):
            wanted = {**wanted, **on_delete}
            answer = self.update(wanted, wanted, made)
            self.assertEqual(answer["PhysicalResourceId"], made)

    def test_an_update_adds_and_its_id_lists_both(self):
        made = self.create(ServicePrincipals=[BACKUP])["PhysicalResourceId"]
        self.aws.calls.clear()
        new = {"ServicePrincipals": [BACKUP], "PolicyTypes": ["BACKUP_POLICY"]}
        answer = self.update({"ServicePrincipals": [BACKUP]}, new, made)
        self.assertEqual(self.aws.changes(), ["EnablePolicyType"])
        self.assertEqual(
            answer["PhysicalResourceId"],
            f"switches|PolicyTypes@=BACKUP_POLICY|ServicePrincipals@={BACKUP}")

    def test_without_properties_nothing_is_read_or_written(self):
        self.assert_success(self.create())
        self.assertEqual(self.aws.calls, [])

    def test_what_others_switched_on_stays_on(self):
        client = boto3.client("organizations")
        client.enable_aws_service_access(ServicePrincipal="sso.amazonaws.com")
        root = client.list_roots()["Roots"][0]["Id"]
        client.enable_policy_type(RootId=root, PolicyType="TAG_POLICY")
        client.enable_aws_service_access(ServicePrincipal=BACKUP)
        client.register_delegated_administrator(
            AccountId=self.accounts[1], ServicePrincipal=BACKUP)
        self.aws.global_settings["isMpaEnabled"] = "true"
        self.assert_success(self.create(**everything(self.accounts)))
        self.assertEqual(
            self.aws.service_access(), {BACKUP, STACK_SETS, "sso.amazonaws.com"})
        self.assertLessEqual({"BACKUP_POLICY", "TAG_POLICY"}, self.aws.policy_types())
        self.assertEqual(self.aws.administrators(), set(self.accounts))
        self.assertEqual(self.aws.global_settings, {
            "isCrossAccountBackupEnabled": "true", "isMpaEnabled": "true",
            "isDelegatedAdministratorEnabled": "false"})

    def test_a_region_setting_is_sent_alone(self):
        self.create(OptIn=["DynamoDB", "S3"])
        sent = [body for name, body in self.aws.calls if name == "UpdateRegionSettings"]
        self.assertEqual(sent, [{"ResourceTypeOptInPreference": {"S3": True}}])
        self.assertEqual(list(self.aws.regions), [HOME])

    def test_a_type_that_the_region_lacks_fails_with_its_name_before_anything_is_switched(self):
        for absent, wanted in (("OptIn Timestream", {"OptIn": ["EBS", "Timestream"]}),
                               ("FullManagement EFS", {"FullManagement": ["EFS"]})):
            with self.subTest(absent):
                answer = self.create(**wanted)
                self.assertEqual(answer["Status"], "FAILED")
                self.assertIn(f"{HOME} does not know {absent}", answer["Reason"])
                self.assertEqual(self.aws.changes(), [])

    def test_a_policy_type_is_awaited_while_it_is_pending(self):
        self.aws.pending = 4
        answer = self.create(PolicyTypes=["BACKUP_POLICY"])
        self.assert_success(answer)
        self.assertEqual(self.aws.changes(), ["EnablePolicyType"])
        self.assertEqual(self.pauses, [2, 2])

    def test_a_policy_type_that_another_set_pending_is_not_ours(self):
        client = boto3.client("organizations")
        root = client.list_roots()["Roots"][0]["Id"]
        client.enable_policy_type(RootId=root, PolicyType="BACKUP_POLICY")
        self.aws.calls.clear()
        self.aws.pending = 2
        answer = self.create(PolicyTypes=["BACKUP_POLICY"])
        self.assertEqual(self.aws.changes(), [])
        self.assertEqual(answer["PhysicalResourceId"], "switches")

    def test_an_update_without_an_entry_leaves_it_on(self):
        wanted = everything(self.accounts)
        made = self.create(**wanted)["PhysicalResourceId"]
        self.aws.calls.clear()
        answer = self.update(wanted, {}, made)
        self.assert_success(answer)
        self.assertEqual(self.aws.changes(), [])
        self.assertEqual(answer["PhysicalResourceId"], made)


if __name__ == "__main__":
    unittest.main()
