describe("the policy pack", () => {
  test.each(policies.map((policy) => [policy.name, policy] as const))("%s", async (_, policy) => {
    const violations: string[] = [];
    const validate = [policy.validateResource ?? []].flat();
    for (const { type, name, inputs } of everything()) {
      const resource = { type, name, props: inputs } as unknown as ResourceValidationArgs;
      for (const check of validate) {
        await check(resource, (message) => violations.push(`${name}: ${message}`));
      }
    }
    expect(violations).toEqual([]);
  });
});
