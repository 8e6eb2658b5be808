import * as z from 'zod';

const text = z.string().min(1);

/** What the function behind a provider's webhooks needs. Apart from the catalogue, all of which it would have to load: somebody outside is waiting. */
export const webhookEnvironment = z.object({ INBOUND_QUEUE_URL: text, SECRETS_PATH: text, PUBLIC_URL: text });
