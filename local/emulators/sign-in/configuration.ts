import type { Context } from 'oidc-provider';
import { MemoryAdapter } from './memory-adapter.ts';
import { messagePage, type Page, signOutPage } from './pages.ts';
import { accessClaims, identityClaims, type Person } from './person.ts';
import { type SigningKeys, signingAlgorithm } from './signing-keys.ts';

export const clientId = 'parley-console';
export const scope = 'openid profile email';
/** Names the API inside the provider, where it has to be a URI; tokens carry the audience instead. */
const api = 'urn:parley:api';
const hour = 3600;
const day = 24 * hour;

export type ProviderNeeds = {
  readonly people: ReadonlyMap<string, Person>;
  readonly keys: SigningKeys;
  readonly audience: string;
  /** Where the console is, under each name that a browser may use for this machine. */
  readonly origins: readonly string[];
};

/** The configuration of the identity provider: code flow with PKCE for the console, and access tokens that are JWTs. */
export const configuration = ({ people, keys, audience, origins }: ProviderNeeds): object => ({
  adapter: MemoryAdapter,
  jwks: { keys: [keys.signing] },
  cookies: { keys: [keys.cookies] },
  clients: [consoleClient(origins)],
  clientBasedCORS: (_context: unknown, origin: string) => origins.includes(origin),
  claims: {
    openid: ['sub', 'cognito:username', 'cognito:groups'],
    profile: ['name'],
    email: ['email', 'email_verified'],
  },
  conformIdTokenClaims: false,
  extraTokenClaims: (_context: unknown, { accountId }: { readonly accountId: string }) => {
    const person = people.get(accountId);
    return person && accessClaims(person);
  },
  features: {
    devInteractions: { enabled: false },
    resourceIndicators: apiAccess(audience),
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context: Context, form: string) => show(context, signOutPage(form, origins)),
      postLogoutSuccessSource: (context: Context) =>
        show(context, messagePage('Signed out', 'You are signed out of Parley.')),
    },
  },
  findAccount: (_context: unknown, id: string) => {
    const person = people.get(id);
    return person && { accountId: id, claims: () => identityClaims(person) };
  },
  interactions: { url: (_context: unknown, { uid }: { readonly uid: string }) => `/sign-in/${uid}` },
  issueRefreshToken: () => true,
  expiresWithSession: () => false,
  loadExistingGrant,
  renderError: (context: Context, { error, error_description: reason }: Record<string, string>) =>
    show(context, messagePage('Signing in failed', [error, reason].filter(Boolean).join(': '))),
  ttl: {
    AccessToken: hour,
    IdToken: hour,
    Grant: 30 * day,
    RefreshToken: 30 * day,
    Session: 14 * day,
    Interaction: hour,
  },
});

const consoleClient = (origins: readonly string[]) => ({
  client_id: clientId,
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: origins.flatMap((origin) => [`${origin}/`, `${origin}/callback`]),
  post_logout_redirect_uris: origins.map((origin) => `${origin}/`),
  id_token_signed_response_alg: signingAlgorithm,
});

/** Every access token is for the API, which makes it a JWT. */
const apiAccess = (audience: string) => ({
  enabled: true,
  defaultResource: () => api,
  useGrantedResource: () => true,
  getResourceServerInfo: () => ({
    scope,
    audience,
    accessTokenTTL: hour,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: signingAlgorithm } },
  }),
});

/** Grants what is asked for, since the console is ours: nobody is asked for consent. */
async function loadExistingGrant({ oidc }: Context): Promise<object> {
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope(scope);
  grant.addResourceScope(api, scope);
  await grant.save();
  return grant;
}

function show(context: Context, { html, contentSecurityPolicy }: Page): void {
  context.set('content-security-policy', contentSecurityPolicy);
  context.type = 'html';
  context.body = html;
}
