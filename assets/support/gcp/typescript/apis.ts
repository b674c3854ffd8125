import * as gcp from "@pulumi/gcp";

/** Enables APIs of the project. Others may use them as well, so they stay on when the stack goes. */
export function enable(project: string, apis: string[]): gcp.projects.Service[] {
  return apis.map(
    (api) =>
      new gcp.projects.Service(api, {
        project,
        service: `${api}.googleapis.com`,
        disableOnDestroy: false,
      }),
  );
}
