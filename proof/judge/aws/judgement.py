"""The whole judgement of a program for AWS."""

from judge.aws.access import give_runtime, judge_roles
from judge.aws.containers import give_start
from judge.aws.delivery import give_failures
from judge.aws.environment import judge_environments
from judge.aws.networks import give_network, judge_containers, judge_rules
from judge.aws.nodes import judge_nodes
from judge.aws.overview import judge_overview
from judge.aws.searches import judge_policies as judge_searches
from judge.aws.table import judge_flows
from judge.aws.whole import judge_whole
from judge.aws.world import World
from judge.design import Design
from judge.recording import Recording


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
