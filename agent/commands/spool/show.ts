import { EXIT, ActionNeeded } from '../../../lib/system/errors.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { wrap } from '../../../lib/terminal/wrap.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import type { ReceiverConfig } from '../../config/config.ts'
import type { ShownSending } from '../../receivers/receiver-type.ts'
import { shownTo } from '../../receivers/receiver-types.ts'
import { API_NAME } from '../../spool/api-name.ts'
import { needsOf } from '../../spool/cursor/backlog.ts'
import { ReceiverCursor } from '../../spool/cursor/cursor.ts'
import { failuresOf } from '../../spool/cursor/failures.ts'
import { sequenceOf } from '../../spool/reports/report-name.ts'
import { FOLDER_OF, type StoredReport } from '../../spool/reports/stored-report.ts'
import { receiverFolder, type SpoolFolders } from '../../spool/spool-folders.ts'
import { UNKNOWN } from '../../spool/upkeep/by-hand.ts'
import { type SpoolAction, type SpoolParts, wantedReport } from './action.ts'
import { chosenReceiver } from './chosen-receiver.ts'

/** Shows what a receiver is sent of one report, exactly as the transmitter makes it, without the credentials. */
export const show: SpoolAction = {
  usage: 'show <report>',
  summary: 'Show the request of a report as it is sent, and why it failed.',
  options: ['--config', '--receiver', '--body'],
  takesReport: true,
  run: async (parts) => {
    const { folders, host, io, options } = parts
    const receiver = shownReceiver(parts)
    const { report, problem, ...stored } = await wantedReport(parts)
    const { name, state } = stored
    const file = `${folders[FOLDER_OF[receiver.name === API_NAME ? state : 'sealed']]}/${name}`
    if (report === undefined) {
      const fault = state === 'dropped' ? 'it was dropped with its entries' : `none of it is sent: ${problem}`
      throw new ActionNeeded(`${file}: ${fault}.`)
    }
    const shown = await shownTo(receiver, report, { root: folders.root, host })
    if (shown.length === 0) throw new ActionNeeded(`${file}: ${unwantedBy(receiver)}`)
    if (options['body'] === true) {
      for (const { body } of shown) io.stdout.write(body)
      return EXIT.ok
    }
    const { words, reason } =
      receiver.name === API_NAME ? inApi(stored) : await inQueueOf(receiver.name, stored, folders)
    const why = reason === undefined ? [] : [wrap(plainText(`refused: ${reason}`), widthOf(io.stdout))]
    io.stdout.write([plainText(`${file}: ${words}`), ...why, '', ''].join('\n'))
    io.stdout.write(shown.map(inWords).join('\n'))
    return EXIT.ok
  },
}

/** Characters that would steer a terminal are escaped; where it is JSON, parsing and serialising it changes no byte. */
function inWords({ head, body }: ShownSending): string {
  const lines = [...head, ''].map((line) => `${plainText(line)}\n`).join('')
  const text = body.toString()
  const json = jsonIn(text)
  return lines + (json === undefined ? text.replaceAll(/[^\n]+/g, plainText) : plainJson(json))
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function unwantedBy({ name, option, type, totals }: ReceiverConfig): string {
  const ofEvents = type === 'spoor-api' ? `none of its events (${option}.events, min_severity, contexts)` : ''
  const ofTotals = totals === undefined ? '' : `none of its totals (${option}.totals)`
  return `${name} gets ${[ofEvents, ofTotals].filter(Boolean).join(' and ')}.`
}

function shownReceiver(parts: SpoolParts): ReceiverConfig {
  const chosen = chosenReceiver(parts)
  if (chosen === undefined) throw new ActionNeeded('spool show: the configuration names no receiver', EXIT.usage)
  const receiver = parts.config.receivers.find(({ name }) => name === chosen.name)
  if (receiver !== undefined) return receiver
  const fault = `${chosen.name} is an alert, and gets no reports; see: spoor-agent alerts`
  throw new ActionNeeded(`spool show: ${fault}`, EXIT.usage)
}

interface Standing {
  readonly words: string
  /** Why it was refused. */
  readonly reason?: string
}

function inApi({ state, reason = UNKNOWN }: StoredReport): Standing {
  return { words: state, ...(state === 'failed' && { reason }) }
}

/** What became of a report that a receiver neither waits for nor refused. */
const ENDS = {
  before: (receiver: string) => `not for ${receiver}: it was sealed before that was a receiver`,
  'given up': (receiver: string) => `sent to ${receiver}, or given up when too much waited for it (receiver_behind)`,
  had: (receiver: string) => `sent to ${receiver}`,
}

async function inQueueOf(receiver: string, { name }: StoredReport, folders: SpoolFolders): Promise<Standing> {
  const needs = await needsOf(folders, receiver)
  if (needs(sequenceOf(name) ?? 0)) return { words: `waiting for ${receiver}` }
  const failure = (await failuresOf(folders, receiver)).find(({ refusal }) => refusal.report === name)
  if (failure === undefined) {
    const cursor = await ReceiverCursor.read(receiverFolder(folders, receiver))
    const end = cursor instanceof ReceiverCursor ? cursor.endOf(sequenceOf(name) ?? 0) : 'before'
    return { words: ENDS[end](receiver) }
  }
  const { refusal, isAcknowledged } = failure
  const part = refusal.count === undefined ? '' : 'in part '
  return { words: `refused ${part}by ${receiver}${isAcknowledged ? ', acknowledged' : ''}`, reason: refusal.reason }
}
