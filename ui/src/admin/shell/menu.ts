/** The pages by group, and which roles have them. What a role may do is decided by the server. */
import {
  BookOpenCheck,
  Building2,
  CalendarCheck2,
  CalendarClock,
  CalendarDays,
  CalendarX2,
  Cctv,
  ChartColumn,
  CircleUserRound,
  ClipboardList,
  Cog,
  FileCheck2,
  FilePenLine,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  Scale,
  ScanFace,
  ScrollText,
  ShieldUser,
  TabletSmartphone,
  UserRoundSearch,
  Users,
  Wallet,
  Webhook,
} from 'lucide-react';
import type { Role } from '../session';

export type Entry = { to: string; title: string; icon: LucideIcon; roles: readonly Role[] };
export type Group = { title: string; entries: readonly Entry[] };

const OWNER: readonly Role[] = ['owner'];
const OFFICE: readonly Role[] = ['owner', 'hr'];
const LEADERS: readonly Role[] = ['owner', 'hr', 'manager'];
const STAFF: readonly Role[] = ['owner', 'hr', 'manager', 'employee'];

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
      entry('reports', ChartColumn, LEADERS),
      entry('periods', BookOpenCheck, LEADERS),
      entry('consents', FileCheck2, OFFICE),
      entry('visitors', UserRoundSearch, OFFICE),
      entry('recognise', ScanFace, OFFICE),
    ],
  },
  {
    title: 'nav.setup',
    entries: [
      entry('company', Building2, OFFICE),
      entry('roster', CalendarClock, OFFICE),
      entry('rules', Scale, OFFICE),
      entry('pay', Wallet, OFFICE),
      entry('devices', TabletSmartphone, OFFICE),
      entry('cameras', Cctv, OFFICE),
    ],
  },
  {
    title: 'nav.administration',
    entries: [
      entry('users', ShieldUser, OWNER),
      entry('keys', KeyRound, OWNER),
      entry('targets', Webhook, OWNER),
      entry('audit', ScrollText, OFFICE),
      entry('system', Cog, OFFICE),
    ],
  },
  {
    title: 'nav.me',
    entries: [
      entry('me/days', CalendarCheck2, STAFF),
      entry('me/requests', ClipboardList, STAFF),
      entry('me/data', CircleUserRound, STAFF),
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
