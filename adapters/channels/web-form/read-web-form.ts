import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import type { ReadEnvelope } from '#domain/channels/inbound-envelope.ts';
import type { InboundMessage } from '#domain/channels/inbound-message.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { normalAddress, plainLine } from '../email/mail-address.ts';
import { connectionOf } from '../shared/connection.ts';
import { jsonBodyOf } from '../shared/json-body.ts';
import { $Submission, type Submission } from './payload.ts';
import { emailOf } from './submission.ts';

/** Reads forms that visitors sent. Whose mail address it is, is a claim: nobody proved it. */
export const createWebFormReader =
  (needs: ReadingNeeds): ReadEnvelope =>
  async (envelope) => {
    const connection = await connectionOf(needs.connections, envelope, 'web-form');
    const submission = jsonBodyOf(envelope, $Submission);
    const address = normalAddress(emailOf(submission.answers));
    if (address === undefined) throw new Refusal('invalid', 'the form has no mail address to answer to');
    const name = plainLine(submission.answers.find((answer) => answer.name === 'name')?.value ?? '');
    const message: InboundMessage = {
      channel: 'form',
      connectionId: connection.id,
      providerId: submission.submissionId,
      sender: { address, ...(name === '' ? {} : { name }), verified: false },
      sentAt: envelope.receivedAt,
      subject: plainLine(submission.title),
      text: textOf(submission),
      attachments: [],
      parts: [{ kind: 'answers', fields: submission.answers.map(({ label, value }) => ({ name: label, value })) }],
    };
    return [{ kind: 'message', message }];
  };

/** What was written at length; a form without such a field says it in its short ones. */
function textOf({ answers }: Submission): string {
  const long = answers.filter(({ kind, value }) => kind === 'long' && value !== '').map(({ value }) => value);
  if (long.length > 0) return long.join('\n\n');
  const short = answers.filter(({ kind, value }) => (kind === 'text' || kind === 'choice') && value !== '');
  return short.map(({ label, value }) => `${label}: ${value}`).join('\n');
}
