/** Where this console finds its sign-in and its API; served beside it as `/config.json`. */
export type Config = {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  /** Empty when the API has the console's own origin. */
  readonly apiUrl: string;
  /** OpenID Connect resource parameter (RFC 8707), where the issuer wants one. */
  readonly audience?: string;
};

/** Reads the configuration of the deployment. */
export const loadConfig = async (): Promise<Config> => {
  const response = await fetch('/config.json', { cache: 'no-cache' });
  if (!response.ok) throw new Error(`config.json answered with status ${response.status}`);
  return (await response.json()) as Config;
};
