import type { ValueOf } from '../../lib/event/fields.ts'
import { forwardOf } from '../drivers/forward.ts'
import type { Told } from './hooked.ts'

type Action = ValueOf<'filter_action'>

/** What a filter does, without its name, its patterns and its texts. */
interface Filter {
  /** Of several actions, the first in this order: redirect, program, discard, folder, stop, other. */
  readonly action: Action | null
  readonly scope: ValueOf<'filter_scope'> | null
  /** Where it sends mail, as it is written. */
  readonly redirects: readonly string[]
}

const ORDER: readonly Action[] = ['redirect', 'program', 'discard', 'folder', 'stop', 'other']

/** Conditions that every message meets: what is looked for is nothing, or stands in every header. */
const EVERYTHING: Readonly<Record<string, RegExp>> = {
  contains: /^[@.]?$/,
  begins: /^$/,
  ends: /^$/,
  matches: /^\^?(?:\.[*+]?)?\$?$/,
}

/** Reads the arguments of `store_filter`: `action1`, `dest1`, `match1`, `val1`, `opt1` and so on. */
export function filterOf(args: Told['args']): Filter {
  const actions = numbered(args, 'action').map(([number, text]) => {
    const target = args[`dest${number}`] ?? ''
    return { action: actionOf(text, target), target }
  })
  return {
    action: ORDER.find((action) => actions.some((each) => each.action === action)) ?? null,
    scope: scopeOf(args),
    redirects: actions.filter(({ action }) => action === 'redirect').map(({ target }) => target),
  }
}

/** The words of cPanel's form; "Discard Message" saves to /dev/null. */
function actionOf(word: string, target: string): Action {
  switch (word.toLowerCase()) {
    case 'deliver':
    case 'redirect':
      return redirect(target)
    case 'pipe':
      return 'program'
    case 'fail':
      return 'discard'
    case 'save':
      return target.replaceAll(/["\s]/g, '') === '/dev/null' ? 'discard' : 'folder'
    case 'finish':
      return 'stop'
    default:
      return 'other'
  }
}

function redirect(target: string): Action {
  const { type, recipient } = forwardOf(target)
  if (recipient === '|') return 'program'
  if (recipient === '/') return 'folder'
  return type === 'blackhole' || type === 'fail' ? 'discard' : 'redirect'
}

function scopeOf(args: Told['args']): Filter['scope'] {
  const conditions = numbered(args, 'match').map(([number, word]) => {
    return EVERYTHING[word.toLowerCase()]?.test((args[`val${number}`] ?? '').trim()) === true
  })
  if (conditions.length === 0) return null
  const isEither = numbered(args, 'opt').some(([, word]) => word.toLowerCase() === 'or')
  return (isEither ? conditions.includes(true) : !conditions.includes(false)) ? 'all' : 'some'
}

/** The values of a numbered argument that is not empty, with their numbers. */
function numbered(args: Told['args'], name: string): readonly (readonly [number: string, value: string])[] {
  return Object.entries(args)
    .filter(([key, value]) => key.startsWith(name) && value !== '')
    .map(([key, value]) => [key.slice(name.length), value])
}
