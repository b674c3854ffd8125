//! import @aws-sdk/client-s3 PutObjectCommand S3Client
//! shared clients quick
//! client const s3 = new S3Client(quick);
//! name writeTo {{target}}
//! doc Writes a file of {{id}}.
//! parameters key: string, body: string | Uint8Array
//! returns Promise<void>
  await s3.send(
    new PutObjectCommand({
      Bucket: {{variable}},
      Key: key,
      Body: body,
    }),
  );
