/** The parts of ECharts that Adsum uses. Tips are drawn, as HTML ones would need inline styles. */
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/** Draw a chart that fits its place; returns what takes it away. */
export function draw(
  place: HTMLElement,
  option: EChartsCoreOption,
  scheme: 'light' | 'dark',
  onClick: (name: string) => void,
): () => void {
  place.style.display = 'block';
  const chart = init(place, null, { renderer: 'canvas' });
  const look = style(scheme);
  chart.setOption({
    ...look,
    ...option,
    xAxis: axis(option.xAxis, look.textStyle.color),
    yAxis: axis(option.yAxis, look.textStyle.color),
    tooltip: tip(option.tooltip),
  });
  chart.on('click', ({ name }) => onClick(name));
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(place);
  return () => {
    watch.disconnect();
    chart.dispose();
  };
}

const tip = (own: unknown) => ({
  trigger: 'axis',
  renderMode: 'richText',
  confine: true,
  ...(own as object | undefined),
});

/** An axis whose labels can be read on the page's own ground. */
function axis(own: unknown, color: string) {
  const given = own as { axisLabel?: object } | undefined;
  return { ...given, axisLabel: { ...given?.axisLabel, color } };
}

function style(scheme: 'light' | 'dark') {
  const values = getComputedStyle(document.documentElement);
  const of = (name: string) => values.getPropertyValue(name).trim();
  const colours =
    scheme === 'dark'
      ? ['#4fd0aa', '#7cc0ff', '#ffc27a', '#ff9aa1', '#c9a8ff']
      : ['#0d7a5f', '#0b5cad', '#b86400', '#b3202a', '#6a3fb5'];
  return {
    color: colours,
    textStyle: { color: of('--adsum-ink'), fontFamily: of('--mantine-font-family') },
    legend: { bottom: 0, textStyle: { color: of('--adsum-ink') }, icon: 'roundRect' },
    grid: { left: 8, right: 12, top: 16, bottom: 34, containLabel: true },
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
}
