import { resolve } from 'node:path'
import * as v from 'valibot'
import type { Options } from '../../lib/command-line/command.ts'
import { originFault } from '../../lib/settings/origin.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { eventNames } from '../config/wish-schema.ts'
import { proxyOptionFault } from '../enrolment/hub-connection.ts'

/** What somebody said of where reports go, by options or the environment; undefined is not said. */
export interface GivenAnswers {
  /** The origin of a hub, and the file that holds its token; `-` is standard input. */
  readonly hub: string | undefined
  readonly tokenFile: string | undefined
  /** The origin of a Spoor API, the identifier of this host there, and the file that holds its secret. */
  readonly api: string | undefined
  readonly identifier: string | undefined
  readonly secretFile: string | undefined
  readonly isLocal: boolean
  /** An absolute path. */
  readonly caFile: string | undefined
  readonly proxy: string | undefined
  /** `events` of the configuration, as YAML. */
  readonly events: string | undefined
}

/** Which of them say where reports go: an option takes the place of all of the environment. */
const PLACES = ['hub', 'api', 'local'] as const

/** Reads and checks them. Throws `ActionNeeded` (exit 2) if one is wrong, or if they say two things. */
export function givenAnswers(options: Options, env: NodeJS.ProcessEnv): GivenAnswers {
  const isPlaceTyped = PLACES.some((name) => options[name] !== undefined)
  const said = (name: string): string | undefined => {
    const typed = options[name]
    if (typed !== undefined) return String(typed)
    const isReplaced = isPlaceTyped && PLACES.some((place) => place === name)
    return isReplaced ? undefined : env[`SPOOR_${name.toUpperCase().replaceAll('-', '_')}`] || undefined
  }
  const isLocal = said('local') !== undefined && said('local') !== '0'
  const places = [said('hub') && '--hub', said('api') && '--api', isLocal && '--local'].filter(Boolean)
  if (places.length > 1) throw wrong(`${places.join(' and ')} exclude each other; give one of them`)
  const proxyFault = proxyOptionFault(said('proxy'))
  if (proxyFault !== undefined) throw wrong(`--proxy ${proxyFault}`)
  const caFile = said('ca-file')
  return {
    hub: originOf('--hub', said('hub')),
    tokenFile: said('token-file'),
    api: originOf('--api', said('api')),
    identifier: identifierOf(said('identifier')),
    secretFile: said('secret-file'),
    isLocal,
    caFile: caFile === undefined ? undefined : resolve(caFile),
    proxy: said('proxy'),
    events: eventsOf(said('events')),
  }
}

/** What is wrong with an identifier, as the rest of a sentence; undefined if nothing is. */
export function identifierFault(text: string): string | undefined {
  if (text === '') return 'is empty'
  return /[:\p{Cc}]/u.test(text) || text.length > 200 ? 'is none: it is short, one line, without a colon' : undefined
}

function identifierOf(text: string | undefined): string | undefined {
  const fault = text === undefined ? undefined : identifierFault(text)
  if (fault !== undefined) throw wrong(`--identifier ${fault}`)
  return text
}

function originOf(flag: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const fault = originFault(text)
  if (fault !== undefined) throw wrong(`${flag} ${fault}; write it as https://spoor.example.com`)
  return new URL(text).origin
}

function eventsOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const names = text.split(',').map((name) => name.trim())
  const { success, issues } = v.safeParse(eventNames, names.length === 1 ? names[0] : names)
  if (!success) throw wrong(`--events ${issues[0].message}`)
  return names.length === 1 ? names.join('') : `[${names.join(', ')}]`
}

function wrong(what: string): ActionNeeded {
  return new ActionNeeded(`setup: ${what}`, EXIT.usage)
}
