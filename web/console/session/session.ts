import { UserManager, type UserManagerSettings, WebStorageStateStore } from 'oidc-client-ts';
import type { Config } from './config.ts';

export type Session = {
  /** A valid access token, refreshed silently where it has run out; nothing when nobody is signed in. */
  token(wanted: 'current' | 'renewed'): Promise<string | undefined>;
  signIn(returnTo: string): Promise<void>;
  /** Completes the redirect back from the issuer and tells where to continue. */
  finishSignIn(): Promise<string>;
  signOut(): Promise<void>;
};

/** Seconds before its end at which a token is renewed. */
const renewBeforeSeconds = 30;

/** OpenID Connect code flow with PKCE; tokens live in this tab's sessionStorage only. */
export const createSession = (config: Config): Session => {
  const manager = new UserManager(settingsFor(config));
  let renewing: Promise<string | undefined> | undefined;
  const renew = (): Promise<string | undefined> => {
    renewing ??= renewToken(manager).finally(() => {
      renewing = undefined;
    });
    return renewing;
  };
  return {
    token: async (wanted) => {
      const user = await manager.getUser();
      if (!user) return undefined;
      const fresh = (user.expires_in ?? renewBeforeSeconds + 1) > renewBeforeSeconds;
      return wanted === 'current' && fresh ? user.access_token : renew();
    },
    signIn: (returnTo) => manager.signinRedirect({ state: returnTo }),
    finishSignIn: async () => {
      const user = await manager.signinRedirectCallback();
      return typeof user.state === 'string' ? user.state : '/';
    },
    signOut: async () => {
      try {
        // Beyond OpenID Connect: the two by which Cognito's sign-out page knows where to return.
        await manager.signoutRedirect({
          extraQueryParams: { client_id: config.clientId, logout_uri: `${location.origin}/` },
        });
      } catch {
        // The issuer names no end of session (or is not there): at least this tab forgets.
        await manager.removeUser();
        location.assign('/');
      }
    },
  };
};

/** By refresh token only: without one, a hidden frame would be tried, which the page's policy forbids. */
const renewToken = async (manager: UserManager): Promise<string | undefined> => {
  const user = await manager.getUser();
  return user?.refresh_token ? (await manager.signinSilent())?.access_token : undefined;
};

const settingsFor = (config: Config): UserManagerSettings => ({
  authority: config.issuer,
  client_id: config.clientId,
  scope: config.scope,
  redirect_uri: `${location.origin}/`,
  post_logout_redirect_uri: `${location.origin}/`,
  response_type: 'code',
  loadUserInfo: false,
  monitorSession: false,
  automaticSilentRenew: false,
  userStore: new WebStorageStateStore({ store: sessionStorage }),
  stateStore: new WebStorageStateStore({ store: sessionStorage }),
  ...(config.audience ? { resource: config.audience, extraTokenParams: { resource: config.audience } } : {}),
});
