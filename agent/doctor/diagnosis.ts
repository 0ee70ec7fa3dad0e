/** What one examination says about one thing. */
export interface Diagnosis {
  /** The examination that it comes from: `units`, `clock`. Scripts rely on these names. */
  readonly name: string
  /** `failed`: the agent does not do its work, or not all of it. `unknown`: this cannot be told here. */
  readonly state: 'ok' | 'warning' | 'failed' | 'unknown'
  /** What is, in a sentence. Never a secret. */
  readonly what: string
  /** Why that matters; absent if all is well. */
  readonly why?: string
  /** What to type, one command each; absent if nothing helps that can be typed. */
  readonly remedy?: readonly string[]
}

/** What an examination found, before it has the name of that. */
export type Symptom = Omit<Diagnosis, 'name'>

/** All is well. */
export function well(what: string): Symptom {
  return { state: 'ok', what }
}

/** Something is not as it should be, and the agent works. */
export function doubtful(what: string, why: string, ...remedy: readonly string[]): Symptom {
  return unwell('warning', what, why, remedy)
}

/** The agent does not do its work, or not all of it. */
export function failing(what: string, why: string, ...remedy: readonly string[]): Symptom {
  return unwell('failed', what, why, remedy)
}

/** This cannot be told: by this user, or on this host. */
export function untold(what: string, ...remedy: readonly string[]): Symptom {
  return { state: 'unknown', what, ...(remedy.length > 0 && { remedy }) }
}

/** Something that is not well, in this state. */
export function unwell(state: 'warning' | 'failed', what: string, why: string, remedy: readonly string[]): Symptom {
  return { state, what, why, ...(remedy.length > 0 && { remedy }) }
}
