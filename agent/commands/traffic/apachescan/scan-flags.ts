import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { codeOf } from '../../../../lib/system/errors.ts'
import { plainText } from '../../../../lib/text/plain-text.ts'
import { TRAFFIC_KEYS, type TrafficKey } from '../../../../lib/traffic/traffic-key.ts'
import { wrongTraffic } from '../traffic-request.ts'

/** What Apache Scanner is told on its command line. */
export interface ScanFlags {
  readonly file: string
  /** Where the position is saved. */
  readonly offsetFile: string
  readonly isOffsetRemoved: boolean
  /** In seconds. */
  readonly interval: number
  readonly alertInterval: number
  readonly outOfOrder: number
  readonly waitTime: number
  /** Requests a second. */
  readonly threshold: number
  readonly keys: readonly TrafficKey[]
  readonly highest: number
  /** Passes over the log; 0 for ever. */
  readonly loop: number
  readonly level: 'debug' | 'info' | 'warning'
}

/** Its flags with its defaults. */
const FLAGS = {
  filename: { type: 'string', short: 'f', default: '/tmp/access.log' },
  'remove-offset': { type: 'boolean', short: 'r', default: false },
  'offset-directory': { type: 'string', short: 'o' },
  interval: { type: 'string', short: 'i', default: '10' },
  threshold: { type: 'string', short: 't', default: '10' },
  'alert-interval': { type: 'string', short: 'a', default: '120' },
  keys: { type: 'string', short: 'k', multiple: true },
  highest: { type: 'string', default: '5' },
  loop: { type: 'string', short: 'l', default: '0' },
  'wait-time': { type: 'string', default: '0.5' },
  'out-of-order': { type: 'string', default: '10' },
  warnings: { type: 'boolean', short: 'w', default: false },
  debug: { type: 'boolean', short: 'd', default: false },
} as const

const [WHOLE, DECIMAL] = [/^\d{1,9}$/, /^\d{1,9}(?:\.\d{1,20})?$/]

/** Reads these words as Apache Scanner does. Throws `ActionNeeded` (exit 2). */
export function scanFlagsOf(words: readonly string[]): ScanFlags {
  const { values } = parsed(words)
  const { filename: file, debug, warnings } = values
  const interval = numberIn('interval', values.interval, WHOLE)
  const alertInterval = numberIn('alert-interval', values['alert-interval'], WHOLE)
  if (interval < 1) throw wrongTraffic('--interval must be a second at least')
  if (alertInterval < interval) throw wrongTraffic('--alert-interval must be as long as --interval at least')
  return {
    file,
    offsetFile: join(values['offset-directory'] ?? dirname(file), `${basename(file)}.offset`),
    isOffsetRemoved: values['remove-offset'],
    interval,
    alertInterval,
    outOfOrder: numberIn('out-of-order', values['out-of-order'], WHOLE),
    waitTime: numberIn('wait-time', values['wait-time'], DECIMAL),
    threshold: numberIn('threshold', values.threshold, DECIMAL),
    keys: values.keys === undefined ? TRAFFIC_KEYS : values.keys.map(keyOf),
    highest: numberIn('highest', values.highest, WHOLE),
    loop: numberIn('loop', values.loop, WHOLE),
    level: debug ? 'debug' : warnings ? 'warning' : 'info',
  }
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: FLAGS })
  } catch (error) {
    if (codeOf(error)?.startsWith('ERR_PARSE_ARGS') !== true || !(error instanceof Error)) throw error
    throw wrongTraffic(`apachescan: ${plainText(error.message)}`)
  }
}

function numberIn(name: string, typed: string, form: RegExp): number {
  if (form.test(typed)) return Number(typed)
  throw wrongTraffic(`--${name} wants ${form === WHOLE ? 'a whole number' : 'a number'}, not "${plainText(typed)}"`)
}

function keyOf(typed: string): TrafficKey {
  const key = TRAFFIC_KEYS.find((each) => each === typed)
  if (key !== undefined) return key
  throw wrongTraffic(`--keys takes ${TRAFFIC_KEYS.join(', ')}, not "${plainText(typed)}"`)
}
