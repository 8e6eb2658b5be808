/**
 * Takes the place of `@aws-sdk/credential-provider-node` in our bundles. A Lambda function has its credentials in the
 * environment and nowhere else (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, reserved
 * variables); the provider chain of the SDK also brings SSO, STS, profiles and the metadata services: 36 kB gzip and
 * 27 ms CPU of the init of a webhook function (medians of 21 fresh processes).
 */
export const defaultProvider = () => async () => {
  // biome-ignore lint/style/noProcessEnv: the runtime hands credentials over here, and only here.
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
    throw new Error('the environment has no AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; Lambda sets both');
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  };
};
