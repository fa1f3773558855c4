import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { overtimeOf } from '../attendance/words';
import { Chart } from '../parts/Chart';
import { seriesOption, tick } from '../parts/charts';
import { inHours, longDay } from '../parts/format';
import { Card } from '../parts/Page';

type Line = Schemas['LineAnswer'];
type Props = { report: Schemas['ReportAnswer']; onStep: (first: string) => void };

/** Presence, hours, lateness and overtime, and cost, over the steps of the report. */
export function Charts({ report, onStep }: Props) {
  const { t } = useTranslation();
  const { lines, per } = report;
  const steps = useMemo(
    () =>
      lines.map(({ first }) =>
        per === 'month' ? longDay(first, { month: 'short' }) : tick(first),
      ),
    [lines, per],
  );
  const options = useMemo(() => {
    const series = (name: string, value: (line: Line) => number, more = {}) => ({
      name,
      data: lines.map(value),
      ...more,
    });
    const days = (status: string) => (line: Line) =>
      (line.figures.statuses as Record<string, number>)[status] ?? 0;
    const currency = lines.flatMap((line) => line.cost)[0]?.currency;
    return {
      presence: seriesOption(steps, [
        series(t('status.present'), (line) => days('present')(line) + days('open')(line), stack),
        series(t('status.leave'), days('leave'), stack),
        series(t('status.absent'), days('absent'), stack),
      ]),
      hours: seriesOption(steps, [
        series(t('figures.worked'), ({ figures }) => inHours(figures.worked)),
        series(t('figures.target'), ({ figures }) => inHours(figures.target), { line: true }),
      ]),
      trouble: seriesOption(steps, [
        series(t('figures.late'), ({ figures }) => inHours(figures.late)),
        series(t('figures.overtime'), ({ figures }) => inHours(overtimeOf(figures))),
      ]),
      cost: currency
        ? seriesOption(steps, [
            series(`${t('reports.cost')} (${currency})`, ({ cost }) =>
              Number(cost.find((one) => one.currency === currency)?.amount ?? 0),
            ),
          ])
        : null,
    };
  }, [lines, steps, t]);
  const go = (name: string) => {
    const line = lines[steps.indexOf(name)];
    if (line) onStep(line.first);
  };
  return (
    <div className="columns">
      {(['presence', 'hours', 'trouble', 'cost'] as const).map((which) => {
        const option = options[which];
        return (
          option && (
            <Card key={which} title={t(`reports.${which}`)}>
              <Chart
                label={t(`reports.${which}_label`)}
                option={option}
                onClick={go}
                height={240}
              />
            </Card>
          )
        );
      })}
    </div>
  );
}

const stack = { stack: 'days' };
