"""Throttling and conflicts are waited out, in the time there is; the rest fails with its reason."""

import time
import unittest
import unittest.mock

from aws import BACKUP, SwitchesTest, boto3

THROTTLED = [
    "ConcurrentModificationException", "TooManyRequestsException", "ThrottlingException",
    "Throttling", "ServiceUnavailableException", "ServiceException",
    "PolicyChangesInProgressException"]
CHANGES = {
    "EnableAWSServiceAccess": {"ServicePrincipals": [BACKUP]},
    "EnablePolicyType": {"PolicyTypes": ["BACKUP_POLICY"]},
    "UpdateGlobalSettings": {"GlobalSettings": {"isMpaEnabled": "true"}},
    "UpdateRegionSettings": {"OptIn": ["EBS"]},
    "ListAWSServiceAccessForOrganization": {"ServicePrincipals": [BACKUP]},
    "ListRoots": {"PolicyTypes": ["BACKUP_POLICY"]},
    "DescribeGlobalSettings": {"GlobalSettings": {"isMpaEnabled": "true"}},
    "DescribeRegionSettings": {"OptIn": ["EBS"]},
}


class Refusals(SwitchesTest):
    def test_every_call_is_repeated_when_throttled(self):
        for operation, wanted in CHANGES.items():
            with self.subTest(operation):
                self.aws.refuse(operation, "TooManyRequestsException", times=3)
                self.pauses.clear()
                self.assert_success(self.create(**wanted))
                self.assertEqual(self.pauses, [1, 2, 4])

    def test_delegation_is_repeated_when_throttled(self):
        for operation in ("ListDelegatedAdministrators", "RegisterDelegatedAdministrator"):
            self.aws.refuse(operation, "ConcurrentModificationException")
        answer = self.create(
            ServicePrincipals=[BACKUP], DelegatedAdministrators=self.accounts[:1])
        self.assert_success(answer)
        self.assertEqual(self.aws.administrators(), {self.accounts[0]})
        self.assertEqual(self.pauses, [1, 1])

    def test_every_passing_refusal_is_waited_out(self):
        for code in THROTTLED:
            with self.subTest(code):
                self.aws.refuse("ListRoots", code)
                self.assert_success(self.create(PolicyTypes=["BACKUP_POLICY"]))

    def test_pauses_grow_to_a_bound(self):
        self.aws.refuse("ListRoots", "ThrottlingException", times=7)
        self.assert_success(self.create(PolicyTypes=["BACKUP_POLICY"]))
        self.assertEqual(self.pauses, [1, 2, 4, 8, 15, 15, 15])

    def test_throttled_beyond_the_time_fails_before_the_function_ends(self):
        clock = self.keep_time()
        self.aws.refuse("EnablePolicyType", "TooManyRequestsException", times=1000)
        answer = self.create(
            seconds=17, ServicePrincipals=[BACKUP], PolicyTypes=["BACKUP_POLICY"])
        self.assertLess(clock.now, 17)
        self.assertEqual(answer["Status"], "FAILED")
        self.assertEqual(
            answer["Reason"],
            "SystemExit: out of time: An error occurred (TooManyRequestsException) when calling "
            "the EnablePolicyType operation: Rate exceeded")
        self.assertEqual(
            answer["PhysicalResourceId"], f"switches|ServicePrincipals@={BACKUP}",
            "what was switched on is remembered, for the rollback's Delete")

    def test_a_policy_type_pending_beyond_the_time_fails(self):
        self.keep_time()
        self.aws.pending = 1000
        answer = self.create(seconds=17, PolicyTypes=["BACKUP_POLICY"])
        self.assertEqual(answer["Status"], "FAILED")
        self.assertEqual(
            answer["Reason"], "SystemExit: out of time: ['BACKUP_POLICY'] not ENABLED yet")

    def test_a_hanging_call_fails_in_time(self):
        self.index.boto3 = unittest.mock.Mock()
        self.index.boto3.client.side_effect = lambda *_, **__: time.sleep(30)
        answer = self.create(seconds=1, ServicePrincipals=[BACKUP])
        self.assertEqual(
            answer["Reason"],
            "SystemExit: out of time: list_aws_service_access_for_organization")

    def test_access_denied_fails_with_the_words_of_aws(self):
        words = "User: arn:aws:sts::123456789012:assumed-role/x is not authorized"
        self.aws.refuse("EnablePolicyType", "AccessDeniedException", words, times=1000)
        answer = self.create(ServicePrincipals=[BACKUP], PolicyTypes=["BACKUP_POLICY"],
                             GlobalSettings={"isMpaEnabled": "true"})
        self.assertEqual(answer["Status"], "FAILED")
        self.assertEqual(
            answer["Reason"],
            "AccessDeniedException: An error occurred (AccessDeniedException) when calling the "
            f"EnablePolicyType operation: {words}")
        self.assertEqual(self.aws.global_settings["isMpaEnabled"], "false", "nothing follows")
        self.assertEqual(self.pauses, [1, 2, 4, 8, 15, 15], "waited out, once a request")

    def test_a_role_that_is_seconds_old_is_waited_for(self):
        for request in ("Create", "Update"):
            with self.subTest(request):
                self.aws.refuse("ListRoots", "AccessDeniedException", "no", times=3)
                self.pauses.clear()
                self.assert_success(self.run_event(self.event(
                    request, {"PolicyTypes": ["BACKUP_POLICY"]}, PhysicalResourceId="switches")))
                self.assertEqual(self.pauses, [1, 2, 4])

    def test_another_that_was_faster_is_success_and_not_ours(self):
        client = boto3.client("organizations")
        root = client.list_roots()["Roots"][0]["Id"]
        self.aws.refuse(
            "EnablePolicyType", "PolicyTypeAlreadyEnabledException",
            meanwhile=lambda: client.enable_policy_type(RootId=root, PolicyType="BACKUP_POLICY"))
        self.aws.refuse("RegisterDelegatedAdministrator", "AccountAlreadyRegisteredException")
        answer = self.create(
            ServicePrincipals=[BACKUP], PolicyTypes=["BACKUP_POLICY"],
            DelegatedAdministrators=self.accounts[:1])
        self.assert_success(answer)
        self.assertEqual(answer["PhysicalResourceId"], f"switches|ServicePrincipals@={BACKUP}")

    def test_delegation_without_trusted_access_fails_with_the_words_of_aws(self):
        answer = self.create(DelegatedAdministrators=self.accounts[:1])
        self.assertEqual(answer["Status"], "FAILED")
        self.assertIn("no trusted access", answer["Reason"])

    def test_properties_that_are_not_understood_fail_before_any_call(self):
        for wanted, reason in [
                ({"ServicePrincipals": BACKUP}, f"ServicePrincipals is malformed: {BACKUP}"),
                ({"OptIn": [{"EBS": "true"}]}, "OptIn is malformed: [{'EBS': 'true'}]"),
                ({"OptIn": ["EBS,S3"]}, "OptIn is malformed: ['EBS,S3']"),
                ({"OptIn": [""]}, "OptIn is malformed: ['']"),
                ({"GlobalSettings": [["isMpaEnabled"]]},
                 "GlobalSettings is malformed: [['isMpaEnabled']]"),
                ({"GlobalSettings": {"isMpaEnabled": "yes"}},
                 "GlobalSettings is malformed: {'isMpaEnabled': 'yes'}"),
                ({"OnDelete": "Restore"}, "not understood: OnDelete"),
                ({"ServiceAccess": [BACKUP]}, "not understood: ['ServiceAccess']")]:
            with self.subTest(wanted):
                answer = self.create(**{"PolicyTypes": ["BACKUP_POLICY"], **wanted})
                self.assertEqual(answer["Status"], "FAILED")
                self.assertEqual(answer["Reason"], f"ValueError: {reason}")
        self.assertEqual(self.aws.calls, [])

    def test_an_event_without_properties_or_of_no_kind_fails(self):
        event = self.event("Create", {})
        del event["ResourceProperties"]
        self.assertEqual(self.run_event(event)["Reason"], "KeyError: 'ResourceProperties'")
        answer = self.run_event(self.event("Recreate", {}))
        self.assertEqual(answer["Reason"], "ValueError: unknown request: Recreate")

    def test_an_event_that_cannot_be_answered_changes_nothing(self):
        for key in ("ResponseURL", "StackId"):
            event = self.event("Create", {"ServicePrincipals": [BACKUP]})
            del event[key]
            with self.subTest(key), self.assertRaises(KeyError):
                self.index.handler(event, None)
        self.assertEqual(self.aws.calls, [])


if __name__ == "__main__":
    unittest.main()
