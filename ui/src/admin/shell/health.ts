import { ask, Problem, type Schemas } from '../../api/client';

/** How the server is. One that lacks something answers 503, and says what. */
export async function askHealth(): Promise<Schemas['Health']> {
  try {
    return await ask<Schemas['Health']>('GET', '/api/v1/health');
  } catch (problem) {
    const said = problem instanceof Problem ? (problem.answer as Schemas['Health'] | null) : null;
    if (said?.parts) return said;
    throw problem;
  }
}
