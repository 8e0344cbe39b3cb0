#!/usr/bin/env python3
"""The double, and the programs that look at what is in it, started once for many runs.

    python prepared.py SOCKET                            # prints a line once it answers
    python -BES warm.py SOCKET PROGRAM ARGUMENT...       # as `python PROGRAM ARGUMENT...`
"""

import sys
import traceback

import boto3
from botocore import loaders

import aws_double
import delete_stacks
import moto_repairs
import read_back
import stacks
import warm

PROGRAMS = {f"{one.__name__}.py": one.main for one in (aws_double, delete_stacks, read_back, stacks)}
# What they call.
SERVICES = ["backup", "cloudformation", "cloudwatch", "events", "iam", "kms", "logs", "organizations", "pipes", "s3", "sns", "sqs"]


def program(arguments):
    sys.argv = arguments
    try:
        PROGRAMS[arguments[0]]()
        return 0
    except SystemExit as end:
        return end.code or 0
    except BaseException:
        traceback.print_exc()
        return 1


if __name__ == "__main__":
    warm.read_models(loaders, boto3.Session()._session, SERVICES)
    moto_repairs.prepare()
    warm.serve(warm.listen(sys.argv[1]), program)
