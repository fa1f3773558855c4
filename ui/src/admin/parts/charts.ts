/** Options that charts have in common. */
import { locale, longDay } from './format';

export type Series = { name: string; data: readonly number[]; stack?: string; line?: boolean };

/** Bars or lines over named steps. */
export function seriesOption(steps: readonly string[], series: readonly Series[]) {
  return {
    xAxis: {
      type: 'category',
      data: [...steps],
      axisTick: { show: false },
      axisLabel: { hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitLine: { lineStyle: { color: '#8884' } },
    },
    ...(series.length < 2 && { legend: { show: false }, grid: bare }),
    series: series.map(({ name, data, stack, line }) => ({
      name,
      data: [...data],
      type: line ? 'line' : 'bar',
      ...(stack && { stack }),
      ...(line ? { symbolSize: 6 } : { barMaxWidth: 28 }),
    })),
  };
}

const bare = { left: 8, right: 12, top: 16, bottom: 8, containLabel: true };

/** 2 Mar, in the language of the page. */
export const tick = (date: string): string => longDay(date, { day: 'numeric', month: 'short' });

export const number = (value: number): string =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(value);
