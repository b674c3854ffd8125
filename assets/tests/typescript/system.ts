import * as pulumi from "@pulumi/pulumi";
import { expect } from "vitest";

interface Registered {
  type: string;
  kind: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** The configuration of {{stack}}, with made-up values where people give them. */
{{configuration}};

/** Outputs that exist only after deployment. */
const OUTPUTS = {{outputs}};

/** Outputs that are structures: each text in them is the path to it. */
{{structures}};

/** What the provider answers. */
{{answers}};

/** Whatever a value is. */
export const anything: unknown = expect.anything();

const registered: Registered[] = [];

let deployed: Promise<void> | undefined;

/** Runs the program once under mocks: nothing is deployed, and all that it registers is noted. */
export function deploy(): Promise<void> {
  deployed ??= run();
  return deployed;
}

async function run(): Promise<void> {
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ type, name, inputs, id, custom }) => {
      const kind = kindOf(type);
      // What has an id is there already.
      if (!id) {
        registered.push({ type, kind, name, inputs: unfold(inputs) as Record<string, unknown> });
      }
      // The name of a stack is that of its organization, project and environment.
      const owner = kind === "pulumi.StackReference" ? (name.split("/")[1] ?? name) : name;
      const outputs = custom === false ? {} : outputsOf(kind, owner);
      const state = onto({ ...outputs, outputs }, inputs) as Record<string, unknown>;
      return { id: output(kind, name, "id"), state };
    },
    call: ({ token, inputs }) => ({ ...(inputs as object), ...ANSWERS[token] }),
  };
  await pulumi.runtime.setMocks(mocks, "{{project}}", "{{stack}}", false, "organization");
  pulumi.runtime.setAllConfig(CONFIGURATION);
  await pulumi.runtime.runInPulumiStack(() => import("../index.js"));
  await pulumi.runtime.disconnect();
}

/** The outputs of a resource while tests run. */
function outputsOf(kind: string, name: string): Record<string, unknown> {
  const made = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(made);
    }
    return isObject(value) ? mapValues(value, made) : output(kind, name, String(value));
  };
  const texts = OUTPUTS.map((path) => [path, output(kind, name, path)] as const);
  return { ...Object.fromEntries(texts), ...mapValues(STRUCTURES, made) };
}

/** Outputs with what the program gives in their places. */
function onto(outputs: unknown, inputs: unknown): unknown {
  if (!isObject(outputs) || !isObject(inputs)) {
    return inputs;
  }
  return { ...outputs, ...mapValues(inputs, (value, key) => onto(outputs[key], value)) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapValues(
  entries: Record<string, unknown>,
  change: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  const changed = Object.entries(entries).map(([key, value]) => [key, change(value, key)] as const);
  return Object.fromEntries(changed);
}

/** What an output of a resource is while tests run. */
export function output(kind: string, name: string, path: string): string {
  return `${kind} ${name}: ${path}`;
}

/** A resource of that kind and name has at least these inputs. */
export function expectRegistered(kind: string, name: string, inputs: object): void {
  expectSome(inputsOf(kind, name), expect.objectContaining(inputs));
}

{{checks}}
/** Every resource. */
export function everything(): Registered[] {
  return registered;
}

/** The resources of a kind. */
export function all(kind: string): Registered[] {
  return registered.filter((resource) => resource.kind === kind);
}

/** Services may have resources of one kind and name: one of them must be as expected. */
function expectSome(found: unknown[], expected: unknown): void {
  const [only] = found;
  if (found.length === 1) {
    expect(only).toEqual(expected);
  } else {
    expect(found).toContainEqual(expected);
  }
}

function inputsOf(kind: string, name: string): Record<string, unknown>[] {
  return all(kind)
    .filter((resource) => resource.name === name)
    .map((resource) => resource.inputs);
}

/** `sqs.Queue` for `aws:sqs/queue:Queue`. */
function kindOf(type: string): string {
  const [provider = "", path = "", name = ""] = type.split(":");
  const [module = ""] = path.split("/");
  return `${module === "index" ? provider : module}.${name}`;
}

/** A value with the JSON in its texts parsed. */
function unfold(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(unfold);
  }
  if (isObject(value)) {
    return mapValues(value, unfold);
  }
  if (typeof value === "string" && /^[[{]/.test(value)) {
    try {
      return unfold(JSON.parse(value));
    } catch {
      return value;
    }
  }
  return value;
}
