import type { Provider } from '#domain/channels/channel.ts';
import { localChannels } from '#local/channels/channels.ts';
import type { ProviderRequest } from '#local/channels/local-channel.ts';
import type { Driver } from './drive.ts';
import { act, httpWake, type Wake, wakeOf } from './provider-requests.ts';
import { business, type System } from './system.ts';
import { mailNotification, smsWebhook } from './traffic.ts';
import { textOf } from './turns.ts';

/** One customer at one provider: each call is one more message of theirs, or one more call. */
export type Write = () => Promise<void>;

/** 481 characters: about as long as those of the other parts are. */
const text = textOf(1);

type Answer = { readonly statusCode?: number; readonly body?: string };

async function invoke(driver: Driver, { name, event }: Wake): Promise<{ status: number; body: string }> {
  const answer = await driver.invoke(name, event);
  const { statusCode: status = 200, body = JSON.stringify(answer ?? null) } = (answer ?? {}) as Answer;
  if (status >= 400) throw new Error(`${name} answered ${status}: ${body}`);
  return { status, body };
}

/** Texts and mails are those of the other parts. */
function fromTraffic(driver: Driver, provider: 'twilio-sms' | 'ses-email', thread: number): Write {
  let turn = 0;
  return async () => {
    const message = { thread, turn, text };
    const position = thread * 1000 + turn;
    if (provider === 'twilio-sms') await driver.invoke('twilioSmsWebhook', smsWebhook(message, position));
    else await driver.invoke('sesEmailWebhook', await mailNotification(message, position));
    turn += 1;
  };
}

/** One visitor of the chat, who opens it once. */
function fromVisitor(driver: Driver): Write {
  const path = '/chat/support-web-chat';
  let token: string | undefined;
  let count = 0;
  const post = async (what: string, body: unknown) => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const headers = { 'content-type': 'application/json', origin: 'https://www.parley.example', ...authorization };
    return invoke(driver, httpWake({ path: `${path}/${what}`, headers, body: JSON.stringify(body) }));
  };
  return async () => {
    token ??= JSON.parse((await post('sessions', {})).body).token;
    count += 1;
    await post('messages', { id: `message-${count}`, text });
  };
}

/** A customer of any other provider, as the local system's simulator plays them. */
function fromSimulator(system: System, driver: Driver, provider: Provider): Write {
  const channel = localChannels.find(({ connection }) => connection.provider === provider);
  if (!channel) throw new Error(`nobody plays ${provider}`);
  return async () => {
    const now = system.clock.now();
    const post = async (request: ProviderRequest) => invoke(driver, await wakeOf(request, now));
    await act(channel, { now, publicUrl: business.publicUrl, post }, text);
  };
}

type Customer = { readonly provider: Provider; readonly number: number };

/** A customer of a provider. Where the simulator plays them they are the same person each time, whatever the number. */
export function writerAt(system: System, driver: Driver, { provider, number }: Customer): Write {
  if (provider === 'twilio-sms' || provider === 'ses-email') return fromTraffic(driver, provider, number);
  return provider === 'web-chat' ? fromVisitor(driver) : fromSimulator(system, driver, provider);
}

/** Through these customers call, and nobody can answer in writing. */
export const calledThrough: readonly Provider[] = ['twilio-voice', 'amazon-connect'];

/** Parley asks these for news, every five minutes. */
export const polled: readonly Provider[] = ['google-play', 'app-store', 'mastodon'];
