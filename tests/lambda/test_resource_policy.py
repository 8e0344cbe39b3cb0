"""The organization's resource policy is not written where statements of others would be lost with it."""

import json
import unittest

from aws import BACKUP, TEMPLATES, SwitchesTest

TEAM = {"Sid": "Team", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
        "Action": ["organizations:ListRoots", "organizations:ListPolicies"], "Resource": "*"}
OURS = {"Sid": "OffsiteReadOrganization", "Effect": "Allow", "Principal": "*",
        "Action": "organizations:ListRoots", "Resource": "*"}


def properties(*statements):
    """What a template says: the policy that is to be written after the switches."""
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return {"ServicePrincipals": [BACKUP], "ResourcePolicy": json.dumps(document)}


class ResourcePolicy(SwitchesTest):
    SOURCES = [*SwitchesTest.SOURCES, TEMPLATES / "resource_policy.py"]

    def assert_stops(self, answer, *lost):
        self.assertEqual(answer["Status"], "FAILED")
        self.assertEqual(
            answer["Reason"],
            ("ValueError: organization.resource_policy of the spec lacks " + json.dumps(lost))[:600])
        self.assertEqual(self.aws.changes(), [], "nothing is switched before")

    def test_statements_that_the_spec_does_not_bring_stop_the_stack_and_are_named(self):
        self.aws.resource_policy = [TEAM]
        self.assert_stops(self.create(**properties(OURS)), TEAM)

    def test_a_statement_that_differs_in_one_word_is_another_one(self):
        for key, value in [("Effect", "Deny"), ("Action", ["organizations:ListRoots"]),
                           ("Condition", {"Bool": {"aws:SecureTransport": True}})]:
            with self.subTest(key):
                self.aws.resource_policy = [{**TEAM, key: value}]
                self.assert_stops(self.create(**properties(TEAM, OURS)), {**TEAM, key: value})

    def test_what_the_spec_brings_is_kept_however_iam_spells_it(self):
        spelled = [
            TEAM,
            {**TEAM, "Action": TEAM["Action"][::-1], "Resource": ["*"]},
            {**TEAM, "Principal": {"AWS": ["arn:aws:iam::123456789012:root"]}}]
        for statement in spelled:
            for there in ([statement], [statement, OURS], statement):
                with self.subTest(str(there)):
                    self.aws.resource_policy = there
                    self.assert_success(self.create(**properties(TEAM, OURS)))
        self.aws.resource_policy = [{**TEAM, "Condition": {"Bool": {"a": True}}}]
        wanted = {**TEAM, "Condition": {"Bool": {"a": "true"}}}
        self.assert_success(self.create(**properties(wanted)))

    def test_without_a_policy_there_is_nothing_to_lose(self):
        self.assert_success(self.create(**properties(OURS)))

    def test_statements_of_ours_may_change(self):
        self.aws.resource_policy = [{**OURS, "Resource": "arn:aws:organizations::1:root/o-1/r-1"}]
        self.assert_success(self.create(**properties(OURS)))

    def test_what_the_spec_gave_up_may_go_also_as_aws_spells_it(self):
        for there in (TEAM, {**TEAM, "Principal": {"AWS": "123456789012"}}):
            self.aws.resource_policy = [there, OURS]
            self.assert_success(self.update(properties(TEAM, OURS), properties(OURS), "switches"))

    def test_what_somebody_added_since_stops_an_update(self):
        for there in ({**TEAM, "Sid": "Later"}, {k: v for k, v in TEAM.items() if k != "Sid"}):
            self.aws.resource_policy = [there, TEAM, OURS]
            unsaid = {k: v for k, v in TEAM.items() if k != "Sid"}
            old = properties(TEAM, {**unsaid, "Resource": "arn:aws:organizations::1:root/o-1/r-1"})
            self.assert_stops(self.update(old, properties(OURS), "switches"), there)

    def test_a_template_that_writes_no_policy_does_not_ask(self):
        self.aws.resource_policy = [TEAM]
        self.assert_success(self.create(ServicePrincipals=[BACKUP]))
        asked = [name for name, _ in self.aws.calls if name == "DescribeResourcePolicy"]
        self.assertEqual(asked, [])


if __name__ == "__main__":
    unittest.main()
