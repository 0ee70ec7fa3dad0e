import { originFault } from '../../lib/settings/origin.ts'
import { identifierFault } from './given-answers.ts'

/** Somebody who can be asked. */
export interface Asker {
  /** Writes a paragraph. */
  readonly say: (text: string) => void
  /** Asks one thing; an empty answer is the default, where there is one. */
  readonly ask: (question: string, preset?: string) => Promise<string>
  /** Asks for the token of a hub, and for the secret of an API, without showing them; checked. */
  readonly token: () => Promise<string>
  readonly secret: () => Promise<string>
}

const PLACES = { 1: 'hub', 2: 'api', 3: 'local' } as const

/** Asks where reports are to go. */
export async function askForPlace(asker: Asker): Promise<(typeof PLACES)[keyof typeof PLACES]> {
  asker.say('Where should this host report to?')
  asker.say('  1  a hub: your spoor-hub, by a token that it makes (spoor-hub token create)')
  asker.say('  2  a Spoor API, by an identifier and a secret that it issued')
  asker.say('  3  nowhere: reports stay here, and spoor-agent events --local shows them')
  for (;;) {
    const answer = await asker.ask('1, 2 or 3?', '1')
    if (answer === '1' || answer === '2' || answer === '3') return PLACES[answer]
    asker.say('Type 1, 2 or 3.')
  }
}

/** Asks for the address of a hub; its origin. */
export function askForHub(asker: Asker): Promise<string> {
  return askForOrigin(asker, 'Address of the hub, such as https://hub.example.com:')
}

/** What is known of an API; texts are empty that are not. */
interface KnownApi {
  readonly url: string
  readonly identifier: string
  readonly secret: string | undefined
}

/** Asks for what is missing of an API. */
export async function askForApi(asker: Asker, known: KnownApi, isSecretMissing: boolean): Promise<KnownApi> {
  const url = known.url || (await askForOrigin(asker, 'Address of the API, such as https://spoor.example.com:'))
  const identifier = known.identifier || (await askUntil(asker, 'Identifier of this host there:', identifierFault))
  return { url, identifier, secret: isSecretMissing ? await asker.secret() : known.secret }
}

/** Asks for a yes or a no. */
export async function askForYes(asker: Asker, question: string, preset: 'y' | 'n' = 'y'): Promise<boolean> {
  for (;;) {
    const answer = (await asker.ask(`${question} [${preset === 'y' ? 'Y/n' : 'y/N'}]`)).toLowerCase() || preset
    if (['y', 'yes', 'n', 'no'].includes(answer)) return answer.startsWith('y')
    asker.say('Type y or n.')
  }
}

async function askForOrigin(asker: Asker, question: string): Promise<string> {
  return new URL(await askUntil(asker, question, originFault)).origin
}

async function askUntil(
  asker: Asker,
  question: string,
  faultOf: (text: string) => string | undefined,
): Promise<string> {
  for (;;) {
    const answer = await asker.ask(question)
    const fault = faultOf(answer)
    if (fault === undefined) return answer
    asker.say(`That ${fault}.`)
  }
}
