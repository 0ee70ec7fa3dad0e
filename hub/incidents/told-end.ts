import { MOST_CHECKS } from '../../lib/agent-status/agent-status.ts'
import { serviceOf } from './checked-service.ts'
import type { Incident } from './incident.ts'

/** A check as the agent of its host told it last. Times in seconds. */
export interface ToldCheckState {
  /** As docs/checks.md has it. */
  readonly state: string
  /** When the certificate ends that it saw; null if it saw none. */
  readonly certificate: number | null
}

/** What the agent of a host told last of what it checks. */
export interface ToldHost {
  /** Whether it has credentials that count. */
  readonly mayReport: boolean
  /**
   * When it told its checks; null if its last status says nothing of them. An agent of an earlier version never does,
   * nor does one whose watcher has not started since the boot: that is no sign that anything is well, or not checked
   * any more.
   */
  readonly checksTold: number | null
  readonly hasNetwork: boolean
  /** Its checks by their names, in small letters. */
  readonly checks: ReadonlyMap<string, ToldCheckState>
}

/** What comes after an incident by less, in seconds, may have been on its way before it. */
const SETTLED = 300

/** Agents tell of a certificate from so long before its end on, in seconds: `agent/watch/told-certificate.ts`. */
const EXPIRES_SOON = 21 * 86_400

/**
 * Why an outage, or a certificate that ends, is over by what its agent says of itself; undefined while it is not. The
 * event that says so may never come: a check leaves the configuration, a receiver gets only what is severe, a host has
 * another name by now.
 */
export function toldEnd(
  { kind, subjectType, subject, updated }: Pick<Incident, 'kind' | 'subjectType' | 'subject'> & { updated: number },
  host: ToldHost | undefined,
  now: number,
): string | undefined {
  if (host?.mayReport !== true) return NOTHING_EXPECTED
  if (host.checksTold === null || host.checksTold < updated + SETTLED) return undefined
  if (subjectType === 'host') return host.hasNetwork ? `The agent of ${subject} says that it has a network.` : undefined
  const { host: on, check: name } = serviceOf(subject) ?? { host: subject, check: '' }
  const [check, whose] = [host.checks.get(name), `${name} of ${on}`]
  if (check === undefined) return mayBeLeftOut(host) ? undefined : `${whose} is not checked any more.`
  if (check.state === 'off') return `${whose} is switched off.`
  return kind === 'expiry' ? expiryEnd(check, whose, now) : outageEnd(check, whose)
}

function outageEnd({ state }: ToldCheckState, whose: string): string | undefined {
  return state === 'up' ? `The agent says that ${whose} is up.` : undefined
}

/** Of more checks than a status has room for, some are not told. */
function mayBeLeftOut({ checks }: ToldHost): boolean {
  return checks.size >= MOST_CHECKS.checks
}

/** Why nothing is awaited of a host any more. */
export const NOTHING_EXPECTED = 'The host may report no more, so nothing is expected of it.'

function expiryEnd({ state, certificate }: ToldCheckState, whose: string, now: number): string | undefined {
  if (certificate !== null)
    return certificate > now + EXPIRES_SOON ? `${whose} shows a certificate that ends later.` : undefined
  // Who does not answer shows none either.
  return state === 'up' ? `${whose} shows no certificate any more.` : undefined
}
