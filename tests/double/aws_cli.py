#!/usr/bin/env python3
"""The AWS CLI, started once for many calls.

    python aws_cli.py SOCKET                     # prints a line once it answers
    python -BES warm.py SOCKET ARGUMENT...       # as `aws ARGUMENT...`

Each call is the AWS CLI's own program, in a process of its own. It waits for an answer as long as
that takes.
"""

import os
import sys

from awscli import clidriver, handlers  # noqa: F401
from botocore import loaders

import warm

# What the script calls.
SERVICES = ["cloudformation", "organizations", "s3", "sts"]


def serve(path):
    warm.read_models(loaders, clidriver.create_clidriver().session, SERVICES)
    # Where its data is, the AWS CLI says to itself when it starts.
    data = os.environ["AWS_DATA_PATH"]

    def aws(arguments):
        os.environ["AWS_DATA_PATH"] = data
        sys.argv = ["aws", *arguments, "--cli-connect-timeout", "0", "--cli-read-timeout", "0"]
        try:
            return clidriver.main()
        except SystemExit as end:
            return end.code or 0

    warm.serve(warm.listen(path), aws)


if __name__ == "__main__":
    serve(sys.argv[1])
