//! import @aws-sdk/client-s3 PutObjectCommand S3Client
//! client const s3 = new S3Client();
//! name writeTo {{target}}
//! doc Writes a file of {{id}}.
//! parameters key, body
  await s3.send(
    new PutObjectCommand({
      Bucket: {{variable}},
      Key: key,
      Body: body,
    }),
  );
