/** What all steps of signing up and in have in common; `@types/aws-lambda` has a type for each. */
export interface SignInStep {
  triggerSource: string;
  userPoolId: string;
  userName: string;
  request: object;
  response: object;
}
