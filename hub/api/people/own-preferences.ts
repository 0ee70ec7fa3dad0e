import * as v from 'valibot'
import {
  MOST_CHOSEN,
  type Preferences,
  type PreferencesAnswer,
  USUAL_PREFERENCES,
} from '../../contract/preferences-contract.ts'
import { bodyJson } from '../../http/body-json.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import type { HubAnswer } from '../../http/route.ts'
import { maySee } from '../../people/rights.ts'
import { preferencesOf } from '../../store/ask/preferences-of.ts'
import { setPreferences } from '../../store/change/set-preferences.ts'
import { type ApiRoute, apiRoute, changeRoute } from '../api-route.ts'
import { seenRevision } from '../seen-revision.ts'

const line = (most: number): v.GenericSchema<string> =>
  v.pipe(v.string(), v.maxLength(most, 'is too long'), v.regex(/^\P{Cc}*$/u, 'holds a control character'))

const chosen: v.GenericSchema<Preferences> = v.strictObject({
  theme: v.picklist(['system', 'light', 'dark']),
  density: v.picklist(['compact', 'comfortable']),
  times: v.picklist(['local', 'utc']),
  hidden: v.pipe(v.array(line(MOST_CHOSEN.name)), v.maxLength(MOST_CHOSEN.hidden, 'has too many')),
  folds: v.boolean(),
  noticeLanguage: v.picklist(['en', 'de']),
  views: v.pipe(
    v.array(v.strictObject({ name: line(MOST_CHOSEN.name), query: line(MOST_CHOSEN.query) })),
    v.maxLength(MOST_CHOSEN.views, 'has too many'),
  ),
})

const answer: v.GenericSchema<PreferencesAnswer> = v.object({
  revision: v.pipe(v.number(), v.integer(), v.description('Rises with each change; for If-Match. 0: nothing chosen.')),
  preferences: chosen,
})

/** `GET /api/v1/me/preferences`. */
export const preferencesRoute: ApiRoute = apiRoute(
  {
    path: '/api/v1/me/preferences',
    summary: 'What whoever asks has chosen about the console.',
    parameters: {},
    answer,
  },
  async (_, { store, person }) => {
    const kept = await store.ask(preferencesOf, person.person)
    return kept === null ? answerOf(0, USUAL_PREFERENCES) : answerOf(kept.revision, chosenIn(kept.document))
  },
)

/** `PUT /api/v1/me/preferences`. */
export const setPreferencesRoute: ApiRoute = changeRoute(
  {
    method: 'PUT',
    path: '/api/v1/me/preferences',
    right: maySee,
    summary: 'Keeps what whoever has signed in chose about the console; with If-Match only if it has that revision.',
    body: chosen,
    answer,
  },
  async (preferences, { store, person, headers }) => {
    if (person.token !== null) throw new HttpError(PROBLEMS.sessionOnly)
    const wanted = { person: person.person, seen: seenRevision(headers), document: JSON.stringify(preferences) }
    const revision = await store.change(setPreferences, wanted)
    if (revision === null) throw new HttpError(PROBLEMS.changedMeanwhile)
    return answerOf(revision, preferences)
  },
)

function answerOf(revision: number, preferences: Preferences): HubAnswer {
  return { status: 200, headers: { etag: `"${revision}"` }, body: { json: { revision, preferences } } }
}

const whole = v.pipe(
  bodyJson,
  v.transform((kept) => ({ ...USUAL_PREFERENCES, ...Object.fromEntries(Object.entries(kept ?? {})) })),
  chosen,
)

/** What an earlier version kept lacks choices; what a later one kept may be no choice of this one. */
function chosenIn(document: string): Preferences {
  const { success, output } = v.safeParse(whole, document)
  return success ? output : USUAL_PREFERENCES
}
