import { CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { Health } from '#functions/connections-api/contract.ts';
import { wholeTime } from '../format/time.ts';
import { Age } from '../ui/chips.tsx';
import { Fact, Panel } from './panel.tsx';
import { StateMark } from './state-mark.tsx';
import { VolumeChart } from './volume-chart.tsx';
import { capital, errorsToday } from './words.ts';

/** The state with its reason, the last of everything, the week, and what the provider said. */
export const HealthPanel = ({ health }: { readonly health: Health }) => {
  const { sending } = health;
  return (
    <>
      <Panel title="Health" aside={<StateMark state={health.state} />}>
        <p className="text-pretty">{capital(health.reason)}</p>
        <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          <Fact name="Last in">
            <Last at={health.lastReceivedAt} />
          </Fact>
          <Fact name="Last out">
            <Last at={sending.lastSentAt} />
          </Fact>
          <Fact name="Came in today">
            <span className="tabular">{health.receivedToday}</span>
          </Fact>
          <Fact name="Errors today">
            <span className={`tabular ${errorsToday(health) > 0 ? 'font-semibold text-bad' : ''}`}>
              {errorsToday(health)}
            </span>
          </Fact>
        </dl>
        {sending.failure ? <LastFailure sending={sending} /> : null}
      </Panel>
      {sending.notices.length > 0 ? <Notices notices={sending.notices} /> : null}
      <VolumeChart health={health} />
    </>
  );
};

const Last = ({ at }: { readonly at: string | undefined }) =>
  at ? (
    <>
      <Age at={at} /> <span className="text-12 text-text-2">{wholeTime(at)}</span>
    </>
  ) : (
    <span className="text-text-2">Not this week</span>
  );

const LastFailure = ({ sending }: Pick<Health, 'sending'>) => {
  const { failure, failuresInRow } = sending;
  if (!failure) return null;
  return (
    <p className={`rounded-m p-2.5 ${failuresInRow > 0 ? 'bg-bad-soft text-bad' : 'bg-sunken text-text-2'}`}>
      <span className="font-medium">
        {failuresInRow > 0
          ? `The last ${failuresInRow === 1 ? 'send' : `${failuresInRow} sends`} failed: `
          : 'Last failure: '}
      </span>
      {capital(failure.reason)}{' '}
      <span className="text-12">
        ({failure.code ?? failure.class}, {wholeTime(failure.at)})
      </span>
    </p>
  );
};

type NoticeOf = Health['sending']['notices'][number];

const severities: Readonly<
  Record<NoticeOf['severity'], { readonly icon: LucideIcon; readonly name: string; readonly tone: string }>
> = {
  info: { icon: Info, name: 'Notice', tone: 'text-info' },
  warning: { icon: CircleAlert, name: 'Warning', tone: 'text-warn' },
  broken: { icon: TriangleAlert, name: 'Broken', tone: 'text-bad' },
};

const Notices = ({ notices }: { readonly notices: readonly NoticeOf[] }) => (
  <Panel title="What the provider told us">
    <ul className="grid gap-2">
      {notices.map((notice) => {
        const { icon: Icon, name, tone } = severities[notice.severity];
        return (
          <li key={`${notice.at} ${notice.what}`} className="flex gap-2.5">
            <Icon size={16} className={`mt-px ${tone}`} role="img" aria-label={name} />
            <span className="min-w-0">
              <span className="font-medium">{notice.what}</span>
              <span className="block text-text-2 breakable">{notice.detail}</span>
              <time dateTime={notice.at} className="text-12 text-text-2">
                {wholeTime(notice.at)}
              </time>
            </span>
          </li>
        );
      })}
    </ul>
  </Panel>
);
