"""Judge one recording by its design.

    python flows.py DESIGN.yaml ENVIRONMENT RECORDING.json

For each flow: the permission is there, for that principal, on that resource, with exactly the actions it takes; the
trigger is wired; the environment variable points at the right thing; dead letters have a place. And the converse: each
action on each resource that a role allows, each policy of a resource, and each resource that joins others comes from
something drawn. Reads the design and the recording, nothing else. Prints each finding; exit code 1 if there is one.
"""

import sys
from pathlib import Path

from judge.access import give_runtime, judge_roles
from judge.containers import give_start
from judge.delivery import give_failures
from judge.design import Design
from judge.environment import judge_environments
from judge.networks import give_network, judge_containers, judge_rules
from judge.nodes import judge_nodes
from judge.overview import judge_overview
from judge.recording import Recording
from judge.searches import judge_policies as judge_searches
from judge.table import judge_flows
from judge.whole import judge_whole
from judge.world import World


def judge(design: Design, recording: Recording) -> World:
    """Return the findings about a recording, and how much was asserted."""
    world = World(design, recording)
    for function in world.functions.values():
        give_runtime(world, function)
        give_failures(world, function)
        give_network(world, function)
    for container in world.containers.values():
        give_start(world, container)
    judge_flows(world)
    judge_nodes(world)
    judge_containers(world)
    judge_rules(world)
    judge_searches(world)
    judge_environments(world)
    judge_roles(world)
    judge_whole(world)
    judge_overview(world)
    world.findings = list(dict.fromkeys(world.findings))
    return world


def main() -> int:
    """Judge the files named on the command line."""
    design_file, environment, recording_file = sys.argv[1:4]
    design = Design.load(Path(design_file), environment)
    world = judge(design, Recording.load(Path(recording_file)))
    for line in world.findings:
        print(line)
    print(
        f"{len(design.flows)} flows, {world.assertions} assertions, {world.accounted} permissions accounted for, "
        f"{len(world.findings)} findings"
    )
    return 1 if world.findings else 0


if __name__ == "__main__":
    sys.exit(main())
