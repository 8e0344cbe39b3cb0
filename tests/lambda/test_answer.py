"""The answer reaches CloudFormation, whole and within its limits."""

import json
import unittest
import unittest.mock
import urllib.error

from aws import BACKUP, HOME, Context, SwitchesTest


class Answer(SwitchesTest):
    def test_the_answer_is_put_without_a_content_type(self):
        self.create()
        _, content_type = self.server.received[0]
        self.assertEqual(content_type, "")

    def test_the_answer_is_put_again_when_refused(self):
        self.server.refuse = 2
        self.assert_success(self.create(ServicePrincipals=[BACKUP]))
        self.assertEqual(self.pauses, [1, 2])

    def test_the_answer_is_put_again_without_a_network(self):
        tries = []
        open_url = self.index.urllib.request.urlopen

        def flaky(request, timeout):
            tries.append(timeout)
            if len(tries) < 3:
                raise urllib.error.URLError("network is unreachable")
            return open_url(request, timeout=timeout)

        with unittest.mock.patch.object(self.index.urllib.request, "urlopen", flaky):
            self.assert_success(self.create())
        self.assertLess(sum(tries) + sum(self.pauses), 15, "the time kept back for it")

    def test_an_answer_that_cannot_be_put_ends_in_an_error_so_that_lambda_repeats(self):
        self.server.refuse = 3
        with self.assertRaises(urllib.error.HTTPError):
            self.index.handler(self.event("Create", {}), Context(300))

    def test_the_largest_answer_fits_and_cuts_no_name(self):
        types = [f"Resource type {n:02} on Amazon EC2" for n in range(60)]
        self.aws.region(HOME)["ResourceTypeOptInPreference"].update(dict.fromkeys(types, False))
        answer = self.create(OptIn=types)
        self.assert_success(answer)
        self.assertLessEqual(len(answer["PhysicalResourceId"]), 1024)
        listed = answer["PhysicalResourceId"].partition("=")[2].split(",")
        self.assertGreater(len(listed), 30)
        self.assertLessEqual(set(listed), set(types))

    def test_the_longest_reason_fits(self):
        self.aws.refuse("ListRoots", "AccessDeniedException", "\"\\ü" * 5000, times=7)
        answer = self.create(PolicyTypes=["BACKUP_POLICY"])
        self.assertEqual(answer["Status"], "FAILED")

    def test_the_alarm_is_off_when_the_function_returns(self):
        self.create()
        self.assertEqual(self.index.signal.alarm(0), 0)

    def test_the_answer_is_logged_without_the_signed_url(self):
        with unittest.mock.patch("builtins.print") as printed:
            answer = self.create(ServicePrincipals=[BACKUP])
        (line,) = (call.args[0] for call in printed.call_args_list)
        self.assertEqual(json.loads(line), answer)


if __name__ == "__main__":
    unittest.main()
