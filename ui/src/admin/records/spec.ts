/** What the records of each kind consist of: the form and the table are made from this. */
import type { Schemas } from '../../api/client';

type Common = {
  /** Where the value lies in the record, with dots. Its last part names the label. */
  path: string;
  required?: boolean;
  /** The key of a hint below the label. */
  hint?: string;
};

/** What each type of field needs to know beyond its path. */
type More = {
  text: object;
  date: object;
  time: object;
  zone: object;
  decimal: object;
  duration: object;
  url: object;
  secret: object;
  person: object;
  week_start: object;
  cycle: object;
  span_of_time: object;
  /** otherwise: what a record means that does not say. */
  switch: { otherwise?: boolean };
  /** words: the group of texts in which the options are named. */
  choice: { options: readonly string[]; words: string };
  many: { options: readonly string[]; words: string };
  document: { plural: string };
  list: { fields: readonly FieldSpec[]; fresh: Json };
  group: { fields: readonly FieldSpec[] };
};

export type FieldType = keyof More;
export type FieldOf<Type extends FieldType> = Common & { type: Type } & More[Type];
export type FieldSpec = { [Type in FieldType]: FieldOf<Type> }[FieldType];

export type Json = { [name: string]: unknown };

export type KindSpec = {
  plural: string;
  fields: readonly FieldSpec[];
  /** Paths of the values that the table shows. */
  columns: readonly string[];
  /** What a new record begins with. */
  fresh: Json;
  /** It changes what days add up to: the form shows the effect before it is stored. */
  effective?: boolean;
};

const text = (path: string, more: Partial<Common> = {}): FieldSpec => ({
  type: 'text',
  path,
  ...more,
});
const name: FieldSpec = { type: 'text', path: 'name', required: true };
const needed = { required: true };
const span: readonly FieldSpec[] = [
  { type: 'date', path: 'first' },
  { type: 'date', path: 'last', hint: 'no_end' },
];
const whom: readonly FieldSpec[] = [
  { type: 'document', path: 'team', plural: 'teams', hint: 'team_or_person' },
  { type: 'person', path: 'person' },
];
const EVENTS: readonly Schemas['Event'][] = [
  'punch.recorded',
  'correction.proposed',
  'correction.decided',
  'leave.requested',
  'leave.decided',
  'period.closed',
  'document.changed',
  'person.forgotten',
  'day.open',
  'day.check_out_proposed',
  'visitor.unknown',
];

const breaks = (path: string): FieldSpec => ({
  type: 'list',
  path,
  fresh: { length: 'PT30M', after: 'PT4H', paid: false },
  fields: [
    { type: 'duration', path: 'length', required: true },
    { type: 'duration', path: 'after', hint: 'break_after' },
    { type: 'time', path: 'starts', hint: 'break_starts' },
    { type: 'switch', path: 'paid' },
  ],
});

const tiers = (path: string): FieldSpec => ({
  type: 'list',
  path,
  fresh: { after: 'PT8H', multiplier: '1.25' },
  fields: [
    { type: 'duration', path: 'after', required: true },
    { type: 'decimal', path: 'multiplier', required: true },
  ],
});

const DIRECTIONS = ['in', 'out'];

export const SITES: KindSpec = {
  plural: 'sites',
  columns: ['name', 'zone', 'holidays'],
  fresh: { zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
  fields: [
    name,
    { type: 'zone', path: 'zone', required: true },
    { type: 'document', path: 'holidays', plural: 'holiday-sets' },
  ],
};

export const PLACES: KindSpec = {
  plural: 'places',
  columns: ['name', 'site', 'direction'],
  fresh: {},
  fields: [
    name,
    { type: 'document', path: 'site', plural: 'sites', required: true },
    { type: 'choice', path: 'direction', options: DIRECTIONS, words: 'direction', hint: 'door' },
  ],
};

export const TEAMS: KindSpec = {
  plural: 'teams',
  columns: ['name', 'site'],
  fresh: {},
  fields: [name, { type: 'document', path: 'site', plural: 'sites' }],
};

export const HOLIDAYS: KindSpec = {
  plural: 'holiday-sets',
  effective: true,
  columns: ['name', 'country', 'region'],
  fresh: {},
  fields: [
    name,
    text('country', { hint: 'country' }),
    text('region', { hint: 'region' }),
    {
      type: 'list',
      path: 'company_days',
      fresh: { free: 'whole' },
      fields: [
        { type: 'date', path: 'date', required: true },
        name,
        {
          type: 'choice',
          path: 'free',
          options: ['whole', 'morning', 'afternoon'],
          words: 'portion',
          hint: 'not_free',
        },
      ],
    },
  ],
};

export const SHIFTS: KindSpec = {
  plural: 'shifts',
  effective: true,
  columns: ['name', 'start', 'end'],
  fresh: { start: '09:00', end: '17:30' },
  fields: [
    name,
    {
      type: 'group',
      path: '',
      fields: [
        { type: 'time', path: 'start', required: true },
        { type: 'time', path: 'end', required: true, hint: 'next_day' },
      ],
    },
    { type: 'duration', path: 'hours', hint: 'flexible' },
    { type: 'span_of_time', path: 'core', hint: 'core' },
    breaks('breaks'),
    { type: 'duration', path: 'grace_in', hint: 'from_policy' },
    { type: 'duration', path: 'grace_out', hint: 'from_policy' },
  ],
};

export const ROTATIONS: KindSpec = {
  plural: 'rotations',
  effective: true,
  columns: ['name', 'days'],
  fresh: { days: [[], [], [], [], [], [], []] },
  fields: [
    name,
    { type: 'date', path: 'anchor', hint: 'anchor' },
    { type: 'cycle', path: 'days', required: true, hint: 'cycle' },
  ],
};

export const ASSIGNMENTS: KindSpec = {
  plural: 'assignments',
  effective: true,
  columns: ['rotation', 'team', 'person', 'first', 'last'],
  fresh: {},
  fields: [
    { type: 'document', path: 'rotation', plural: 'rotations', required: true },
    ...whom,
    { type: 'document', path: 'site', plural: 'sites', required: true },
    { type: 'group', path: '', fields: span },
    { type: 'document', path: 'holidays', plural: 'holiday-sets', hint: 'other_holidays' },
  ],
};

export const MEMBERSHIPS: KindSpec = {
  plural: 'memberships',
  effective: true,
  columns: ['person', 'team', 'first', 'last'],
  fresh: {},
  fields: [
    { type: 'person', path: 'person', required: true },
    { type: 'document', path: 'team', plural: 'teams', required: true },
    { type: 'group', path: '', fields: span },
  ],
};

export const POLICIES: KindSpec = {
  plural: 'policies',
  effective: true,
  columns: ['policy', 'rules.valid_from', 'rules.direction'],
  fresh: { policy: 'default', rules: {} },
  fields: [
    text('policy', { hint: 'policy', ...needed }),
    { type: 'date', path: 'rules.valid_from', required: true },
    {
      type: 'choice',
      path: 'rules.direction',
      options: ['alternate', 'first_last', 'chosen', 'door'],
      words: 'direction_policy',
      hint: 'direction_policy',
    },
    { type: 'time', path: 'rules.day_starts', hint: 'day_starts' },
    { type: 'week_start', path: 'rules.week_starts' },
    { type: 'duration', path: 'rules.grace_in', hint: 'grace' },
    { type: 'duration', path: 'rules.grace_out', hint: 'grace' },
    { type: 'duration', path: 'rules.quiet', hint: 'quiet' },
    { type: 'duration', path: 'rules.longest_session', hint: 'longest_session' },
    { type: 'duration', path: 'rules.early_arrival', hint: 'early_arrival' },
    { type: 'duration', path: 'rules.late_departure', hint: 'late_departure' },
    { type: 'switch', path: 'rules.count_before_shift', otherwise: true },
    { type: 'switch', path: 'rules.count_after_shift', otherwise: true },
    breaks('rules.breaks'),
    {
      type: 'group',
      path: 'rules.rounding',
      fields: [
        { type: 'duration', path: 'rules.rounding.step', hint: 'step' },
        round('rules.rounding.coming'),
        round('rules.rounding.going'),
      ],
    },
    {
      type: 'list',
      path: 'rules.night',
      hint: 'night',
      fresh: { starts: '22:00', ends: '06:00', multiplier: '1.25' },
      fields: [
        { type: 'time', path: 'starts', required: true },
        { type: 'time', path: 'ends', required: true },
        { type: 'decimal', path: 'multiplier', hint: 'night_multiplier', required: true },
      ],
    },
    tiers('rules.overtime.daily'),
    tiers('rules.overtime.weekly'),
    {
      type: 'group',
      path: 'rules.overtime',
      fields: [
        { type: 'decimal', path: 'rules.overtime.beyond_plan', hint: 'multiplier' },
        { type: 'decimal', path: 'rules.overtime.holiday', hint: 'multiplier' },
        { type: 'decimal', path: 'rules.overtime.rest_day', hint: 'multiplier' },
      ],
    },
  ],
};

function round(path: string): FieldSpec {
  return { type: 'choice', path, options: ['nearest', 'earlier', 'later'], words: 'round' };
}

export const POLICY_USES: KindSpec = {
  plural: 'policy-uses',
  effective: true,
  columns: ['policy', 'team', 'person', 'first', 'last'],
  fresh: {},
  fields: [
    text('policy', { hint: 'policy_name', ...needed }),
    ...whom,
    { type: 'group', path: '', fields: span },
  ],
};

export const LEAVE_TYPES: KindSpec = {
  plural: 'leave-types',
  columns: ['name', 'paid', 'limited'],
  fresh: { paid: true, limited: true },
  fields: [
    name,
    { type: 'switch', path: 'paid' },
    { type: 'switch', path: 'limited', hint: 'limited' },
  ],
};

export const ENTITLEMENTS: KindSpec = {
  plural: 'entitlements',
  columns: ['person', 'type', 'days', 'carried', 'first', 'last'],
  fresh: {},
  fields: [
    { type: 'person', path: 'person', required: true },
    { type: 'document', path: 'type', plural: 'leave-types', required: true },
    {
      type: 'group',
      path: '',
      fields: [
        { type: 'decimal', path: 'days', required: true },
        { type: 'decimal', path: 'carried' },
      ],
    },
    {
      type: 'group',
      path: '',
      fields: [
        { type: 'date', path: 'first', required: true },
        { type: 'date', path: 'last', required: true },
      ],
    },
  ],
};

export const PAY: KindSpec = {
  plural: 'pay',
  columns: ['terms.person_id', 'terms.kind', 'terms.rate', 'terms.first', 'terms.last'],
  fresh: { terms: { kind: 'hourly', rate: { currency: 'EUR' } } },
  fields: [
    { type: 'person', path: 'terms.person_id', required: true },
    {
      type: 'choice',
      path: 'terms.kind',
      options: ['hourly', 'monthly'],
      words: 'pay_kind',
      required: true,
    },
    {
      type: 'group',
      path: '',
      fields: [
        { type: 'decimal', path: 'terms.rate.amount', required: true },
        text('terms.rate.currency', { hint: 'currency', ...needed }),
      ],
    },
    { type: 'decimal', path: 'terms.monthly_hours', hint: 'monthly_hours' },
    { type: 'switch', path: 'terms.deduct_absence' },
    {
      type: 'group',
      path: '',
      fields: [
        { type: 'date', path: 'terms.first' },
        { type: 'date', path: 'terms.last', hint: 'no_end' },
      ],
    },
    {
      type: 'list',
      path: 'terms.allowances',
      fresh: { amount: { currency: 'EUR' } },
      fields: [
        name,
        { type: 'decimal', path: 'amount.amount', required: true },
        text('amount.currency', needed),
        { type: 'duration', path: 'at_least', hint: 'at_least' },
      ],
    },
  ],
};

const FIELDS: readonly Schemas['Field'][] = [
  'staff_number',
  'person_id',
  'name',
  'team',
  'first',
  'last',
  'constant',
  'wage_type',
  'quantity',
  'multiplier',
  'worked',
  'regular',
  'overtime',
  'night',
  'breaks',
  'target',
  'balance',
  'credited',
  'unpaid',
  'absent',
  'late',
  'early',
  'days_present',
  'days_absent',
  'days_leave',
  'days_holiday',
  'gross',
  'currency',
];

export const MAPPINGS: KindSpec = {
  plural: 'payroll-mappings',
  columns: ['name', 'layout', 'columns'],
  fresh: { layout: 'person', delimiter: ';', encoding: 'utf-8', header: true, columns: [] },
  fields: [
    name,
    { type: 'choice', path: 'layout', options: ['person', 'wage_type'], words: 'layout' },
    {
      type: 'group',
      path: '',
      fields: [text('delimiter'), text('encoding'), text('date_format')],
    },
    { type: 'switch', path: 'header' },
    { type: 'switch', path: 'decimal_comma' },
    {
      type: 'list',
      path: 'columns',
      fresh: { field: 'name', header: '' },
      fields: [
        text('header', needed),
        { type: 'choice', path: 'field', options: FIELDS, words: 'payroll', required: true },
        text('constant'),
      ],
    },
    {
      type: 'list',
      path: 'wage_types',
      fresh: { measure: 'worked', code: '' },
      fields: [
        text('code', needed),
        { type: 'choice', path: 'measure', options: FIELDS, words: 'payroll', required: true },
      ],
    },
  ],
};

export const WEBHOOKS: KindSpec = {
  plural: 'webhooks',
  columns: ['name', 'url', 'active'],
  fresh: { active: true },
  fields: [
    name,
    { type: 'url', path: 'url', required: true },
    { type: 'secret', path: 'secret', hint: 'secret', required: true },
    { type: 'many', path: 'events', options: EVENTS, words: 'event', hint: 'events' },
    { type: 'switch', path: 'active' },
  ],
};

export const NOTIFICATIONS: KindSpec = {
  plural: 'notifications',
  columns: ['name', 'active'],
  fresh: { active: true },
  fields: [
    name,
    { type: 'secret', path: 'url', hint: 'apprise', required: true },
    { type: 'many', path: 'events', options: EVENTS, words: 'event', hint: 'events' },
    { type: 'switch', path: 'active' },
  ],
};
