/** Wall-clock times of a zone that need not be the browser's. */

/** The offset from UTC of a zone at a wall-clock time, such as +01:00. */
export function offsetAt(date: string, time: string, zone: string): string {
  const wall = new Date(`${date}T${time}:00Z`);
  // Right unless the clocks change within the offset itself; then the second look is.
  let offset = minutesAhead(wall, zone);
  offset = minutesAhead(new Date(wall.getTime() - offset * 60_000), zone);
  const sign = offset < 0 ? '-' : '+';
  const two = (number: number) => String(number).padStart(2, '0');
  return `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
}

function minutesAhead(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = parts.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const found = /([+-])(\d\d):?(\d\d)?/.exec(name);
  if (!found) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
  return found[1] === '-' ? -minutes : minutes;
}
