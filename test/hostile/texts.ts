import * as z from 'zod';
import type { FunctionName } from '#functions/catalogue.ts';
import { metaWhatsAppLocal } from '#local/channels/meta-whatsapp.ts';
import { webChatLocal } from '#local/channels/web-chat.ts';
import { webFormLocal } from '#local/channels/web-form.ts';
import { httpWake } from '../../bench/support/provider-requests.ts';
import { business } from '../../bench/support/system.ts';
import { smsWebhook } from '../../bench/support/traffic.ts';
import type { Hostile, Verdict } from './contract.ts';
import { type Desk, type Received, theDesk, verdictOf } from './support/desk.ts';
import { mailCase } from './support/mail.ts';

type Text = { readonly name: string; readonly text: () => string; readonly isTooLong?: true };

const marks = '\u0300\u0301\u0302\u0315\u031b\u0321\u0327\u0334\u0489';
const repeated = (part: string, characters: number): string => part.repeat(Math.ceil(characters / part.length));

const texts: readonly Text[] = [
  { name: 'letters under a hundred marks each', text: () => repeated(`a${marks.repeat(11)}`, 8000) },
  { name: 'one emoji of 2,000 joined', text: () => `👩${'\u200d👩'.repeat(2000)}` },
  { name: 'a million characters of joined emoji', text: () => repeated('👩‍👩‍👧‍👦', 1_000_000), isTooLong: true },
  { name: 'overrides of direction that never end', text: () => `refund ${'\u202e\u2066\u2067'.repeat(2000)}000.1 EUR` },
  { name: 'letters of other alphabets that look Latin', text: () => 'раypаl ѕuрроrt' },
  { name: 'halves of surrogates', text: () => 'a\ud800b\udc00c'.repeat(500) },
  { name: 'NUL and escape sequences', text: () => 'a\u0000b\u001b[2J\u001b]0;owned\u0007c\u0085' },
  { name: 'line separators of every kind', text: () => 'a\u2028b\u2029c\u000bd\u000ce\u0085f\r\rg'.repeat(200) },
  { name: 'white space that nobody sees', text: () => `Hello${'\u200b\u2060\ufeff\u00ad'.repeat(2000)}` },
  { name: 'the largest ligature, 8,000 times', text: () => '\ufdfd'.repeat(8000) },
  { name: 'code points that are assigned to nothing', text: () => '\ufffe\uffff\u{1fffe}\u{10ffff}'.repeat(500) },
  { name: 'markup and templates', text: () => '<script>alert(1)</script>{{7*7}}<%= 7*7 %>"\'`;DROP TABLE--' },
  { name: 'keys of prototypes', text: () => '__proto__ constructor toString' },
];

/** What a text was kept as: it must not tear what prints it, nor the line of a log. */
const kept = ({ message: { text } }: Received): string =>
  `${text.length} characters, ${text.isWellFormed() ? 'well formed' : 'HALF SURROGATES'}, ${/[^\P{Cc}\t\n\r]/u.test(text) ? 'CONTROLS' : 'no controls'}`;
const sound = /well formed, no controls/;

type Wake = { readonly name: FunctionName; readonly event: unknown };
type Way = {
  readonly channel: string;
  readonly connectionId: string;
  readonly wake: (desk: Desk, text: string) => Promise<Wake>;
};

let sent = 0;

const playing =
  (local: typeof metaWhatsAppLocal): Way['wake'] =>
  async (desk, text) => {
    const action = local.actions.find(({ id }) => id === 'message');
    if (!action || action.play) throw new Error(`customers write nothing at ${local.title}`);
    const fields = Object.fromEntries(action.fields.map(({ name, value }) => [name, value]));
    const field = 'message' in fields ? 'message' : 'text';
    const context = { connection: local.connection, now: desk.now(), publicUrl: business.publicUrl };
    const [request] = await action.webhooks(
      { ...fields, [field]: text },
      context as Parameters<typeof action.webhooks>[1],
    );
    if (!request || !('path' in request)) throw new Error(`${local.title} calls no webhook`);
    return httpWake(request);
  };

const $Answer = z.object({ body: z.string() });
const $Session = z.object({ token: z.string() });
const origin = 'https://www.parley.example';

async function chatting(desk: Desk, text: string): Promise<Wake> {
  const path = `/chat/${webChatLocal.connection.id}`;
  const headers = { 'content-type': 'application/json', origin };
  const session = await desk.invoke('chatApi', httpWake({ path: `${path}/sessions`, headers, body: '{}' }).event);
  const { token } = $Session.parse(JSON.parse($Answer.parse(session).body));
  sent += 1;
  const id = `00000000-0000-4000-8000-${String(sent).padStart(12, '0')}`;
  const body = JSON.stringify({ id, text });
  return httpWake({ path: `${path}/messages`, headers: { ...headers, authorization: `Bearer ${token}` }, body });
}

const ways: readonly Way[] = [
  {
    channel: 'SMS',
    connectionId: business.sms.id,
    wake: async (_, text) => {
      sent += 1;
      return { name: 'twilioSmsWebhook', event: smsWebhook({ thread: sent, turn: 0, text }, 1_000_000 + sent) };
    },
  },
  { channel: 'WhatsApp', connectionId: metaWhatsAppLocal.connection.id, wake: playing(metaWhatsAppLocal) },
  { channel: 'the web form', connectionId: webFormLocal.connection.id, wake: playing(webFormLocal) },
  { channel: 'chat', connectionId: webChatLocal.connection.id, wake: chatting },
];

const $Status = z.object({ statusCode: z.number().default(200) });

function textCase({ channel, connectionId, wake }: Way, { name, text, isTooLong }: Text): Hostile {
  let ready: { readonly desk: Desk; readonly wake: Wake } | undefined;
  return {
    group: `text by ${channel}`,
    name,
    expects: isTooLong ? 'refused' : 'stored',
    because: isTooLong ? /^answered 4\d\d/ : sound,
    async prepare() {
      const desk = await theDesk();
      desk.nextDay();
      ready = { desk, wake: await wake(desk, text()) };
    },
    async run(): Promise<Verdict> {
      if (!ready) throw new Error('the case was not prepared');
      const { desk } = ready;
      const { statusCode } = $Status.parse(await desk.invoke(ready.wake.name, ready.wake.event));
      await desk.receive();
      if (statusCode >= 500) throw new Error(`answered ${statusCode}`);
      if (statusCode >= 400) return { outcome: 'refused', reason: `answered ${statusCode}` };
      return verdictOf(desk, [connectionId], kept);
    },
    async cleanUp() {
      ready = undefined;
    },
  };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** The same in a mail: as its text, its subject and the name of its sender. */
const byMail = ({ name, text }: Text): Hostile =>
  mailCase('text by mail', {
    name,
    raw: () =>
      `From: =?utf-8?B?${base64(text().slice(0, 20_000))}?= <ada@customer.example>\r\nSubject: =?utf-8?B?${base64(text().slice(0, 20_000))}?=\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(text())}`,
    about: (received) => {
      const { subject = '', sender } = received.message;
      const isSound = [subject, sender.name ?? ''].every((one) => one.isWellFormed() && !/\p{Cc}/u.test(one));
      return `${kept(received)}, ${isSound ? 'sound' : 'UNSOUND'} subject and name`;
    },
    because: /well formed, no controls, sound subject/,
  });

/** Texts that are built to tear what shows, cuts, indexes or logs them, by every way that a customer can write. */
export const textCases: readonly Hostile[] = [
  ...ways.flatMap((way) => texts.map((text) => textCase(way, text))),
  ...texts.map(byMail),
];
