import { ownName } from '../../../lib/system/users/passwd.ts'
import { WATCH_USER } from '../../program.ts'

/** Where root is asked for what it alone may see, and tells it. */
export interface SurveyPlaces {
  /** Where the watcher leaves requests. It can put anything there. */
  readonly requests: string
  /** Where root tells; nobody else writes there, and the watcher reads. */
  readonly findings: string
  /** The number of root. */
  readonly owner: number
}

/** Those that the units of the packages know. */
export const SURVEY_PLACES: SurveyPlaces = {
  requests: '/var/lib/spoor-watch/survey',
  findings: '/run/spoor-survey',
  owner: 0,
}

/** For the user of the packages' watcher; undefined for everybody else, who looks with the rights at hand. */
export function surveyHere(): SurveyPlaces | undefined {
  return ownName() === WATCH_USER ? SURVEY_PLACES : undefined
}
