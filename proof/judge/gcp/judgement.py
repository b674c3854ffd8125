"""The whole judgement of a program for Google Cloud."""

from judge.design import Design
from judge.gcp.nodes import judge_nodes
from judge.gcp.table import judge_flows
from judge.gcp.whole import judge_whole
from judge.gcp.world import World
from judge.recording import Recording


def judge(design: Design, recording: Recording) -> World:
    """Return the findings about a recording, and how much was asserted."""
    world = World(design, recording)
    judge_flows(world)
    judge_nodes(world)
    judge_whole(world)
    world.findings = list(dict.fromkeys(world.findings))
    return world
