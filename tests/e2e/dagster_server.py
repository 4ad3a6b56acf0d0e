"""Dagster's web server and daemon as processes of their own on 127.0.0.1, spoken to through GraphQL.

Belongs here: starting, asking, waiting with a bound, and shutting down. Does not: any assertion.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from orchestration.settings import Settings

HOST = "127.0.0.1"
START_SECONDS, RUN_SECONDS, STOP_SECONDS, POLL_SECONDS = 90.0, 240.0, 20.0, 0.5
LOG_TAIL_LINES = 40
LOCATION = {"repositoryLocationName": "takedown", "repositoryName": "__repository__"}
LAUNCH = """
mutation Launch($job: JobOrPipelineSelector!) {
  launchRun(executionParams: {selector: $job}) {
    __typename
    ... on LaunchRunSuccess { run { runId } }
    ... on Error { message }
  }
}"""
LOADED = "{ repositoriesOrError { ... on RepositoryConnection { nodes { location { name } } } } }"
DAEMONS = "{ instance { daemonHealth { allDaemonStatuses { daemonType healthy } } } }"
FAILURES = """
query Failures($id: ID!) { logsForRun(runId: $id, limit: 1000) { ... on EventConnection { events {
  ... on ExecutionStepFailureEvent { stepKey error { causes { message } } } } } } }"""
STATUS = "query Status($id: ID!) { runOrError(runId: $id) { ... on Run { status } ... on Error { message } } }"
# A proxy that the environment names must not be asked for what runs on this machine.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class DagsterServer:
    """A running web server and daemon over the home of `settings`."""

    settings: Settings
    url: str
    processes: Mapping[str, "subprocess.Popen[bytes]"]

    def ask(self, query: str, **variables: object) -> dict[str, Any]:
        """The `data` of GraphQL's answer. Raises AssertionError with the errors it names."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(f"{self.url}/graphql", body, {"Content-Type": "application/json"})
        try:
            with _DIRECT.open(request, timeout=30) as response:
                answer = json.load(response)
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"GraphQL refuses: {refused.read().decode()}") from refused
        assert "errors" not in answer, f"GraphQL: {answer['errors']}\n{self.logs()}"
        data: dict[str, Any] = answer["data"]
        return data

    def failures(self, run_id: str) -> dict[str, str]:
        """The steps of the run that failed, and the innermost cause of each."""
        events = self.ask(FAILURES, id=run_id)["logsForRun"]["events"]
        return {event["stepKey"]: event["error"]["causes"][-1]["message"] for event in events if "error" in event}

    def launch(self, job: str) -> str:
        """Start a run of `job`; returns its id. Nothing waits."""
        answer = self.ask(LAUNCH, job={**LOCATION, "pipelineName": job})["launchRun"]
        assert answer["__typename"] == "LaunchRunSuccess", f"{answer}\n{self.logs()}"
        return str(answer["run"]["runId"])

    def wait_for(self, run_id: str) -> str:
        """SUCCESS, FAILURE or CANCELED; raises AssertionError with the ends of the logs when it takes too long."""
        deadline = time.monotonic() + RUN_SECONDS
        while time.monotonic() < deadline:
            self.check_alive()
            status = str(self.ask(STATUS, id=run_id)["runOrError"]["status"])
            if status in ("SUCCESS", "FAILURE", "CANCELED"):
                return status
            time.sleep(POLL_SECONDS)
        raise AssertionError(f"run {run_id} is still {status} after {RUN_SECONDS:.0f} s\n{self.logs()}")

    def wait_until(self, is_up: Callable[[dict[str, Any]], bool], query: str) -> None:
        """Return once the answer to `query` is what `is_up` wants; raises AssertionError when it takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self.check_alive()
            with suppress(urllib.error.URLError, ConnectionError):
                if is_up(self.ask(query)):
                    return
            time.sleep(POLL_SECONDS)
        raise AssertionError(f"Dagster is not up after {START_SECONDS:.0f} s\n{self.logs()}")

    def check_alive(self) -> None:
        """Raises AssertionError when one of the processes has ended."""
        ended = {name: process.returncode for name, process in self.processes.items() if process.poll() is not None}
        assert not ended, f"ended with {ended}\n{self.logs()}"

    def logs(self) -> str:
        """The last lines that each process wrote."""
        tails = []
        for name in self.processes:
            lines = log_file(self.settings, name).read_text(encoding="utf-8", errors="replace").splitlines()
            tails.append("\n".join([f"--- the last lines of {name}", *lines[-LOG_TAIL_LINES:]]))
        return "\n".join(tails)


def has_loaded(answer: dict[str, Any]) -> bool:
    """Has the web server loaded the code location?"""
    return any(repository["location"]["name"] == LOCATION["repositoryLocationName"]
               for repository in answer["repositoriesOrError"].get("nodes", []))  # fmt: skip


def has_daemon(answer: dict[str, Any]) -> bool:
    """Has the daemon that starts runs said that it lives?"""
    daemons = answer["instance"]["daemonHealth"]["allDaemonStatuses"]
    return any(daemon["daemonType"] == "QUEUED_RUN_COORDINATOR" and daemon["healthy"] for daemon in daemons)


@contextmanager
def started(settings: Settings) -> Iterator[DagsterServer]:
    """Web server and daemon over the home of `settings`, up and answering; shut down when done, whatever happens.

    One after the other: both would make the tables of Dagster's own database where it has none yet.
    """
    port = _free_port()
    workspace = ["-w", str(settings.project / "workspace.yaml")]
    commands = {
        "dagster-webserver": (["-h", HOST, "-p", str(port), *workspace], has_loaded, LOADED),
        "dagster-daemon": (["run", *workspace], has_daemon, DAEMONS),
    }
    processes: dict[str, subprocess.Popen[bytes]] = {}
    server = DagsterServer(settings, f"http://{HOST}:{port}", processes)
    with ExitStack() as stack:
        for name, (arguments, is_up, query) in commands.items():
            log = stack.enter_context(log_file(settings, name).open("wb"))
            processes[name] = _start(settings, name, arguments, log)
            stack.callback(_stop, processes[name])
            server.wait_until(is_up, query)
        yield server


def log_file(settings: Settings, name: str) -> Path:
    """Where the process `name` writes what it says."""
    return settings.dagster_home / f"{name}.log"


def _start(settings: Settings, name: str, arguments: list[str], log: IO[bytes]) -> "subprocess.Popen[bytes]":
    environment = {
        **os.environ,
        "TAKEDOWN_HOME": str(settings.home),
        "DAGSTER_HOME": str(settings.dagster_home),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
    }
    command = [str(Path(sys.executable).parent / name), *arguments]
    # A session of its own, so that its code server and run workers can be reached when it does not end by itself.
    return subprocess.Popen(
        command, cwd=settings.project, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    try:
        os.killpg(process.pid, signal.SIGKILL)  # what it left behind, if anything
    except ProcessLookupError:
        return
    finally:
        process.wait(STOP_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
