import { Button, SegmentedControl, VisuallyHidden } from '@mantine/core';
import { type KeyboardEvent, type MouseEvent, useId, useState } from 'react';
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

const MIDDLE: Point = [0.5, 0.5];
// How far a key goes: a share of the picture's width or height; with Shift the larger one.
const STRIDE = 0.02;
const LEAP = 0.1;
const STEPS: Record<string, Point> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const EVERYWHERE: readonly Point[] = [];

/** Where faces count, and the line that clocks people: drawn by clicking into the picture. */
export function Area({ camera, name, body, onChange }: Props) {
  const { t } = useTranslation();
  const [what, setWhat] = useState<'zone' | 'line'>('zone');
  const keys = useId();
  const zone = (body.zone ?? EVERYWHERE) as readonly Point[];
  const [half, setHalf] = useState<Point | null>(null);
  const line = (body.line ?? (half ? [half] : [])) as readonly Point[];
  const [cursor, setCursor] = useState<Point | null>(null);
  const draw = (event: MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    add([share(event.clientX - box.left, box.width), share(event.clientY - box.top, box.height)]);
  };
  const add = (point: Point) => {
    if (what === 'zone') onChange({ zone: [...zone, point] as Body['zone'] });
    else if (half) {
      onChange({ line: [half, point] });
      setHalf(null);
    } else {
      onChange({ line: null });
      setHalf(point);
    }
  };
  const undo = () => {
    if (what === 'zone') onChange({ zone: zone.slice(0, -1) as Body['zone'] });
    else clear();
  };
  const steer = (event: KeyboardEvent<HTMLElement>) => {
    const at = cursor ?? MIDDLE;
    const step = STEPS[event.key];
    if (step) setCursor(moved(at, step, event.shiftKey ? LEAP : STRIDE));
    else if (event.key === 'Enter' || event.key === ' ') add(at);
    else if (event.key === 'Backspace' || event.key === 'Delete') undo();
    else return;
    event.preventDefault(); // neither scroll nor send the form
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
      <p className="hint" id={keys}>
        {t('cameras.keys')}
      </p>
      {/* An application: the keys draw, and do not move a reader's cursor. */}
      <div
        className="area"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys draw here
        tabIndex={0}
        aria-label={t('cameras.drawing', { what: t(`cameras.${what}`) })}
        aria-describedby={keys}
        onKeyDown={steer}
        onFocus={() => setCursor(cursor ?? MIDDLE)}
        onBlur={() => setCursor(null)}
      >
        <LivePicture id={camera} name={name} pause={2000} />
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" onClick={draw} aria-hidden>
          <polygon className="zone" points={corners(zone)} />
          <polyline className="line" points={corners(line)} />
          {[...zone, ...line].map(([x, y]) => (
            <circle key={`${x} ${y}`} cx={x} cy={y} r={0.012} />
          ))}
          {cursor && (
            <path
              className="cursor"
              d={`M${cursor[0] - 0.03} ${cursor[1]}h0.06M${cursor[0]} ${cursor[1] - 0.04}v0.08`}
            />
          )}
        </svg>
      </div>
      <div className="actions spread">
        <VisuallyHidden role="status">
          {cursor && t('cameras.cursor', percent(cursor))}
        </VisuallyHidden>
        <span className="hint" role="status">
          {what === 'line'
            ? t(`cameras.ends_${line.length}`)
            : zone.length > 0
              ? t('cameras.corners', { count: zone.length })
              : t('cameras.everywhere')}
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

const moved = ([x, y]: Point, [right, down]: Point, by: number): Point => [
  share(x + right * by, 1),
  share(y + down * by, 1),
];

const percent = ([x, y]: Point) => ({ x: Math.round(100 * x), y: Math.round(100 * y) });

const corners = (points: readonly Point[]): string => points.map((one) => one.join()).join(' ');
