import type { ValueOf } from '../../lib/event/fields.ts'
import { forwardOf } from './forward.ts'

/** What a filter does: the first in the order of `filter_action`; where it redirects mail, whither. */
export interface FilterAction {
  readonly filter_action: ValueOf<'filter_action'> | null
  readonly forward_recipient: string | null
}

const ORDER = ['redirect', 'program', 'discard', 'folder', 'stop', 'other'] as const

/**
 * What the arguments of `store_filter` say, `action1`, `dest1` and so on. Nothing of conditions, names and files is
 * told. Source: https://api.docs.cpanel.net, UAPI's Email::store_filter.
 */
export function filterActionOf(argumentNamed: ReadonlyMap<string, string>): FilterAction {
  const actions = [...argumentNamed].flatMap(([name, action]) => {
    if (!name.startsWith('action')) return []
    const destination = argumentNamed.get(name.replace('action', 'dest')) ?? ''
    return [{ does: kindOf(action, destination), destination }]
  })
  const filter_action = ORDER.find((each) => actions.some(({ does }) => does === each)) ?? null
  const redirect = filter_action === 'redirect' ? actions.find(({ does }) => does === 'redirect') : undefined
  return { filter_action, forward_recipient: redirect === undefined ? null : forwardOf(redirect.destination).recipient }
}

function kindOf(action: string, destination: string): ValueOf<'filter_action'> {
  switch (action) {
    case 'deliver':
      return 'redirect'
    case 'pipe':
      return 'program'
    case 'fail':
      return 'discard'
    case 'save':
      return destination === '/dev/null' ? 'discard' : 'folder'
    case 'finish':
      return 'stop'
    default:
      return 'other'
  }
}
