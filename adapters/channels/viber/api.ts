/** https://developers.viber.com/docs/api/rest-bot-api/, version 7.3, read 2026-11-22; its address has no version. */
const api = 'https://chatapi.viber.com/pa';

export const apiUrl = (method: string): string => `${api}/${method}`;

export const apiRequest = (authToken: string | undefined, body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-viber-auth-token': authToken ?? '' },
  body: JSON.stringify(body),
});
