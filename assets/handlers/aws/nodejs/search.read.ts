//! shared signing post
//! name search {{target}}
//! doc Finds documents in an index of {{id}}, by a query of OpenSearch.
//! parameters index: string, query: object
//! returns Promise<unknown>
  return post("aoss", new URL(`${{{variable}}}/${index}/_search`), query);
