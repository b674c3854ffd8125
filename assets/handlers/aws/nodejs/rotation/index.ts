import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { SecretsManagerRotationEvent, SecretsManagerRotationEventStep } from "aws-lambda";
import { randomInt } from "node:crypto";

const CHARACTERS =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&()*+-:<=>?@[]_{}";

const secretsManager = new SecretsManagerClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 },
});

/** A version of the secret: the event's token is its id. */
interface Version {
  secret: string;
  token: string;
}

/** The value that is in use. */
async function currentValue(secret: string): Promise<string> {
  const { SecretString = "" } = await secretsManager.send(
    new GetSecretValueCommand({ SecretId: secret, VersionStage: "AWSCURRENT" }),
  );
  return SecretString;
}

/** The value that waits to become the current one; undefined when it has not been made yet. */
async function pendingValue({ secret, token }: Version): Promise<string | undefined> {
  try {
    const { SecretString } = await secretsManager.send(
      new GetSecretValueCommand({
        SecretId: secret,
        VersionId: token,
        VersionStage: "AWSPENDING",
      }),
    );
    return SecretString;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) {
      return undefined;
    }
    throw error;
  }
}

/** Makes the next value once, however often the step is tried. It is as long as the current one. */
async function create(version: Version): Promise<void> {
  if ((await pendingValue(version)) !== undefined) {
    return;
  }
  const { length } = await currentValue(version.secret);
  const characters = Array.from({ length }, () => CHARACTERS[randomInt(CHARACTERS.length)]);
  await secretsManager.send(
    new PutSecretValueCommand({
      SecretId: version.secret,
      ClientRequestToken: version.token,
      SecretString: characters.join(""),
      VersionStages: ["AWSPENDING"],
    }),
  );
}

/** Whoever uses the secret reads it from Secrets Manager, so nothing else has to be told of it. */
async function set(): Promise<void> {}

/** Refuses a value that cannot be read back, is as before, or is not as long. */
async function test(version: Version): Promise<void> {
  const [current, value] = [await currentValue(version.secret), await pendingValue(version)];
  if (value === current || value?.length !== current.length) {
    throw new Error(`The next value of ${version.secret} is not as it was made`);
  }
}

/** Makes the next value the current one; the one before it can still be read as AWSPREVIOUS. */
async function finish({ secret, token }: Version): Promise<void> {
  const { VersionIdsToStages = {} } = await secretsManager.send(
    new DescribeSecretCommand({ SecretId: secret }),
  );
  const versions = Object.entries(VersionIdsToStages);
  const current = versions.find(([, stages]) => stages.includes("AWSCURRENT"))?.[0];
  if (current === token) {
    return;
  }
  await secretsManager.send(
    new UpdateSecretVersionStageCommand({
      SecretId: secret,
      VersionStage: "AWSCURRENT",
      MoveToVersionId: token,
      RemoveFromVersionId: current,
    }),
  );
}

const STEPS: Record<SecretsManagerRotationEventStep, (version: Version) => Promise<void>> = {
  createSecret: create,
  setSecret: set,
  testSecret: test,
  finishSecret: finish,
};

/** Does one step of a rotation. Secrets Manager asks for the four in turn, and tries each again. */
export async function handler(event: SecretsManagerRotationEvent): Promise<void> {
  await STEPS[event.Step]({ secret: event.SecretId, token: event.ClientRequestToken });
}
