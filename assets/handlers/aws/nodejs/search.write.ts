//! shared signing post
//! name indexIn {{target}}
//! doc Writes a document into an index of {{id}}.
//! parameters index: string, document: object
//! returns Promise<unknown>
  return post("aoss", new URL(`${{{variable}}}/${index}/_doc`), document);
