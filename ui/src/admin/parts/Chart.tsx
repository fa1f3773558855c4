import { Skeleton, useComputedColorScheme } from '@mantine/core';
import type { EChartsCoreOption } from 'echarts/core';
import { useEffect, useRef, useState } from 'react';

type Props = {
  /** What the chart shows, in words: it is a picture to a screen reader. */
  label: string;
  option: EChartsCoreOption;
  height?: number;
  onClick?: (name: string) => void;
};

/** A chart. Its library is loaded when the first one is shown. */
export function Chart({ label, option, height = 260, onClick }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  const [ready, setReady] = useState(false);
  const clicked = useRef(onClick);
  clicked.current = onClick;
  useEffect(() => {
    let alive = true;
    let stop = () => {};
    void import('./echarts').then(({ draw }) => {
      if (!alive || !place.current) return;
      stop = draw(place.current, option, scheme, (name) => clicked.current?.(name));
      setReady(true);
    });
    return () => {
      alive = false;
      stop();
    };
  }, [option, scheme]);
  return (
    <div className="chart" role="img" aria-label={label} style={{ height }}>
      {!ready && <Skeleton height={height} />}
      <div ref={place} style={{ height, display: ready ? 'block' : 'none' }} />
    </div>
  );
}
