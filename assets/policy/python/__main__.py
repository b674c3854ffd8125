"""The policy pack: `pulumi preview --policy-pack policy` refuses what breaks a rule."""

from policies import policies
from pulumi_policy import PolicyPack

PolicyPack(name="{{project}}", policies=list(policies))
