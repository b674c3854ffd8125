//! import @aws-sdk/client-s3 GetObjectCommand S3Client
//! client const s3 = new S3Client();
//! name readFrom {{target}}
//! doc The text of a file of {{id}}.
//! parameters key
  const { Body } = await s3.send(
    new GetObjectCommand({
      Bucket: {{variable}},
      Key: key,
    }),
  );
  return Body.transformToString();
