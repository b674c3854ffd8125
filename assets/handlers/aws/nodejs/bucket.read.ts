//! import @aws-sdk/client-s3 GetObjectCommand S3Client
//! shared clients quick
//! client const s3 = new S3Client(quick);
//! name readFrom {{target}}
//! doc The text of a file of {{id}}; undefined when it is empty.
//! parameters key: string
//! returns Promise<string | undefined>
  const { Body } = await s3.send(
    new GetObjectCommand({
      Bucket: {{variable}},
      Key: key,
    }),
  );
  return Body?.transformToString();
