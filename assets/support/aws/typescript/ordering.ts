import * as pulumi from "@pulumi/pulumi";

/** The text, once the other values are known: for what must wait for a resource it does not name. */
export function after(
  text: pulumi.Input<string>,
  ...others: pulumi.Input<string>[]
): pulumi.Output<string> {
  return pulumi.all([text, ...others]).apply(([first]) => first ?? "");
}
