import * as pulumi from "@pulumi/pulumi";

/** Outputs of another project's stack of this environment; one that the stack lacks is an error. */
export function stackOutputs<Name extends string>(
  project: string,
  names: readonly Name[],
): Record<Name, pulumi.Output<string>> {
  const stack = `${pulumi.getOrganization()}/${project}/${pulumi.getStack()}`;
  const reference = new pulumi.StackReference(stack);
  const outputs = names.map((name) => [name, reference.requireOutput(name)]);
  return Object.fromEntries(outputs) as Record<Name, pulumi.Output<string>>;
}
