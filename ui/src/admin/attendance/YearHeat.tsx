import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { addMonths, daysOfMonth, duration, longDay, today, weekday } from '../parts/format';
import { statusOf } from './words';

type Line = Schemas['LineAnswer'];
type Props = { year: number; lines: readonly Line[]; to: (date: string) => string };

const WEEK = [0, 1, 2, 3, 4, 5, 6];
const HOURS = 3600;

/** The months of a year as calendars; the more hours a day has, the stronger its colour. */
export function YearHeat({ year, lines, to }: Props) {
  const days = new Map(lines.map((line) => [line.first, line]));
  return (
    <div className="year">
      {Array.from({ length: 12 }, (_, month) => {
        const first = addMonths(`${year}-01-01`, month);
        return <Month key={first} first={first} days={days} to={to} />;
      })}
    </div>
  );
}

function Month({ first, days, to }: { first: string; days: Map<string, Line>; to: Props['to'] }) {
  const lead = (new Date(`${first}T12:00`).getDay() + 6) % 7;
  return (
    <section className="heat" aria-label={longDay(first, { month: 'long', year: 'numeric' })}>
      <h3>{longDay(first, { month: 'long' })}</h3>
      <div className="cells">
        {WEEK.map((day) => (
          <span key={day} className="head" aria-hidden>
            {weekday(day, 'short').slice(0, 2)}
          </span>
        ))}
        {WEEK.slice(0, lead).map((day) => (
          <span key={`before${day}`} />
        ))}
        {daysOfMonth(first).map((date) => (
          <Cell key={date} date={date} line={days.get(date)} to={to(date)} />
        ))}
      </div>
    </section>
  );
}

function Cell({ date, line, to }: { date: string; line: Line | undefined; to: string }) {
  const { t } = useTranslation();
  const number = Number(date.slice(8));
  if (date > today() && !line?.figures.statuses.leave)
    return <span className="cell later">{number}</span>;
  const status = line ? statusOf(line.figures) : 'unplanned';
  const worked = line?.figures.worked ?? 0;
  const words = [
    longDay(date, { day: 'numeric', month: 'long' }),
    t(`status.${status}`),
    worked ? duration(worked) : '',
    line?.figures.late ? t('heat.late', { time: duration(line.figures.late) }) : '',
  ];
  return (
    <Link
      to={to}
      className="cell"
      data-status={status}
      data-level={level(worked)}
      data-late={(line?.figures.late ?? 0) > 0}
      data-flagged={(line?.figures.flagged ?? 0) > 0}
      aria-label={words.filter(Boolean).join(', ')}
      title={words.filter(Boolean).join(', ')}
    >
      {number}
    </Link>
  );
}

/** 0 to 4: none, up to three, six and nine hours, more. */
function level(worked: number): number {
  return Math.min(4, Math.ceil(worked / (3 * HOURS)));
}
