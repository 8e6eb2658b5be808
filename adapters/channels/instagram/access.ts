import { accessOf, type GraphAccess } from '#adapters/channels/meta/graph.ts';
import type { Connection } from '#domain/channels/channel.ts';
import type { InstagramCredentials } from './credentials.ts';
import { $InstagramSettings } from './settings.ts';

/** The Graph API's second host, for accounts that were connected by themselves; it knows no proof by app secret. */
export const instagramHost = 'graph.instagram.com';

export const loginOf = ({ settings }: Connection) => $InstagramSettings.parse(settings ?? {}).login;

/** Access to the Graph API in the flavour that the connection was set up with. */
export const instagramAccess = (connection: Connection, credentials: InstagramCredentials): GraphAccess =>
  loginOf(connection) === 'instagram'
    ? { accessToken: credentials.accessToken, host: instagramHost }
    : accessOf(credentials);
