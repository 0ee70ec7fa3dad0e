import type { Whereabouts } from '../config/load.ts'

/** Where restarts are asked for and answered. */
export interface RestartPlaces {
  /** Where the watcher leaves requests. It can put anything there. */
  readonly requests: string
  /** Where root notes what it restarted; only root writes there, and the watcher reads. */
  readonly record: string
  /** Where root leaves events. */
  readonly inbox: string
}

/** Beside the spool. */
export function restartPlaces({ spool }: Pick<Whereabouts, 'spool'>): RestartPlaces {
  return {
    requests: `${spool.path}-watch/restarts`,
    record: `${spool.path}-restart`,
    inbox: `${spool.path}-inbox/restart`,
  }
}
