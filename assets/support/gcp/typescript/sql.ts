import * as pulumi from "@pulumi/pulumi";

/** The name of a service account as a user of a database, which leaves out the end of its address. */
export function userName(email: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(email).apply((address) => address.replace(/\.gserviceaccount\.com$/, ""));
}
