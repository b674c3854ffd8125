"""Judge one recording by its design.

    python flows.py DESIGN.yaml ENVIRONMENT RECORDING.json

For each flow: the permission is there, for that principal, on that resource, with exactly the actions it takes; the
trigger is wired; the environment variable points at the right thing; dead letters have a place. And the converse: each
action on each resource that a role allows, each policy of a resource, and each resource that joins others comes from
something drawn. Reads the design and the recording, nothing else. Prints each finding; exit code 1 if there is one.
"""

import sys
from pathlib import Path

from judge.clouds import cloud_of
from judge.design import Design
from judge.recording import Recording


def main() -> int:
    """Judge the files named on the command line."""
    design_file, environment, recording_file = sys.argv[1:4]
    design = Design.load(Path(design_file), environment)
    world = cloud_of(design).judge(design, Recording.load(Path(recording_file)))
    for line in world.findings:
        print(line)
    print(
        f"{len(design.flows)} flows, {world.assertions} assertions, {world.accounted} permissions accounted for, "
        f"{len(world.findings)} findings"
    )
    return 1 if world.findings else 0


if __name__ == "__main__":
    sys.exit(main())
