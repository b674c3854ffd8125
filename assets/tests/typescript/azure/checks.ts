/** The function or container of that name has at least these settings, which are its environment variables. */
export function expectVariables(name: string, variables: object): void {
  const found = inputsOf("web.WebApp", name).map((inputs) => {
    const settings = part(inputs.siteConfig, "appSettings") as { name: string; value: unknown }[];
    return Object.fromEntries(settings.map((setting) => [setting.name, setting.value] as const));
  });
  const contained = inputsOf("app.ContainerApp", name).map((inputs) => {
    const [main] = (part(inputs.template, "containers") ?? []) as { env: { name: string }[] }[];
    const entries = main?.env.map((entry) => [entry.name, part(entry, "value")] as const) ?? [];
    return Object.fromEntries(entries);
  });
  expectSome([...found, ...contained], expect.objectContaining(variables));
}

/** The identity has these roles at these places, and no others. */
export function expectRoles(principalId: string, roles: object[]): void {
  const found = assignments()
    .filter(({ inputs }) => inputs.principalId === principalId)
    .map(({ inputs }) => ({ role: inputs.roleDefinitionId, scope: inputs.scope }));
  expect(found).toHaveLength(roles.length);
  for (const role of roles) {
    expect(found).toContainEqual(role);
  }
}

/** The route of that name asks this backend, for whoever brings a token of this issuer for this audience. */
export function expectRoute(name: string, route: object): void {
  const found = inputsOf("apimanagement.ApiOperationPolicy", name).map(({ value }) => {
    const texts = (pattern: RegExp) =>
      Array.from(String(value).matchAll(pattern), ([, text]) => text);
    const [backend] = texts(/backend-id="([^"]*)"/g);
    const [issuer = "nobody"] = texts(/<openid-config url="([^"]*)"/g);
    const audiences = texts(/<audience>([^<]*)</g);
    return { backend, issuer, audiences, scopes: texts(/<value>([^<]*)</g) };
  });
  expectSome(found, route);
}

/** The hub of that name asks a function, with the key of its app, about an event. */
export function expectEvent(name: string, event: object): void {
  const found = inputsOf("webpubsub.WebPubSubHub", name).flatMap(({ properties }) => {
    // What a hub is made of is secret, since it holds keys.
    const opened = part(properties, "value") ?? properties;
    const handlers = (part(opened, "eventHandlers") ?? []) as Record<string, unknown>[];
    return handlers.map(({ systemEvents, userEventPattern, urlTemplate }) => ({
      policy: part(opened, "anonymousConnectPolicy"),
      events: [...(systemEvents as string[]), userEventPattern].filter((text) => text !== ""),
      address: urlTemplate,
    }));
  });
  expectSome(found, event);
}

/** The workflow of that name lets an identity start runs by a request. */
export function expectCaller(name: string, caller: string, principalId: unknown): void {
  const found = inputsOf("logic.Workflow", name).map(({ accessControl }) => {
    const policies = part(part(accessControl, "triggers"), "openAuthenticationPolicies");
    const claims = part(part(part(policies, "policies"), caller), "claims");
    return (claims as { name: string; value: unknown }[] | undefined)?.find(
      (claim) => claim.name === "oid",
    )?.value;
  });
  expectSome(found, principalId);
}

/** The workflow of that name starts runs at these times. */
export function expectTrigger(name: string, trigger: string, times: unknown): void {
  const found = inputsOf("logic.Workflow", name).map(({ definition }) =>
    part(part(definition, "triggers"), trigger),
  );
  expectSome(found, times);
}

/** Every role that an identity has at a place. */
export function assignments(): Registered[] {
  const kinds = ["authorization.RoleAssignment", "cosmosdb.SqlResourceSqlRoleAssignment"];
  return kinds.flatMap(all);
}

/** A part of what may not be there. */
export function part(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}
