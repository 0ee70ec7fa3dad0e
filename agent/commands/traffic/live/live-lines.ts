import type { Writable } from 'node:stream'
import { plainCell } from '../../../../lib/terminal/plain-cell.ts'
import { row } from '../../../../lib/terminal/table.ts'
import type { GuardWord } from '../../../../lib/traffic/guard/guard-rule.ts'
import type { ClosedInterval } from '../../../../lib/traffic/interval.ts'
import type { NumbersForm } from '../../mail/mail-request.ts'
import { guardRecord, recordHead, intervalRecord } from '../traffic-records.ts'
import type { TrafficScene } from '../traffic-scene.ts'
import { INTERVAL_HEAD, intervalCells, wordLine } from '../traffic-tables.ts'
import type { TrafficView } from './traffic-view.ts'

/** Columns of the first cell, a time, and of the others. */
const WIDTHS = INTERVAL_HEAD.map((_, column) => (column === 0 ? 19 : 8))

/** A line for each interval, and for what the guard says. */
export class LiveLines implements TrafficView {
  readonly #stdout: Writable
  readonly #scene: Pick<TrafficScene, 'zone' | 'screen'>
  readonly #form: NumbersForm

  constructor(scene: Pick<TrafficScene, 'zone' | 'screen' | 'stdout'>, form: NumbersForm) {
    this.#stdout = scene.stdout
    this.#scene = scene
    this.#form = form
    if (form === 'table') this.#print(inColumns(INTERVAL_HEAD))
    else for (const line of recordHead(form)) this.#print(line)
  }

  closed(interval: ClosedInterval): void {
    const cells = (): string => inColumns(intervalCells(interval, this.#scene.zone))
    this.#print(this.#form === 'table' ? cells() : intervalRecord(interval, this.#form))
  }

  said(word: GuardWord): void {
    this.#print(this.#form === 'table' ? `${wordLine(word, this.#scene.zone)}\n` : guardRecord(word, this.#form))
  }

  say(text: string): void {
    this.#scene.screen.say(text)
  }

  #print(line: string): void {
    this.#stdout.write(line)
  }
}

function inColumns(cells: readonly string[]): string {
  const aligned = cells.map((cell, column) => (column === 0 ? plainCell(cell) : cell.padStart(WIDTHS[column] ?? 0)))
  return `${row(aligned, WIDTHS, Infinity)}\n`
}
