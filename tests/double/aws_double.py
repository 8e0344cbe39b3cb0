#!/usr/bin/env python3
"""An AWS double on loopback: moto plus what organization-wide backup needs.

    python3 aws_double.py --port 5555 --organization organization.json \\
        --journal calls.jsonl

It never leaves 127.0.0.1. The account of a call comes from its access key: a
key of twelve digits is that account, and a key handed out by sts:AssumeRole is
the account in the role's ARN. With port 0 the system chooses; the port is
printed as the only line on standard output, once calls are answered.
"""

import argparse
import functools
import io
import json
import os
import re
import sys
import threading
import time
import traceback
import urllib.parse

from moto.iam import models as iam_models
from moto.organizations.models import organizations_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

import backup_service
import cloudformation_service
import cloudformation_types
import custom_resources
import identities
import moto_repairs
import notifications
import organizations_service

SCOPE = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/")


def account_of(access_key):
    if re.fullmatch(r"\d{12}", access_key):
        return access_key
    return iam_models.get_account_id_from(access_key)


class Double:
    def __init__(self, description, journal):
        self.management = description["management_account"]
        self.journal = open(journal, "a", buffering=1) if journal else None
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.backup, self.lock = {}, threading.Lock()
        self.answered, self.at_work = {}, {}
        for setting in description.get("region_settings", []):
            service = self._service(setting["account"], setting["region"])
            service.opt_in.update(setting.get("opt_in", {}))
            service.management.update(setting.get("management", {}))
        for name, value in description.get("global_settings", {}).items():
            backup_service.set_global(self.management, name, value)

    def __call__(self, environ, start_response):
        scope = SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
        call = {"time": round(time.time(), 3)}
        if scope:
            call.update(account=account_of(scope[1]), region=scope[2], service=scope[3])
            environ["HTTP_X_MOTO_ACCOUNT_ID"] = call["account"]

        def answer(status, headers, exc_info=None):
            call["status"] = int(status.split()[0])
            return start_response(status, headers, exc_info)

        try:
            if environ["PATH_INFO"].startswith(custom_resources.ANSWERS_PATH):
                return self._custom_resource(environ, answer)
            if call.get("service") == "backup":
                return self._once(environ, answer, functools.partial(self._backup, call=call))
            call["operation"], parameters = self._operation(environ)
            if call.get("service") == "pipes":
                call["operation"] = notifications.operation(
                    environ["REQUEST_METHOD"], environ["PATH_INFO"])
            if call.get("service") == "cloudformation":
                found = self._cloudformation(call, parameters, answer)
                if found is not None:
                    return found
            return self._once(environ, answer, functools.partial(self._moto, call=call))
        finally:
            if self.journal and scope:
                self.journal.write(json.dumps(call) + "\n")

    def _once(self, environ, answer, handle):
        """Does what a call asks for once: on a busy machine a connection breaks before the answer
        arrives, or the client waits no longer, and the SDK then repeats a call that AWS, by the
        call's own token, takes for the same one."""
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if not invocation:
            return list(handle(environ, answer=answer))
        with self.lock:
            at_work = self.at_work.setdefault(invocation, threading.Lock())
        with at_work:
            if invocation in self.answered:
                status, headers, body = self.answered[invocation]
                answer(status, headers)
                return body
            given = []

            def remember(status, headers, exc_info=None):
                given[:] = [status, headers]
                return answer(status, headers, exc_info)

            body = list(handle(environ, answer=remember))
            if given[0].startswith("2"):
                self.answered[invocation] = (*given, body)
            return body

    def _service(self, account, region):
        key = (account, region)
        if key not in self.backup:
            self.backup[key] = backup_service.BackupService(
                *key, is_management=account == self.management)
        return self.backup[key]

    def _backup(self, environ, call, answer):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        raw_path = environ.get("REQUEST_URI", environ["PATH_INFO"]).split("?")[0]
        try:
            operation, path_values = backup_service.route(environ["REQUEST_METHOD"], raw_path)
            call["operation"] = operation
            parameters = backup_service.read_parameters(
                operation, path_values, environ.get("QUERY_STRING", ""), body)
            with self.lock:
                result = self._service(call["account"], call["region"]).call(operation, parameters)
            return self._json(answer, 200, result)
        except backup_service.ApiError as error:
            call["error"] = f"{error.code}: {error.message}"
            return self._error(answer, error.status, error.code, error.message)

    def _moto(self, environ, call, answer):
        try:
            return self.moto(environ, answer)
        except NotImplementedError as error:
            # 501 is not retried by the SDKs; moto's own 500 is, 25 times.
            call["error"] = str(error)
            return self._error(answer, 501, "NotImplementedInDouble", str(error))
        except Exception as error:
            traceback.print_exc()
            call["error"] = repr(error)
            return self._error(answer, 501, "FailureInDouble", repr(error))

    def _cloudformation(self, call, parameters, answer):
        """None when moto is to answer."""
        operation = call["operation"]
        if not cloudformation_service.handles(operation):
            return None
        service = cloudformation_service.Service(
            call["account"], call["region"], organizations_backends[call["account"]]["aws"])
        try:
            result = getattr(service, operation)(parameters)
        except cloudformation_service.Refused as error:
            call["error"] = ": ".join(error.args)
            return self._xml(answer, 400, cloudformation_service.refusal(error))
        if result is None:
            return None
        return self._xml(answer, 200, cloudformation_service.answer(operation, result))

    @staticmethod
    def _custom_resource(environ, answer):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        custom_resources.answered(environ["PATH_INFO"].rsplit("/", 1)[1], body)
        answer("200 OK", [("Content-Length", "0")])
        return [b""]

    @staticmethod
    def _operation(environ):
        """The operation and, where they are a form, its parameters."""
        target = environ.get("HTTP_X_AMZ_TARGET")
        if target:
            return target.split(".")[-1], {}
        if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            parameters = dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
            return parameters.get("Action"), parameters
        return f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}", {}

    @staticmethod
    def _xml(answer, status, text):
        data = text.encode()
        answer(f"{status} .", [("Content-Type", "text/xml"), ("Content-Length", str(len(data)))])
        return [data]

    @staticmethod
    def _json(answer, status, value, *headers):
        value = {k: v for k, v in value.items() if v is not None}
        data = json.dumps(value).encode()
        answer(f"{status} .", [("Content-Type", "application/json"),
                               ("Content-Length", str(len(data))), *headers])
        return [data]

    def _error(self, answer, status, code, message):
        return self._json(answer, status, {"__type": code, "Code": code, "message": message},
                          ("X-Amzn-ErrorType", code))


class QuietHandler(WSGIRequestHandler):
    def log(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--organization", required=True, help="JSON file that describes it")
    parser.add_argument("--journal", help="file that gets one JSON line a call")
    options = parser.parse_args()
    with open(options.organization) as file:
        description = json.load(file)
    moto_repairs.spare_work()
    organizations_service.install()
    organizations_service.seed(description)
    identities.install()
    notifications.install()
    identities.seed(description)
    server = make_server("127.0.0.1", options.port, Double(description, options.journal),
                         threaded=True, request_handler=QuietHandler)
    cloudformation_types.install(server.port)
    print(server.port, flush=True)
    # Whoever reads the port may stop reading then.
    sys.stdout = sys.stderr
    server.serve_forever()


if __name__ == "__main__":
    main()
