/** The function or container of that name has at least these environment variables. */
export function expectVariables(name: string, variables: object): void {
  const functions = inputsOf("cloudfunctionsv2.Function", name);
  const found = functions.map((inputs) => part(inputs.serviceConfig, "environmentVariables"));
  const containers = inputsOf("cloudrunv2.Service", name).map(({ template }) => {
    const [first] = part(template, "containers") as { envs: { name: string; value?: unknown }[] }[];
    return Object.fromEntries(first?.envs.map((env) => [env.name, env.value]) ?? []);
  });
  expectSome([...found, ...containers], expect.objectContaining(variables));
}

/** The member has these roles on resources of these kinds, and no others. */
export function expectRoles(member: string, roles: object[]): void {
  const found = members()
    .filter(({ inputs }) => inputs.member === member)
    .map(({ kind, inputs }) => ({ kind, role: inputs.role }));
  expect(found).toHaveLength(roles.length);
  for (const role of roles) {
    expect(found).toContainEqual(role);
  }
}

/** The API of that name answers so at a path. */
export function expectRoute(api: string, method: string, path: string, route: object): void {
  const found = inputsOf("apigateway.ApiConfig", api).map((inputs) => {
    const [file] = inputs.openapiDocuments as { document: { contents: string } }[];
    const text = Buffer.from(file?.document.contents ?? "", "base64").toString();
    const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
    const operation = paths[path]?.[method];
    const { address, deadline } = operation?.["x-google-backend"] ?? {};
    return { address, deadline, security: callersOf(operation) };
  });
  expectSome(found, route);
}

/** Every membership in a role. */
export function members(): Registered[] {
  return registered.filter(({ kind }) => /I[Aa][Mm]Member$/.test(kind));
}

/** A part of what may not be there. */
export function part(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

interface Operation {
  security?: Record<string, unknown>[];
  "x-google-backend"?: { address?: string; deadline?: number };
}

function callersOf(operation: Operation | undefined): string {
  const [first] = operation?.security ?? [];
  if (!first) {
    return "anyone";
  }
  return "people" in first ? "people" : "callers";
}
