/** What events of different sources are told apart by. */
export type Shape = {
  Records?: { eventSource?: string | undefined; EventSource?: string | undefined }[];
  requestContext?: { http?: object; eventType?: string; connectionId?: string | undefined };
  type?: string;
  triggerSource?: string;
  "detail-type"?: string;
};
