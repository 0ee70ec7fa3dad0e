import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { addTo, CountTable } from '../../../lib/mail-statistics/count-table.ts'
import { MAIL_KEYS, type MailKey, originKeys } from '../../../lib/mail-statistics/origin.ts'
import { ActionNeeded, codeOf } from '../../../lib/system/errors.ts'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { timeInZone } from '../../../lib/time/stamp.ts'
import { type MailScene, saidOwners } from './mail-scene.ts'
import type { Numbers, NumbersRow } from './printed-numbers.ts'
import { arrivalOf, type QueuedMessage, queuedMessage } from './queued-message.ts'

/** Where Exim's spool is: cPanel's, and Debian's own. */
const SPOOLS = ['/var/spool/exim', '/var/spool/exim4']

/** Messages, how many of them are frozen, and when the oldest arrived. */
const [MESSAGES, FROZEN, OLDEST] = [0, 1, 2]

/**
 * Counts the messages in Exim's queue by the names in its folders, `input/` or `input/?/`: by when they arrived without
 * opening any, or by whom they are, which reads the beginning of each. Throws `ActionNeeded`.
 */
export async function queuedMail(scene: MailScene): Promise<Numbers> {
  const { request, zone, since, signal } = scene
  const by = MAIL_KEYS.find((key) => key === request.by)
  const look = by === undefined ? undefined : ownersOf(scene, by)
  const table = new CountTable(3)
  const total = [0, 0]
  for await (const { folder, name } of filesIn(spoolOf(scene))) {
    if (signal.aborted) break
    const arrival = arrivalOf(name)
    if (arrival === undefined || arrival < since) continue
    const known = look === undefined ? { key: timeOf(arrival, scene), isFrozen: false } : look(join(folder, name))
    if (known === undefined) continue
    addTo(total, [1, Number(known.isFrozen)])
    if (known.key !== '') note(table.row(known.key, true), arrival, known.isFrozen)
  }
  const said = (time: number): string => (request.form === 'table' ? timeInZone(time, zone) : utc(time * 1000))
  const rows = table.rows().map(([key, messages = 0, frozen = 0, oldest = 0]): NumbersRow => {
    const isOpened = by !== undefined
    return isOpened ? { keys: [key, said(oldest)], numbers: [messages, frozen] } : { keys: [key], numbers: [messages] }
  })
  return numbersOf(request.by, by !== undefined, rows, total)
}

function note(row: number[], arrival: number, isFrozen: boolean): void {
  const [messages = 0, frozen = 0, oldest = 0] = row
  row[MESSAGES] = messages + 1
  row[FROZEN] = frozen + Number(isFrozen)
  row[OLDEST] = messages === 0 ? arrival : Math.min(oldest, arrival)
}

function numbersOf(by: string, isOpened: boolean, rows: readonly NumbersRow[], total: readonly number[]): Numbers {
  return {
    keys: isOpened ? [by, 'oldest'] : [by],
    names: isOpened ? ['messages', 'frozen'] : ['messages'],
    rows: rows.toSorted(isOpened ? byMessages : byKey),
    head: isOpened ? [by.toUpperCase(), 'OLDEST', 'MESSAGES', 'FROZEN'] : [by.toUpperCase(), 'MESSAGES'],
    cells: ({ keys, numbers }) => [...keys, ...numbers.map(String)],
    total: isOpened ? { keys: ['total', ''], numbers: total } : { keys: ['total'], numbers: total.slice(0, 1) },
    isLastShown: !isOpened,
  }
}

function byMessages(one: NumbersRow, other: NumbersRow): number {
  return (other.numbers[MESSAGES] ?? 0) - (one.numbers[MESSAGES] ?? 0) || byKey(one, other)
}

function byKey({ keys: [one = ''] }: NumbersRow, { keys: [other = ''] }: NumbersRow): number {
  return one < other ? -1 : 1
}

function timeOf(arrival: number, { request, zone }: MailScene): string {
  return timeInZone(arrival, zone).slice(0, request.by === 'hour' ? 13 : 10)
}

type KeyOfFile = (path: string) => { readonly key: string; readonly isFrozen: boolean } | undefined

function ownersOf(scene: MailScene, by: MailKey): KeyOfFile {
  const accountOf = by === 'account' ? saidOwners(scene) : () => undefined
  return (path) => {
    const message = readMessage(path)
    if (message === undefined) return undefined
    return { key: originKeys(message, accountOf, [by])[MAIL_KEYS.indexOf(by)] ?? '', isFrozen: message.isFrozen }
  }
}

function readMessage(path: string): QueuedMessage | undefined {
  try {
    return queuedMessage(path)
  } catch (error) {
    return refused(path, error)
  }
}

/** The folder of messages in the named spool, or in the usual one. */
function spoolOf({ files }: MailScene): string {
  const [named, second] = files
  if (second !== undefined) throw new ActionNeeded('mail: name one spool folder of Exim')
  const spool = named ?? SPOOLS.find((path) => existsSync(path))
  if (spool === undefined)
    throw new ActionNeeded(`mail: neither ${SPOOLS.join(' nor ')} is there; name Exim's spool folder`)
  return join(spool, 'input')
}

interface QueueFile {
  readonly folder: string
  readonly name: string
}

/** All files, in the folder itself and in those of one character in it (`split_spool_directory`). */
async function* filesIn(folder: string, isInner = false): AsyncGenerator<QueueFile> {
  const pieces = entriesOf(folder)
  for (;;) {
    const piece = await pieces.next().catch((error: unknown) => refused(folder, error))
    if (piece.done === true) return
    for (const entry of piece.value) {
      if (entry.isFile()) yield { folder, name: entry.name }
      else if (!isInner && entry.isDirectory() && entry.name.length === 1)
        yield* filesIn(join(folder, entry.name), true)
    }
  }
}

/** Says what to do where the system refuses. Throws `ActionNeeded`. */
function refused(path: string, error: unknown): never {
  const code = codeOf(error)
  if (code === undefined) throw error
  const what = code === 'EACCES' ? 'only root and Exim may read it: run this as root' : "name Exim's spool folder"
  throw new ActionNeeded(`mail: ${plainText(path)} cannot be read (${code}); ${what}`)
}
