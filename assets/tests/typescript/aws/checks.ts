/** The policy of that kind and name has this statement. */
export function expectStatement(kind: string, name: string, statement: object): void {
  expectSome(inputsOf(kind, name).flatMap(statementsOf), statement);
}

/** The policy of that kind and name has statements of these names and no others. */
export function expectStatementNames(kind: string, name: string, names: string[]): void {
  expectSome(
    inputsOf(kind, name).map((inputs) => statementsOf(inputs).map((statement) => statement.Sid)),
    names,
  );
}

/** The policy of that kind and name has these statements and no others. */
export function expectPolicy(kind: string, name: string, statements: object[]): void {
  expectSome(inputsOf(kind, name).map(statementsOf), statements);
}

/** The function of that name has at least these environment variables. */
export function expectVariables(name: string, variables: object): void {
  const functions = inputsOf("lambda.Function", name);
  const found = functions.map((inputs) => (inputs.environment as { variables: unknown }).variables);
  expectSome(found, expect.objectContaining(variables));
}

/** Every statement of every policy. */
export function statements(): Statement[] {
  return registered.flatMap(({ inputs }) => statementsOf(inputs));
}

interface Statement {
  Sid?: string;
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource?: string | string[];
}

function statementsOf(inputs: Record<string, unknown>): Statement[] {
  const policy = (inputs.policy ?? {}) as { Statement?: Statement[] };
  return policy.Statement ?? [];
}
