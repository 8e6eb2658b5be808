import { Link } from '@tanstack/react-router';
import type { Health } from '#functions/connections-api/contract.ts';
import { nowMs } from '../stores/clock.ts';
import { Panel } from './panel.tsx';
import { type DayCount, dayName, scaleTop, weekOf } from './week.ts';

const width = 760;
const height = 148;
const base = 124;
const top = 16;

/** What came in on each day of the week: bars for the eye, a table beside them for everybody. */
export const VolumeChart = ({ health }: { readonly health: Health }) => {
  const { connectionId, receivedBefore, receivedToday } = health;
  const week = weekOf({ before: receivedBefore, today: receivedToday }, nowMs());
  return (
    <Panel title="Came in, by day">
      <div className="grid items-center gap-4 lg:grid-cols-[minmax(0,1fr)_220px]">
        <Bars week={week} />
        <table className="w-full text-13">
          <caption className="sr-only">What came in on each day; each day leads to its ledger</caption>
          <thead className="text-12 text-text-2">
            <tr>
              <th className="py-0.5 text-start font-medium">Day, UTC</th>
              <th className="py-0.5 text-end font-medium">Came in</th>
            </tr>
          </thead>
          <tbody>
            {week.toReversed().map(({ day, count }, index) => (
              <tr key={day}>
                <td className="py-0.5">
                  <Link
                    to="/connections/$connectionId"
                    params={{ connectionId }}
                    search={{ day }}
                    className="text-accent hover:underline"
                  >
                    {index === 0 ? 'Today so far' : dayName(day)}
                  </Link>
                </td>
                <td className="tabular py-0.5 text-end">{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
};

/** Left to the table for those who do not see it. */
const Bars = ({ week }: { readonly week: readonly DayCount[] }) => {
  const most = scaleTop(Math.max(0, ...week.map(({ count }) => count)));
  const step = width / week.length;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} aria-hidden className="w-full max-lg:hidden">
      <line x1={0} x2={width} y1={base + 0.5} y2={base + 0.5} className="stroke-border" />
      {week.map(({ day, count }, index) => {
        const tall = (count / most) * (base - top);
        const isToday = index === week.length - 1;
        const middle = step * index + step / 2;
        return (
          <g key={day}>
            <rect
              x={middle - 19}
              width={38}
              y={base - tall}
              height={tall}
              rx={Math.min(3, tall / 2)}
              className={isToday ? 'fill-accent-soft stroke-accent' : 'fill-accent'}
            />
            <text x={middle} y={base - tall - 5} textAnchor="middle" className="tabular fill-text-2 text-11">
              {count}
            </text>
            <text x={middle} y={base + 17} textAnchor="middle" className="fill-text-2 text-11">
              {isToday ? 'today' : dayName(day)}
            </text>
          </g>
        );
      })}
    </svg>
  );
};
