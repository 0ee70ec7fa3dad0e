import type { ShownTrail, TrailsAnswer } from '../../contract/trail-contract.ts'

/** A step that a takeover can have. */
export type TrailStepName = 'guess' | 'login' | 'filter' | 'forward' | 'mail' | 'password'

/** Whether it was seen, looked for and not there, or could not be looked for on these hosts. */
export interface TrailStep {
  readonly name: TrailStepName
  readonly state: 'seen' | 'none' | 'unknown'
  readonly blindHosts: readonly string[]
}

/** The kinds of events that are each step, in the order in which they usually come. */
const KINDS: Readonly<Record<TrailStepName, readonly string[]>> = {
  guess: ['login_failed', 'login_burst'],
  login: ['login', 'session_opened', 'login_after_burst', 'login_new_place', 'login_new_country', 'login_new_provider'],
  filter: ['filter_stored', 'filter_enabled', 'filter_found'],
  forward: [
    'forward_added',
    'forward_added_partial_ip',
    'forward_added_partial_recipient',
    'forward_found',
    'domain_forward_added',
    'default_address_changed',
  ],
  mail: ['mail_burst', 'mail_limit_reached'],
  password: ['mailbox_password_changed', 'account_password_changed'],
}

const NAMES: readonly TrailStepName[] = ['guess', 'login', 'filter', 'forward', 'mail', 'password']

const STATES: readonly TrailStep['state'][] = ['seen', 'none', 'unknown']

/**
 * The steps of a takeover: first those that were seen. That one is not there is only said if all of its hosts could
 * tell: none of its kinds is blind there, and not all of them are left out.
 */
export function trailSteps({ kinds, hosts }: ShownTrail, known: TrailsAnswer['hosts']): readonly TrailStep[] {
  const steps = NAMES.map((name): TrailStep => {
    const { [name]: its } = KINDS
    const seenBy = its.some((kind) => kinds.includes(kind))
    const blindHosts = hosts.filter((host) => {
      const sight = known.find((one) => one.host === host)
      return (
        sight === undefined ||
        its.some((kind) => sight.blind.includes(kind)) ||
        its.every((kind) => sight.never.includes(kind))
      )
    })
    const isUnknown = blindHosts.length > 0 || hosts.length === 0
    return { name, state: seenBy ? 'seen' : isUnknown ? 'unknown' : 'none', blindHosts }
  })
  return steps.toSorted((one, other) => STATES.indexOf(one.state) - STATES.indexOf(other.state))
}
