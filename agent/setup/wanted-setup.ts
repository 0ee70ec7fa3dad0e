import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { shellWord } from '../../lib/text/shell-word.ts'
import { type Asker, askForApi, askForHub, askForPlace } from './dialog.ts'
import type { GivenAnswers } from './given-answers.ts'
import type { PresentState } from './present-state.ts'

/** Where reports are to go. `configured`: as the host says already. */
export type WantedPlace =
  | { readonly kind: 'configured' | 'local' }
  | { readonly kind: 'hub'; readonly url: string; readonly token: () => Promise<string> }
  | WantedApi

/** A Spoor API; without a secret the one that is there stays. */
interface WantedApi {
  readonly kind: 'api'
  readonly url: string
  readonly identifier: string
  readonly secret: string | undefined
}

/** How a host is to be set up. */
export interface WantedSetup extends Pick<GivenAnswers, 'caFile' | 'proxy' | 'events'> {
  readonly place: WantedPlace
}

/** What stands in for what nobody said: reads secrets from files or standard input, and asks where somebody is. */
interface AnswerSources {
  /** Reads the token of a hub from this file. */
  readonly token: (file: string) => Promise<string>
  /** Reads the secret of an API from this file. */
  readonly secret: (file: string) => Promise<string>
  /** Asks a person; undefined where nobody is to be asked. */
  readonly asker: Asker | undefined
}

/**
 * Decides by what was said, then by what is configured, then by asking. Throws `ActionNeeded` (exit 2), which names the
 * options that are missing, where nobody can be asked.
 */
export async function wantedSetup(
  given: GivenAnswers,
  present: PresentState,
  sources: AnswerSources,
): Promise<WantedSetup> {
  const { caFile, proxy, events } = given
  return { caFile, proxy, events, place: await wantedPlace(given, present, sources) }
}

async function wantedPlace(given: GivenAnswers, present: PresentState, sources: AnswerSources): Promise<WantedPlace> {
  if (given.isLocal) return { kind: 'local' }
  if (given.hub !== undefined) return wantedHub(given.hub, given, present, sources)
  if (isAboutApi(given, present)) return wantedApi(given, present, sources)
  if (present.isConfigured) return { kind: 'configured' }
  switch (await chosenPlace(sources)) {
    case 'hub':
      return wantedHub(undefined, given, present, sources)
    case 'api':
      return wantedApi(given, present, sources)
    case 'local':
      return { kind: 'local' }
  }
}

/** Whether something is said of an API, or something of the one that is there is missing. */
function isAboutApi(given: GivenAnswers, { api, identifier, hasSecret }: PresentState): boolean {
  if ([given.api, given.identifier, given.secretFile].some((answer) => answer !== undefined)) return true
  if (api === '') return false
  return given.caFile !== undefined || given.proxy !== undefined || identifier === '' || !hasSecret
}

async function chosenPlace({ asker }: AnswerSources): ReturnType<typeof askForPlace> {
  if (asker !== undefined) return askForPlace(asker)
  throw missing('it is not said where reports go; give one of these', [
    '--hub URL --token-file FILE',
    '--api URL --identifier ID --secret-file FILE',
    '--local',
  ])
}

async function wantedHub(
  said: string | undefined,
  { tokenFile }: GivenAnswers,
  present: PresentState,
  { token, asker }: AnswerSources,
): Promise<WantedPlace> {
  const url = said ?? (asker && (await askForHub(asker)))
  if (url === undefined) throw missing('the address of the hub is missing', ['--hub URL'])
  // An enrolment that holds needs no other token.
  if (url === present.hub) return { kind: 'hub', url, token: () => Promise.reject(new Error('There is one.')) }
  if (present.hub !== undefined) {
    throw new ActionNeeded(
      `setup: this host is enrolled at ${present.hub}; to change that, type: spoor-agent enrol ${shellWord(url)} --force`,
      EXIT.usage,
    )
  }
  if (tokenFile !== undefined) return { kind: 'hub', url, token: () => token(tokenFile) }
  if (asker === undefined)
    throw missing('the token of the hub is missing (on the hub: spoor-hub token create)', ['--token-file FILE'])
  const typed = await asker.token()
  return { kind: 'hub', url, token: async () => typed }
}

async function wantedApi(
  given: GivenAnswers,
  present: PresentState,
  { secret: secretIn, asker }: AnswerSources,
): Promise<WantedApi> {
  const isSame = given.api === undefined || given.api === present.api
  const { identifier, hasSecret } = isSame ? present : { identifier: '', hasSecret: false }
  const known = {
    url: given.api ?? present.api,
    identifier: given.identifier ?? identifier,
    secret: given.secretFile === undefined ? undefined : await secretIn(given.secretFile),
  }
  const isSecretMissing = known.secret === undefined && !hasSecret
  if (asker !== undefined) return { kind: 'api', ...(await askForApi(asker, known, isSecretMissing)) }
  const lacking = [
    ...(known.url === '' ? ['--api URL'] : []),
    ...(known.identifier === '' ? ['--identifier ID'] : []),
    ...(isSecretMissing ? ['--secret-file FILE'] : []),
  ]
  if (lacking.length > 0) throw missing('something of the Spoor API is missing', [lacking.join(' ')])
  return { kind: 'api', ...known }
}

function missing(what: string, options: readonly string[]): ActionNeeded {
  return new ActionNeeded(`setup: ${what}: ${options.join(', or ')}`, EXIT.usage)
}
