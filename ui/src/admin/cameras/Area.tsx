import { Button, SegmentedControl } from '@mantine/core';
import { type MouseEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stored } from './Cameras';
import { LivePicture } from './LivePicture';

type Body = Stored['body'];
type Point = [number, number];
type Props = {
  camera: string;
  name: string;
  body: Partial<Body>;
  onChange: (part: Partial<Body>) => void;
};

const EVERYWHERE: readonly Point[] = [];

/** Where faces count, and the line that clocks people: drawn by clicking into the picture. */
export function Area({ camera, name, body, onChange }: Props) {
  const { t } = useTranslation();
  const [what, setWhat] = useState<'zone' | 'line'>('zone');
  const zone = (body.zone ?? EVERYWHERE) as readonly Point[];
  const [half, setHalf] = useState<Point | null>(null);
  const line = (body.line ?? (half ? [half] : [])) as readonly Point[];
  const draw = (event: MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const point: Point = [
      share(event.clientX - box.left, box.width),
      share(event.clientY - box.top, box.height),
    ];
    if (what === 'zone') onChange({ zone: [...zone, point] as Body['zone'] });
    else if (half) {
      onChange({ line: [half, point] });
      setHalf(null);
    } else {
      onChange({ line: null });
      setHalf(point);
    }
  };
  const clear = () => {
    setHalf(null);
    onChange(what === 'zone' ? { zone: [] } : { line: null });
  };
  return (
    <fieldset className="boxed">
      <legend>{t('cameras.area')}</legend>
      <SegmentedControl
        aria-label={t('cameras.area')}
        value={what}
        onChange={(value) => setWhat(value as 'zone' | 'line')}
        data={['zone', 'line'].map((value) => ({ value, label: t(`cameras.${value}`) }))}
      />
      <p className="hint">{t(`cameras.${what}_hint`)}</p>
      <div className="area">
        <LivePicture id={camera} name={name} pause={2000} />
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" onClick={draw} aria-hidden>
          <polygon className="zone" points={corners(zone)} />
          <polyline className="line" points={corners(line)} />
          {[...zone, ...line].map(([x, y]) => (
            <circle key={`${x} ${y}`} cx={x} cy={y} r={0.012} />
          ))}
        </svg>
      </div>
      <div className="actions spread">
        <span className="hint">
          {zone.length > 0 ? t('cameras.corners', { count: zone.length }) : t('cameras.everywhere')}
        </span>
        <Button size="xs" variant="default" onClick={clear}>
          {t('cameras.clear')}
        </Button>
      </div>
    </fieldset>
  );
}

const share = (part: number, whole: number): number =>
  Math.round(1000 * Math.min(1, Math.max(0, part / whole))) / 1000;

const corners = (points: readonly Point[]): string => points.map((one) => one.join()).join(' ');
