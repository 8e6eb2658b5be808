import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BadgeCheck, ShieldQuestion } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ConversationDetail, ConversationRow } from '#functions/agent-api/contract.ts';
import { useNeeds } from '../api/context.ts';
import { customerQuery } from '../api/queries.ts';
import type { Channel, Customer } from '../api/types.ts';
import { slaProgress, slaState } from '../format/sla.ts';
import { moment } from '../format/time.ts';
import { capitalised, channelNames, languageName } from '../format/words.ts';
import { useTicking } from '../stores/clock.ts';
import { Avatar } from '../ui/avatar.tsx';
import { ChannelIcon, SentimentMark } from '../ui/chips.tsx';
import { CustomerName } from './customer-name.tsx';

/** Who writes, how to reach them, what was promised, and what else is going on with them. */
export const CustomerPanel = ({ detail }: { readonly detail: ConversationDetail }) => {
  const { customer, conversation } = detail;
  return (
    <div className="text-13">
      <div className="flex items-center gap-3 p-4">
        <Avatar name={customer.name} size={36} />
        <div className="min-w-0 grow">
          <CustomerName customer={customer} />
          <p className="text-12 text-text-3">Customer since {since.format(new Date(customer.createdAt))}</p>
        </div>
      </div>
      <dl className="grid grid-cols-[72px_minmax(0,1fr)] gap-x-2 gap-y-2 px-4 pb-4">
        <Identities customer={customer} />
        <Fact name="Language">{languageOf(detail)}</Fact>
        <Fact name="Sentiment">{sentimentOf(conversation.sentiment)}</Fact>
        {customer.optedOut.length > 0 ? (
          <Fact name="Opted out">
            <span className="text-warn">{customer.optedOut.map((channel) => channelNames[channel]).join(', ')}</span>
          </Fact>
        ) : null}
        {customer.noMarketing && customer.noMarketing.length > 0 ? (
          <Fact name="No ads by">{customer.noMarketing.map((channel) => channelNames[channel]).join(', ')}</Fact>
        ) : null}
      </dl>
      <ReplyPromise conversation={conversation} />
      <OtherConversations customerId={customer.id} openId={conversation.id} />
    </div>
  );
};

const since = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric' });

const languageOf = ({ conversation, customer }: ConversationDetail): string => {
  const tag = conversation.language ?? customer.language;
  return tag && tag !== 'und' ? languageName(tag) : 'Not known';
};

const sentimentOf = (sentiment: ConversationRow['sentiment']): ReactNode => {
  if (sentiment === 'NEGATIVE' || sentiment === 'MIXED') return <SentimentMark sentiment={sentiment} />;
  return { POSITIVE: 'Positive', NEUTRAL: 'Neutral', none: 'Not known' }[sentiment ?? 'none'];
};

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt className="text-text-2">{name}</dt>
    <dd className="min-w-0">{children}</dd>
  </>
);

/** What an address is called where it is not simply the channel's. */
const labels: Partial<Record<Channel, string>> = { sms: 'Phone', voice: 'Phone', form: 'E-mail' };

const Identities = ({ customer }: { readonly customer: Customer }) =>
  customer.identities.map(({ channel, value, verified }) => (
    <Fact key={`${channel} ${value}`} name={labels[channel] ?? capitalised(channelNames[channel])}>
      <span className="flex items-center gap-1.5">
        <bdi className="truncate" title={value}>
          {value}
        </bdi>
        {verified ? (
          <BadgeCheck size={14} className="text-ok" role="img" aria-label="confirmed" />
        ) : (
          <ShieldQuestion size={14} className="text-warn" role="img" aria-label="not confirmed" />
        )}
      </span>
    </Fact>
  ));

const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="grid gap-2 border-t border-border p-4">
    <h2 className="text-12 font-semibold text-text-2">{title}</h2>
    {children}
  </section>
);

const bars = { calm: 'bg-accent', soon: 'bg-warn', over: 'bg-bad' } as const;
const words = { calm: '', soon: 'text-warn', over: 'text-bad' } as const;

const ReplyPromise = ({ conversation }: Pick<ConversationDetail, 'conversation'>) => {
  const { deadline, stage, escalationLevel } = conversation;
  const tone = useTicking((now) => (deadline ? slaState(deadline.dueAt, now).tone : 'calm'));
  const text = useTicking((now) => (deadline ? slaState(deadline.dueAt, now).text : ''));
  const percent = useTicking((now) => (deadline ? Math.round(slaProgress(deadline, now) * 100) : 0));
  const dueText = useTicking((now) => (deadline ? moment(deadline.dueAt, now) : ''));
  if (!deadline || stage.status !== 'open') return null;
  return (
    <Section title="Promise">
      <div className="flex justify-between gap-2">
        <span>{deadline.kind === 'first-reply' ? 'First reply' : 'Next reply'}</span>
        <span className={`tabular font-semibold ${words[tone]}`}>{tone === 'over' ? text : `${text} left`}</span>
      </div>
      <div className="h-1 overflow-hidden rounded-full bg-border" aria-hidden>
        <div className={`h-full rounded-full ${bars[tone]}`} style={{ width: `${percent}%` }} />
      </div>
      <p className="text-12 text-text-3">
        Due {dueText}
        {escalationLevel > 0 ? ` · escalated to level ${escalationLevel}` : ''}
      </p>
    </Section>
  );
};

const stageWords = { open: 'open', snoozed: 'snoozed', resolved: 'resolved' } as const;

const OtherConversations = ({ customerId, openId }: { readonly customerId: string; readonly openId: string }) => {
  const { api } = useNeeds();
  const { data, isError } = useQuery(customerQuery(api, customerId));
  const others = data?.conversations.filter(({ id }) => id !== openId) ?? [];
  const now = useTicking((nowMs) => Math.floor(nowMs / 60_000)) * 60_000;
  return (
    <Section title="Other conversations">
      {isError ? <p className="text-text-2">Could not be loaded.</p> : null}
      {data && others.length === 0 ? <p className="text-text-3">None so far.</p> : null}
      <ul className="-mx-2 grid">
        {others.slice(0, 10).map((row) => (
          <li key={row.id}>
            <Link
              to="/inbox/$view/{-$conversationId}"
              params={{ view: viewOf(row), conversationId: row.id }}
              className="flex gap-2.5 rounded-m px-2 py-1.5 hover-tint"
            >
              <span className="pt-0.5">
                <ChannelIcon channel={row.channel} />
              </span>
              <span className="min-w-0">
                <span dir="auto" className="block truncate text-start">
                  {row.subject}
                </span>
                <span className="block text-12 text-text-3">
                  {moment(row.lastActivityAt, now)} · {stageWords[row.stage.status]}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
};

const viewOf = ({ stage }: ConversationRow) => (stage.status === 'open' ? ('open' as const) : stage.status);
