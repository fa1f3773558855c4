import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router/dom';
import { Problem } from '../api/client';
import { Toasts } from './parts/Toasts';
import { router } from './routes';
import { SignInAgain } from './shell/SignIn';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal stays one; only what passes is asked for again.
      retry: (failed, problem) => failed < 2 && problem instanceof Problem && problem.passing,
    },
  },
});

/** The administration: everything behind the sign-in. */
export function Admin() {
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
      <SignInAgain />
      <Toasts />
    </QueryClientProvider>
  );
}
