import type { Options } from '../../../lib/command-line/command.ts'
import { parseDuration } from '../../../lib/settings/quantity.ts'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { GuardRule } from '../../../lib/traffic/guard/guard-rule.ts'
import { TRAFFIC_KEYS, type TrafficKey } from '../../../lib/traffic/traffic-key.ts'
import type { NumbersForm } from '../mail/mail-request.ts'

/** What is asked for. */
export interface TrafficRequest {
  readonly form: NumbersForm
  /** In seconds. */
  readonly interval: number
  /** Of which keys lists are made, in this order. */
  readonly keys: readonly TrafficKey[]
  /** How many entries a list has. */
  readonly top: number
  readonly rule: GuardRule
  /** The format of lines: its name, or itself; what fits if it is undefined. */
  readonly format: string | undefined
}

const USUAL = { interval: 10, window: 120, threshold: 10, clear: 80, top: 5 }

/** Longest interval and window, in seconds: a day. */
const LONGEST = 86_400

const [COUNT, RATE] = [/^[1-9]\d{0,2}$/, /^\d{1,9}(?:\.\d{1,6})?$/]

const USUAL_KEYS: readonly TrafficKey[] = ['section', 'ip', 'status_code']

/** The request in options; lists have `usualTop` entries unless they say otherwise. Throws `ActionNeeded` (exit 2). */
export function trafficRequestOf(options: Options, usualTop = USUAL.top): TrafficRequest {
  const { csv, json, format } = options
  if (csv === true && json === true) throw wrongTraffic('write only one of --csv and --json')
  const interval = secondsIn(options, 'interval') ?? USUAL.interval
  const window = secondsIn(options, 'window') ?? Math.max(USUAL.window, interval)
  if (window < interval) throw wrongTraffic('--window must be as long as --interval at least')
  return {
    form: csv === true ? 'csv' : json === true ? 'json' : 'table',
    interval,
    keys: keysIn(options),
    top: numberIn(options, 'top', COUNT, 'a number from 1 to 999') ?? usualTop,
    rule: {
      measure: 'requests',
      over: numberIn(options, 'threshold', RATE, 'requests a second, such as 10') ?? USUAL.threshold,
      least: 0,
      window,
      clear: clearIn(options),
      for: 0,
      judges: 'closed intervals',
    },
    format: typeof format === 'string' ? format : undefined,
  }
}

/** What is wrong with the command line. */
export function wrongTraffic(sentence: string): ActionNeeded {
  return new ActionNeeded(`traffic: ${sentence}`, EXIT.usage)
}

function secondsIn(options: Options, name: string): number | undefined {
  const typed = options[name]
  if (typeof typed !== 'string') return undefined
  const seconds = (parseDuration(typed) ?? NaN) / 1000
  if (Number.isInteger(seconds) && seconds <= LONGEST) return seconds
  throw wrongTraffic(`--${name} wants whole seconds up to a day, such as 10s or 5m, not "${plainText(typed)}"`)
}

function numberIn(options: Options, name: string, form: RegExp, wanted: string): number | undefined {
  const typed = options[name]
  if (typeof typed !== 'string') return undefined
  if (form.test(typed)) return Number(typed)
  throw wrongTraffic(`--${name} wants ${wanted}, not "${plainText(typed)}"`)
}

/** A share from 0 to 1. */
function clearIn({ clear }: Options): number {
  if (typeof clear !== 'string') return USUAL.clear / 100
  const [, digits] = /^(\d{1,3})%$/.exec(clear) ?? []
  if (digits !== undefined && Number(digits) <= 100) return Number(digits) / 100
  throw wrongTraffic(`--clear wants a share of the threshold, such as 80%, not "${plainText(clear)}"`)
}

function keysIn({ keys }: Options): readonly TrafficKey[] {
  if (typeof keys !== 'string') return USUAL_KEYS
  return [...new Set(keys.split(','))].map((typed) => {
    const key = TRAFFIC_KEYS.find((each) => each === typed)
    if (key !== undefined) return key
    throw wrongTraffic(`--keys takes ${TRAFFIC_KEYS.join(', ')}, with commas between, not "${plainText(typed)}"`)
  })
}
