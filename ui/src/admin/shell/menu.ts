/** The pages by group, and which roles have them. What a role may do is decided by the server. */
import {
  BookOpenCheck,
  CalendarCheck2,
  CalendarDays,
  CalendarX2,
  FilePenLine,
  LayoutDashboard,
  type LucideIcon,
  ScanFace,
  Users,
} from 'lucide-react';
import type { Role } from '../session';

export type Entry = { to: string; title: string; icon: LucideIcon; roles: readonly Role[] };
export type Group = { title: string; entries: readonly Entry[] };

const OFFICE: readonly Role[] = ['owner', 'hr'];
const LEADERS: readonly Role[] = ['owner', 'hr', 'manager'];

const entry = (to: string, icon: LucideIcon, roles: readonly Role[]): Entry => ({
  to: `/app/${to}`,
  title: `nav.${to.replace('/', '_').replace('-', '_')}`,
  icon,
  roles,
});

const GROUPS: readonly Group[] = [
  {
    title: 'nav.work',
    entries: [
      entry('dashboard', LayoutDashboard, LEADERS),
      entry('people', Users, LEADERS),
      entry('day', CalendarCheck2, LEADERS),
      entry('month', CalendarDays, LEADERS),
      entry('corrections', FilePenLine, LEADERS),
      entry('leave', CalendarX2, LEADERS),
      entry('periods', BookOpenCheck, LEADERS),
      entry('recognise', ScanFace, OFFICE),
    ],
  },
];

/** The groups of a role, without those that would be empty. */
export function menuOf(role: Role): Group[] {
  return GROUPS.map((group) => ({
    ...group,
    entries: group.entries.filter((one) => one.roles.includes(role)),
  })).filter((group) => group.entries.length > 0);
}
