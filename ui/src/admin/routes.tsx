import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { Broken } from './shell/Broken';
import { Gate } from './shell/Gate';
import { Home } from './shell/Home';

type Module = { Component: ComponentType };

/** A page that is loaded when it is first opened. */
const page = (path: string, load: () => Promise<Module>): RouteObject => ({
  path,
  lazy: async () => ({ Component: (await load()).Component }),
});

export const router = createBrowserRouter([
  {
    path: '/app',
    element: <Gate />,
    errorElement: <Broken />,
    HydrateFallback: () => null,
    children: [
      {
        errorElement: <Broken />,
        children: [
          { index: true, element: <Home /> },
          page('dashboard', () => import('./dashboard/Dashboard')),
          page('people', () => import('./people/People')),
          page('people/import', () => import('./people/Import')),
          page('people/enrol', () => import('./bulk/Jobs')),
          page('people/enrol/:id', () => import('./bulk/Job')),
          page('people/:id', () => import('./people/Person')),
          page('people/:id/calendar', () => import('./attendance/Calendar')),
          page('people/:id/days/:date', () => import('./attendance/DayOf')),
          page('day', () => import('./attendance/Day')),
          page('month', () => import('./attendance/Month')),
          page('corrections', () => import('./corrections/Corrections')),
          page('leave', () => import('./leave/Leave')),
          page('periods', () => import('./periods/Periods')),
          page('reports', () => import('./reports/Reports')),
          page('company/:tab?', () => import('./setup/Company')),
          page('roster/:tab?', () => import('./setup/Roster')),
          page('rules/:tab?', () => import('./setup/Rules')),
          page('pay/:tab?', () => import('./setup/PayPages')),
          page('targets/:tab?', () => import('./setup/Targets')),
          page('devices', () => import('./devices/Devices')),
          page('users', () => import('./users/Users')),
          page('keys', () => import('./keys/Keys')),
          page('audit', () => import('./audit/Audit')),
          page('system', () => import('./system/System')),
          page('me/days', () => import('./me/Days')),
          page('me/days/:date', () => import('./me/DayOfMine')),
          page('me/requests', () => import('./me/Requests')),
          page('me/data', () => import('./me/Data')),
          page('consents/:tab?', () => import('./consent/Consents')),
          page('visitors', () => import('./visitors/Visitors')),
          page('visitors/:id', () => import('./visitors/Visitor')),
          page('cameras', () => import('./cameras/Cameras')),
          page('recognise', () => import('./recognise/Recognise')),
          page('welcome', () => import('./welcome/Welcome')),
        ],
      },
    ],
  },
  { path: '*', element: <Navigate to="/app" replace /> },
]);
