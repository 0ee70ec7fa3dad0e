import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sequenceOf } from '../../agent/spool/reports/report-name.ts'
import type { Entry } from '../../lib/event/entry.ts'
import type { Hooked } from '../torture/hooked.ts'
import { sealedIn } from '../torture/sealed.ts'
import { type MoodyApi, refusalOf } from './moody-api.ts'
import type { WrittenLines } from './written-lines.ts'

/** The fate of all lines, and of all events that hooks left. */
export interface Account {
  /** Lines, and events that must have come, that the API has. */
  readonly accepted: number
  /** Lines with two keys at the API, in two reports, or under two ids. */
  readonly doubled: number
  /** Lines that are neither at the API nor, if it refuses them, among the failed ones with its reason. */
  readonly lost: number
  /** Everything else that is wrong, one sentence each. */
  readonly faults: readonly string[]
}

/** Where each entry ended up: keys at the API, or names of reports. */
type Places = Map<Key, Set<string>>

/** The number of a line, or the mailbox of a hook. */
type Key = number | string

/** How many doubled lines are told of; what befell one usually befell all. */
const MOST_TOLD = 5

/** Checks every line once everything has settled and no process works in the spool. */
export function takeAccount(spool: string, api: MoodyApi, lines: WrittenLines, { due, told }: Hooked): Account {
  const faults: string[] = []
  const ids: Places = new Map()
  const [keys, reports, refusals]: [Places, Places, Places] = [new Map(), new Map(), new Map()]
  const enter = (places: Places, place: string, entries: readonly Entry[]): void => {
    for (const entry of entries) {
      const mailbox = String(entry['mailbox_address'])
      const number = told.has(mailbox) ? mailbox : lines.numberOf(entry)
      if (number === undefined) faults.push(`${place} holds an entry that no line says: ${JSON.stringify(entry)}`)
      else {
        add(places, number, place)
        add(ids, number, entry.id)
      }
    }
  }
  for (const [key, entries] of api.accepted) enter(keys, key, entries)
  for (const { folder, name, report } of sealedIn(spool)) {
    if (folder === 'parsed') faults.push(`${name} waits still`)
    if (sequenceOf(name) !== undefined) enter(reports, name, report.entries)
    if (folder !== 'transmission_failed') continue
    enter(refusals, name, report.entries)
    if (!hasWords(join(spool, folder, `${name}.reason`), report.entries)) faults.push(`${name} has not the API's words`)
  }

  const [good, poison] = [lines.numbers('good'), lines.numbers('poison')]
  for (const number of good) if (refusals.has(number)) faults.push(`line ${number} was refused`)
  const isTwice = (number: Key): boolean => [keys, reports, ids, refusals].some((each) => sizeOf(each, number) > 1)
  const doubled = [...good, ...poison, ...told].filter(isTwice)
  for (const number of doubled.slice(0, MOST_TOLD)) {
    const places = [reports, ids].map((each) => [...(each.get(number) ?? [])].join(', '))
    faults.push(`${number} is doubled: ${places.join(', ')}`)
  }
  const wanted: readonly Key[] = [...good, ...due]
  const accepted = wanted.filter((number) => keys.has(number))
  return {
    accepted: accepted.length,
    doubled: doubled.length,
    lost: wanted.length - accepted.length + poison.filter((number) => !refusals.has(number)).length,
    faults,
  }
}

function hasWords(file: string, entries: readonly Entry[]): boolean {
  const words = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return entries.some((entry) => words.includes(refusalOf(entry['mailbox_address'])))
}

function add(places: Places, number: Key, place: string): void {
  const known = places.get(number)
  if (known === undefined) places.set(number, new Set([place]))
  else known.add(place)
}

function sizeOf(places: Places, number: Key): number {
  return places.get(number)?.size ?? 0
}
