import * as z from 'zod';
import type { AccountNotice } from '#domain/channels/message-update.ts';
import type { Change, Entry } from './payload.ts';
import { $Error } from './payload.ts';
import { timeOf } from './time.ts';

type Severity = AccountNotice['severity'];

/** Words that Meta says bad news with; all others are news. */
const alarming: Readonly<Record<string, Severity>> = {
  ACCOUNT_DELETED: 'broken',
  ACCOUNT_OFFBOARDED: 'broken',
  DISABLED_UPDATE: 'broken',
  DISABLE: 'broken',
  PARTNER_REMOVED: 'broken',
  PARTNER_APP_UNINSTALLED: 'broken',
  ACCOUNT_RESTRICTION: 'warning',
  ACCOUNT_VIOLATION: 'warning',
  DISABLED: 'warning',
  DOWNGRADE: 'warning',
  FLAGGED: 'warning',
  PAUSED: 'warning',
  PENDING_DELETION: 'warning',
  RED: 'warning',
  REJECTED: 'warning',
  CRITICAL: 'warning',
  WARNING: 'warning',
  REINSTATE: 'info',
};

/** Kinds of news about the account, its numbers and templates, by what they are called at Meta. */
const subjects: Readonly<Record<string, string>> = {
  account_alerts: 'WhatsApp account alert',
  account_review_update: 'WhatsApp account review',
  account_settings_update: 'WhatsApp account settings',
  account_update: 'WhatsApp account',
  business_capability_update: 'WhatsApp limits of the business',
  business_status_update: 'WhatsApp business',
  business_username_update: 'WhatsApp user name of the business',
  flows: 'WhatsApp form',
  group_lifecycle_update: 'WhatsApp group',
  group_participants_update: 'WhatsApp group',
  group_settings_update: 'WhatsApp group',
  group_status_update: 'WhatsApp group',
  message_template_components_update: 'WhatsApp template',
  message_template_quality_update: 'WhatsApp template',
  message_template_status_update: 'WhatsApp template',
  messages: 'WhatsApp error',
  messaging_handovers: 'WhatsApp conversation handed over',
  partner_solutions: 'WhatsApp partner',
  payment_configuration_update: 'WhatsApp payments',
  phone_number_name_update: 'WhatsApp display name',
  phone_number_quality_update: 'WhatsApp quality of the number',
  security: 'WhatsApp security of the number',
  template_category_update: 'WhatsApp template',
  template_correct_category_detection: 'WhatsApp template',
};

const word = z.union([z.string(), z.number()]).nullish().catch(undefined);

/** What says something to an administrator; the rest is left out, numbers of customers above all. */
const $News = z.object({
  event: word,
  decision: word,
  message_template_name: word,
  message_template_language: word,
  previous_category: word,
  new_category: word,
  previous_quality_score: word,
  new_quality_score: word,
  reason: word,
  rejection_reason: word,
  current_limit: word,
  max_daily_conversation_per_phone: word,
  alert_severity: word,
  alert_status: word,
  alert_type: word,
  ban_info: z.object({ waba_ban_state: word, waba_ban_date: word }).optional().catch(undefined),
  violation_info: z.object({ violation_type: word }).optional().catch(undefined),
  restriction_info: z
    .array(z.object({ restriction_type: word }))
    .optional()
    .catch(undefined),
  errors: z.array($Error).optional().catch(undefined),
});
type News = z.infer<typeof $News>;

function wordsOf({ ban_info, violation_info, restriction_info = [], errors = [], ...plain }: News): string[] {
  const all = [
    ...Object.values(plain),
    ban_info?.waba_ban_state,
    ban_info?.waba_ban_date,
    violation_info?.violation_type,
    ...restriction_info.map(({ restriction_type }) => restriction_type),
    ...errors.map(({ code, title = '' }) => `${code} ${title}`.trim()),
  ];
  return all.filter((each) => each !== undefined && each !== null && each !== 'NONE').map((each) => String(each));
}

/** Meta repeats itself at the levels of an event; `REINSTATE` ends what `DISABLED_UPDATE` began. */
function severityOf(words: readonly string[], hasErrors: boolean): Severity {
  if (words.includes('REINSTATE')) return 'info';
  const severities = words.map((each) => alarming[each]);
  if (severities.includes('broken')) return 'broken';
  return hasErrors || severities.includes('warning') ? 'warning' : 'info';
}

type Arrival = { readonly connection: { readonly id: string }; readonly receivedAt: string };

/** News about the account, or undefined when it is of an unknown kind or says nothing. */
export function noticeOf(
  { entry, change }: { readonly entry: Entry; readonly change: Change },
  { connection, receivedAt }: Arrival,
): AccountNotice | undefined {
  const what = subjects[change.field];
  const news = $News.safeParse(change.value).data;
  if (what === undefined || !news) return undefined;
  const words = wordsOf(news);
  if (change.field === 'messages' && words.length === 0) return undefined;
  return {
    connectionId: connection.id,
    what,
    detail: [change.field, ...words].join(' · '),
    at: timeOf(entry.time, receivedAt),
    severity: severityOf(words, (news.errors ?? []).length > 0),
  };
}
