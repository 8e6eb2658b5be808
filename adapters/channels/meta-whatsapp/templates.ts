import * as z from 'zod';
import { $MetaCredentials } from '#adapters/channels/meta/credentials.ts';
import { accessOf, callGraph, problemOf } from '#adapters/channels/meta/graph.ts';
import type { ReadingNeeds } from '#adapters/channels/needs.ts';
import { credentialsOf } from '#adapters/channels/shared/credentials.ts';
import type { Connection } from '#domain/channels/channel.ts';
import { Refusal } from '#domain/kernel/refusal.ts';
import { $WhatsAppSettings } from './settings.ts';

export type WhatsAppTemplate = {
  readonly name: string;
  /** As Meta writes it: `en_US`. */
  readonly language: string;
  /** `APPROVED` may be sent. */
  readonly status: string;
  /** With placeholders in double braces: `{{1}}`. */
  readonly body: string;
};

const $Page = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      language: z.string(),
      status: z.string(),
      components: z.array(z.object({ type: z.string(), text: z.string().optional() })).default([]),
    }),
  ),
  paging: z
    .object({ cursors: z.object({ after: z.string().optional() }).optional(), next: z.string().optional() })
    .optional(),
});

type Page = z.infer<typeof $Page>;

/** An account has 6000 templates at most. */
const pageSize = 250;

/** The templates of the connection's WhatsApp Business account, as Meta has them. */
export async function listWhatsAppTemplates(
  needs: Pick<ReadingNeeds, 'secret' | 'fetch'>,
  connection: Connection,
): Promise<readonly WhatsAppTemplate[]> {
  const { wabaId } = $WhatsAppSettings.parse(connection.settings ?? {});
  if (wabaId === undefined) throw new Refusal('invalid', `connection ${connection.id} names no wabaId in its settings`);
  const access = accessOf(await credentialsOf(needs.secret, connection.id, $MetaCredentials));
  const templates: WhatsAppTemplate[] = [];
  let after: string | undefined;
  do {
    const query = { fields: 'name,language,status,components', limit: `${pageSize}`, ...(after ? { after } : {}) };
    const answer = await callGraph(needs, access, { path: `${wabaId}/message_templates`, query });
    if (!answer.ok) throw new Refusal('invalid', problemOf(answer));
    const { data, paging } = $Page.parse(answer.body);
    templates.push(...data.map(templateOf));
    after = paging?.next && paging.cursors?.after;
  } while (after);
  return templates;
}

const templateOf = ({ name, language, status, components }: Page['data'][number]): WhatsAppTemplate => ({
  name,
  language,
  status,
  body: components.find(({ type }) => type === 'BODY')?.text ?? '',
});
