import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

/** An environment variable that holds the value of a secret. */
export interface SecretVariable {
  variable: string;
  secretId: pulumi.Input<string>;
  version: pulumi.Input<string>;
}

/** Lets an account read the secrets of its variables. Code reads them while it starts, so this comes before it. */
export function allowSecrets(
  name: string,
  account: gcp.serviceaccount.Account,
  secrets: SecretVariable[],
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return secrets.map(
    ({ variable, secretId }) =>
      new gcp.secretmanager.SecretIamMember(
        `${name}-reads-${variable.toLowerCase().replaceAll("_", "-")}`,
        { secretId, role: "roles/secretmanager.secretAccessor", member: account.member },
        opts,
      ),
  );
}
